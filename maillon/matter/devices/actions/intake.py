"""From a lot to labelled units."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common import labels, moments, numbers
from maillon.common.errors import Refused, require
from maillon.common.models import new_id, repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Site
from maillon.matter.devices import policy
from maillon.matter.devices.actions.bench import settle
from maillon.matter.devices.actions.moves import advance, lock
from maillon.matter.devices.models import Device, Label, State
from maillon.matter.devices.queries import searchable
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Category, Location
from maillon.matter.lots.models import Lot

MOST_AT_ONCE = 500
MOST_IN_SERIES = 50
# What was set aside in these states only goes on from where it was.
BEYOND_SORTING = (State.TO_ERASE, State.ERASED, State.IN_REPAIR)


@transaction.atomic
def print_labels(count: int, *, by: Member, id: uuid.UUID | None = None) -> list[Label]:
    """New codes of the network, not yet on any device; the same again for a message that comes twice with its `id`."""
    require(policy.may_take_in(by, by.organisation))
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused(f"Imprimez entre 1 et {MOST_AT_ONCE} étiquettes à la fois.", field="count")
    ids = [uuid.uuid5(id, str(rank)) if id else new_id() for rank in range(count)]
    if id and repeated(Label, ids[0]):
        return list(Label.objects.filter(pk__in=ids, network=by.network_id))
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn |= {labels.new(by.network.prefix) for _ in range(count - len(drawn))}
        drawn -= set(Label.objects.filter(code__in=drawn).values_list("code", flat=True))
        drawn -= set(Location.objects.filter(code__in=drawn).values_list("code", flat=True))
    made = Label.objects.bulk_create(
        [Label(id=key, network=by.network, code=code) for key, code in zip(ids, sorted(drawn), strict=True)]
    )
    journal.record("devices.print_labels", by.network, by=by, network=by.network_id, count=count)
    return made


def _check_mass(category: Category, mass_g: int) -> None:
    """Refuse a mass that no unit of this category has."""
    if not category.least_mass_g <= mass_g <= category.most_mass_g:
        raise Refused(
            f"{numbers.kg(mass_g)} pour un objet « {category.name.lower()} » : attendu entre "
            f"{numbers.kg(category.least_mass_g)} et {numbers.kg(category.most_mass_g)}. Repesez-le.",
            field="mass",
        )


@transaction.atomic
def take_in(
    lot: Lot,
    category: Category,
    *,
    by: Member,
    code: str = "",
    mass_g: int | None = None,
    site: Site | None = None,
    at: datetime.datetime | None = None,
    id: uuid.UUID | None = None,
) -> Device:
    """Make one unit of the lot a device, under a printed code or a new one; weighed in grams, or its category's mass.

    `at`: when it was done, where a phone says it later; never before its lot was known.
    """
    if device := repeated(Device, id):
        return device
    holder, lot = lot.holder, Lot.objects.locked().get(pk=lot.pk)
    require(lot.network_id == by.network_id and lot.holder_id == holder.pk and policy.may_take_in(by, holder))
    lot.network, lot.holder = by.network, holder
    if lot.state == Lot.State.CLOSED:
        raise Refused(f"Le bilan du lot {lot.reference} est rendu : rien ne peut plus y entrer.")
    if category.family != Category.Family.DEVICE:
        raise Refused(f"« {category.name} » se compte en vrac, sans étiquette.", field="category")
    if mass_g is not None:
        _check_mass(category, mass_g)
    label = _free_label(lot, code, by=by)

    when = moments.believed(at, since=lot.created_at)
    device = Device.objects.create(
        **({"id": id} if id else {}),
        created_at=when,
        network=lot.network,
        lot=lot,
        regime=lot.regime,
        holder=lot.holder,
        site_id=site.pk if site else lot.site_id,
        category=category,
        label=label.code,
        state=State.RECEIVED,
        state_since=when,
        mass_g=mass_g or category.default_mass_g,
        mass_source=Device.MassSource.MEASURED if mass_g else Device.MassSource.DEFAULT,
        search=labels.bare(label.code).lower(),
    )
    label.device, label.used_at = device, when
    label.save(update_fields=["device", "used_at"])
    if lot.state == Lot.State.RECEIVED:
        lot.state = Lot.State.SORTING
        lot.save(update_fields=["state"])
    entry = journal.record(
        "devices.take_in", device, by=by, at=when, label=device.label, mass_g=device.mass_g, lot=lot.reference
    )
    line = ledger.Line(
        source=Account.UNSORTED,
        target=Account.DEVICES,
        units=1,
        mass_g=device.mass_g,
        category=category,
        lot=lot.pk,
        device=device.pk,
    )
    ledger.move([line], network=lot.network, holder=lot.holder, on=timezone.localdate(when), act=entry.pk, by=by)
    return device


@transaction.atomic
def take_in_series(
    lot: Lot, category: Category, units: int, *, by: Member, id: uuid.UUID, at: datetime.datetime | None = None
) -> list[Device]:
    """Take in several units of one category at once, each under a new label and at the category's mass."""
    if not 1 <= units <= MOST_IN_SERIES:
        raise Refused(f"Entrez entre 1 et {MOST_IN_SERIES} appareils à la fois.", field="units")
    codes = print_labels(units, by=by, id=uuid.uuid5(id, "labels"))
    return [
        take_in(lot, category, code=label.code, at=at, by=by, id=uuid.uuid5(id, str(rank)))
        for rank, label in enumerate(codes)
    ]


def _free_label(lot: Lot, code: str, *, by: Member) -> Label:
    if not code:
        return print_labels(1, by=by)[0]
    try:
        canonical = labels.parse(code, lot.network.prefix)
    except ValueError as error:
        raise Refused(str(error), field="code") from error
    label = Label.objects.locked().filter(code=canonical, network=lot.network).first()
    if label is None:
        raise Refused(f"L’étiquette {canonical} n’a pas été imprimée par ce réseau.", field="code")
    if label.device_id:
        raise Refused(f"L’étiquette {canonical} est déjà sur un appareil : prenez-en une autre.", field="code")
    return label


@transaction.atomic
def relabel(device_id: uuid.UUID, *, code: str, by: Member) -> Device:
    """Put another printed label on the device; the former one still leads to it."""
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    label = _free_label(device.lot, code, by=by)
    former, device.label = device.label, label.code
    device.search = searchable(device)
    device.save(update_fields=["label", "search"])
    label.device, label.used_at = device, timezone.now()
    label.save(update_fields=["device", "used_at"])
    journal.record("devices.relabel", device, by=by, label=device.label, former=former)
    return device


@transaction.atomic
def reweigh(device_id: uuid.UUID, *, mass_g: int, by: Member, reason: str = "") -> Device:
    """Correct the mass of a device in stock: the difference goes back to its lot, or to the unexplained once it is closed."""
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    if not device.in_stock:
        raise Refused(f"{device.title} n’est plus en stock : sa masse ne se corrige plus.")
    _check_mass(device.category, mass_g)
    difference = mass_g - device.mass_g
    device.mass_g, device.mass_source = mass_g, Device.MassSource.MEASURED
    device.save(update_fields=["mass_g", "mass_source"])
    entry = journal.record("devices.reweigh", device, by=by, label=device.label, mass_g=mass_g, change_g=difference)
    if difference:
        settled = device.lot.state == Lot.State.CLOSED or device.holder_id != device.lot.holder_id
        line = ledger.Line(
            source=Account.GAP if settled else Account.UNSORTED,
            target=Account.DEVICES,
            units=0,
            mass_g=difference,
            category=device.category,
            lot=device.lot_id,
            device=device.pk,
            reason=reason or "repesée",
        )
        ledger.move([line], network=device.network, holder=device.holder, on=timezone.localdate(), act=entry.pk, by=by)
    return device


@transaction.atomic
def sort(device_id: uuid.UUID, *, by: Member, at: datetime.datetime | None = None) -> Device:
    """Keep the device for reuse: it goes to erasure when it may hold data, else straight to the bench.

    Media that were all erased before the sorting count: the device is then erased. What was set aside is so no more.
    """
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    when = moments.believed(at, since=device.state_since)
    if device.aside:
        device.aside = ""
        device.save(update_fields=["aside"])
        if device.state in BEYOND_SORTING:
            return _sorted(device, when, by=by)
    if device.state != State.SORTED:
        device = advance(device.pk, State.SORTED, by=by, at=when)
    if device.category.holds_data or device.media.exists():
        device = settle(advance(device.pk, State.TO_ERASE, by=by, at=when), by=by, at=when)
    else:
        device = advance(device.pk, State.ERASED, by=by, at=when, cleared_at=when, no_medium="Appareil sans mémoire.")
    return _sorted(device, when, by=by)


def _sorted(device: Device, when: datetime.datetime, *, by: Member) -> Device:
    journal.record("devices.sort", device, by=by, at=when, label=device.label, decision="reuse", state=device.state)
    return device
