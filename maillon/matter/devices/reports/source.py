"""A file handed in by a person, seen as bytes, as text, as JSON or as XML, whatever its encoding.

Everything here is bounded: a report is a few hundred kilobytes, so what is larger, deeper or swarming is refused with
a sentence before it costs memory.
"""

import json
import re
import xml.etree.ElementTree as ElementTree  # nosec B405
import zlib
from functools import cached_property
from typing import Any

from maillon.matter.devices.reports.report import Unreadable

LARGEST_FILE = 20_000_000
MOST_NODES = 400_000

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_PACKED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_ARCHIVES = (b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ENTITY = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_JSON_SPACES = re.compile(r"[\s,\[\]]*")
_TOO_LARGE = "Ce fichier dépasse 20 Mo : envoyez le rapport lui-même, pas une archive ni une image de disque."
_BROKEN_PACKING = "Ce fichier compressé est abîmé : envoyez le rapport lui-même, sans le compresser."
_TANGLED = "Ce fichier est trop imbriqué pour être un rapport de machine : refaites le rapport."


class Source:
    """One file. Each view is made once, when a reader first asks for it."""

    def __init__(self, data: bytes, name: str = "") -> None:
        if len(data) > LARGEST_FILE:
            raise Unreadable(_TOO_LARGE)
        data = _unpacked(data)
        if not data.strip(b"\x00 \t\r\n"):
            raise Unreadable("Ce fichier est vide : refaites le rapport, puis envoyez-le à nouveau.")
        if data.startswith(_ARCHIVES):
            raise Unreadable(
                "Ce fichier est une archive compressée : ouvrez-la et envoyez les fichiers qu’elle contient."
            )
        self.data = data
        self.name = name

    @cached_property
    def is_pdf(self) -> bool:
        """Whether the bytes are those of a PDF document."""
        return self.data.lstrip()[:5] == b"%PDF-"

    @cached_property
    def text(self) -> str:
        """The file as text with Unix line ends; the empty text for a binary file."""
        text = _decode(self.data)
        if len(_CONTROLS.findall(text[:100_000])) * 20 > min(len(text), 100_000):
            return ""
        # wmic ends its lines with two carriage returns and a line feed
        return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def json(self) -> list[Any]:
        """The JSON values of the file, one after the other: several when a tool's outputs were put end to end.

        Empty when the file is not JSON, or breaks off. Text around the values (a shell's warnings) and the brackets and
        commas that some tools forget or repeat between them are passed over.

        Raises:
            Unreadable: the values swarm, are nested out of measure, or hold a number of thousands of digits.
        """
        start = self._json_start
        if start is None:
            return []
        if self.text.count("{") + self.text.count("[") > MOST_NODES:
            raise Unreadable(_TANGLED)
        values = []
        position: int | None = start
        try:
            while position is not None:
                value, position = _DECODER.raw_decode(self.text, position)
                values.append(value)
                position = self._next_value(position)
        except json.JSONDecodeError:
            return []
        except ValueError as problem:  # an integer of thousands of digits
            raise Unreadable("Ce fichier JSON contient un nombre démesuré : refaites le rapport.") from problem
        except RecursionError as problem:
            raise Unreadable(_TANGLED) from problem
        return [item for value in values for item in (value if isinstance(value, list) else [value])]

    @property
    def looks_like_json(self) -> bool:
        """Whether the text starts as a JSON value does."""
        return self._json_start is not None

    @property
    def _json_start(self) -> int | None:
        found = re.match(r"(?:[^{\[\n]*\n){0,20}?\s*(?=[{\[])", self.text[:20_000])
        return found.end() if found and re.match(r"[{\[]\s*[{\[\]}\"]", self.text[found.end() :][:2_000]) else None

    def _next_value(self, position: int) -> int | None:
        spaces = _JSON_SPACES.match(self.text, position)
        position = spaces.end() if spaces else position
        return position if self.text[position : position + 1] == "{" else None

    @cached_property
    def xml(self) -> ElementTree.Element | None:
        """The root of the XML document; None when the file is not XML.

        Raises:
            Unreadable: the document declares entities (which can swell without end), swarms, or is damaged.
        """
        start = self.text[:2_000].lstrip("\ufeff \t\n")
        if not start.startswith("<") or start[:200].lower().startswith(("<!doctype html", "<html")):
            return None
        if _ENTITY.search(self.text):
            raise Unreadable("Ce fichier XML déclare des entités, ce qu’aucun rapport ne fait : refaites le rapport.")
        if self.text.count("<") > MOST_NODES:
            raise Unreadable(_TANGLED)
        body = re.sub(r"^\s*<\?xml[^>]*\?>", "", self.text)  # already decoded: its encoding no longer holds
        try:
            return ElementTree.fromstring(_CONTROLS.sub("", body))  # nosec B314
        except (ElementTree.ParseError, ValueError) as problem:
            raise Unreadable(
                "Ce fichier XML est incomplet ou abîmé : refaites le rapport, puis envoyez-le à nouveau."
            ) from problem


_DECODER = json.JSONDecoder(strict=False)


def _unpacked(data: bytes) -> bytes:
    """The content of a gzip or zlib file (inventory agents write the latter), never more than a report may weigh."""
    if not data.startswith(_PACKED):
        return data
    unpacker = zlib.decompressobj(wbits=47)
    try:
        content = unpacker.decompress(data, LARGEST_FILE + 1)
    except zlib.error as problem:
        raise Unreadable(_BROKEN_PACKING) from problem
    if len(content) > LARGEST_FILE:
        raise Unreadable(_TOO_LARGE)
    if not unpacker.eof:
        raise Unreadable(_BROKEN_PACKING)
    return content


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    head = data[:4_000]
    if head.count(0) * 3 > len(head):
        return data.decode("utf-16-be" if head[:1] == b"\x00" else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def children(element: ElementTree.Element | None, tag: str) -> list[ElementTree.Element]:
    """The direct children of that name, whatever the case and the namespace; none of no element."""
    return [child for child in element if tag_of(child) == tag] if element is not None else []


def tag_of(element: ElementTree.Element | None) -> str:
    """The element's name in lower case, without its namespace; empty for no element and for a comment."""
    return element.tag.rpartition("}")[2].lower() if element is not None and isinstance(element.tag, str) else ""


def text_of(element: ElementTree.Element, tag: str) -> str | None:
    """The text of the first direct child of that name."""
    return next((child.text for child in children(element, tag) if child.text), None)


def labels(text: str) -> dict[str, str]:
    """The « label: value » lines of a text; the first of each label wins."""
    found: dict[str, str] = {}
    for line in text.split("\n"):
        label, colon, value = line.partition(":")
        if colon and label.strip():
            found.setdefault(label.strip(), value.strip())
    return found
