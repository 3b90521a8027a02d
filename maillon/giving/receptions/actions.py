"""Check what came: weigh again, look at the seals, point at what a list names, explain, conclude."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.giving.receptions import policy, queries, tasks
from maillon.giving.receptions.models import Explanation, ListedUnit, Reception
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure.models import Erasure
from maillon.matter.lots import actions as lots
from maillon.matter.lots.actions import TRUCK_G
from maillon.matter.lots.models import Lot
from maillon.matter.transfers.models import Seal

LONGEST = 200


@transaction.atomic
def begin(lot_id: uuid.UUID, *, by: Member) -> Reception:
    """The check of this lot, locked; the first time, with the list that was joined to its offer.

    From then on its balance waits for the check. Raises Refused once the balance is given.
    """
    lot = lots.await_check(lot_id, by=by)
    require(policy.may_check(by, lot))
    reception, made = Reception.objects.locked().get_or_create(lot=lot)
    if made:
        ListedUnit.objects.bulk_create(_of(reception, [queries.copied(one) for one in queries.announced(lot)]))
        journal.record("receptions.begin", lot, by=by, lot=lot.reference)
    return reception


def _of(reception: Reception, units: Iterable[ListedUnit]) -> list[ListedUnit]:
    units = list(units)
    for unit in units:
        unit.reception = reception
    return units


@transaction.atomic
def list_units(lot_id: uuid.UUID, units: Sequence[ListedUnit], *, by: Member) -> list[ListedUnit]:
    """Add these lines to what the lot should hold, from a list that came with it; those known already stay as they are."""
    reception = begin(lot_id, by=by)
    known = set(reception.listed.filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True))
    fresh = _of(reception, (unit for unit in units if unit.pk not in known))
    ListedUnit.objects.bulk_create(fresh, batch_size=500)
    journal.record(
        "receptions.list_units",
        reception.lot,
        by=by,
        lot=reception.lot.reference,
        units=sum(unit.units for unit in fresh),
    )
    return fresh


@transaction.atomic
def unlist(ids: Iterable[uuid.UUID], *, by: Member) -> int:
    """Take back lines of a list that was handed in; returns how many. Raises Refused once one was pointed at."""
    units = list(ListedUnit.objects.filter(pk__in=list(ids)).select_related("reception"))
    for key in {unit.reception.lot_id for unit in units}:
        begin(key, by=by)
    if any(unit.seen for unit in units):
        raise Refused("Des lignes de cette liste sont déjà pointées : l’import ne s’annule plus d’un coup.")
    subjects = [f"line:{unit.pk.hex}" for unit in units]
    Explanation.objects.filter(reception__in={unit.reception_id for unit in units}, subject__in=subjects).delete()
    for unit in units:
        unit.delete()
    return len(units)


@transaction.atomic
def weigh(lot_id: uuid.UUID, weighed_g: int, *, by: Member) -> Reception:
    """Weigh the lot again at the workshop, in grams. The note keeps its mass: a difference is explained, or corrected."""
    reception = begin(lot_id, by=by)
    if weighed_g <= 0:
        raise Refused("Une masse de 0 kg n’est pas possible : pesez le lot.", field="weighed")
    if weighed_g > TRUCK_G:
        raise Refused("Plus de 44 tonnes : aucun camion ne porte cela. Vérifiez l’unité.", field="weighed")
    if reception.weighed_g != weighed_g:
        reception.weighed_g = weighed_g
        reception.save(update_fields=["weighed_g"])
        _forget(reception, ["mass"])
        journal.record("receptions.weigh", reception.lot, by=by, lot=reception.lot.reference, mass_g=weighed_g)
    return reception


@transaction.atomic
def look_at_seals(lot_id: uuid.UUID, states: Mapping[str, str], *, by: Member) -> Reception:
    """Note how each sealed container of the lot is, by its number. Raises Refused for one that was not noted at its loading."""
    reception = begin(lot_id, by=by)
    noted = dict(queries.tally(reception.lot).seals)
    for number, state in states.items():
        if number not in noted:
            raise Refused(f"Le scellé {number} n’est pas noté au départ : vérifiez son numéro.")
        if state not in Seal.values:
            raise Refused("Dites si ce scellé est intact, rompu ou absent.")
    changed = {number: state for number, state in states.items() if noted[number] != state}
    if changed:
        reception.seals = {**reception.seals, **changed}
        reception.save(update_fields=["seals"])
        _forget(reception, [f"seal:{number}" for number in changed])
        broken = sorted(number for number, state in changed.items() if state != Seal.INTACT)
        journal.record(
            "receptions.look_at_seals",
            reception.lot,
            by=by,
            lot=reception.lot.reference,
            seals=len(changed),
            broken=", ".join(broken),
        )
    return reception


def _forget(reception: Reception, subjects: Iterable[str]) -> None:
    """What explained a difference that has changed explains it no more."""
    reception.explanations.filter(subject__in=list(subjects)).delete()


@transaction.atomic
def point(lot_id: uuid.UUID, number: str, *, by: Member) -> ListedUnit:
    """Point at the line that this serial or donor's number names: it is here, before it is a device.

    Twice is once for a line of one unit. Raises Refused for a number that no line has.
    """
    reception = begin(lot_id, by=by)
    read = queries.bare(number)
    if not read:
        raise Refused("Lisez un numéro sur la machine : celui de série, ou celui d’inventaire.", field="number")
    lines = reception.listed.select_related("category")
    named = [one for one in lines if read in (queries.bare(one.serial), queries.bare(one.asset_tag))]
    if not named:
        raise Refused(
            f"« {number.strip()[:40]} » n’est sur aucune ligne de la liste. Relisez-le ; s’il est juste, entrez l’appareil "
            "dans le lot : il sera compté comme inattendu.",
            field="number",
        )
    line = next((one for one in named if one.seen < one.units), named[0])
    if line.seen < line.units:
        line.seen += 1
        line.save(update_fields=["seen"])
    return line


@transaction.atomic
def take_logs(lot_id: uuid.UUID, files: Sequence[tuple[bytes, str]], *, by: Member) -> list[Erasure]:
    """Keep the donor's logs of its own erasures, and record what they and those of its offer prove of known disks.

    Without a file, look again for the disks of those that are kept. Returns the new records.
    """
    lot = Lot.objects.select_related("network", "holder", "donor").get(pk=lot_id)
    require(policy.may_check(by, lot))
    if lot.state == Lot.State.CLOSED:
        raise Refused(f"Le bilan du lot {lot.reference} est rendu : joignez le journal à son appareil.", field="logs")
    erasure.keep_donor_logs(lot.network, lot.pk, files, by=by)
    made = erasure.match_donor_logs(lot.pk, *queries.offers_of(lot), by=by)
    if files or made:
        journal.record("receptions.take_logs", lot, by=by, lot=lot.reference, logs=len(files), disks=len(made))
    return made


@transaction.atomic
def explain(lot_id: uuid.UUID, reasons: Mapping[str, str], *, by: Member) -> Reception:
    """Say why these differences are, by their subject; an empty reason takes it back. What is no difference is left out."""
    reception = begin(lot_id, by=by)
    subjects = {gap.subject for gap in queries.tally(reception.lot).gaps}
    for subject, reason in reasons.items():
        if subject not in subjects:
            continue
        if said := reason.strip()[:LONGEST]:
            Explanation.objects.update_or_create(reception=reception, subject=subject, defaults={"reason": said})
        else:
            _forget(reception, [subject])
    return reception


@transaction.atomic
def conclude(lot_id: uuid.UUID, *, by: Member, reasons: Mapping[str, str] | None = None, rest: str = "") -> Lot:
    """End the check and give the balance of the lot: every seal was looked at, every difference has its reason.

    `rest` is the reason of the differences that have none of their own, and of the mass that is in no unit. A second time
    changes nothing. Raises Refused with what is left to say.
    """
    lot = Lot.objects.select_related("network", "holder", "donor").locked().get(pk=lot_id)
    require(policy.may_check(by, lot))
    if lot.state == Lot.State.CLOSED:
        return lot
    reception = explain(lot_id, reasons or {}, by=by)
    tally = queries.tally(reception.lot)
    unseen = [number for number, state in tally.seals if not state]
    if unseen:
        raise Refused(f"Dites comment sont les scellés {', '.join(unseen)} : intacts, rompus ou absents.")
    if tally.unexplained and not rest.strip():
        left = len(tally.unexplained)
        raise Refused(
            f"{left} écart{'s' if left > 1 else ''} {'sont' if left > 1 else 'est'} sans motif : dites pourquoi, ligne par "
            "ligne, ou ici pour tous.",
            field="rest",
        )
    Explanation.objects.bulk_create(
        [
            Explanation(reception=reception, subject=gap.subject, reason=rest.strip()[:LONGEST])
            for gap in tally.unexplained
        ]
    )
    try:
        closed = lots.close(lot, reason=rest.strip()[:LONGEST], checked=True, by=by)
    except Refused as refused:
        raise Refused(refused.sentence, field="rest") from refused
    reception.concluded_at, reception.concluded_by = timezone.now(), by
    reception.save(update_fields=["concluded_at", "concluded_by"])
    journal.record(
        "receptions.conclude",
        closed,
        by=by,
        lot=closed.reference,
        missing=tally.missing,
        unexpected=tally.unexpected,
        gaps=len(tally.gaps),
    )
    tasks.tell_donor(queries.tally(closed), by=by)
    return closed
