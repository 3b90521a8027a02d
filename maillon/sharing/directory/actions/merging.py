"""Two pages that are one place: the first is kept and completed, the address of the second leads to it."""

import uuid

from django.db import transaction

from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.sharing.directory import policy
from maillon.sharing.directory.models import Apart, Place, Suggestion
from maillon.sharing.directory.queries.settling import EDITED, settle

LISTS = ("kinds", "emails", "websites", "other_labels", *Place.VOCABULARY)
POSITION = ("latitude", "longitude")


def _lock(*place_ids: uuid.UUID, by: Member) -> list[Place]:
    found = Place.objects.select_related("network", "organisation").locked().order_by("pk").in_bulk(place_ids)
    if len(found) != len(set(place_ids)) or len(set(place_ids)) != len(place_ids):
        raise Refused("Choisissez deux lieux différents de ce réseau.")
    places = [found[pk] for pk in place_ids]
    for place in places:
        require(place.network_id == by.network_id and policy.may_enter(by))
    return places


@transaction.atomic
def merge(place_id: uuid.UUID, other_id: uuid.UUID, *, by: Member) -> Place:
    """Keep the first, completed by what only the second says; each keeps its source and its key there.

    An import of either source finds its own line again; what it says of the second no longer shows. A second call
    changes nothing.
    """
    kept, other = _lock(place_id, other_id, by=by)
    if other.merged_into_id == kept.pk:
        return kept
    for place in (kept, other):
        if place.merged_into_id:
            raise Refused(f"« {place} » a déjà été réuni à un autre lieu.")
    added = []
    for name in EDITED:
        mine, theirs = getattr(kept, name), getattr(other, name)
        if name in LISTS:
            value = list(dict.fromkeys([*mine, *theirs]))
        elif name in POSITION:
            value = theirs if other.placed and not kept.placed else mine
        else:
            value = mine or theirs
        if value != mine:
            setattr(kept, name, value)
            added.append(name)
    kept.placed = kept.placed or other.placed
    kept.updated_on = max(kept.updated_on, other.updated_on)
    kept.kept = sorted({*kept.kept, *added})
    settle(kept)
    kept.save()
    other.merged_into = kept
    other.save(update_fields=["merged_into"])
    Place.objects.filter(merged_into=other).update(merged_into=kept)
    Suggestion.objects.filter(place=other).waiting().update(place=kept)
    journal.record(
        "directory.merge", kept, by=by, other=str(other.pk), name=other.name, source=other.source, fields=added
    )
    return kept


@transaction.atomic
def split(place_id: uuid.UUID, *, by: Member) -> Place:
    """They were two after all: the second has its page again. What the first took from it stays, to be corrected by hand."""
    (place,) = _lock(place_id, by=by)
    kept, place.merged_into = place.merged_into, None
    if kept is None:
        return place
    place.save(update_fields=["merged_into"])
    _tell_apart(place, kept)
    journal.record("directory.split", place, by=by, other=str(kept.pk))
    return place


@transaction.atomic
def tell_apart(place_id: uuid.UUID, other_id: uuid.UUID, *, by: Member) -> None:
    """They look alike and are not the same place: they are proposed no more."""
    place, other = _lock(place_id, other_id, by=by)
    if _tell_apart(place, other):
        journal.record("directory.tell_apart", place, by=by, other=str(other.pk))


def _tell_apart(place: Place, other: Place) -> bool:
    one, two = sorted((place, other), key=lambda each: each.pk)
    return Apart.objects.get_or_create(one=one, other=two)[1]
