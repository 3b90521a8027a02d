"""Machine reports and erasure logs: reads the file a technician hands in, whatever the tool it comes from.

One file a format, each with the same three names: ``KIND``, ``recognises(source) -> bool`` and ``read(source) ->
Report``. Nothing here touches the database, and nothing about a person (users, host names, addresses, networks,
software) is ever carried into a ``Report``.
"""

from maillon.matter.devices.reports import (
    blancco,
    dmidecode,
    edid,
    ereuse,
    fusioninventory,
    glpi,
    hdparm,
    hwinfo,
    inxi,
    lsblk,
    lshw,
    nwipe,
    nwipe_pdf,
    power_supply,
    powercfg,
    proc,
    smartctl,
    smartctl_text,
    sonde,
    system_profiler,
    systeminfo,
    upower,
    wmi,
)
from maillon.matter.devices.reports.changes import Change, changes
from maillon.matter.devices.reports.identity import usable_serial, usable_uuid, uuid_forms
from maillon.matter.devices.reports.report import (
    Battery,
    CapacityUnit,
    Disk,
    Erasure,
    FormFactor,
    Medium,
    Monitor,
    Report,
    Unreadable,
    Verdict,
)
from maillon.matter.devices.reports.source import LARGEST_FILE, Source

__all__ = [
    "LARGEST_FILE",
    "READERS",
    "Battery",
    "CapacityUnit",
    "Change",
    "Disk",
    "Erasure",
    "FormFactor",
    "Medium",
    "Monitor",
    "Report",
    "Source",
    "Unreadable",
    "Verdict",
    "changes",
    "read",
    "usable_serial",
    "usable_uuid",
    "uuid_forms",
]

READERS = (
    nwipe_pdf,
    edid,
    nwipe,
    dmidecode,
    smartctl,
    sonde,
    ereuse,
    glpi,
    inxi,
    lsblk,
    lshw,
    fusioninventory,
    blancco,
    powercfg,
    system_profiler,
    hwinfo,
    smartctl_text,
    power_supply,
    upower,
    hdparm,
    proc,
    systeminfo,
    wmi,
)


def read(data: bytes | Source, name: str = "", *, readers: tuple = READERS) -> Report:
    """What the file says of a machine, of its disks or of their erasure, by the first reader that recognises it.

    The file is its bytes, or the `Source` already made of them by who looked at it first.

    Raises:
        Unreadable: the file is damaged, foreign, empty or out of measure; its message tells the person what to do.
    """
    source = data if isinstance(data, Source) else Source(data, name)
    try:
        reader = next((reader for reader in readers if reader.recognises(source)), None)
        if reader is None:
            raise Unreadable(_why_foreign(source))
        return reader.read(source)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as problem:
        # No reader is known to fail so, and the tests call them without this net; but a file that finds the hole is
        # a damaged file for the person, not a breakdown of the site.
        raise Unreadable("Ce fichier est abîmé : refaites le rapport, puis envoyez-le à nouveau.") from problem


def _why_foreign(source: Source) -> str:
    if source.looks_like_json and not source.json:
        return "Ce fichier JSON est incomplet ou abîmé : refaites le rapport, puis envoyez-le à nouveau."
    if not source.text and not source.is_pdf:
        return "Ce fichier n’est pas un texte : envoyez le rapport produit par l’outil, sans le convertir."
    return (
        "Ce fichier n’est pas un rapport reconnu : envoyez la sortie de dmidecode, de « lshw -json », "
        "de « smartctl --json », un inventaire GLPI, ou le journal de nwipe."
    )
