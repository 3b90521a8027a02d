"""Add a place, say what changed, say that nothing did."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.messages.models import Kind
from maillon.ground.organisations.models import Member, Network, Organisation
from maillon.sharing.directory import policy
from maillon.sharing.directory.models import Place
from maillon.sharing.directory.queries.settling import EDITED, apply, settle

REMINDED_EVERY = datetime.timedelta(days=90)


@transaction.atomic
def enter(network: Network, *, by: Member, id: uuid.UUID | None = None, **fields: Any) -> Place:
    """Publish a place in the directory of the network. `fields` are those of Place that a person may change."""
    if place := repeated(Place, id):
        return place
    require(by.network_id == network.pk and policy.may_enter(by))
    place = Place(**({"id": id} if id else {}), network=network, updated_on=timezone.localdate(), **fields)
    place.placed = place.latitude is not None
    settle(place)
    # Who collects the data, in the standard's words.
    place.source, place.reference = network.name, str(place.pk)
    place.kept = [name for name in EDITED if name in fields]
    place.save(force_insert=True)
    journal.record("directory.enter", place, by=by, name=place.name)
    return place


def _lock(place_id: uuid.UUID) -> Place:
    return Place.objects.select_related("network", "organisation").locked().get(pk=place_id, merged_into=None)


@transaction.atomic
def correct(place_id: uuid.UUID, *, by: Member, **changes: Any) -> Place:
    """Change what is said of a place; it is then up to date, and a new import leaves these fields alone."""
    place = _lock(place_id)
    require(policy.may_correct(by, place))
    if not policy.may_enter(by):
        # Whose the place is, and how the network sorts it, is the network's to say.
        changes = {
            name: value for name, value in changes.items() if name not in ("organisation", "categories", "pivot")
        }
    changed = apply(place, changes)
    place.updated_on = timezone.localdate()
    place.save()
    journal.record("directory.correct", place, by=by, fields=changed)
    return place


@transaction.atomic
def confirm(place_id: uuid.UUID, *, by: Member) -> Place:
    """Nothing has changed: what the page says is true today."""
    place = _lock(place_id)
    require(policy.may_correct(by, place))
    if place.updated_on != timezone.localdate():
        place.updated_on = timezone.localdate()
        place.save(update_fields=["updated_on"])
        journal.record("directory.confirm", place, by=by)
    return place


@transaction.atomic
def close(place_id: uuid.UUID, *, by: Member, on: datetime.date | None = None) -> Place:
    """The place is no more: out of the search, its page says so."""
    place = _lock(place_id)
    require(policy.may_correct(by, place))
    if place.closed_on is None:
        place.closed_on = on or timezone.localdate()
        place.save(update_fields=["closed_on"])
        journal.record("directory.close", place, by=by)
    return place


@transaction.atomic
def reopen(place_id: uuid.UUID, *, by: Member) -> Place:
    """It was closed by mistake, or welcomes people again."""
    place = _lock(place_id)
    require(policy.may_correct(by, place))
    if place.closed_on is not None:
        place.closed_on, place.updated_on = None, timezone.localdate()
        place.save(update_fields=["closed_on", "updated_on"])
        journal.record("directory.reopen", place, by=by)
    return place


@transaction.atomic
def remind(organisation: Organisation, network: Network, *, by: Actor) -> int:
    """Write to those who keep the places of an organisation that nobody has confirmed for a year; returns how many places.

    Not again before three months: a reminder that comes too often is no longer read.
    """
    today = timezone.localdate()
    since = today - REMINDED_EVERY
    stale = Place.objects.filter(network=network, organisation=organisation).stale(today)
    due = list(stale.filter(Q(reminded_on=None) | Q(reminded_on__lt=since)).locked().order_by("name"))
    if not due:
        return 0
    members = Member.objects.active().filter(network=network, organisation=organisation).select_related("user")
    keepers = sorted({member.user.email for member in members if member.has(*policy.KEEPERS)})
    for place in due:
        place.reminded_on = today
    Place.objects.bulk_update(due, ["reminded_on"])
    names = "\n".join(f"- {place.name}, {place.commune_name}" for place in due[:20])
    more = f"\n… et {len(due) - 20} autres" if len(due) > 20 else ""
    address = f"{settings.BASE_URL}{reverse('directory:list')}?etat=verifier"
    body = (
        f"Bonjour,\n\nL’annuaire de {network.name} montre ces lieux de {organisation.name}, que personne n’a confirmés "
        f"depuis un an :\n\n{names}{more}\n\nDites ce qui a changé, ou que rien n’a changé (un clic par lieu) :\n{address}\n\n"
        f"{network.name}"
    )
    for email in keepers:
        messages.write(
            email, "Vos lieux sont-ils à jour dans l’annuaire ?", body, by=by, network=network.pk, kind=Kind.PLACES
        )
    journal.record("directory.remind", organisation, by=by, network=network.pk, places=len(due), told=len(keepers))
    return len(due)
