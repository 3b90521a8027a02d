"""Receive a lot, then close it."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db import transaction
from django.db.models import ProtectedError, Sum
from django.utils import timezone

from maillon.common import numbers, siret
from maillon.common.actors import PLATFORM, Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole, Site
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Category, Movement, Stock
from maillon.matter.lots import policy
from maillon.matter.lots.models import Count, Donor, Lot, Regime
from maillon.matter.lots.queries import reception_facts, regimes_for

TRUCK_G = 44_000_000
"""The heaviest lorry allowed on French roads, in grams (Code de la route, art. R312-4)."""


@transaction.atomic
def enter_donor(
    network: Network,
    *,
    name: str,
    kind: str,
    by: Actor,
    organisation: Organisation | None = None,
    email: str = "",
    phone: str = "",
    commune_code: str = "",
    id: uuid.UUID | None = None,
) -> Donor:
    """The file of a donor in this network; an organisation has one only."""
    if isinstance(by, Member):
        require(by.network_id == network.pk and policy.may_receive(by, by.organisation))
    if donor := repeated(Donor, id):
        return donor
    if organisation is not None:
        existing = Donor.objects.filter(network=network, organisation=organisation).first()
        if existing:
            return existing
    donor = Donor.objects.create(
        **({"id": id} if id else {}),
        network=network,
        organisation=organisation,
        kind=kind,
        name=name,
        email=email,
        phone=phone,
        commune_code=commune_code,
    )
    journal.record("lots.enter_donor", donor, by=by, kind=kind)
    return donor


@transaction.atomic
def welcome(
    *,
    name: str,
    kind: str,
    by: Member,
    siret: str = "",
    email: str = "",
    phone: str = "",
    commune_code: str = "",
    id: uuid.UUID | None = None,
) -> Donor:
    """Enter whoever brings equipment to the door, without an offer: a private person, or an organisation.

    An organisation is the one that bears this SIRET, or that the network already knows by this name; else it is entered.
    """
    network = by.network
    require(policy.may_receive(by, by.organisation))
    if not name.strip():
        raise Refused("Donnez le nom du donateur.", field="name")
    contact: dict[str, Any] = {"email": email, "phone": phone, "commune_code": commune_code, "id": id}
    if kind == Donor.Kind.PERSON:
        return enter_donor(network, name=name.strip(), kind=kind, by=by, **contact)
    organisation = _organisation(network, name.strip(), kind, siret, commune_code, by=by)
    # Whoever receives may let a donor in; only the coordinator gives an organisation any other part.
    organisations.affiliate(network, organisation, roles=[OrganisationRole.DONOR], by=PLATFORM)
    return enter_donor(network, name=organisation.name, kind=kind, organisation=organisation, by=by, **contact)


def _organisation(
    network: Network, name: str, kind: str, siret_number: str, commune_code: str, *, by: Member
) -> Organisation:
    if siret_number:
        try:
            siret_number = siret.check(siret_number)
        except ValueError as error:
            raise Refused(str(error), field="siret") from error
        known = Organisation.objects.filter(siret=siret_number).first()
    else:
        known = Organisation.objects.filter(donor_files__network=network, name__iexact=name).first()
    return known or organisations.found(
        name=name, kind=kind, commune_code=commune_code, siret_number=siret_number, by=by
    )


@transaction.atomic
def withdraw_donors(donor_ids: Iterable[uuid.UUID], *, by: Member) -> int:
    """Undo the entry of donors who have given and offered nothing since; returns how many. Raises Refused for any other.

    The organisations stay known to the network, where their other parts may already count.
    """
    require(policy.may_receive(by, by.organisation))
    donors = list(Donor.objects.locked().filter(pk__in=list(donor_ids), network=by.network_id))
    for donor in donors:
        journal.record("lots.withdraw_donor", donor, by=by, kind=donor.kind)
        try:
            donor.delete()
        except ProtectedError as error:
            raise Refused(
                f"{donor.name} a donné ou offert du matériel depuis : l’import ne s’annule plus d’un coup."
            ) from error
    return len(donors)


@transaction.atomic
def receive(
    donor: Donor,
    *,
    holder: Organisation,
    regime: str,
    received_on: datetime.date,
    weighed_g: int,
    counts: Mapping[Category, int],
    by: Member,
    announced: Mapping[Category, int] | None = None,
    site: Site | None = None,
    explanation: str = "",
    offer: uuid.UUID | None = None,
    to_check: bool = False,
    id: uuid.UUID | None = None,
) -> Lot:
    """Take a delivery in: weighed in grams, counted by category. Accessories go to stock in bulk at once.

    A mass that the counted units cannot have is refused unless `explanation` says why. `offer` is the offer it comes
    of, so that the timeline of the lot and of its devices can go back to it. `to_check`: something says what must be in it,
    and each difference is explained before its balance is given.
    """
    if lot := repeated(Lot, id):
        return lot
    require(policy.may_receive(by, holder) and donor.network_id == by.network_id)
    if site is not None and site.organisation_id != holder.pk:
        raise Refused(f"Ce site n’est pas de {holder.name} : choisissez-en un autre.", field="site")
    counts = {category: units for category, units in counts.items() if units}
    announced = {category: units for category, units in (announced or {}).items() if units}
    _check(weighed_g, counts, received_on, explanation)

    number = documents.next_number(by.network.head, "lot", received_on.year, by=by)
    lot = Lot.objects.create(
        **({"id": id} if id else {}),
        network=by.network,
        holder=holder,
        site=site,
        donor=donor,
        regime=regime,
        year=received_on.year,
        number=number,
        received_on=received_on,
        weighed_g=weighed_g,
        gap_reason=explanation,
        to_check=to_check,
    )
    for category in {*counts, *announced}:
        Count.objects.create(
            lot=lot, category=category, announced=announced.get(category), counted=counts.get(category, 0)
        )
    entry = journal.record(
        "lots.receive",
        lot,
        by=by,
        lot=lot.reference,
        mass_g=weighed_g,
        units=sum(counts.values()),
        donor=str(donor.pk),
        regime=regime,
        **({"offer": str(offer)} if offer else cast(dict[str, Any], {})),
    )
    lines = [
        ledger.Line(
            source=Account.DONOR,
            target=Account.UNSORTED,
            units=sum(counts.values()),
            mass_g=weighed_g,
            lot=lot.pk,
        )
    ]
    lines += [
        ledger.Line(
            source=Account.UNSORTED,
            target=Account.ACCESSORIES,
            units=units,
            mass_g=units * category.default_mass_g,
            category=category,
            lot=lot.pk,
        )
        for category, units in counts.items()
        if category.counted_in_bulk
    ]
    ledger.move(lines, network=by.network, holder=holder, on=received_on, act=entry.pk, by=by)
    return lot


def _check(weighed_g: int, counts: Mapping[Category, int], received_on: datetime.date, explanation: str) -> None:
    if weighed_g <= 0:
        raise Refused("Une masse de 0 kg n’est pas possible : pesez le lot.", field="weighed")
    if weighed_g > TRUCK_G:
        raise Refused("Plus de 44 tonnes : aucun camion ne porte cela. Vérifiez l’unité.", field="weighed")
    if received_on > timezone.localdate():
        raise Refused("Cette date est à venir : un lot se reçoit le jour où il arrive.", field="received_on")
    if not counts:
        raise Refused("Comptez au moins un objet.", field="counts")
    least = sum(category.least_mass_g * units for category, units in counts.items())
    most = sum(category.most_mass_g * units for category, units in counts.items())
    if not least <= weighed_g <= most and not explanation:
        raise Refused(
            f"{sum(counts.values())} objets ne pèsent pas {numbers.kg(weighed_g)} : comptez entre {numbers.kg(least)} "
            f"et {numbers.kg(most)}. Corrigez la masse ou le décompte, ou expliquez l’écart.",
            field="weighed",
        )


@transaction.atomic
def drop_off(
    donor: Donor | None,
    *,
    holder: Organisation,
    received_on: datetime.date,
    weighed_g: int,
    counts: Mapping[Category, int],
    by: Member,
    regime: str = "",
    site: Site | None = None,
    explanation: str = "",
    newcomer: Mapping[str, Any] | None = None,
    id: uuid.UUID | None = None,
) -> Lot:
    """Take in what someone brings without having offered it first, under the usual regime of such a donor or another.

    Whoever is not known yet is `newcomer`, the arguments of `welcome`. The donor gets the same receipt as for an offer.
    """
    if lot := repeated(Lot, id):
        return lot
    if donor is None:
        donor = welcome(**(newcomer or {}), by=by)
    regime = regime or regimes_for(donor.kind)[0]
    if regime not in regimes_for(donor.kind):
        raise Refused(
            f"« {Regime(regime).label} » ne va pas avec ce donateur ({donor.get_kind_display().lower()}) : choisissez "
            f"{_or(f'« {allowed.label} »' for allowed in regimes_for(donor.kind))}.",
            field="regime",
            source=Regime(regime).reference,
        )
    lot = receive(
        donor,
        holder=holder,
        regime=regime,
        received_on=received_on,
        weighed_g=weighed_g,
        counts=counts,
        site=site,
        explanation=explanation,
        by=by,
        id=id,
    )
    documents.issue(
        Document.Kind.RECEPTION,
        network=lot.network,
        issuer=holder,
        recipient=donor.organisation,
        about=lot.pk,
        facts=reception_facts(lot),
        on=received_on,
        by=by,
    )
    return lot


@transaction.atomic
def count_accessories(lot_id: uuid.UUID, changes: Mapping[Category, int], *, by: Member, id: uuid.UUID) -> Lot:
    """Count accessories of a lot in bulk while it is sorted: more of a category, or fewer to correct a count.

    The same `id` again changes nothing. Raises Refused once the balance is given, or below what is in stock.
    """
    lot = Lot.objects.select_related("network", "holder").locked().get(pk=lot_id)
    require(lot.network_id == by.network_id and policy.may_receive(by, lot.holder))
    changes = {category: units for category, units in changes.items() if units}
    if not changes or Movement.objects.filter(lot=lot.pk, act=id).exists():
        return lot
    if lot.state == Lot.State.CLOSED:
        raise Refused(f"Le bilan du lot {lot.reference} est rendu : rien ne s’y compte plus.")
    for category in changes:
        Count.objects.get_or_create(lot=lot, category=category, defaults={"counted": 0})
    lines = [
        ledger.Line(
            source=Account.UNSORTED,
            target=Account.ACCESSORIES,
            units=units,
            mass_g=units * category.default_mass_g,
            category=category,
            lot=lot.pk,
            reason="" if units > 0 else "Décompte corrigé",
        )
        for category, units in changes.items()
    ]
    ledger.move(lines, network=lot.network, holder=lot.holder, on=timezone.localdate(), act=id, by=by)
    journal.record(
        "lots.count_accessories", lot, by=by, lot=lot.reference, units=sum(changes.values()), kinds=len(changes)
    )
    return lot


def _or(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} ou {last}" if first else last


@transaction.atomic
def await_check(lot_id: uuid.UUID, *, by: Member) -> Lot:
    """Hold the balance of a lot back until what came is compared with what should have; no act of the domain by itself."""
    lot = Lot.objects.select_related("network", "holder", "donor", "site").locked().get(pk=lot_id)
    require(policy.may_close(by, lot))
    if lot.state == Lot.State.CLOSED:
        raise Refused(f"Le bilan du lot {lot.reference} est rendu : rouvrez-le pour contrôler sa réception.")
    if not lot.to_check:
        lot.to_check = True
        lot.save(update_fields=["to_check"])
    return lot


@transaction.atomic
def close(lot: Lot, *, reason: str, by: Member, on: datetime.date | None = None, checked: bool = False) -> Lot:
    """End the sorting: what was weighed and is in no unit becomes the lot's unexplained difference, with its reason.

    Raises Refused when the reception is to check and is not `checked`: each difference has its reason first.
    """
    lot = Lot.objects.locked().get(pk=lot.pk)
    require(policy.may_close(by, lot))
    if lot.state == Lot.State.CLOSED:
        return lot
    if lot.to_check and not checked:
        raise Refused(
            f"Le lot {lot.reference} a une liste ou des scellés : contrôlez sa réception, chaque écart y reçoit son motif."
        )
    left = Stock.objects.filter(lot=lot.pk, account=Account.UNSORTED).aggregate(u=Sum("units"), g=Sum("mass_g"))
    units, grams = left["u"] or 0, left["g"] or 0
    if (units or grams) and not (reason or lot.gap_reason):
        raise Refused(
            f"Il reste {numbers.kg(grams)} et {units} objets sans explication : dites pourquoi avant de clore.",
            field="reason",
        )
    on = on or timezone.localdate()
    lot.state, lot.closed_on = Lot.State.CLOSED, on
    lot.gap_reason = reason or lot.gap_reason
    lot.save(update_fields=["state", "closed_on", "gap_reason"])
    entry = journal.record("lots.close", lot, by=by, lot=lot.reference, mass_g=grams, units=units)
    if units or grams:
        line = ledger.Line(
            source=Account.UNSORTED, target=Account.GAP, units=units, mass_g=grams, lot=lot.pk, reason=lot.gap_reason
        )
        ledger.move([line], network=lot.network, holder=lot.holder, on=on, act=entry.pk, by=by)
    return lot
