"""What one organisation did in a year, by the definitions of the figures of the network."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from maillon.common import numbers
from maillon.ground.organisations.models import Member, Organisation, Role
from maillon.matter.devices.models import IN_STOCK, Device
from maillon.matter.transfers.models import Transfer
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries import records
from maillon.telling.impact.queries.scope import Scope

READS_ALL = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER)


@dataclass(frozen=True)
class Own:
    """One figure: its name, how it is counted, this year and the year before."""

    label: str
    method: str
    value: str
    before: str


def may_read(member: Member, organisation: Organisation) -> bool:
    """Those who act for it, and those who read the figures of the whole network."""
    return member.organisation_id == organisation.pk or member.has(*READS_ALL)


def own_figures(organisation: Organisation, scope: Scope) -> list[Own]:
    """What it collected, refurbished, handed over, asked for and taught; lines without anything in both years are left out."""
    now, before = dict(_counted(organisation, scope)), dict(_counted(organisation, scope.before()))
    return [
        Own(label, METHODS[label], _told(label, now[label]), _told(label, before[label]))
        for label in METHODS
        if now[label] or before[label]
    ]


METHODS = {
    "Lots reçus": "Lots pesés chez elle dans l’année ; un transfert entre membres n’est pas une collecte.",
    "Donateurs": "Donateurs distincts de ces lots.",
    "Masse collectée": "Masse pesée à l’arrivée de ces lots.",
    "Systèmes installés": "Installations faites par ses membres.",
    "Appareils remis": "Appareils sortis chez quelqu’un lors d’une remise qu’elle a tenue.",
    "Personnes équipées": "Personnes distinctes de ces remises.",
    "Demandes déposées": "Demandes faites dans l’année par ses membres.",
    "Demandes servies": "Celles qui ont reçu leur équipement dans l’année.",
    "Séances tenues": "Ateliers, formations et prises en main qu’elle a tenus.",
    "Présences": "Personnes venues à ces séances.",
    "Transferts envoyés": "Envois à d’autres membres, partis dans l’année.",
    "Transferts reçus": "Envois d’autres membres, reçus dans l’année.",
}


def _told(label: str, value: int) -> str:
    return f"{numbers.number(value / 1000, 0)} kg" if label == "Masse collectée" else numbers.number(value)


def _counted(organisation: Organisation, scope: Scope) -> Iterator[tuple[str, int]]:
    lots = records.LOTS.rows(scope).filter(holder=organisation).order_by()
    got = lots.aggregate(count=Count("pk"), donors=Count("donor", distinct=True), mass=Sum("weighed_g"))
    yield from (("Lots reçus", got["count"]), ("Donateurs", got["donors"]), ("Masse collectée", got["mass"] or 0))
    installed = records.INSTALLATIONS.rows(scope).filter(installer__organisation=organisation)
    yield "Systèmes installés", installed.count()
    handed = records.HANDED.rows(scope).filter(handover__distributor=organisation).order_by()
    out = handed.aggregate(count=Count("pk"), people=Count("whom", distinct=True))
    yield from (("Appareils remis", out["count"]), ("Personnes équipées", out["people"]))
    asked = Need.objects.filter(network=scope.network, prescriber=organisation).order_by()
    needs = asked.aggregate(
        asked=Count("pk", filter=scope.during("asked_on")), served=Count("pk", filter=scope.during("served_on"))
    )
    yield from (("Demandes déposées", needs["asked"]), ("Demandes servies", needs["served"]))
    yield "Séances tenues", records.SESSIONS.rows(scope).filter(organisation=organisation).count()
    yield "Présences", records.ATTENDANCES.rows(scope).filter(session__organisation=organisation).count()
    own = Transfer.objects.filter(network=scope.network).order_by()
    moved = own.aggregate(
        sent=Count("pk", filter=Q(sender=organisation) & scope.at_some_hour("sent_at")),
        received=Count("pk", filter=Q(receiver=organisation) & scope.at_some_hour("received_at")),
    )
    yield from (("Transferts envoyés", moved["sent"]), ("Transferts reçus", moved["received"]))


def held_today(organisation: Organisation, scope: Scope) -> list[tuple[str, int]]:
    """What it holds today, by state."""
    rows = Device.objects.filter(network=scope.network, holder=organisation, state__in=IN_STOCK).order_by()
    counts = dict(rows.values_list("state").annotate(count=Count("pk")))
    return [(str(state.label), counts[state.value]) for state in IN_STOCK if state.value in counts]
