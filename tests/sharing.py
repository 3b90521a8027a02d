"""A small network where people ask, decide, accompany and hand over: the stage of the tests of `sharing`."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole, Role
from maillon.matter.devices.models import Device, State
from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.accompaniment.models import Session
from maillon.sharing.handovers import actions as handovers
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need
from tests.factories import PONTIVY, a_device, a_member, a_need, a_network, an_organisation

FIRST_NAME, LAST_NAME, PHONE = "Aminata", "Zéphyrin-Kerdoncuff", "+33699001122"


@dataclass(frozen=True)
class Stage:
    """Who acts: each for an organisation of her own, in the same network, but for the stranger."""

    network: Network
    coordinator: Member
    technician: Member
    prescriber: Member
    colleague: Member
    distributor: Member
    mediator: Member
    stranger: Member

    def device(self, **fields: Any) -> Device:
        """A device that is ready, held by the head of the network."""
        return a_device(self.technician, state=State.READY, **fields)

    def need(self, *slugs: str, **fields: Any) -> Need:
        return a_need(self.prescriber, *slugs, **fields)

    def promised(self, *slugs: str, **fields: Any) -> Need:
        """A request with everything reserved for it."""
        need = self.need(*slugs, **fields)
        for item in need.items.all():
            device = self.device(slug=item.category_id)
            needs.reserve(item.pk, device.pk, by=self.coordinator)
        need.refresh_from_db()
        return need

    def session(self, **fields: Any) -> Session:
        return a_session(self.mediator, **fields)

    def appointment(self, need: Need | None = None, **fields: Any) -> HandOver:
        """An appointment at the distributor's, without accompaniment but with its reason."""
        said: dict[str, Any] = {"waiver": "Déjà accompagnée chaque semaine.", "planned_at": in_days(3), **fields}
        return handovers.plan(
            (need or self.promised()).pk,
            distributor=self.distributor.organisation,
            place="Accueil de la mairie",
            commune_code=PONTIVY,
            by=self.prescriber,
            **said,
        )


def stage(**rules: Any) -> Stage:
    """A network with these rules, and one person in each part."""
    network = a_network(**rules)
    prescriber = someone(network, Role.PRESCRIBER, part=OrganisationRole.PRESCRIBER, name="CCAS de Kermeur")
    return Stage(
        network=network,
        coordinator=a_member(Role.COORDINATOR, network=network),
        technician=a_member(Role.TECHNICIAN, Role.LOGISTICIAN, network=network),
        prescriber=prescriber,
        colleague=someone(network, Role.PRESCRIBER, part=OrganisationRole.PRESCRIBER, name="Mission locale"),
        distributor=someone(network, Role.DISTRIBUTOR, part=OrganisationRole.DISTRIBUTOR, name="Mairie de Kermeur"),
        mediator=someone(network, Role.MEDIATOR, part=OrganisationRole.MEDIATOR, name="Médiathèque"),
        stranger=a_member(Role.PRESCRIBER, Role.COORDINATOR, Role.DISTRIBUTOR, Role.MEDIATOR, Role.MANAGER),
    )


def someone(network: Network, *roles: str, part: str, name: str, kind: str = "association") -> Member:
    """A member of an organisation of her own."""
    organisation: Organisation = an_organisation(name, kind=kind)
    organisations.affiliate(network, organisation, roles=[part], by=PLATFORM)
    return a_member(*roles, network=network, organisation=organisation)


def a_session(by: Member, **fields: Any) -> Session:
    said = {
        "kind": Session.Kind.HANDOVER,
        "title": "Prise en main",
        "place": "Médiathèque, salle 2",
        "commune_code": PONTIVY,
        "starts_at": in_days(5),
        "minutes": 120,
        "seats": 8,
        **fields,
    }
    return accompaniment.plan(by=by, **said)


def in_days(days: int, hour: int = 14) -> datetime.datetime:
    """That hour, so many days from today."""
    day = timezone.localtime() + datetime.timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def typed(at: datetime.datetime) -> str:
    """As a browser sends a date and an hour."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def read(answer: HttpResponse) -> str:
    """The page as one reads it: what typography makes no-break is a plain space again."""
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def person_form(**said: Any) -> dict[str, Any]:
    """What a prescriber sends for a person, all that is asked."""
    return {
        "id": "019a0000-0000-7000-8000-000000000001",
        "person_id": "019a0000-0000-7000-8000-000000000002",
        "last_name": LAST_NAME,
        "first_name": FIRST_NAME,
        "born_on": "1990-05-17",
        "commune": "Pontivy (56300)",
        "usage": "courant",
        "items": ["laptop"],
        "projects": ["emploi"],
        "helper": "workshop",
        "eligible": "on",
        "informed": "on",
        **said,
    }
