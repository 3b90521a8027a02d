"""References that are imports in disguise go down the floors, as imports do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conventions.tree import App, Tree, dotted, parse, text

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
LINKS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
# Addresses of things that any app may mention: desk answers there because only it knows every app that prints them.
ADDRESSES = {"desk:document"}
INCLUDED = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"'#]+)""")
LOADED = re.compile(r"{%-?\s*load\s+([^%]+?)\s*%}")
LINKED = re.compile(r"""{%-?\s*url\s+["']([\w-]+):([\w:-]+)["']""")


def relations_go_down(tree: Tree) -> list[str]:
    """A model, or code that looks a model up by name, names only apps below its own."""
    faults = []
    for app in tree.apps:
        for path in app.files(tests=True):
            for node in ast.walk(parse(path)):
                for label in _labels(node):
                    if tree.app(label) and not tree.may_know(label, app.label):
                        faults.append(
                            f"{tree.where(path, node.lineno)}: {app.label} names a model of {label}, which stands above "
                            "or beside it. Keep a UUID, or move the relation to the higher app."
                        )
    return faults


def _labels(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    name = dotted(node).rpartition(".")[2]
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    first = node.args[0] if node.args else named.get("to") or named.get("app_label")
    written = text(first)
    if written and name in RELATIONS and "." in written:
        yield written.split(".")[0]
    if written and name == "get_model":
        yield written.split(".")[0]
    through = text(named.get("through"))
    if name in RELATIONS and through and "." in through:
        yield through.split(".")[0]


def migrations_go_down(tree: Tree) -> list[str]:
    """A migration waits only for apps below its own, and for Django's and other packages'."""
    return [
        f"{tree.where(path, line)}: this migration of {app.label} waits for {label}, which stands above or beside it. "
        "Remove the relation that asks for it."
        for app in tree.apps
        for path in app.migrations
        for line, label in _awaited(path)
        if tree.app(label) and not tree.may_know(label, app.label)
    ]


def _awaited(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Assign) and "dependencies" in {getattr(target, "id", "") for target in node.targets}:
            for pair in ast.walk(node.value):
                if isinstance(pair, ast.Tuple) and len(pair.elts) == 2:
                    label, name = map(text, pair.elts)
                    if label and name:
                        yield pair.lineno, label


def templates_go_down(tree: Tree) -> list[str]:
    """A template includes, extends and loads only what stands below it; it links upwards to a panel only."""
    owners = _template_owners(tree)
    tags = {path.stem: app.label for app in tree.apps for path in (app.path / "templatetags").glob("*.py")}
    faults = []
    for path in tree.templates:
        app = tree.owner(path)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
            named = [owners.get(name, "common") for name in INCLUDED.findall(line)]
            named += [tags.get(name, "common") for names in LOADED.findall(line) for name in names.split()]
            named += [label for label, name in LINKED.findall(line) if not _may_be_linked(label, name)]
            for label in named:
                if tree.stands(label) and not tree.may_know(label, app):
                    faults.append(
                        f"{tree.where(path, number)}: this template of {app} needs {label}, which stands above or beside "
                        "it. Show it as a panel (hx-get of a URL named panel…), by the journal, or on a page of desk."
                    )
    return faults


def links_go_down(tree: Tree) -> list[str]:
    """Code sends to pages, and renders templates, of its own app or of one below."""
    owners = _template_owners(tree)
    faults = []
    for app in tree.apps:
        for path in app.files():
            for node in ast.walk(parse(path)):
                label = _destination(node, owners)
                if tree.stands(label) and not tree.may_know(label, app.label):
                    faults.append(
                        f"{tree.where(path, node.lineno)}: {app.label} sends to a page of {label}, which stands above or "
                        "beside it. Move the page to the higher app, or let the caller give the address."
                    )
    return faults


def _destination(node: ast.AST, owners: dict[str, str]) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    name = dotted(node).rpartition(".")[2]
    if name in LINKS and node.args and (written := text(node.args[0])) and ":" in written:
        label, _, page = written.partition(":")
        return None if _may_be_linked(label, page) else label
    if name in {"render", "render_to_string", "TemplateResponse"}:
        return next((owners[written] for argument in node.args if (written := text(argument)) in owners), None)
    return None


def _may_be_linked(label: str, page: str) -> bool:
    """Whether anyone may link to this page, whatever its floor: a panel, or the address of a thing."""
    return page.startswith("panel") or f"{label}:{page}" in ADDRESSES


def _template_owners(tree: Tree) -> dict[str, str]:
    return {_template_name(app, path): app.label for app in tree.apps for path in app.templates}


def _template_name(app: App, path: Path) -> str:
    return path.relative_to(app.path / "templates").as_posix()
