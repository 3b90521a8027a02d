"""Each app has the same files, says what it is, and its migrations can be read and undone."""

import ast
import re

from tests.conventions.tree import App, Tree, dotted, models, parse

FILES = {
    "__init__",
    "actions",
    "admin",
    "api",
    "apps",
    "forms",
    "jobs",
    "management",
    "migrations",
    "models",
    "policy",
    "queries",
    "static",
    "tasks",
    "templates",
    "templatetags",
    "tests",
    "urls",
    "views",
}
# What an app holds that is of no such kind, and what it is.
OWN_FILES = {
    "accounts": {"adapter"},  # what allauth asks the site
    "arrivals": {"protocol", "sonde"},  # the languages of inventory agents; the probe that the site serves
    "demo": {"book", "networks"},  # records written in bulk, and the networks made of them
    # the page of components, issued documents, what works without a network and is sent later, every page's frame
    "desk": {"components", "documents", "offline", "replay", "shell"},
    "devices": {"reports"},  # reading the machine reports of other tools
    "files": {"formats"},  # what a file is, from its content
    "messages": {"backend"},  # where Django's own e-mails go
    "rounds": {"roads", "solver"},  # how long journeys are; who collects what, in which order
    # who gets through a page's door; what signing in does in a network; for whom the visitor acts
    "organisations": {"access", "adapter", "middleware"},
}
ANONYMOUS = re.compile(r"(_auto_|_and_more$|^\d{4}_(alter|rename)_?$)")
SCHEMA = {
    "AddConstraint",
    "AddField",
    "AddIndex",
    "AlterField",
    "CreateModel",
    "DeleteModel",
    "RemoveConstraint",
    "RemoveField",
    "RenameField",
    "RenameModel",
}


def said_in_one_paragraph(tree: Tree) -> list[str]:
    """The app's `__init__` answers: what is this?"""
    return [
        f"{tree.where(app.path)}: say in the docstring of __init__.py what {app.label} is, in one paragraph."
        for app in tree.apps
        if not (app.path / "__init__.py").exists() or not ast.get_docstring(parse(app.path / "__init__.py"))
    ]


def same_files(tree: Tree) -> list[str]:
    """The same file names in every app, so that one knows where to look."""
    faults = []
    for app in tree.apps:
        allowed = FILES | OWN_FILES.get(app.label, set())
        for path in sorted(app.path.iterdir()):
            if path.stem not in allowed and path.name != "__pycache__" and path.suffix in {"", ".py"}:
                faults.append(
                    f"{tree.where(path)} is none of an app's files. Move it into the role it plays (models, queries, "
                    "actions…), or to maillon/common; else name it in OWN_FILES of tests/conventions/apps.py."
                )
        for path in app.files(tests=True):
            if path.with_suffix("").is_dir():
                faults.append(
                    f"{tree.where(path)} stands beside the package of the same name, which alone is imported: keep one."
                )
    return faults


def installed(tree: Tree) -> list[str]:
    """Django knows every app."""
    settings = (tree.root / "config" / "settings.py").read_text()
    names = {app.label: ".".join(app.path.relative_to(tree.root).parts) for app in tree.apps}
    return [
        f'config/settings.py: add "{name}" to INSTALLED_APPS.' for name in names.values() if f'"{name}"' not in settings
    ]


def in_the_glossary(tree: Tree) -> list[str]:
    """Each table has its French word in docs/glossary.md."""
    glossary = (tree.root / "docs" / "glossary.md").read_text()
    wanted = [f"{app.label}.{name}" for app in tree.apps for name in models(app)]
    faults = [
        f"docs/glossary.md: add a line for `{name}`: the French word, the name, what it is."
        for name in wanted
        if f"| `{name}` |" not in glossary
    ]
    known = re.findall(r"\| `(\w+\.\w+)` \|", glossary)
    return faults + [f"docs/glossary.md: `{name}` is no longer a model." for name in known if name not in wanted]


def named_migrations(tree: Tree) -> list[str]:
    """A migration's name says what it does."""
    return [
        f"{tree.where(path)}: give this migration a name (makemigrations --name …)."
        for app in tree.apps
        for path in app.migrations
        if ANONYMOUS.search(path.stem)
    ]


def linear_migrations(tree: Tree) -> list[str]:
    """The migrations of an app follow one another, and max_migration.txt names the last."""
    faults = []
    for app in tree.apps:
        numbers = [path.stem[:4] for path in app.migrations]
        if numbers != [f"{number:04}" for number in range(1, len(numbers) + 1)]:
            faults.append(f"{tree.where(app.path / 'migrations')}: number the migrations 0001, 0002… without a fork.")
        last = app.path / "migrations" / "max_migration.txt"
        if app.migrations and (not last.exists() or last.read_text().strip() != app.migrations[-1].stem):
            faults.append(
                f"{tree.where(last)}: must name {app.migrations[-1].stem} (manage.py create_max_migration_files)."
            )
    return faults


def reversible_migrations(tree: Tree) -> list[str]:
    """What a migration does can be undone, and data moves apart from the schema."""
    faults = []
    for app in tree.apps:
        for path in app.migrations:
            faults += _faults_of(tree, app, path)
    return faults


def _faults_of(tree: Tree, app: App, path) -> list[str]:
    calls = [node for node in ast.walk(parse(path)) if isinstance(node, ast.Call)]
    kinds = {dotted(node).rpartition(".")[2] for node in calls}
    faults = []
    for node in calls:
        kind = dotted(node).rpartition(".")[2]
        back = {"RunPython": "reverse_code", "RunSQL": "reverse_sql"}.get(kind)
        if back and len(node.args) < 2 and back not in {keyword.arg for keyword in node.keywords}:
            faults.append(f"{tree.where(path, node.lineno)}: give {kind} its {back}.")
    if "RunPython" in kinds and kinds & SCHEMA:
        faults.append(f"{tree.where(path)}: move what it writes (RunPython) to a migration of its own in {app.label}.")
    return faults
