"""The files of a thing."""

import uuid
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db.models import Model, QuerySet

from maillon.ground.files.models import File


def of(owner: Model, purpose: str | None = None) -> QuerySet[File]:
    """The files of this thing, oldest first; only those of one purpose when it is named."""
    found = File.objects.filter(owner=owner.pk, owner_kind=owner._meta.label_lower)
    return found if purpose is None else found.filter(purpose=purpose)


def content(owner: Model) -> bytes:
    """The bytes of the only file of this thing; nothing when they are no longer there."""
    kept = of(owner).first()
    if kept is None or not default_storage.exists(kept.path):
        return b""
    with default_storage.open(kept.path) as stored:
        return stored.read()


def of_each(owners: Iterable[Model], purpose: str | None = None) -> dict[uuid.UUID, list[File]]:
    """The files of these things by the key of their owner, oldest first; one query for a whole page."""
    things = list(owners)
    found = File.objects.filter(owner__in=[thing.pk for thing in things])
    found = found.filter(owner_kind__in={thing._meta.label_lower for thing in things})
    if purpose is not None:
        found = found.filter(purpose=purpose)
    kept: dict[uuid.UUID, list[File]] = {thing.pk: [] for thing in things}
    for file in found:
        kept[file.owner].append(file)
    return kept
