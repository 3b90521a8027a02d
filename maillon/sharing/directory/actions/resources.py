"""The useful sites that a network recommends: add, correct, say that one was checked, withdraw."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network
from maillon.sharing.directory import policy
from maillon.sharing.directory.models import Resource, Theme


def _check(resource: Resource) -> None:
    if resource.theme not in Theme.values:
        raise Refused("Choisissez un thème.", field="theme")
    same = Resource.objects.published().filter(network=resource.network_id, url=resource.url).exclude(pk=resource.pk)
    if same.exists():
        raise Refused("Ce site est déjà dans la liste.", field="url")


@transaction.atomic
def recommend(network: Network, *, by: Member, id: uuid.UUID | None = None, **fields: Any) -> Resource:
    """Add a useful site: who adds it has just looked at it. `fields`: theme, name, url, summary."""
    if resource := repeated(Resource, id):
        return resource
    require(by.network_id == network.pk and policy.may_enter(by))
    resource = Resource(
        **({"id": id} if id else {}), network=network, verified_on=timezone.localdate(), verified_by=by, **fields
    )
    _check(resource)
    resource.save(force_insert=True)
    journal.record("directory.recommend", resource, by=by, name=resource.name)
    return resource


def _lock(resource_id: uuid.UUID, by: Member) -> Resource:
    resource = Resource.objects.locked().get(pk=resource_id)
    require(resource.network_id == by.network_id and policy.may_enter(by))
    return resource


@transaction.atomic
def reword(resource_id: uuid.UUID, *, by: Member, **fields: Any) -> Resource:
    """Correct what is said of a site, which was looked at for that."""
    resource = _lock(resource_id, by)
    for name in ("theme", "name", "url", "summary"):
        setattr(resource, name, fields.get(name, getattr(resource, name)))
    _check(resource)
    resource.verified_on, resource.verified_by = timezone.localdate(), by
    resource.save()
    journal.record("directory.reword", resource, by=by, name=resource.name)
    return resource


@transaction.atomic
def verify(resource_id: uuid.UUID, *, by: Member) -> Resource:
    """The site is there and does what is said of it, today."""
    resource = _lock(resource_id, by)
    if resource.verified_on != timezone.localdate():
        resource.verified_on, resource.verified_by = timezone.localdate(), by
        resource.save(update_fields=["verified_on", "verified_by"])
        journal.record("directory.verify", resource, by=by)
    return resource


@transaction.atomic
def withdraw(resource_id: uuid.UUID, *, by: Member) -> Resource:
    """Recommend it no more."""
    resource = _lock(resource_id, by)
    if resource.withdrawn_on is None:
        resource.withdrawn_on = timezone.localdate()
        resource.save(update_fields=["withdrawn_on"])
        journal.record("directory.withdraw", resource, by=by, name=resource.name)
    return resource


@transaction.atomic
def restore(resource_id: uuid.UUID, *, by: Member) -> Resource:
    """Recommend it again."""
    resource = _lock(resource_id, by)
    if resource.withdrawn_on is not None:
        _check(resource)
        resource.withdrawn_on = None
        resource.save(update_fields=["withdrawn_on"])
        journal.record("directory.restore", resource, by=by, name=resource.name)
    return resource
