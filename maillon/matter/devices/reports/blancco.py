"""Reports of Blancco Drive Eraser in XML, and of what writes the same: one machine, its disks, what was erased of them.

Everything there is an ``<entry name="…">`` inside ``<entries name="…">``; the operator's own fields (``user_data``) are
not looked at. Capacities and memory are bytes.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # nosec B405

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.report import Disk, Erasure, Medium, Report, Unreadable, Verdict
from maillon.matter.devices.reports.source import Source, children, tag_of
from maillon.matter.devices.reports.values import clean, whole, word

KIND = "blancco"

SEVERAL = "Ce fichier réunit les rapports de plusieurs machines : exportez un rapport par appareil."
DESCRIPTION, HARDWARE, ERASURES = "description", "blancco_hardware_report", "blancco_erasure_report"
VERDICTS = {"successful": Verdict.ERASED, "failed": Verdict.FAILED, "canceled": Verdict.ABORTED}
MEDIA = (("nvme", Medium.NVME), ("emmc", Medium.EMMC), ("ssd", Medium.SSD), ("solid", Medium.SSD), ("hdd", Medium.HDD))

Entries = dict[str, str | None]


def recognises(source: Source) -> bool:
    """Whether the document holds a report of that shape."""
    root = None if source.looks_like_json else source.xml
    return root is not None and next(_reports(root), None) is not None


def read(source: Source) -> Report:
    """The machine of a report, and each erasure of its disks.

    Raises:
        Unreadable: the export holds several machines.
    """
    found = list(_reports(source.xml))
    if len(found) > 1:
        raise Unreadable(SEVERAL)
    hardware, erased = _only(found[0], HARDWARE), _only(found[0], ERASURES)
    system = next((_entries(node) for node in _named(hardware, "system")), {})
    memory = next((_entries(node) for node in _named(hardware, "memory")), {})
    processors = (clean(_entries(node).get("model")) for node in _named(hardware, "processor"))
    manufacturer, product = clean(system.get("manufacturer")), clean(system.get("model"))
    version, chassis = clean(system.get("version")), clean(system.get("chassis_type"))
    names = (manufacturer, product, version)
    return Report(
        kind=KIND,
        manufacturer=manufacturer,
        product=product,
        version=version,
        serial=clean(system.get("serial")),
        uuid=clean(system.get("uuid")),
        chassis=chassis,
        form_factor=form.form_factor(chassis, *names),
        cpu=next(filter(None, processors), None),
        ram_mib=(whole(memory.get("total_memory")) or 0) >> 20 or None,
        disks=tuple(_disk(_entries(node)) for node in _named(hardware, "disk")),
        erasures=tuple(_erasure(node, _tool(found[0])) for node in _named(erased, "erasure")),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(*names) else (),
    )


def _reports(root: Element | None) -> Iterator[Element]:
    """Each ``blancco_data``, with hardware or erasures in it, whatever the envelope around them."""
    for node in root.iter() if root is not None else ():
        if tag_of(node) == "blancco_data" and (children(node, HARDWARE) or children(node, ERASURES)):
            yield node


def _only(node: Element, tag: str) -> Element | None:
    return next(iter(children(node, tag)), None)


def _named(node: Element | None, name: str) -> Iterator[Element]:
    """The groups of that name under the section, at any depth."""
    yield from (group for group in (node.iter() if node is not None else ()) if group.get("name") == name)


def _entries(node: Element) -> Entries:
    """The plain entries of a group, without those of the groups inside it."""
    return {word(entry.get("name")): entry.text for entry in children(node, "entry")}


def _tool(report: Element) -> tuple[str | None, str | None]:
    """The product that made the report, and its version."""
    for node in children(report, DESCRIPTION):
        for inside in node.iter():
            said = _entries(inside)
            if said.get("product_name") or said.get("name"):
                return clean(said.get("product_name") or said.get("name")), clean(
                    said.get("product_version") or said.get("version")
                )
    return "Blancco", None


def _disk(said: Entries) -> Disk:
    kind = " ".join(word(said.get(name)) for name in ("interface_type", "type", "media_type")).casefold()
    plugged = "usb" in kind
    medium = next((medium for sign, medium in MEDIA if sign in kind), Medium.USB if plugged else Medium.UNKNOWN)
    return Disk(clean(said.get("model")), clean(said.get("serial")), whole(said.get("capacity")), medium, plugged)


def _erasure(node: Element, tool: tuple[str | None, str | None]) -> Erasure:
    said = _entries(node)
    target = _disk(next((_entries(inside) for inside in _named(node, "target")), {}))
    errors = sum(whole(said.get(name)) or 0 for name in ("total_errors", "failed_sectors"))
    state = word(said.get("state")).casefold().replace("cancelled", "canceled")
    return Erasure(
        disk_model=target.model,
        disk_serial=target.serial,
        size_bytes=target.size_bytes,
        method=clean(said.get("erasure_standard_name")),
        tool=tool[0],
        tool_version=tool[1],
        # A success with sectors that could not be written left something readable.
        verdict=Verdict.FAILED if errors else VERDICTS.get(state, Verdict.UNKNOWN),
        started_at=clean(said.get("start_time")),
        ended_at=clean(said.get("end_time")),
        errors=errors,
    )
