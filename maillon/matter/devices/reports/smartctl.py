"""``smartctl --json``: one storage medium, or several when the outputs are put end to end or in a list."""

from collections.abc import Iterator

from maillon.matter.devices.reports.report import Disk, Medium, Report, Unreadable
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, mapping, mappings, number, whole, word

KIND = "smartctl"

FAILING = "Le disque annonce lui-même sa panne prochaine (SMART) : ne le réemployez pas."
NO_DISK = (
    "smartctl n’a lu aucun disque : relancez « sudo smartctl --json -x /dev/sdX » pour chaque disque, "
    "puis envoyez le résultat."
)
BRIDGED = ("usb", "snt")  # smartctl's names of the USB bridges it speaks through


def recognises(source: Source) -> bool:
    """Whether the values are smartctl's, even when it could not open the disk."""
    return bool(source.json) and all(map(_is_smartctl, source.json))


def read(source: Source) -> Report:
    """The disks of smartctl's JSON.

    Raises:
        Unreadable: smartctl could not read the disk, or only listed the disks' names.
    """
    return from_values(source.json)


def from_values(values: list) -> Report:
    """The disks of smartctl outputs that another report carries inside it."""
    outputs = [output for value in values for output in _outputs(value)]
    disks, failing = [], False
    for output in outputs:
        disk = _disk(output)
        if disk is not None:
            disks.append(disk)
            failing = failing or mapping(output.get("smart_status")).get("passed") is False
    if not disks:
        raise Unreadable(NO_DISK)
    return Report(kind=KIND, disks=tuple(disks), warnings=(FAILING,) if failing else ())


def _is_smartctl(value: object) -> bool:
    """By its own mark, or by the way it names the device it asked, for outputs cut down by another program."""
    return any(
        "smartctl" in output or "json_format_version" in output or "protocol" in mapping(output.get("device"))
        for output in _outputs(value)
    )


def _outputs(value: object) -> Iterator[dict]:
    yield from mappings(value)


def _disk(output: dict) -> Disk | None:
    model = clean(output.get("model_name")) or clean(output.get("scsi_model_name"))
    model = model or clean(" ".join(word(output.get(k)) for k in ("scsi_vendor", "scsi_product")))
    serial = clean(output.get("serial_number"))
    if model is None and serial is None:
        return None
    size = whole(mapping(output.get("user_capacity")).get("bytes")) or whole(output.get("nvme_total_capacity"))
    bridge = word(mapping(output.get("device")).get("type")).lower()
    plugged = bridge.startswith(BRIDGED)
    return Disk(model=model, serial=serial, size_bytes=size, medium=_medium(output, bridge), removable=plugged)


def _medium(output: dict, bridge: str) -> Medium:
    protocol = word(mapping(output.get("device")).get("protocol")).lower()
    rotation = number(output.get("rotation_rate"))
    if protocol == "nvme" or bridge == "nvme":
        return Medium.NVME
    if rotation is not None:
        return Medium.HDD if rotation > 0 else Medium.SSD
    return Medium.SSD if mapping(output.get("trim")).get("supported") is True else Medium.UNKNOWN
