"""The source tree as the checks see it: its apps, the order of its floors, its files parsed once."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

FLOORS = ("ground", "matter", "giving", "sharing", "telling")
APPS_BESIDE_FLOORS = ("desk", "demo")


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


@dataclass(frozen=True)
class App:
    label: str
    floor: str
    path: Path

    def files(self, *, tests: bool = False) -> list[Path]:
        """Its Python files, without migrations, and without tests unless asked for."""
        left_out = {"migrations"} | (set() if tests else {"tests"})
        return [
            path for path in sorted(self.path.rglob("*.py")) if not left_out & set(path.relative_to(self.path).parts)
        ]

    @property
    def django_label(self) -> str:
        """The label Django knows it by: the folder's name, unless apps.py says otherwise."""
        config = self.path / "apps.py"
        said = re.search(r'^    label = "(\w+)"', config.read_text(), re.MULTILINE) if config.exists() else None
        return said[1] if said else self.label

    def role(self, name: str) -> list[Path]:
        """The files that hold one role: `models.py`, or every file of the package `models/`."""
        single, package = self.path / f"{name}.py", self.path / name
        return [single] if single.exists() else sorted(package.rglob("*.py"))

    @property
    def templates(self) -> list[Path]:
        return [path for path in sorted((self.path / "templates").rglob("*")) if path.is_file()]

    @property
    def migrations(self) -> list[Path]:
        return sorted(path for path in (self.path / "migrations").glob("*.py") if path.stem != "__init__")


@dataclass(frozen=True)
class Tree:
    root: Path

    @property
    def source(self) -> Path:
        return self.root / "maillon"

    @cached_property
    def apps(self) -> list[App]:
        """Every folder that holds code and is an app of Django."""
        folders = [(floor, path) for floor in FLOORS for path in sorted((self.source / floor).glob("*"))]
        folders += [(name, self.source / name) for name in APPS_BESIDE_FLOORS]
        return [App(path.name, floor, path) for floor, path in folders if path.is_dir() and any(path.glob("*.py"))]

    def app(self, name: str) -> App | None:
        """The app of this folder name, or of this Django label."""
        return next((app for app in self.apps if name in {app.label, app.django_label}), None)

    def owner(self, path: Path) -> str:
        """The app a file belongs to; `common` for what is shared."""
        return next((app.label for app in self.apps if path.is_relative_to(app.path)), "common")

    @property
    def code(self) -> list[Path]:
        """Every Python file of the product, without tests and migrations."""
        folders = [self.source, self.root / "config"]
        return [
            path
            for folder in folders
            for path in sorted(folder.rglob("*.py"))
            if not {"tests", "migrations"} & set(path.relative_to(folder).parts)
        ]

    @property
    def templates(self) -> list[Path]:
        shared = (path for path in sorted((self.source / "templates").rglob("*")) if path.is_file())
        return [*shared, *(path for app in self.apps for path in app.templates)]

    @cached_property
    def heights(self) -> dict[str, tuple[int, int]]:
        """How high each app stands, (floor, layer in it), read from the import contracts of pyproject.toml."""
        contracts = tomllib.loads((self.root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
        layers = {contract["id"]: contract["layers"] for contract in contracts}
        heights = {}
        for floor_height, floor in enumerate(reversed(layers["floors"])):
            inside = reversed(layers.get(floor, [floor]))
            for height, layer in enumerate(inside):
                for name in layer.split("|"):
                    heights[name.strip(" ()")] = (floor_height, height)
        return heights

    def may_know(self, lower: str, upper: str) -> bool:
        """Whether the app `upper` may refer to the app `lower`: itself, or one that stands below it."""
        known = self.app(lower)
        below = known.label if known else lower
        return below == upper or self.heights[below] < self.heights[upper]

    def stands(self, name: str | None) -> bool:
        """Whether this is the name of something that has a floor: an app of ours, or `common`."""
        return name is not None and (name in self.heights or self.app(name) is not None)

    def where(self, path: Path, line: int = 0) -> str:
        return f"{path.relative_to(self.root)}{f':{line}' if line else ''}"


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def dotted(node: ast.AST) -> str:
    """`transaction.atomic` for the call or the attribute of that name; empty for anything else."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def text(node: ast.AST | None) -> str | None:
    """The string that a node writes out, if it is one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def models(app: App) -> dict[str, ast.ClassDef]:
    """The tables that the app's files declare: classes that come from a model, abstract ones left out."""
    classes = [node for path in app.role("models") for node in ast.walk(parse(path)) if isinstance(node, ast.ClassDef)]
    known = {"Model", "Record", "AbstractBaseUser", "AbstractUser"}
    while True:
        more = {node.name for node in classes if any(dotted(base).rpartition(".")[2] in known for base in node.bases)}
        if more <= known:
            break
        known |= more
    return {node.name: node for node in classes if node.name in known and not _abstract(node)}


def _abstract(node: ast.ClassDef) -> bool:
    metas = (inner for inner in node.body if isinstance(inner, ast.ClassDef) and inner.name == "Meta")
    return any(
        isinstance(line, ast.Assign) and any(dotted(target) in {"abstract", "proxy"} for target in line.targets)
        for meta in metas
        for line in meta.body
    )
