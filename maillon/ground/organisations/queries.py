"""Who may act here, and for whom; what a network is made of."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from maillon.common import geography, moments, text, tokens
from maillon.common.geography.maps import Dot, outline_svg
from maillon.ground.files import queries as files
from maillon.ground.files.models import File
from maillon.ground.journal.models import Entry
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import (
    Affiliation,
    Capacity,
    Member,
    Membership,
    Organisation,
    OrganisationRole,
    Quality,
    Role,
    Site,
    SiteToken,
    Territory,
)


def choices_of(user) -> list[Member]:
    """The organisations and networks for which this person may act, oldest first."""
    members = list(
        Member.objects.active()
        .filter(user=user)
        .select_related("organisation", "network__head")
        .order_by("since", "id")
    )
    for member in members:
        member.user = user
    return members


def chosen_among(members: Sequence[Member], chosen: str | None) -> Member | None:
    """The membership she chose for this session, else her first one; None when she has none left."""
    named = next((member for member in members if str(member.pk) == chosen), None)
    return named or next(iter(members), None)


def bearer_of(secret: str) -> SiteToken | None:
    """The token in force that this secret is, however it was typed, of a site still in the network; one query."""
    if not tokens.plausible(secret):
        return None
    found = SiteToken.objects.in_force().filter(
        digest=tokens.digest(secret),
        site__organisation__affiliations__network=F("network"),
        site__organisation__affiliations__ended_on=None,
    )
    return found.select_related("network", "site__organisation").first()


@dataclass(frozen=True)
class Wanted:
    """What one looks for in the network: a part played, an adhesion (« oui », « non »), a commune, words of a name."""

    role: str = ""
    adhesion: str = ""
    commune_code: str = ""
    words: str = ""


def present_in(member: Member, wanted: Wanted) -> QuerySet[Affiliation]:
    """The organisations of the member's network that answer this, by name; each with `adherent_since`, or None."""
    rows = Affiliation.objects.visible_to(member).present().select_related("organisation")
    current = Membership.objects.filter(network=member.network_id, organisation=OuterRef("organisation")).in_force(
        timezone.localdate()
    )
    rows = rows.annotate(adherent_since=Subquery(current.order_by("starts_on").values("starts_on")[:1]))
    if wanted.role:
        rows = rows.having(wanted.role)
    if wanted.adhesion:
        rows = rows.filter(adherent_since__isnull=wanted.adhesion == "non")
    if wanted.commune_code:
        there = Site.objects.filter(organisation=OuterRef("organisation"), commune_code=wanted.commune_code)
        rows = rows.filter(Q(organisation__commune_code=wanted.commune_code) | Exists(there))
    if wanted.words:
        rows = rows.filter(pk__in=_named(rows, wanted.words))
    return rows.order_by("organisation__name", "pk")


def _named(rows: QuerySet[Affiliation], words: str) -> list[uuid.UUID]:
    """Those whose name holds every word, whatever the accents: databases do not agree on them."""
    sought = text.fold(words).split()
    return [
        pk
        for pk, name, siret in rows.values_list("pk", "organisation__name", "organisation__siret")
        if all(word in text.fold(name) or word in siret for word in sought)
    ]


@dataclass(frozen=True)
class Proved:
    """What an organisation can prove, where it stands, and the documents that the reader may open."""

    held: Quality
    told: str
    look: str
    files: list[File]


def standing(held: Quality, notice_days: int, on: datetime.date) -> tuple[str, str]:
    """Where a proof stands on that day, in words and by its look; it ends soon within `notice_days`."""
    if held.pending:
        return "À lire", "wait"
    if held.starts_on > on:
        return "À venir", "soon"
    if held.ends_on is None or (held.ends_on - on).days > notice_days:
        return "En cours", "ok"
    return ("Finie", "stop") if held.ends_on < on else ("Finit bientôt", "wait")


def proved(organisation: Organisation, notice_days: int, *, documents: bool) -> list[Proved]:
    """All that it has proved, the latest first."""
    held = list(organisation.qualities.order_by("-starts_on", "-pk"))
    kept = files.of_each(held) if documents else {}
    today = timezone.localdate()
    return [Proved(one, *standing(one, notice_days, today), kept.get(one.pk, [])) for one in held]


@dataclass(frozen=True)
class Sheet:
    """One organisation as a member of the network sees it."""

    affiliation: Affiliation
    memberships: list[Membership]
    sites: list[Site]
    qualities: list[Proved]
    members: list[Member]
    facts: list[dict[str, Any]]
    may_manage: bool
    may_run: bool
    reads_figures: bool

    @property
    def organisation(self) -> Organisation:
        return self.affiliation.organisation

    @property
    def capacity(self) -> Capacity | None:
        """What it says that it can take in."""
        return getattr(self.affiliation, "capacity", None)

    @property
    def takes_in(self) -> bool:
        """Whether it collects or refurbishes."""
        return bool({OrganisationRole.COLLECTOR, OrganisationRole.REFURBISHER} & set(self.affiliation.roles))

    @property
    def adheres(self) -> bool:
        """To the network itself, today."""
        return any(held.territory is None and held.is_current for held in self.memberships)

    @property
    def is_head(self) -> bool:
        return self.organisation.pk == self.affiliation.network.head_id


def sheet(affiliation: Affiliation, member: Member) -> Sheet:
    """All that the page of an organisation shows; its people only to those who manage them."""
    organisation, network = affiliation.organisation, member.network
    runs = policy.may_manage_network(member, network)
    manages = affiliation.ended_on is None and (runs or policy.may_manage_organisation(member, organisation))
    memberships = Membership.objects.visible_to(member).filter(organisation=organisation).select_related("territory")
    people = Member.objects.visible_to(member).filter(organisation=organisation).select_related("user")
    return Sheet(
        affiliation,
        list(memberships.order_by("-starts_on")),
        list(organisation.sites.all()),
        proved(organisation, network.expiry_notice_days, documents=manages),
        sorted(people, key=lambda one: (one.ended_on is not None, one.user.last_name)) if manages else [],
        _facts(organisation, network.pk) if runs else [],
        manages,
        runs,
        runs or member.organisation_id == organisation.pk or member.has(Role.FUNDER),
    )


STEPS = {
    "organisations.found": "Enregistrée",
    "organisations.affiliate": "Entrée dans le réseau",
    "organisations.reassign": "Rôles changés",
    "organisations.part": "Sortie du réseau",
    "organisations.adhere": "Adhésion",
    "organisations.end_membership": "Fin d’adhésion",
    "organisations.declare_capacity": "Capacité déclarée",
    "organisations.record_quality": "Titre noté",
    "organisations.hand_in_quality": "Preuve déposée",
    "organisations.accept_quality": "Preuve lue, le titre compte",
    "organisations.refuse_quality": "Preuve refusée",
    "organisations.remind_quality": "Fin de titre rappelée",
    "organisations.end_quality": "Titre terminé",
}
CUT = ("organisations.part", "organisations.end_membership", "organisations.refuse_quality")


def _facts(organisation: Organisation, network: uuid.UUID) -> list[dict[str, Any]]:
    """What happened to the organisation in this network, the latest first."""
    entries = Entry.objects.about(organisation.pk).filter(Q(network=network) | Q(network=None), verb__in=STEPS)
    return [
        {
            "title": STEPS[entry.verb],
            "text": _told(entry.data),
            "at": entry.at,
            "look": "cut" if entry.verb in CUT else "",
        }
        for entry in entries.reverse()
    ]


def _told(data: dict[str, Any]) -> str:
    """What an entry says beside its verb."""
    if "roles" in data:
        return ", ".join(str(OrganisationRole(role).label).lower() for role in data["roles"])
    if "monthly_kg" in data:
        return f"{data['monthly_kg']} kg par mois" if data["monthly_kg"] is not None else ""
    if "quality" in data:
        return str(Quality.Kind(data["quality"]).label)
    if "starts_on" in data:
        return f"depuis le {moments.day(datetime.date.fromisoformat(data['starts_on']))}"
    if "ends_on" in data:
        return f"au {moments.day(datetime.date.fromisoformat(data['ends_on']))}"
    return ""


@dataclass(frozen=True)
class Around:
    """A territory: its communes, and the organisations that adhere to it or have a site there."""

    territory: Territory
    drawing: SafeString
    communes: list[tuple[geography.Commune, list[Organisation]]]
    memberships: list[Membership]
    past: list[Membership]
    population: int


def territories_of(member: Member) -> list[dict[str, Any]]:
    """The territories of the network, each with its number of communes, of people, and of adherents today."""
    adhesions: dict[uuid.UUID, int] = {}
    current = Membership.objects.visible_to(member).in_force(timezone.localdate()).filter(territory__isnull=False)
    for pk in current.values_list("territory", flat=True):
        adhesions[pk] = adhesions.get(pk, 0) + 1
    return [
        {
            "territory": territory,
            "communes": len(territory.communes),
            "population": sum(geography.commune(code).population for code in territory.communes),
            "adherents": adhesions.get(territory.pk, 0),
        }
        for territory in Territory.objects.visible_to(member)
    ]


SMALL, LARGE = 1, 9
"""The discs of a commune, and of one where a member has a site."""


def around(territory: Territory, member: Member) -> Around:
    """The territory with who is there."""
    places = [geography.commune(code) for code in territory.communes]
    sites = Site.objects.visible_to(member).filter(commune_code__in=territory.communes).select_related("organisation")
    present = Affiliation.objects.visible_to(member).present().values_list("organisation", flat=True)
    there: dict[str, dict[uuid.UUID, Organisation]] = {}
    for site in sites.filter(organisation__in=present).distinct().order_by("organisation__name"):
        there.setdefault(site.commune_code, {})[site.organisation_id] = site.organisation
    communes = [(place, list(there.get(place.code, {}).values())) for place in sorted(places, key=lambda one: one.name)]
    memberships = Membership.objects.visible_to(member).in_force(timezone.localdate()).filter(territory=territory)
    over = Membership.objects.visible_to(member).filter(territory=territory, ends_on__lt=timezone.localdate())
    return Around(
        territory,
        _map(territory, communes),
        communes,
        list(memberships.select_related("organisation").order_by("organisation__name")),
        list(over.select_related("organisation").order_by("-ends_on", "organisation__name")),
        sum(place.population for place in places),
    )


def _map(territory: Territory, communes: list[tuple[geography.Commune, list[Organisation]]]) -> SafeString:
    """Its communes, those where a member has a site larger and named; empty when it has none."""
    if not communes:
        return SafeString("")
    dots = [
        Dot(
            place.latitude,
            place.longitude,
            LARGE if members else SMALL,
            place.name if members else "",
            f"{place.name} : {', '.join(one.name for one in members)}" if members else place.name,
        )
        for place, members in communes
    ]
    title = f"Carte de {territory} : ses communes, en grand celles où un membre a un site ; le tableau les nomme."
    departements = sorted({place.departement for place, _ in communes})
    # outline_svg escapes every word.
    return mark_safe(outline_svg(departements, dots, title=title))  # nosec B308, B703
