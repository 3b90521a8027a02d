"""Say which services a group follows."""

import datetime
import uuid

from django.db import transaction
from django.db.models import Q

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.groups import policy, queries
from maillon.giving.groups.models import GroupMember
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network, Organisation


@transaction.atomic
def join_group(
    group: Organisation,
    organisation: Organisation,
    *,
    starts_on: datetime.date,
    by: Member,
    id: uuid.UUID | None = None,
) -> GroupMember:
    """Let a group follow the gifts of a service, from that day on."""
    network = by.network
    require(policy.may_compose(by, network))
    if made := repeated(GroupMember, id):
        return made
    Network.objects.select_for_update().get(pk=network.pk)
    if group.pk == organisation.pk:
        raise Refused("Un groupe suit d’autres organisations que lui-même.", field="organisation")
    for name, one in (("group", group), ("organisation", organisation)):
        if not queries.joinable(network).filter(pk=one.pk).exists():
            raise Refused("Choisissez une organisation du réseau qui donne.", field=name)
    others = GroupMember.objects.filter(network=network, group=group, organisation=organisation)
    if others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).exists():
        raise Refused(f"{organisation} est déjà suivie par {group} à cette date.", field="organisation")
    made = GroupMember.objects.create(
        **({"id": id} if id else {}), network=network, group=group, organisation=organisation, starts_on=starts_on
    )
    journal.record(
        "groups.join_group", made, by=by, group=group.name, service=organisation.name, starts_on=starts_on.isoformat()
    )
    return made


@transaction.atomic
def leave_group(membership_id: uuid.UUID, *, ends_on: datetime.date, by: Member) -> GroupMember:
    """Say the last day on which a service is followed: what it gave until then stays in the group's account."""
    made = GroupMember.objects.select_related("network", "group", "organisation").locked().get(pk=membership_id)
    require(policy.may_compose(by, made.network))
    if ends_on < made.starts_on:
        raise Refused("La fin précède le début.", field="ends_on")
    if made.ends_on == ends_on:
        return made
    made.ends_on = ends_on
    made.save(update_fields=["ends_on"])
    journal.record(
        "groups.leave_group",
        made,
        by=by,
        group=made.group.name,
        service=made.organisation.name,
        ends_on=ends_on.isoformat(),
    )
    return made
