"""``lsblk --json``, preferably with ``-o NAME,MODEL,SERIAL,SIZE,TYPE,TRAN,ROTA,RM`` and ``-b``."""

from maillon.matter.devices.reports.report import Disk, Medium, Report, Unreadable
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, mapping, mappings, octets, whole, word

KIND = "lsblk"

NO_DISK = (
    "Cette liste ne nomme aucun disque : relancez « lsblk --json -b -o NAME,MODEL,SERIAL,SIZE,TYPE,TRAN,ROTA,RM »."
)
NOT_DISKS = ("zram", "loop", "ram", "sr", "fd")


def recognises(source: Source) -> bool:
    """Whether the value is lsblk's."""
    return bool(source.json) and "blockdevices" in mapping(source.json[0])


def read(source: Source) -> Report:
    """The disks of the machine.

    Raises:
        Unreadable: nothing but partitions or virtual devices is listed.
    """
    disks = tuple(
        _disk(device)
        for device in mappings(mapping(source.json[0]).get("blockdevices"))
        if device.get("type") == "disk" and not word(device.get("name")).startswith(NOT_DISKS)
    )
    if not disks:
        raise Unreadable(NO_DISK)
    return Report(kind=KIND, disks=disks)


def _disk(device: dict) -> Disk:
    transport, name = word(device.get("tran")), word(device.get("name")).removeprefix("/dev/")
    plugged = transport == "usb"
    if transport == "nvme" or name.startswith("nvme"):
        medium = Medium.NVME
    elif name.startswith("mmcblk"):
        medium = Medium.EMMC
    elif plugged:
        medium = Medium.USB
    elif device.get("rota") in (True, "1", False, "0"):
        medium = Medium.HDD if device["rota"] in (True, "1") else Medium.SSD
    else:
        medium = Medium.UNKNOWN
    size = device.get("size")
    exact = whole(size) if isinstance(size, int) or str(size).isdecimal() else octets(size)
    return Disk(clean(device.get("model")), clean(device.get("serial")), exact, medium, plugged)
