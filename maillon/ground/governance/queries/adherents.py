"""The members of a network, and how each stands with it: charter, contribution, insurance, titles, confirmation."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from maillon.ground.governance.models import Acceptance, Charter, Contribution
from maillon.ground.organisations.models import Affiliation, Membership, Network, Organisation, Quality
from maillon.ground.organisations.queries import standing

MISSING = (
    ("charte", "Charte à accepter"),
    ("cotisation", "Cotisation à payer"),
    ("assurance", "Sans assurance en cours"),
    ("titre", "Un titre finit ou est fini"),
)


def adhering(network: Network) -> QuerySet[Membership]:
    """The adhesions to the network itself that run today."""
    present = Affiliation.objects.filter(network=network).present().values("organisation")
    rows = Membership.objects.filter(network=network, territory=None, organisation__in=present)
    return rows.in_force(timezone.localdate())


def charter_of(network: Network) -> Charter | None:
    """The version in force, else the next one."""
    return Charter.objects.filter(network=network).in_force().first() or Charter.objects.filter(network=network).first()


@dataclass
class Adherent:
    """One member today; `titles` are its proofs but for the insurance, each with its words and look."""

    organisation: Organisation
    since: datetime.date
    acceptance: Acceptance | None = None
    contribution: Contribution | None = None
    insurance: tuple[Quality, str, str] | None = None
    titles: list[tuple[Quality, str, str]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)


def adherents(network: Network) -> list[Adherent]:
    """The members of the network today, by name; five queries, however many."""
    today = timezone.localdate()
    charter = charter_of(network)
    rows = adhering(network).select_related("organisation").order_by("organisation__name", "pk")
    found = {row.organisation_id: Adherent(row.organisation, row.starts_on) for row in rows}
    for acceptance in Acceptance.objects.filter(charter=charter) if charter else ():
        if acceptance.organisation_id in found:
            found[acceptance.organisation_id].acceptance = acceptance
    for contribution in Contribution.objects.filter(network=network, year=today.year, organisation__in=found):
        found[contribution.organisation_id].contribution = contribution
    for organisation, held in _held(found, network.expiry_notice_days, today).items():
        found[organisation].insurance = next((one for one in held if one[0].quality == Quality.Kind.INSURANCE), None)
        found[organisation].titles = [one for one in held if one[0].quality != Quality.Kind.INSURANCE]
    for one in found.values():
        one.missing = set(_missing(one, charter))
    return list(found.values())


def _held(organisations, notice_days: int, today: datetime.date) -> dict[uuid.UUID, list[tuple[Quality, str, str]]]:
    """The latest proof of each kind of these organisations."""
    latest: dict[uuid.UUID, dict[str, Quality]] = defaultdict(dict)
    for held in Quality.objects.filter(organisation__in=organisations, pending=False).order_by("starts_on", "pk"):
        latest[held.organisation_id][held.quality] = held
    return {
        key: [(held, *standing(held, notice_days, today)) for held in kinds.values()] for key, kinds in latest.items()
    }


def _missing(one: Adherent, charter: Charter | None):
    if charter and one.acceptance is None:
        yield "charte"
    if one.contribution is None or one.contribution.paid_on is None:
        yield "cotisation"
    if one.insurance is None or one.insurance[1] == "Finie":
        yield "assurance"
    if any(look in ("wait", "stop") for _, _, look in one.titles):
        yield "titre"


@dataclass(frozen=True)
class Ties:
    """What ties one organisation to the network, beyond its adhesion."""

    charter: Charter | None
    acceptance: Acceptance | None
    contributions: list[Contribution]


def ties(network: Network, organisation: Organisation) -> Ties:
    """Its charter and its contributions, the latest years first."""
    charter = charter_of(network)
    accepted = Acceptance.objects.filter(charter=charter, organisation=organisation).first() if charter else None
    return Ties(charter, accepted, list(Contribution.objects.filter(network=network, organisation=organisation)[:6]))
