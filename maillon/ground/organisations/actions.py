"""Open networks, take organisations and people in."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common import geography, siret
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.ground.accounts.models import User
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import (
    Affiliation,
    Member,
    Membership,
    Network,
    Organisation,
    OrganisationRole,
    Role,
    Site,
    Territory,
)


@transaction.atomic
def found(*, name: str, kind: str, commune_code: str, by: Actor, siret_number: str = "", **fields: Any) -> Organisation:
    """Enter an organisation. Its SIRET, when given, has a right key and is borne by no other."""
    if siret_number:
        try:
            siret_number = siret.check(siret_number)
        except ValueError as error:
            raise Refused(str(error), field="siret") from error
        if Organisation.objects.filter(siret=siret_number).exists():
            raise Refused("Une organisation porte déjà ce SIRET : rejoignez-la.", field="siret")
    try:
        geography.commune(commune_code)
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error
    organisation = Organisation.objects.create(
        name=name, kind=kind, commune_code=commune_code, siret=siret_number, **fields
    )
    journal.record("organisations.found", organisation, by=by, name=name)
    return organisation


@transaction.atomic
def open_network(*, name: str, slug: str, prefix: str, head: Organisation, by: Actor, **fields: Any) -> Network:
    """Open a network with its head, which is also its first adherent."""
    fields.setdefault("short_name", name[:40])
    network = Network.objects.create(name=name, slug=slug, prefix=prefix, head=head, **fields)
    affiliate(network, head, roles=[OrganisationRole.HEAD], by=by)
    journal.record("organisations.open_network", network, by=by, network=network.pk, name=name)
    return network


@transaction.atomic
def affiliate(
    network: Network, organisation: Organisation, *, roles: Iterable[str], by: Actor, since: datetime.date | None = None
) -> Affiliation:
    """Make the organisation known to the network with these roles; a second call adds the roles it lacks."""
    if isinstance(by, Member):
        require(policy.may_manage_network(by, network))
    wanted = [OrganisationRole(role).value for role in roles]
    affiliation, created = Affiliation.objects.locked().get_or_create(
        network=network,
        organisation=organisation,
        defaults={"roles": wanted, "since": since or timezone.localdate()},
    )
    if not created:
        affiliation.roles = [*affiliation.roles, *(role for role in wanted if role not in affiliation.roles)]
        affiliation.ended_on = None
        affiliation.save(update_fields=["roles", "ended_on"])
    journal.record("organisations.affiliate", organisation, by=by, network=network.pk, roles=affiliation.roles)
    return affiliation


@transaction.atomic
def adhere(
    network: Network,
    organisation: Organisation,
    *,
    starts_on: datetime.date,
    by: Actor,
    territory: Territory | None = None,
) -> Membership:
    """Record the adhesion of an organisation to the network, or to one of its territories, from this day on."""
    if isinstance(by, Member):
        require(policy.may_manage_network(by, network))
    if Membership.objects.filter(
        network=network, organisation=organisation, territory=territory, ends_on__isnull=True
    ).exists():
        raise Refused(f"{organisation} est déjà adhérente.")
    membership = Membership.objects.create(
        network=network, organisation=organisation, territory=territory, starts_on=starts_on
    )
    journal.record("organisations.adhere", organisation, by=by, network=network.pk, starts_on=starts_on.isoformat())
    return membership


@transaction.atomic
def join(
    user: User,
    organisation: Organisation,
    network: Network,
    *,
    roles: Iterable[str],
    by: Actor,
    since: datetime.date | None = None,
    member_id: uuid.UUID | None = None,
) -> Member:
    """Let this person act for the organisation in the network, with these roles."""
    if isinstance(by, Member):
        require(by.network_id == network.pk and policy.may_manage_organisation(by, organisation))
    wanted = [Role(role).value for role in roles]
    member, created = Member.objects.locked().get_or_create(
        user=user,
        organisation=organisation,
        network=network,
        defaults={"roles": wanted, "since": since or timezone.localdate(), **({"id": member_id} if member_id else {})},
    )
    if not created:
        member.roles, member.ended_on = wanted, None
        member.save(update_fields=["roles", "ended_on"])
    journal.record("organisations.join", member, by=by, roles=wanted)
    return member


@transaction.atomic
def open_site(
    organisation: Organisation, *, name: str, commune_code: str, by: Actor, address: str = "", receives: bool = True
) -> Site:
    """Open a site of the organisation, in a known commune."""
    if isinstance(by, Member):
        require(policy.may_manage_organisation(by, organisation))
    try:
        commune = geography.commune(commune_code)
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error
    site = Site.objects.create(
        organisation=organisation,
        name=name,
        address=address,
        commune_code=commune.code,
        departement=commune.departement,
        receives=receives,
    )
    network = by.network_id if isinstance(by, Member) else None
    journal.record("organisations.open_site", site, by=by, network=network, name=name)
    return site
