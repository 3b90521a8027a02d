"""Many units at once, as a spreadsheet brings them: the same rules, journal and ledger as one by one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from maillon.common import labels
from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy
from maillon.matter.devices.models import Device, Label, State
from maillon.matter.devices.queries import searchable
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Category, Movement
from maillon.matter.lots.models import Lot

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One unit to take in: its key, its category, a printed label or none, grams or none, what is known of it."""

    id: uuid.UUID
    category: Category
    code: str = ""
    mass_g: int | None = None
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    asset_tag: str = ""
    cpu: str = ""
    ram_mib: int | None = None
    screen: str = ""
    battery_pct: int | None = None
    known_defects: str = ""


@transaction.atomic
def take_in_many(lot_id: uuid.UUID, units: Sequence[Unit], *, by: Member) -> list[Device]:
    """Make these units of the lot devices, all or none; those whose key is known already are left as they are."""
    lot = Lot.objects.select_related("network", "holder").locked().get(pk=lot_id)
    require(lot.network_id == by.network_id and policy.may_take_in(by, lot.holder))
    if lot.state == Lot.State.CLOSED:
        raise Refused(f"Le bilan du lot {lot.reference} est rendu : rien ne peut plus y entrer.")
    known = set(Device.objects.filter(pk__in=[unit.id for unit in units]).values_list("pk", flat=True))
    fresh = [unit for unit in units if unit.id not in known]
    stuck = _labels(lot, fresh)
    made = [_device(lot, unit, label) for unit, label in zip(fresh, stuck, strict=True)]
    Device.objects.bulk_create(made, batch_size=BATCH)
    printed: list[Label] = []
    fresh_labels: list[Label] = []
    now = timezone.now()
    for device, label in zip(made, stuck, strict=True):
        label.device, label.used_at = device, now
        (fresh_labels if label._state.adding else printed).append(label)
    Label.objects.bulk_create(fresh_labels, batch_size=BATCH)
    Label.objects.bulk_update(printed, ["device", "used_at"], batch_size=BATCH)
    if made and lot.state == Lot.State.RECEIVED:
        lot.state = Lot.State.SORTING
        lot.save(update_fields=["state"])
    entries = [_entry("devices.take_in", device, lot, by=by) for device in made]
    journal.write(entries)
    _move(lot, made, entries, 1, by=by)
    return made


def _labels(lot: Lot, units: Sequence[Unit]) -> list[Label]:
    """The label of each unit: the printed one that it names, else a new one, not yet saved."""
    named = [labels.parse(unit.code, lot.network.prefix) for unit in units if unit.code]
    free = Label.objects.locked().filter(code__in=named, network=lot.network, device=None)
    printed = {label.code: label for label in free}
    missing = next((code for code in named if code not in printed), "")
    if missing or len(set(named)) < len(named):
        raise Refused(f"L’étiquette {missing or named[0]} n’est pas libre dans ce réseau.", field="code")
    codes = _new_codes(lot.network.prefix, len(units) - len(named))
    return [
        printed[labels.parse(unit.code, lot.network.prefix)]
        if unit.code
        else Label(network=lot.network, code=codes.pop())
        for unit in units
    ]


def _new_codes(prefix: str, count: int) -> list[str]:
    drawn: set[str] = set()
    while len(drawn) < count:
        some = {labels.new(prefix) for _ in range(count - len(drawn))}
        drawn |= some - set(Label.objects.filter(code__in=some).values_list("code", flat=True))
    return list(drawn)


def _device(lot: Lot, unit: Unit, label: Label) -> Device:
    device = Device(
        id=unit.id,
        network=lot.network,
        lot=lot,
        regime=lot.regime,
        holder=lot.holder,
        site_id=lot.site_id,
        category=unit.category,
        label=label.code,
        state=State.RECEIVED,
        state_since=timezone.now(),
        mass_g=unit.mass_g or unit.category.default_mass_g,
        mass_source=Device.MassSource.MEASURED if unit.mass_g else Device.MassSource.DEFAULT,
        manufacturer=unit.manufacturer,
        model=unit.model,
        serial=unit.serial,
        asset_tag=unit.asset_tag,
        cpu=unit.cpu,
        ram_mib=unit.ram_mib,
        screen=unit.screen,
        battery_pct=unit.battery_pct,
        known_defects=unit.known_defects,
    )
    device.search = searchable(device)
    return device


def _entry(verb: str, device: Device, lot: Lot, *, by: Member) -> Entry:
    told = {"label": device.label, "mass_g": device.mass_g, "lot": lot.reference}
    return journal.entry(verb, device, by=by, data=told)


def _move(
    lot: Lot, devices: Sequence[Device], entries: Sequence[Entry], sign: int, *, by: Member, reason: str = ""
) -> None:
    """One movement a device, from the unsorted part of its lot to its stock; a counter-entry for -1."""
    corrected: dict[uuid.UUID | None, int] = {}
    if sign < 0:
        former = Movement.objects.filter(device__in=[device.pk for device in devices])
        corrected = dict(former.order_by("-pk").values_list("device", "pk"))
    lines = [
        (
            entry.pk,
            ledger.Line(
                source=Account.UNSORTED,
                target=Account.DEVICES,
                units=sign,
                mass_g=sign * device.mass_g,
                category=device.category,
                lot=lot.pk,
                device=device.pk,
                reason=reason,
                corrects=corrected.get(device.pk),
            ),
        )
        for device, entry in zip(devices, entries, strict=True)
    ]
    ledger.move_many(lines, network=lot.network, holder=lot.holder, on=timezone.localdate(), by=by)


@transaction.atomic
def take_out_many(device_ids: Sequence[uuid.UUID], *, reason: str, by: Member) -> int:
    """Take back the intake of devices that nothing has happened to since: all or none; returns how many. As `take_out`.

    Raises Refused as soon as one of them has moved, been identified, or been touched in any way.
    """
    devices = list(
        Device.objects.select_related("category", "lot", "lot__network", "lot__holder", "holder")
        .locked()
        .filter(pk__in=device_ids)
        .order_by("lot", "pk")
    )
    for lot_id in dict.fromkeys(device.lot_id for device in devices):
        some = [device for device in devices if device.lot_id == lot_id]
        _take_out_of(some[0].lot, some, reason, by=by)
    return len(devices)


def _take_out_of(lot: Lot, devices: Sequence[Device], reason: str, *, by: Member) -> None:
    require(lot.network_id == by.network_id and policy.may_take_in(by, lot.holder))
    if lot.state == Lot.State.CLOSED:
        raise Refused(f"Le bilan du lot {lot.reference} est rendu : rien ne peut plus en sortir.")
    keys = [device.pk for device in devices]
    touched = set(
        Entry.objects.filter(subject__in=keys).exclude(verb="devices.take_in").values_list("subject", flat=True)
    )
    moved = [device for device in devices if device.state != State.RECEIVED or device.pk in touched]
    if moved:
        first = ", ".join(device.label for device in moved[:3])
        more = f" et {len(moved) - 3} autres" if len(moved) > 3 else ""
        raise Refused(
            f"Il est arrivé quelque chose depuis à {first}{more} : l’import ne s’annule plus d’un coup. Corrigez ces "
            "appareils un par un."
        )
    entries = [_entry("devices.take_out", device, lot, by=by) for device in devices]
    journal.write(entries)
    _move(lot, devices, entries, -1, by=by, reason=reason)
    Label.objects.filter(device__in=keys).update(device=None, used_at=None)
    Device.objects.filter(pk__in=keys).delete()
