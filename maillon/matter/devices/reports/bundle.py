"""A folder of what several tools said of one machine, read as one machine.

The files that are no report (notes, lists of cards, exit codes) are named with the reason why nothing was taken of them.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maillon.matter.devices import reports
from maillon.matter.devices.reports.merge import Merged, merge
from maillon.matter.devices.reports.report import Report, Unreadable
from maillon.matter.devices.reports.source import Source

KIND = "bundle"

MOST_FILES = 300
DEEPEST = 6

_LSPCI = re.compile(r"^(?:[0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7] \S", re.IGNORECASE)
_LSUSB = re.compile(r"^Bus \d{3} Device \d{3}: ID [0-9a-f]{4}:[0-9a-f]{4}", re.IGNORECASE)
_CARDS = "C’est une liste de cartes (lspci, lsusb) : rien n’y est dit de la machine, de ses disques ni de sa batterie."


@dataclass(frozen=True)
class File:
    """One file of the folder: the format it was read in, or the sentence that says why it was not."""

    name: str
    kind: str | None = None
    error: str | None = None


@dataclass(frozen=True)
class Bundle:
    """One machine as the files of a folder tell it."""

    files: tuple[File, ...]
    merged: Merged


def read(folder: str) -> Bundle:
    """The machine that the files of this folder describe, those of its subfolders included.

    Raises:
        Unreadable: there is no such folder, it holds too many files, or none of them is a report.
    """
    root = Path(folder)
    files: list[File] = []
    said: list[tuple[str, Report]] = []
    for path in _files(root):
        name = os.fsencode(path.relative_to(root)).decode("utf-8", "replace")
        try:
            report = _read(content(path), path.name)
        except Unreadable as problem:
            files.append(File(name, error=str(problem)))
        else:
            files.append(File(name, report.kind))
            said.append((name, report))
    if not said:
        raise Unreadable("Aucun fichier de ce dossier n’est un rapport de machine : vérifiez que c’est le bon.")
    return Bundle(tuple(files), merge(said, kind=KIND))


def content(path: str | Path) -> bytes:
    """The bytes of a file, and never more than one past the largest report accepted.

    Raises:
        Unreadable: there is no such file, or it cannot be opened.
    """
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise Unreadable("C’est un dossier : indiquez les fichiers qu’il contient, ou ajoutez --bundle.")
        if not stat.S_ISREG(mode):
            raise Unreadable("Ce n’est pas un fichier ordinaire : enregistrez d’abord le rapport dans un fichier.")
        with open(path, "rb") as handle:
            return handle.read(reports.LARGEST_FILE + 1)
    except FileNotFoundError as problem:
        raise Unreadable("Ce fichier n’existe pas : vérifiez son nom et son dossier.") from problem
    except PermissionError as problem:
        raise Unreadable("Ce fichier ne peut pas être ouvert : donnez-vous le droit de le lire.") from problem
    except (OSError, ValueError) as problem:
        raise Unreadable("Ce fichier ne peut pas être lu : copiez-le ailleurs, puis recommencez.") from problem


def _files(root: Path) -> Iterator[Path]:
    """The files of the folder in the order of their names, without hidden ones and without following links."""
    if not root.is_dir():
        raise Unreadable("Ce dossier n’existe pas : vérifiez son nom.")
    found = []
    for place, folders, names in os.walk(root):
        deep = len(Path(place).relative_to(root).parts) >= DEEPEST
        folders[:] = [] if deep else [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in names if not name.startswith(".")]
        if len(found) > MOST_FILES:
            raise Unreadable(f"Ce dossier contient plus de {MOST_FILES} fichiers : indiquez celui d’une seule machine.")
    return iter(sorted(path for path in found if not path.is_symlink()))


def _read(data: bytes, name: str) -> Report:
    try:
        return reports.read(data, name)
    except Unreadable as problem:
        head = Source(data, name).text[:2_000]
        if _LSPCI.match(head) or _LSUSB.match(head):
            raise Unreadable(_CARDS) from problem
        raise
