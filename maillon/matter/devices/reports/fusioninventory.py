"""FusionInventory and OCS Inventory (XML), as their agents send them or write them to a file."""

from xml.etree.ElementTree import Element  # nosec B405

from maillon.matter.devices.reports import glpi
from maillon.matter.devices.reports.report import Report
from maillon.matter.devices.reports.source import Source, children, tag_of

KIND = "fusioninventory"


def recognises(source: Source) -> bool:
    """Whether the document is an agent's request."""
    root = None if source.looks_like_json else source.xml
    return root is not None and tag_of(root) == "request" and bool(children(root, "content"))


def read(source: Source) -> Report:
    """The computer of an inventory in XML.

    Raises:
        Unreadable: the inventory is that of a switch or of a printer.
    """
    content = children(source.xml, "content")[0]
    sections: dict[str, list[dict]] = {}
    for section in content:
        sections.setdefault(tag_of(section), []).append(_fields(section))
    return glpi.from_content(sections, kind=KIND)


def _fields(section: Element) -> dict[str, str | None]:
    return {tag_of(field): field.text for field in section}
