"""Open networks; let organisations in, with their parts and their adhesions, and out."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from maillon.common import geography, moments, siret
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.journal.models import Entry
from maillon.ground.organisations import policy
from maillon.ground.organisations.actions.organisations import found
from maillon.ground.organisations.models import (
    Affiliation,
    Member,
    Membership,
    Network,
    Organisation,
    OrganisationRole,
    Territory,
)


@transaction.atomic
def open_network(*, name: str, slug: str, prefix: str, head: Organisation, by: Actor, **fields: Any) -> Network:
    """Open a network with its head, which is also its first adherent."""
    fields.setdefault("short_name", name[:40])
    network = Network.objects.create(name=name, slug=slug, prefix=prefix, head=head, **fields)
    affiliate(network, head, roles=[OrganisationRole.HEAD], by=by)
    journal.record("organisations.open_network", network, by=by, network=network.pk, name=name)
    return network


@transaction.atomic
def draw_territory(network: Network, *, slug: str, name: str, communes: Iterable[str], by: Actor) -> Territory:
    """Name a set of communes of the network, by their official codes."""
    if isinstance(by, Member):
        require(policy.may_manage_network(by, network))
    try:
        codes = sorted({geography.commune(code).code for code in communes})
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="communes") from error
    if not codes:
        raise Refused("Un territoire a au moins une commune.", field="communes")
    if network.territories.filter(slug=slug).exists():
        raise Refused(f"Le réseau a déjà un territoire « {name} ».", field="name")
    territory = Territory.objects.create(network=network, slug=slug, name=name, communes=codes)
    journal.record("organisations.draw_territory", territory, by=by, name=name, communes=len(codes))
    return territory


@transaction.atomic
def enter(
    network: Network,
    *,
    name: str,
    kind: str,
    commune_code: str,
    roles: Iterable[str],
    by: Actor,
    siret_number: str = "",
    id: uuid.UUID | None = None,
    affiliation_id: uuid.UUID | None = None,
    **fields: Any,
) -> Organisation:
    """Let an organisation into the network with these roles: the one that bears this SIRET, else a new one.

    What is known of an organisation that already exists stays as it is.
    """
    if isinstance(by, Member):
        require(policy.may_manage_network(by, network))
    if organisation := repeated(Organisation, id):
        return organisation
    known = _bearer(siret_number)
    if known is None:
        known = found(
            name=name, kind=kind, commune_code=commune_code, siret_number=siret_number, by=by, id=id, **fields
        )
    affiliate(network, known, roles=roles, by=by, id=affiliation_id)
    return known


def _bearer(siret_number: str) -> Organisation | None:
    if not siret_number:
        return None
    try:
        return Organisation.objects.filter(siret=siret.check(siret_number)).first()
    except ValueError as error:
        raise Refused(str(error), field="siret") from error


def _roles(network: Network, organisation: Organisation, roles: Iterable[str]) -> list[str]:
    wanted = [OrganisationRole(role).value for role in dict.fromkeys(roles)]
    if OrganisationRole.HEAD in wanted and organisation.pk != network.head_id:
        raise Refused(f"La tête de ce réseau est {network.head}.", field="roles")
    return wanted


@transaction.atomic
def affiliate(
    network: Network,
    organisation: Organisation,
    *,
    roles: Iterable[str],
    by: Actor,
    since: datetime.date | None = None,
    id: uuid.UUID | None = None,
) -> Affiliation:
    """Make the organisation known to the network with these roles; a second call adds the roles it lacks."""
    if isinstance(by, Member):
        require(policy.may_manage_network(by, network))
    wanted = _roles(network, organisation, roles)
    affiliation, created = Affiliation.objects.locked().get_or_create(
        network=network,
        organisation=organisation,
        defaults={"roles": wanted, "since": since or timezone.localdate(), **({"id": id} if id else {})},
    )
    if not created:
        affiliation.roles = [*affiliation.roles, *(role for role in wanted if role not in affiliation.roles)]
        affiliation.ended_on = None
        affiliation.save(update_fields=["roles", "ended_on"])
    journal.record("organisations.affiliate", organisation, by=by, network=network.pk, roles=affiliation.roles)
    return affiliation


@transaction.atomic
def reassign(affiliation_id: uuid.UUID, *, roles: Iterable[str], by: Actor) -> Affiliation:
    """Say anew which parts the organisation plays in the network. The head stays the head."""
    affiliation = _lock(affiliation_id)
    network = affiliation.network
    if isinstance(by, Member):
        require(policy.may_manage_network(by, network))
    wanted = _roles(network, affiliation.organisation, roles)
    if affiliation.organisation_id == network.head_id and OrganisationRole.HEAD not in wanted:
        wanted = [OrganisationRole.HEAD.value, *wanted]
    if not wanted:
        raise Refused("Choisissez au moins un rôle.", field="roles")
    affiliation.roles = wanted
    affiliation.save(update_fields=["roles"])
    journal.record("organisations.reassign", affiliation.organisation, by=by, network=network.pk, roles=wanted)
    return affiliation


def _lock(affiliation_id: uuid.UUID) -> Affiliation:
    rows = Affiliation.objects.select_related("network", "network__head", "organisation")
    return rows.locked().get(pk=affiliation_id)


@transaction.atomic
def part(affiliation_id: uuid.UUID, *, by: Actor, on: datetime.date | None = None) -> Affiliation:
    """Let an organisation leave the network: its adhesions end, its people act no more here. What it did stays."""
    affiliation = _lock(affiliation_id)
    network, organisation = affiliation.network, affiliation.organisation
    if isinstance(by, Member):
        require(policy.may_manage_network(by, network))
    if organisation.pk == network.head_id:
        raise Refused(f"{organisation} est la tête du réseau : elle ne peut pas le quitter.")
    if affiliation.ended_on:
        return affiliation
    on = on or timezone.localdate()
    if on < affiliation.since:
        raise Refused(f"{organisation} est dans le réseau depuis le {moments.day(affiliation.since)}.", field="on")
    affiliation.ended_on = on
    affiliation.save(update_fields=["ended_on"])
    current = Membership.objects.filter(network=network, organisation=organisation).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    )
    current.filter(starts_on__lte=on).update(ends_on=on)
    current.filter(starts_on__gt=on).delete()
    Member.objects.filter(network=network, organisation=organisation, ended_on=None).update(ended_on=on)
    journal.record("organisations.part", organisation, by=by, network=network.pk, on=on.isoformat())
    return affiliation


ENTERED = ("organisations.found", "organisations.affiliate", "organisations.adhere")


@transaction.atomic
def withdraw(network: Network, affiliation_ids: Iterable[uuid.UUID], *, by: Member) -> int:
    """Undo the entry of organisations that nothing has happened to since; returns how many.

    One that was known before stays known, out of this network. Raises Refused, and changes nothing, as soon as one of
    them has given, received, acted or been changed.
    """
    require(policy.may_manage_network(by, network))
    found = Affiliation.objects.select_related("organisation").locked().filter(pk__in=list(affiliation_ids))
    rows = list(found.filter(network=network))
    for affiliation in rows:
        organisation = affiliation.organisation
        touched = Entry.objects.about(organisation.pk).exclude(verb__in=ENTERED).exists()
        peopled = organisation.members.filter(network=network).exists() or organisation.sites.exists()
        elsewhere = organisation.affiliations.exclude(pk=affiliation.pk).exists()
        if touched or (peopled and not elsewhere):
            raise _used(organisation)
        journal.record("organisations.withdraw", organisation, by=by, network=network.pk)
        Membership.objects.filter(network=network, organisation=organisation).delete()
        affiliation.delete()
        if elsewhere:
            continue
        try:
            organisation.delete()
        except ProtectedError as error:
            raise _used(organisation) from error
    return len(rows)


def _used(organisation: Organisation) -> Refused:
    return Refused(
        f"Il est arrivé quelque chose depuis à {organisation} : l’import ne s’annule plus d’un coup. Faites plutôt sortir "
        "du réseau les organisations qui n’y sont pas."
    )


@transaction.atomic
def adhere(
    network: Network,
    organisation: Organisation,
    *,
    starts_on: datetime.date,
    by: Actor,
    territory: Territory | None = None,
    ends_on: datetime.date | None = None,
    id: uuid.UUID | None = None,
) -> Membership:
    """Record the adhesion of an organisation to the network, or to one of its territories, from this day on."""
    if isinstance(by, Member):
        require(policy.may_manage_network(by, network))
    if membership := repeated(Membership, id):
        return membership
    if territory is not None and territory.network_id != network.pk:
        raise Refused("Ce territoire est d’un autre réseau.", field="territory")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("La fin précède le début.", field="ends_on")
    others = Membership.objects.filter(network=network, organisation=organisation, territory=territory)
    overlap = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if ends_on is not None:
        overlap = overlap.filter(starts_on__lte=ends_on)
    if other := overlap.first():
        until = f", jusqu’au {moments.day(other.ends_on)}" if other.ends_on else ""
        raise Refused(
            f"{organisation} est déjà adhérente depuis le {moments.day(other.starts_on)}{until}.", field="starts_on"
        )
    membership = Membership.objects.create(
        **({"id": id} if id else {}),
        network=network,
        organisation=organisation,
        territory=territory,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    journal.record("organisations.adhere", organisation, by=by, network=network.pk, starts_on=starts_on.isoformat())
    return membership


@transaction.atomic
def end_membership(membership_id: uuid.UUID, *, ends_on: datetime.date, by: Actor) -> Membership:
    """Say the last day of an adhesion."""
    membership = Membership.objects.select_related("network", "organisation").locked().get(pk=membership_id)
    if isinstance(by, Member):
        require(policy.may_manage_network(by, membership.network))
    if ends_on < membership.starts_on:
        raise Refused(
            f"L’adhésion commence le {moments.day(membership.starts_on)} : sa fin est après.", field="ends_on"
        )
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    journal.record(
        "organisations.end_membership",
        membership.organisation,
        by=by,
        network=membership.network_id,
        ends_on=ends_on.isoformat(),
    )
    return membership
