"""What an offer weighs, what its agreement states, where the donor follows it."""

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.urls import reverse
from django.utils import timezone

from maillon.common import geography, links, siret
from maillon.common.errors import Refused
from maillon.common.spreadsheets import Cell
from maillon.giving.agreements.models import Frame
from maillon.giving.agreements.queries import model_facts, serving
from maillon.giving.donations import policy
from maillon.giving.donations.models import AnnouncedUnit, Guidance, Offer, OfferDraft, OfferLine
from maillon.ground.documents.models import Document
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Capacity, Member, Network, Organisation, OrganisationRole, Role, Site
from maillon.matter.devices.models import EXITS, Device, State
from maillon.matter.ledger.models import Category
from maillon.matter.ledger.queries import Carbon, factors
from maillon.matter.lots.models import Donor, Lot


def expected_mass_g(offer: Offer) -> int:
    """What the offered units should weigh, by the default mass of their categories, in grams."""
    return sum(line.units * line.category.default_mass_g for line in offer.lines.all())


def follow_path(offer: Offer) -> str:
    """Where on this site the donor follows this offer without an account."""
    return reverse("donations:follow", args=[links.seal(policy.FOLLOW, offer.pk)])


def draft_path(draft: OfferDraft) -> str:
    """Where on this site the donor goes on with this draft."""
    return reverse("donations:resume", args=[draft.network.slug, links.seal(policy.RESUME, draft.pk)])


def drafts_of(member: Member) -> list[tuple[OfferDraft, str]]:
    """The offers that a donor began and did not send, the last one first, each with where to go on."""
    if not member.has(Role.DONOR):
        return []
    drafts = OfferDraft.objects.visible_to(member).select_related("network").order_by("-kept_at")
    return [(draft, draft_path(draft)) for draft in drafts]


def follow_url(offer: Offer) -> str:
    """The same as a link for an e-mail."""
    return settings.BASE_URL + follow_path(offer)


def agreement_facts(offer: Offer, model: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the agreement states; a private donor's name is printed from the offer, not kept here.

    `model` is the text that it is made from, the one in force unless it is known already.
    """
    return {
        "offer": offer.reference,
        "regime": offer.regime,
        "donor": offer.organisation_name or "un particulier",
        "donor_kind": offer.donor_kind,
        "siret": offer.siret,
        "commune": str(offer.commune),
        "data": offer.data,
        "model": model or model_facts(offer.network, offer.regime),
        "lines": [
            {"category": line.category.slug, "name": line.category.name, "units": line.units}
            for line in offer.lines.select_related("category")
        ],
    }


def known_of(member: Member | None) -> dict[str, Any]:
    """What the offer's form need not ask of someone who is signed in."""
    if member is None:
        return {}
    organisation = member.organisation
    kinds = {"association": Donor.Kind.ESS}
    return {
        "donor_kind": kinds.get(organisation.kind, organisation.kind),
        "organisation_name": organisation.name,
        "siret": organisation.siret,
        "contact_name": member.full_name,
        "email": member.user.email,
        "phone": member.user.phone or organisation.phone,
        "commune": organisation.commune,
        "address": organisation.address,
    }


def in_order(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Those that wait for an answer first, the oldest first; then those to receive; then the rest, newest first."""
    rank = Case(
        When(state__in=(Offer.State.SUBMITTED, Offer.State.ANSWERED), then=Value(0)),
        When(state=Offer.State.QUESTION, then=Value(1)),
        When(state=Offer.State.ACCEPTED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return offers.annotate(rank=rank).order_by("rank", "-state_since").prefetch_related("lines__category")


def lots_of(offer: Offer) -> list[Lot]:
    """The lots that came of the offer."""
    return [delivery.lot for delivery in offer.deliveries.select_related("lot")]


STEPS = {
    "donations.submit": "Offert",
    "donations.ask": "Précision demandée",
    "donations.reply": "Précision donnée",
    "donations.accept": "Accepté",
    "donations.refuse": "Refusé",
    "donations.withdraw": "Retiré",
    "rounds.announce": "Enlèvement prévu",
    "donations.read_guidance": "Consignes de tri lues",
    "donations.assign": "Confié",
    "donations.consent": "Convention acceptée",
    "donations.propose": "Jours proposés",
    "donations.agree": "Jour convenu",
    "donations.receive": "Reçu et pesé",
}


def chain(offer: Offer) -> list[dict[str, Any]]:
    """The life of the offer, for the timeline: what happened, from the journal, then what comes next."""
    facts: list[dict[str, Any]] = []
    for entry in Entry.objects.about(offer.pk).filter(verb__in=STEPS):
        text = {
            "donations.receive": "lot {lot}",
            "donations.assign": "à {to}",
            "donations.agree": "le {told}",
            "rounds.announce": "{window}",
        }.get(entry.verb, "").format(**entry.data)
        look = "cut" if entry.verb in ("donations.refuse", "donations.withdraw") else ""
        facts.append({"title": STEPS[entry.verb], "text": text, "at": entry.at, "look": look})
    if offer.state in (Offer.State.SUBMITTED, Offer.State.ANSWERED):
        facts.append(
            {"title": "Réponse du réseau", "when": f"sous {offer.network.answer_days} jours ouvrés", "look": "now"}
        )
    elif offer.state == Offer.State.QUESTION:
        facts.append({"title": "Réponse du donateur", "look": "now"})
    elif offer.state == Offer.State.ACCEPTED:
        facts.append({"title": "Enlèvement ou dépôt", "look": "now"})
    return facts


MOST_UNITS = 20_000


def checked(lines: Mapping[Category, int], fields: Mapping[str, Any]) -> tuple[dict[Category, int], dict[str, Any]]:
    """What is offered and by whom, put right. Raises Refused beside the field that does not hold."""
    lines, fields = {category: units for category, units in lines.items() if units}, dict(fields)
    if not lines:
        raise Refused("Dites au moins un objet : un ordre de grandeur suffit.", field="lines")
    if any(units > MOST_UNITS for units in lines.values()):
        raise Refused("Plus de 20 000 objets d’un coup : vérifiez le nombre, ou appelez-nous.", field="lines")
    if fields["donor_kind"] != Donor.Kind.PERSON and not fields.get("organisation_name"):
        raise Refused("Donnez le nom de votre structure.", field="organisation_name")
    try:
        fields["siret"] = siret.check(fields["siret"]) if fields.get("siret") else ""
    except ValueError as error:
        raise Refused(str(error), field="siret") from error
    try:
        geography.commune(fields["commune_code"])
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error
    return lines, fields


WITHIN = datetime.timedelta(hours=1)


def same_offer(network: Network, lines: Mapping[Category, int], fields: Mapping[str, Any]) -> Offer | None:
    """What was already offered in these very words, from this address, within the hour: a page sent again after « Back »."""
    recent = Offer.objects.filter(
        network=network, email__iexact=fields["email"], created_at__gte=timezone.now() - WITHIN
    ).exclude(state=Offer.State.WITHDRAWN)
    counted = {category.pk: units for category, units in lines.items()}
    for offer in recent.prefetch_related("lines"):
        if {line.category_id: line.units for line in offer.lines.all()} != counted:
            continue
        if all(getattr(offer, name) == value for name, value in fields.items()):
            return offer
    return None


def agreement(offer: Offer) -> Document | None:
    """The agreement of the offer that stands, with who accepted it."""
    found = Document.objects.filter(kind=Document.Kind.AGREEMENT, about=offer.pk)
    related = ("network", "issuer", "recipient", "replaced_by", "revocation", "consent")
    return next((one for one in found.select_related(*related).order_by("-created_at") if one.stands), None)


def frames_for(offer: Offer) -> list[Frame]:
    """The framework agreements under which this offer may be accepted, by who its donor is."""
    organisation = offer.offered_by.organisation if offer.offered_by else None
    return serving(offer.network, organisation, offer.siret)


@dataclass(frozen=True)
class Taker:
    """A member who may take a gift: how far it is by road, what it already has to collect and to sort, what it may lack."""

    organisation: Organisation
    distance_km: float
    to_collect_g: int
    to_sort: int
    recycles: bool
    left_g: int | None = None
    """What it may still take this month; None when it set no limit."""
    trips: int | None = None
    """How many times its vehicle would come; 0 without vehicle, None when nothing is said."""
    lacks: tuple[str, ...] = ()
    """What the gift asks for and that it does not say it knows."""
    full: bool = False
    """Whether this gift is more than it may still take this month."""


COMPETENCES = {
    "tablet": Capacity.Competence.MOBILE,
    "smartphone": Capacity.Competence.MOBILE,
    "server": Capacity.Competence.SERVER,
    "network": Capacity.Competence.SERVER,
    "printer": Capacity.Competence.PRINT,
    "multifunction": Capacity.Competence.PRINT,
}


def takers(offer: Offer) -> list[Taker]:
    """The members that collect, refurbish or recycle: those that know how and have room first, the nearest first of each.

    Four queries, whatever their number.
    """
    roles = (OrganisationRole.HEAD, OrganisationRole.COLLECTOR, OrganisationRole.REFURBISHER, OrganisationRole.RECYCLER)
    affiliations = offer.network.affiliations.present().select_related("organisation", "capacity")
    found = [one for one in affiliations if set(one.roles) & set(roles)]
    keys = [one.organisation_id for one in found]
    places: dict[Any, list[geography.Commune]] = {key: [] for key in keys}
    for site in Site.objects.filter(organisation__in=keys, receives=True):
        places[site.organisation_id].append(site.commune)
    to_collect: dict[Any, int] = {}
    own: dict[str, int] = {}
    entrusted = Q(offer__assigned_to__in=keys, offer__state=Offer.State.ACCEPTED)
    for line in OfferLine.objects.filter(entrusted | Q(offer=offer)).select_related("offer", "category"):
        mass_g = line.units * line.category.default_mass_g
        if line.offer_id == offer.pk:
            own[line.category_id] = mass_g
        if (key := line.offer.assigned_to_id) and line.offer.state == Offer.State.ACCEPTED:
            to_collect[key] = to_collect.get(key, 0) + mass_g
    asked = {COMPETENCES[slug] for slug in own if slug in COMPETENCES}
    if offer.data == Offer.Data.SENSITIVE:
        asked.add(Capacity.Competence.SENSITIVE)
    month = timezone.localdate().replace(day=1)
    lots = Lot.objects.filter(network=offer.network, holder__in=keys, merged_into=None).order_by().values_list("holder")
    counted = lots.annotate(
        to_sort=Count("pk", filter=~Q(state=Lot.State.CLOSED)),
        taken_g=Sum("weighed_g", filter=Q(received_on__gte=month), default=0),
    )
    known = {holder: (to_sort, taken_g) for holder, to_sort, taken_g in counted}
    rows = []
    for one in found:
        key, (to_sort, taken_g) = one.organisation_id, known.get(one.organisation_id, (0, 0))
        distance = geography.ROAD_FACTOR * min(
            geography.distance_km(place, offer.commune) for place in places[key] or [one.organisation.commune]
        )
        row = Taker(one.organisation, distance, to_collect.get(key, 0), to_sort, OrganisationRole.RECYCLER in one.roles)
        # Entrusted already, this gift is in what it has to collect: it does not take the place twice.
        counted_g = sum(own.values()) if key == offer.assigned_to_id and offer.state == Offer.State.ACCEPTED else 0
        taken_g += row.to_collect_g - counted_g
        rows.append(_limited(row, getattr(one, "capacity", None), sum(own.values()), taken_g, asked))
    return sorted(rows, key=lambda row: (bool(row.lacks) or row.full, row.distance_km, row.organisation.name))


def _limited(
    row: Taker, capacity: Capacity | None, mass_g: int, taken_g: int, asked: set[Capacity.Competence]
) -> Taker:
    """The same, with what it says that it can take in; what it does not say limits nothing."""
    if capacity is None:
        return row
    left_g = None
    if capacity.monthly_kg is not None:
        left_g = max(0, capacity.monthly_kg * 1000 - taken_g)
    trips = None
    if capacity.vehicle_kg is not None:
        trips = math.ceil(mass_g / (1000 * capacity.vehicle_kg)) if capacity.vehicle_kg else 0
    lacks = tuple(str(one.label) for one in Capacity.Competence if one in asked and one not in capacity.competences)
    return replace(row, left_g=left_g, trips=trips, lacks=lacks, full=left_g is not None and left_g < mass_g)


def guidance(network: Network, subject: str, donor_kind: str) -> Guidance | None:
    """What this kind of donor is told now: the network's own last version, else everyone's."""
    told = Guidance.objects.filter(subject=subject, donor_kind=donor_kind, starts_on__lte=timezone.localdate())
    own = told.filter(network=network).order_by("-version").first()
    return own or told.filter(network=None).order_by("-version").first()


def frames(network: Network, kinds: Sequence[str], subject: str = Guidance.Subject.LEGAL) -> list[Guidance]:
    """What each kind of donor is told now, its legal frame unless said otherwise, in one query."""
    found = Guidance.objects.filter(
        Q(network=network) | Q(network=None),
        subject=subject,
        donor_kind__in=kinds,
        starts_on__lte=timezone.localdate(),
    )
    last: dict[str, Guidance] = {}
    for told in sorted(found, key=lambda told: (told.network_id is not None, told.version)):
        last[told.donor_kind] = told
    return [last[kind] for kind in kinds if kind in last]


def told_now(network: Network) -> list[tuple[str, list[Guidance]]]:
    """Every text in force, by subject, in one query a subject."""
    return [(subject.label, frames(network, Donor.Kind.values, subject)) for subject in Guidance.Subject]


LIST_HEADS = ("Ligne", "Catégorie", "Nombre", "Marque", "Modèle", "Numéro de série", "Numéro d’inventaire", "Acquis le")


def list_rows(units: Iterable[AnnouncedUnit]) -> Iterator[tuple[Cell, ...]]:
    """The donor's list, for a spreadsheet."""
    for unit in units:
        what = (unit.line, unit.category.name, unit.units, unit.manufacturer, unit.model)
        yield (*what, unit.serial, unit.asset_tag, unit.acquired_on)


FEWEST_KNOWN = 30
"""Fewer devices than this tell nothing of the next ones."""
Z = 1.645
"""Nine times in ten, the true share is between the bounds (Wilson's interval)."""
PERSONAL = ("laptop", "desktop", "tablet", "smartphone")
"""What equips a person by itself; a screen or a printer goes with it."""
GONE = (*EXITS, State.DISMANTLED, State.RECYCLED, State.LOST)


@dataclass(frozen=True)
class Promise:
    """What a gift could do, from what became of such devices here: bounds, or None where too few are known."""

    units: int
    mass_g: int
    known: int
    people: tuple[int, int] | None
    carbon: list[Carbon]


def promise(network: Network, counts: Mapping[Category, int]) -> Promise:
    """What these units could do in this network."""
    settled = _settled(network, counts)
    reused = {
        category.pk: tuple(units * share for share in likely(*settled[category.pk]))
        for category, units in counts.items()
        if settled.get(category.pk, (0, 0))[1] >= FEWEST_KNOWN
    }
    people = [bounds for slug, bounds in reused.items() if slug in PERSONAL]
    carbon: dict[str, Carbon] = {}
    for factor in factors(timezone.localdate()).filter(category__in=reused):
        low, high = reused[factor.category_id]
        told = carbon.setdefault(factor.method, Carbon(factor.method))
        told.add(factor, (low + high) / 2, fewest=low, most=high)
    return Promise(
        units=sum(counts.values()),
        mass_g=sum(category.default_mass_g * units for category, units in counts.items()),
        known=sum(settled[slug][1] for slug in reused),
        people=(math.floor(sum(low for low, _ in people)), math.ceil(sum(high for _, high in people)))
        if people
        else None,
        carbon=list(carbon.values()),
    )


def _settled(network: Network, counts: Mapping[Category, int]) -> dict[str, tuple[int, int]]:
    """Of the devices of these categories that have left: how many to someone, of how many."""
    rows = (
        Device.objects.filter(network=network, category__in=[category.pk for category in counts], state__in=GONE)
        .order_by()
        .values("category")
        .annotate(reused=Count("pk", filter=Q(state__in=EXITS)), known=Count("pk"))
    )
    return {row["category"]: (row["reused"], row["known"]) for row in rows}


def likely(reused: int, known: int) -> tuple[float, float]:
    """The bounds of a share of which `known` cases are known: Wilson's interval, right nine times in ten."""
    share, square = reused / known, Z * Z / known
    middle = (share + square / 2) / (1 + square)
    spread = Z / (1 + square) * math.sqrt(share * (1 - share) / known + square / (4 * known))
    return max(0.0, middle - spread), min(1.0, middle + spread)
