"""Templates without inline style, settings that are documented, locks that name no host."""

import json
import re
from pathlib import Path

from tests.conventions.tree import Tree

INLINE = {
    "style=": re.compile(r"""\sstyle\s*=\s*["']"""),
    "<style>": re.compile(r"<style\b"),
    "an event attribute": re.compile(r"""\son[a-z]+\s*=\s*["']"""),
    "a script without nonce": re.compile(r"<script\b(?![^>]*\b(?:nonce|src)=)(?![^>]*application/(?:ld\+)?json)"),
}
SETTING = re.compile(r"\b(MAILLON_[A-Z_]+)\b")


def no_inline_style(tree: Tree) -> list[str]:
    """The content security policy refuses what is written inside a page; e-mails alone are read elsewhere."""
    return [
        f"{tree.where(path, number)}: {name} is refused by the content security policy. Use a class of the components."
        for path in tree.templates
        if path.suffix in {".html", ".svg"} and "mails" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        for name, pattern in INLINE.items()
        if pattern.search(line)
    ]


def documented_settings(tree: Tree) -> list[str]:
    """docs/deploy.md names every setting of the environment, the tests' included, and no other."""
    files = [*tree.code, tree.root / "tests" / "browser.py"]
    read = {name for path in files if path.exists() for name in SETTING.findall(path.read_text())}
    told = set(SETTING.findall((tree.root / "docs" / "deploy.md").read_text()))
    return [f"docs/deploy.md: say what {name} does, and its default." for name in sorted(read - told)] + [
        f"docs/deploy.md: {name} is read nowhere, remove it." for name in sorted(told - read)
    ]


def targets_that_exist(tree: Tree) -> list[str]:
    """What README, CONTRIBUTING and docs tell to `make` can be made, and what they link to is there."""
    known = set(re.findall(r"^([a-z-]+):", (tree.root / "Makefile").read_text(), re.MULTILINE))
    faults = []
    for path in [*sorted(tree.root.glob("*.md")), *sorted((tree.root / "docs").rglob("*.md"))]:
        written = path.read_text()
        told = set(re.findall(r"(?:^|`)make ([a-z-]+)", written, re.MULTILINE))
        faults += [f"{tree.where(path)}: `make {target}` is no target of the Makefile." for target in told - known]
        faults += [
            f"{tree.where(path)}: {link} leads nowhere."
            for link in re.findall(r"\]\(([^)#:]+)\)", written)
            if not (path.parent / link).exists()
        ]
    return faults


def locks_without_hosts(tree: Tree) -> list[str]:
    """Versions and hashes are locked; where they are fetched from is each machine's own setting."""
    faults = []
    for path in sorted(tree.root.glob("requirements*.txt")):
        faults += _faults_of(tree, path)
    packages = json.loads((tree.root / "package-lock.json").read_text())["packages"]
    faults += [
        f"package-lock.json: {name} has {'an address' if 'resolved' in package else 'no hash'}. Run make lock."
        for name, package in packages.items()
        if name and ("resolved" in package or "integrity" not in package)
    ]
    return faults


def _faults_of(tree: Tree, path: Path) -> list[str]:
    written = path.read_text()
    faults = []
    if "://" in written or "--index-url" in written:
        faults.append(f"{tree.where(path)}: names the host it was made from. Run make lock.")
    if written.count("==") and "--hash=sha256:" not in written:
        faults.append(f"{tree.where(path)}: has no hash. Run make lock.")
    return faults
