"""Organisations, sites and members of a network, as its head has entered them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from maillon.common import geography
from maillon.common.actors import PLATFORM
from maillon.demo.book import Book
from maillon.demo.book import organisations as book_organisations
from maillon.demo.networks.agenda import instant
from maillon.demo.networks.names import Names, domain
from maillon.ground.accounts.models import User
from maillon.ground.organisations.models import (
    Affiliation,
    Member,
    Network,
    Organisation,
    OrganisationRole,
    Quality,
    Role,
    Site,
    Territory,
)
from maillon.sharing.accompaniment.models import Programme

# Nobody signs in with it: the mark of an account whose password was never set.
NO_PASSWORD = "!demonstration"


@dataclass(eq=False)
class Team:
    """An organisation at work: its site, who leads it, who works at its bench."""

    organisation: Organisation
    site: Site
    lead: Member
    bench: list[Member] = field(default_factory=list)

    @property
    def commune_code(self) -> str:
        return self.site.commune_code

    @property
    def place(self) -> str:
        return f"{self.organisation.name}, {geography.commune(self.commune_code).name}".replace("'", "’")


class Ground:
    """Enters the organisations and people of one network on the day it begins to use the platform."""

    def __init__(self, book: Book, names: Names, random: Random, opened_on: datetime.date):
        self.book = book
        self.names = names
        self.random = random
        self.at = instant(opened_on, 8)
        self.network: Network
        self.resellers: set[Organisation] = set()

    def found(self, name: str, kind: str, commune_code: str, *, at: datetime.datetime | None = None) -> Organisation:
        return book_organisations.found(
            self.book,
            name=name,
            kind=kind,
            commune_code=commune_code,
            siret_number=self.names.siret(),
            email=f"contact@{domain(name)}",
            phone=self.names.phone(),
            by=PLATFORM,
            at=at or self.at,
        )

    def open_network(self, head: Organisation, **fields: object) -> Network:
        self.network = book_organisations.open_network(
            self.book, head=head, by=PLATFORM, at=self.at, fictional=True, **fields
        )
        return self.network

    def territory(self, slug: str, name: str, communes: Iterable[str]) -> Territory:
        return self.book.enter(
            Territory,
            self.at,
            network=self.network,
            slug=slug,
            name=name,
            communes=list(communes),
        )

    def programme(self, organisation: Organisation, name: str, aim: str) -> Programme:
        return self.book.enter(
            Programme,
            self.at,
            network=self.network,
            organisation=organisation,
            name=name,
            aim=aim,
        )

    def affiliate(self, organisation: Organisation, *roles: OrganisationRole) -> Affiliation:
        return book_organisations.affiliate(self.book, self.network, organisation, roles=roles, by=PLATFORM, at=self.at)

    def adhere(self, organisation: Organisation, starts_on: datetime.date, territory: Territory | None = None) -> None:
        """An adhesion older than the platform is entered on its first day."""
        book_organisations.adhere(
            self.book,
            self.network,
            organisation,
            starts_on=starts_on,
            territory=territory,
            by=PLATFORM,
            at=max(self.at, instant(starts_on)),
        )

    def prove(self, organisation: Organisation, quality: Quality.Kind, since: datetime.date) -> None:
        if quality in (Quality.Kind.IG, Quality.Kind.RUP):
            self.resellers.add(organisation)
        self.book.enter(
            Quality,
            self.at,
            organisation=organisation,
            quality=quality,
            starts_on=since,
            proof=f"arrêté fictif n° {self.random.randrange(100, 999)} du {since:%d/%m/%Y}",
        )

    def user(self, first_name: str, last_name: str, email: str, password: str = NO_PASSWORD) -> User:
        return self.book.row(
            User,
            id=self.book.id(self.at),
            email=email,
            first_name=first_name,
            last_name=last_name,
            password=password,
            date_joined=self.at,
        )

    def member(self, organisation: Organisation, *roles: Role, function: str = "", user: User | None = None) -> Member:
        """Someone new of the organisation, or `user`."""
        if user is None:
            first_name, last_name = self.names.person()
            mailbox = self.names.mailbox(f"{first_name} {last_name}", domain(organisation.name))
            user = self.user(first_name, last_name, mailbox)
        return book_organisations.join(
            self.book,
            user,
            organisation,
            self.network,
            roles=roles,
            function=function,
            by=PLATFORM,
            at=self.at,
        )

    def site(self, organisation: Organisation, name: str = "", commune_code: str = "") -> Site:
        return book_organisations.open_site(
            self.book,
            organisation,
            name=name or "Siège",
            commune_code=commune_code or organisation.commune_code,
            address=f"{self.random.randrange(1, 90)} rue de la Démonstration",
            by=PLATFORM,
            at=self.at,
        )

    def team(
        self,
        name: str,
        kind: str,
        commune_code: str,
        *,
        roles: Iterable[OrganisationRole],
        lead: Iterable[Role],
        bench: int = 0,
    ) -> Team:
        """A new organisation with its site, the one who leads it and `bench` technicians."""
        organisation = self.found(name, kind, commune_code)
        self.affiliate(organisation, *roles)
        return self.at_work(organisation, site="Atelier" if bench else "Accueil", lead=lead, bench=bench)

    def at_work(
        self,
        organisation: Organisation,
        *,
        site: str,
        commune_code: str = "",
        lead: Iterable[Role] = (Role.LOGISTICIAN, Role.DISTRIBUTOR, Role.MANAGER, Role.PRESCRIBER),
        bench: int = 0,
    ) -> Team:
        """The organisation with its site, the one who leads it and `bench` technicians."""
        return Team(
            organisation=organisation,
            site=self.site(organisation, site, commune_code),
            lead=self.member(organisation, *lead, function="Responsable"),
            bench=[self.member(organisation, Role.TECHNICIAN, function="Technique") for _ in range(bench)],
        )

    def prescriber(self, commune_code: str) -> Member:
        """Someone of a new organisation that accompanies people."""
        organisation = self.found(self.names.organisation("prescriber"), Organisation.Kind.PUBLIC, commune_code)
        self.affiliate(organisation, OrganisationRole.PRESCRIBER)
        return self.member(organisation, Role.PRESCRIBER, function="Accompagnement")
