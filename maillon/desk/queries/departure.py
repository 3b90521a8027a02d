"""What someone who leaves still follows, whoever must take it over."""

from dataclasses import dataclass

from django.urls import reverse

from maillon.desk.queries.task import plural
from maillon.giving.rounds.models import Round
from maillon.ground.governance.models import Seat
from maillon.ground.imports.models import Import
from maillon.ground.organisations.models import Member
from maillon.matter.refurbishing.models import Assignment
from maillon.sharing.needs.models import Need

SHOWN = 30


@dataclass(frozen=True)
class Followed:
    """One kind of open files: what they are, what becomes of them, and each with its address."""

    title: str
    after: str
    rows: list[tuple[str, str]]


def followed(leaving: Member) -> list[Followed]:
    """Everything open, by kind; kinds with nothing are left out."""
    needs = Need.objects.open().filter(referent=leaving).order_by("asked_on", "number")[:SHOWN]
    held = Assignment.objects.filter(member=leaving, ended_at=None).select_related("device__category")[:SHOWN]
    rounds = Round.objects.filter(driver=leaving, state__in=(Round.State.PLANNED, Round.State.SENT)).order_by("day")
    seats = Seat.objects.filter(member=leaving, ended_on=None, group__closed_on=None).select_related("group")
    drafts = Import.objects.filter(author=leaving, state__in=(Import.State.DRAFT, Import.State.STOPPED))[:SHOWN]
    kinds = [
        Followed(
            plural(len(needs), "demande", "demandes"),
            "Passent à la personne que vous choisissez, qui reçoit désormais les questions.",
            [(one.reference, reverse("needs:detail", args=[one.pk])) for one in needs],
        ),
        Followed(
            plural(len(held), "appareil en main", "appareils en main"),
            "Reviennent au poste, ou à qui voudra les prendre.",
            [
                (f"{one.device.title}, {one.device.label}", reverse("devices:detail", args=[one.device_id]))
                for one in held
            ],
        ),
        Followed(
            plural(len(rounds), "tournée à venir", "tournées à venir"),
            "Passent à la personne choisie si elle conduit, sinon restent sans chauffeur.",
            [(f"Tournée du {one.day:%d/%m/%Y}", reverse("rounds:detail", args=[one.pk])) for one in rounds[:SHOWN]],
        ),
        Followed(
            plural(len(seats), "groupe de travail", "groupes de travail"),
            "Elle en sort ; la personne choisie anime ceux qu’elle animait.",
            [(str(one.group), reverse("governance:group", args=[one.group_id])) for one in seats],
        ),
        Followed(
            plural(len(drafts), "tableau envoyé", "tableaux envoyés"),
            "Rien n’en est écrit : ils s’oublient tout seuls.",
            [(one.name, reverse("imports:follow", args=[one.kind, one.pk])) for one in drafts],
        ),
    ]
    return [kind for kind in kinds if kind.rows]


def colleagues(leaving: Member) -> list[Member]:
    """Who could take it over: those who act for the same organisation, by name."""
    people = Member.objects.active().filter(network=leaving.network_id, organisation=leaving.organisation_id)
    return list(people.exclude(pk=leaving.pk).select_related("user", "organisation").order_by("user__last_name", "pk"))
