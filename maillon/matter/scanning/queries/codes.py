"""What a code that was read is: a device, a new label, a place, or nothing known."""

from dataclasses import dataclass

from maillon.common import labels
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device, Label
from maillon.matter.ledger.models import Location

RELATED = ("holder", "category", "location__site", "location__parent")


@dataclass(frozen=True)
class Found:
    """What bears the code: a device, a label that is on none yet, a location; else the sentence that says what to do."""

    code: str
    device: Device | None = None
    label: Label | None = None
    location: Location | None = None
    trouble: str = ""


def find(member: Member, typed: str) -> Found:
    """What this code is for this member: by label, else by serial number."""
    shown = " ".join(typed.split())[:40]
    try:
        code = labels.parse(typed, member.network.prefix)
    except ValueError as error:
        return _by_serial(member, shown, str(error))
    label = Label.objects.filter(code=code).order_by().first()
    if label is None:
        return _elsewhere(member, code, shown)
    if label.network_id != member.network_id:
        return Found(code, trouble=f"{code} est l’étiquette d’un autre réseau.")
    if label.device_id is None:
        return Found(code, label=label)
    return Found(code, device=Device.objects.select_related(*RELATED).get(pk=label.device_id), label=label)


def _elsewhere(member: Member, code: str, shown: str) -> Found:
    location = Location.objects.visible_to(member).in_use().filter(code=code).first()
    if location:
        return Found(code, location=location)
    return _by_serial(member, shown, f"{code} n’a pas été imprimée par ce réseau : relisez-la, ou prenez-en une autre.")


def _by_serial(member: Member, shown: str, trouble: str) -> Found:
    serials = Device.objects.visible_to(member).select_related(*RELATED).filter(serial__iexact=shown)
    found = list(serials[:2]) if shown else []
    if len(found) == 1:
        return Found(found[0].label, device=found[0])
    if found:
        return Found(shown, trouble=f"Plusieurs appareils portent le numéro {shown} : scannez leur étiquette.")
    return Found(shown, trouble=trouble)
