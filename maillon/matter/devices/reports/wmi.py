"""Windows Management Instrumentation, as ``wmic … /format:list`` (``Name=value``, in UTF-16) or PowerShell's
``Get-CimInstance … | Format-List`` (``Name : value``) write it, one class or several end to end.

The names of the machine, of its domain and of its owner are not kept.
"""

import re
from typing import Any

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.report import Battery, CapacityUnit, Disk, Medium, Report
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, whole

KIND = "wmi"

NVME_BUS, USB_BUS, SD_BUS, MMC_BUS = "17", "7", "12", "13"  # MSFT_PhysicalDisk.BusType
MEDIA = {"3": Medium.HDD, "4": Medium.SSD, "HDD": Medium.HDD, "SSD": Medium.SSD}  # MSFT_PhysicalDisk.MediaType

_LINE = re.compile(r"^([A-Z][A-Za-z0-9_]{1,60})(?:=| {0,40}: ?)(.*)$", re.MULTILINE)
_KNOWN = frozenset(
    {
        "CreationClassName",
        "SMBIOSBIOSVersion",
        "IdentifyingNumber",
        "PhysicalSectorSize",
        "BytesPerSector",
        "DeviceLocator",
        "NumberOfCores",
        "FullChargeCapacity",
        "MaxCapacity",
        "ObjectId",
        "ChassisTypes",
        "SystemDrive",
        "TotalPhysicalMemory",
    }
)


def recognises(source: Source) -> bool:
    """Whether the lines are properties of WMI classes."""
    names = {match[0] for match in _LINE.findall(source.text[:20_000])}
    return bool(names & _KNOWN) or {"Manufacturer", "Model"} == names


def read(source: Source) -> Report:
    """The parts of a machine that the classes of the file describe."""
    instances = _instances(source.text)
    machine: dict[str, Any] = {}
    for instance in instances:
        for name, value in _machine(instance).items():
            if value is not None:
                machine.setdefault(name, value)
    names = (machine.get("manufacturer"), machine.get("product"), machine.get("version"))
    modules = sum(whole(i.get("Capacity")) or 0 for i in instances if "DeviceLocator" in i) >> 20
    total = next((whole(i["TotalPhysicalMemory"]) for i in instances if "TotalPhysicalMemory" in i), None) or 0
    return Report(
        kind=KIND,
        form_factor=form.form_factor(None, *names),
        ram_mib=modules or total >> 20 or None,
        disks=tuple(_disk(instance) for instance in instances if _is_disk(instance)),
        batteries=tuple(_battery(i) for i in instances if "DesignCapacity" in i and "Chemistry" in i),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(*names) else (),
        **machine,
    )


def _instances(text: str) -> list[dict[str, str]]:
    """The instances, each ended by a blank line or by a property that comes again."""
    instances: list[dict[str, str]] = []
    for block in re.split(r"\n[ \t]*\n", text):
        instances.append({})
        for name, value in _LINE.findall(block):
            if name in instances[-1]:
                instances.append({})
            instances[-1][name] = value.replace("&amp;", "&").strip()
    return instances


def _machine(instance: dict[str, str]) -> dict[str, Any]:
    said = {name: clean(value) for name, value in instance.items()}
    if "IdentifyingNumber" in said:  # Win32_ComputerSystemProduct
        return {
            "manufacturer": said.get("Vendor"),
            "product": said.get("Name"),
            "version": said.get("Version"),
            "serial": said.get("IdentifyingNumber"),
            "uuid": said.get("UUID"),
        }
    if "SMBIOSBIOSVersion" in said:  # Win32_BIOS
        return {"serial": said.get("SerialNumber")}
    if "NumberOfCores" in said or said.get("CreationClassName") == "Win32_Processor":
        return {"cpu": said.get("Name")}
    if "TotalPhysicalMemory" in said or set(said) == {"Manufacturer", "Model"}:  # Win32_ComputerSystem
        return {"manufacturer": said.get("Manufacturer"), "product": said.get("Model")}
    return {}


def _is_disk(instance: dict[str, str]) -> bool:
    return "Model" in instance and "Size" in instance and ("BusType" in instance or "InterfaceType" in instance)


def _disk(instance: dict[str, str]) -> Disk:
    bus, model = instance.get("BusType") or instance.get("InterfaceType", ""), instance["Model"]
    plugged = bus in (USB_BUS, "USB", SD_BUS) or "removable" in instance.get("MediaType", "").lower()
    if bus in (NVME_BUS, "NVMe") or "nvme" in model.lower():
        medium = Medium.NVME
    elif bus == MMC_BUS:
        medium = Medium.EMMC
    else:
        medium = MEDIA.get(instance.get("MediaType", ""), Medium.USB if plugged else Medium.UNKNOWN)
    serial = instance.get("SerialNumber")
    return Disk(model=model, serial=serial, size_bytes=whole(instance["Size"]), medium=medium, removable=plugged)


def _battery(instance: dict[str, str]) -> Battery:
    design, full = whole(instance.get("DesignCapacity")), whole(instance.get("FullChargeCapacity"))
    return Battery(
        model=instance.get("Name"),
        design=design / 1000 if design else None,
        full=full / 1000 if full else None,
        unit=CapacityUnit.WH if design or full else None,
    )
