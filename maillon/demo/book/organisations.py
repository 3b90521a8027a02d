"""As `organisations.actions`."""

import datetime
from collections.abc import Iterable
from typing import Any

from maillon.common import geography
from maillon.common.actors import Actor
from maillon.demo.book.book import Book, local_day
from maillon.ground.accounts.models import User
from maillon.ground.organisations.models import (
    Affiliation,
    Capacity,
    Member,
    Membership,
    Network,
    Organisation,
    OrganisationRole,
    Site,
    Territory,
)


def found(
    book: Book,
    *,
    name: str,
    kind: str,
    commune_code: str,
    by: Actor,
    at: datetime.datetime,
    siret_number: str = "",
    **fields: Any,
) -> Organisation:
    organisation = book.enter(
        Organisation,
        at,
        name=name,
        kind=kind,
        commune_code=commune_code,
        siret=siret_number,
        **fields,
    )
    if siret_number:
        book.by_siret[siret_number] = organisation
    book.record("organisations.found", organisation, by=by, at=at, name=name)
    return organisation


def open_network(
    book: Book,
    *,
    name: str,
    slug: str,
    prefix: str,
    head: Organisation,
    by: Actor,
    at: datetime.datetime,
    **fields: Any,
) -> Network:
    fields.setdefault("short_name", name[:40])
    network = book.enter(Network, at, name=name, slug=slug, prefix=prefix, head=head, **fields)
    affiliate(book, network, head, roles=[OrganisationRole.HEAD], by=by, at=at)
    book.record("organisations.open_network", network, by=by, at=at, network=network.pk, name=name)
    return network


def affiliate(
    book: Book,
    network: Network,
    organisation: Organisation,
    *,
    roles: Iterable[str],
    by: Actor,
    at: datetime.datetime,
    since: datetime.date | None = None,
) -> Affiliation:
    wanted = [OrganisationRole(role).value for role in roles]
    affiliation = book.affiliations.get((network.pk, organisation.pk))
    if affiliation is None:
        affiliation = book.enter(
            Affiliation,
            at,
            network=network,
            organisation=organisation,
            roles=wanted,
            since=since or local_day(at),
        )
        book.affiliations[network.pk, organisation.pk] = affiliation
    else:
        affiliation.roles = [*affiliation.roles, *(role for role in wanted if role not in affiliation.roles)]
    book.record(
        "organisations.affiliate", organisation, by=by, at=at, network=network.pk, roles=list(affiliation.roles)
    )
    return affiliation


def adhere(
    book: Book,
    network: Network,
    organisation: Organisation,
    *,
    starts_on: datetime.date,
    by: Actor,
    at: datetime.datetime,
    territory: Territory | None = None,
) -> Membership:
    membership = book.enter(
        Membership,
        at,
        network=network,
        organisation=organisation,
        territory=territory,
        starts_on=starts_on,
    )
    book.record("organisations.adhere", organisation, by=by, at=at, network=network.pk, starts_on=starts_on.isoformat())
    return membership


def join(
    book: Book,
    user: User,
    organisation: Organisation,
    network: Network,
    *,
    roles: Iterable[str],
    by: Actor,
    at: datetime.datetime,
    since: datetime.date | None = None,
    function: str = "",
) -> Member:
    wanted = [str(role) for role in roles]
    member = book.enter(
        Member,
        at,
        user=user,
        organisation=organisation,
        network=network,
        roles=wanted,
        function=function,
        since=since or local_day(at),
    )
    book.record("organisations.join", member, by=by, at=at, roles=wanted)
    return member


def open_site(
    book: Book,
    organisation: Organisation,
    *,
    name: str,
    commune_code: str,
    by: Actor,
    at: datetime.datetime,
    address: str = "",
    receives: bool = True,
) -> Site:
    commune = geography.commune(commune_code)
    site = book.enter(
        Site,
        at,
        organisation=organisation,
        name=name,
        address=address,
        commune_code=commune.code,
        departement=commune.departement,
        receives=receives,
    )
    network = by.network_id if isinstance(by, Member) else None
    book.record("organisations.open_site", site, by=by, at=at, network=network, name=name)
    return site


def declare_capacity(
    book: Book,
    affiliation: Affiliation,
    *,
    monthly_kg: int | None,
    benches: int | None,
    vehicle_kg: int | None,
    competences: Iterable[str],
    by: Actor,
    at: datetime.datetime,
) -> Capacity:
    said = {
        "monthly_kg": monthly_kg,
        "benches": benches,
        "vehicle_kg": vehicle_kg,
        "competences": [str(one) for one in competences],
    }
    made = book.enter(Capacity, at, affiliation=affiliation, declared_at=at, **said)
    book.record(
        "organisations.declare_capacity",
        affiliation.organisation,
        by=by,
        at=at,
        network=affiliation.network_id,
        **said,
    )
    return made
