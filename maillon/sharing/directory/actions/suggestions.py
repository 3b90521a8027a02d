"""Anybody says what is wrong in a page; someone who keeps it takes it or not, and says why."""

import copy
import uuid
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member
from maillon.sharing.directory import policy
from maillon.sharing.directory.actions import places
from maillon.sharing.directory.models import Place, Suggestion
from maillon.sharing.directory.queries.settling import EDITED, apply

MOST_WAITING = 10
NOT_THEIRS = ("organisation", "categories", "pivot")
"""What a visitor does not propose: whose the place is, and how the network sorts it."""


@transaction.atomic
def suggest(
    place_id: uuid.UUID,
    *,
    by: Actor,
    remark: str = "",
    email: str = "",
    closed: bool = False,
    id: uuid.UUID | None = None,
    **fields: Any,
) -> Suggestion:
    """Propose what should change in a page. Nothing changes yet. Raises Refused beside the field that cannot be."""
    if suggestion := repeated(Suggestion, id):
        return suggestion
    place = Place.objects.published().select_related("network", "organisation").locked().get(pk=place_id)
    if place.suggestions.waiting().count() >= MOST_WAITING:
        raise Refused(
            "Plusieurs propositions attendent déjà pour ce lieu : elles seront lues avant d’en recevoir d’autres."
        )
    tried = copy.copy(place)
    changed = apply(tried, {name: value for name, value in fields.items() if name not in NOT_THEIRS})
    changes = {name: {"before": getattr(place, name), "after": getattr(tried, name)} for name in changed}
    if not (changes or closed or remark.strip()):
        raise Refused("Rien n’est changé : corrigez ce qui est faux, ou écrivez une remarque.")
    suggestion = Suggestion.objects.create(
        **({"id": id} if id else {}),
        place=place,
        changes=changes,
        closed=closed,
        remark=remark.strip(),
        email=email,
    )
    journal.record("directory.suggest", place, by=by, fields=changed, closed=closed)
    return suggestion


def _lock(suggestion_id: uuid.UUID, by: Member) -> Suggestion:
    rows = Suggestion.objects.select_related("place__network", "place__organisation")
    suggestion = rows.locked().get(pk=suggestion_id)
    require(policy.may_correct(by, suggestion.place))
    return suggestion


@transaction.atomic
def take(suggestion_id: uuid.UUID, *, by: Member, only: Collection[str] | None = None, answer: str = "") -> Suggestion:
    """Put what was proposed into the page, or only these fields of it. A second call changes nothing."""
    suggestion = _lock(suggestion_id, by)
    if suggestion.state == Suggestion.State.TAKEN:
        return suggestion
    if suggestion.state == Suggestion.State.DECLINED:
        raise Refused("Cette proposition a été écartée : corrigez la page vous-même.")
    if suggestion.place.merged_into_id:
        raise Refused("Ce lieu a été réuni à un autre : écartez la proposition.")
    wanted = {
        name: change["after"]
        for name, change in suggestion.changes.items()
        if name in EDITED and (only is None or name in only)
    }
    if suggestion.closed and (only is None or "closed" in only):
        places.close(suggestion.place_id, by=by)
    elif wanted:
        places.correct(suggestion.place_id, by=by, **wanted)
    elif only is not None and (suggestion.changes or suggestion.closed):
        raise Refused("Cochez au moins un changement, ou écartez la proposition.", field="only")
    else:
        places.confirm(suggestion.place_id, by=by)
    _decide(suggestion, Suggestion.State.TAKEN, answer, by)
    return suggestion


@transaction.atomic
def decline(suggestion_id: uuid.UUID, *, by: Member, answer: str) -> Suggestion:
    """Leave the page as it is, and say why. A second call changes nothing."""
    suggestion = _lock(suggestion_id, by)
    if suggestion.state == Suggestion.State.DECLINED:
        return suggestion
    if suggestion.state == Suggestion.State.TAKEN:
        raise Refused("Cette proposition a été retenue : la page a déjà changé.")
    if not answer.strip():
        raise Refused("Dites pourquoi : la personne lira cette réponse.", field="answer")
    _decide(suggestion, Suggestion.State.DECLINED, answer, by)
    return suggestion


def _decide(suggestion: Suggestion, state: Suggestion.State, answer: str, by: Member) -> None:
    """Remember it, and tell whoever left an address."""
    suggestion.state, suggestion.answer = state, answer.strip()
    suggestion.decided_at, suggestion.decided_by = timezone.now(), by
    suggestion.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    place = suggestion.place
    verb = "directory.take" if state == Suggestion.State.TAKEN else "directory.decline"
    journal.record(verb, place, by=by, suggestion=str(suggestion.pk))
    if suggestion.email:
        done = "a été retenue : sa page en tient compte" if state == Suggestion.State.TAKEN else "n’a pas été retenue"
        said = f"\n\n{suggestion.answer}" if suggestion.answer else ""
        address = settings.BASE_URL + reverse("directory:place", args=[place.network.slug, place.pk])
        body = f"Bonjour,\n\nVotre proposition sur « {place.name} » {done}.{said}\n\n{address}\n\n{place.network.name}"
        messages.write(suggestion.email, "Votre proposition pour l’annuaire", body, by=by, network=place.network_id)
        # It served its purpose.
        Suggestion.objects.filter(pk=suggestion.pk).update(email="")
