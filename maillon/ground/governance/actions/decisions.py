"""Put something to a group, say what one thinks of it, conclude."""

import datetime
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.governance import policy, tasks
from maillon.ground.governance.models import Decision, Group, Meeting, Mode, Voice
from maillon.ground.governance.queries import groups as reading
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member


@transaction.atomic
def propose(
    group_id: uuid.UUID,
    *,
    title: str,
    closes_on: datetime.date,
    by: Member,
    text: str = "",
    mode: str = "",
    meeting: Meeting | None = None,
    id: uuid.UUID | None = None,
) -> Decision:
    """Put something to the group until a day, decided as the group decides unless `mode` says otherwise."""
    group = Group.objects.select_related("network").locked().get(pk=group_id)
    require(policy.may_run_group(by, group))
    if made := repeated(Decision, id):
        return made
    if group.closed_on:
        raise Refused(f"« {group} » est fermé depuis le {moments.day(group.closed_on)}.")
    if not title.strip():
        raise Refused("Écrivez la proposition en une phrase.", field="title")
    if closes_on < timezone.localdate():
        raise Refused("Ce jour est passé : laissez au groupe le temps de répondre.", field="closes_on")
    if meeting is not None and meeting.group_id != group.pk:
        raise Refused("Cette réunion est d’un autre groupe.", field="meeting")
    made = Decision.objects.create(
        **({"id": id} if id else {}),
        group=group,
        meeting=meeting,
        title=title.strip()[:150],
        text=text.strip(),
        mode=Mode(mode or group.mode),
        voices=group.voices,
        closes_on=closes_on,
        author=by,
    )
    journal.record("governance.propose", made, by=by, network=group.network_id, title=made.title, mode=made.mode)
    asked = f"« {made.title} »\n\nDites ce que vous en pensez avant le {moments.day(closes_on)} :"
    _tell(made, f"Votre avis : {group}", asked, by=by)
    return made


def _tell(decision: Decision, subject: str, text: str, *, by: Actor) -> None:
    url = settings.BASE_URL + reverse("governance:decision", args=[decision.pk])
    tasks.tell(decision.group, reading.recipients(decision.group), subject, text, url, by=by)


def _lock(decision_id: uuid.UUID) -> Decision:
    return Decision.objects.select_related("group__network").locked().get(pk=decision_id)


@transaction.atomic
def speak(decision_id: uuid.UUID, *, choice: str, by: Member, reason: str = "") -> Voice:
    """Say what one thinks; said again, it replaces. An objection says why."""
    decision = _lock(decision_id)
    require(policy.may_speak(by, decision.group))
    if not decision.is_open:
        raise Refused("Cette proposition n’attend plus d’avis.")
    if choice == Voice.Choice.AGAINST and decision.mode == Mode.CONSENT and not reason.strip():
        raise Refused("Dites ce qui fait objection : le groupe cherche comment la lever.", field="reason")
    said = {"choice": Voice.Choice(choice), "reason": reason.strip()[:500], "said_at": timezone.now()}
    voice, _ = Voice.objects.update_or_create(
        decision=decision, member=by, defaults={**said, "organisation": by.organisation}
    )
    journal.record("governance.speak", decision, by=by, network=decision.group.network_id)
    return voice


@transaction.atomic
def settle(decision_id: uuid.UUID, *, by: Actor) -> Decision:
    """Conclude from the voices heard; the group reads the outcome. The clock does it after the last day."""
    decision = _lock(decision_id)
    if isinstance(by, Member):
        require(policy.may_run_group(by, decision.group))
    if decision.state != Decision.State.OPEN:
        return decision
    heard = reading.tally(decision)
    adopted = heard.carries(decision.mode)
    _close(decision, Decision.State.ADOPTED if adopted else Decision.State.REJECTED)
    counts = {"for": heard.for_, "against": heard.against, "abstain": heard.abstain}
    journal.record(
        "governance.settle", decision, by=by, network=decision.group.network_id, state=decision.state, counts=counts
    )
    told = (
        f"« {decision.title} » : {decision.get_state_display().lower()} "
        f"({heard.for_} pour, {heard.against} contre, {heard.abstain} sans avis)."
    )
    _tell(decision, f"Décision : {decision.group}", told, by=by)
    return decision


@transaction.atomic
def withdraw_decision(decision_id: uuid.UUID, *, by: Member) -> Decision:
    """Take the proposition back, without an outcome."""
    decision = _lock(decision_id)
    require(policy.may_run_group(by, decision.group))
    if decision.state == Decision.State.OPEN:
        _close(decision, Decision.State.WITHDRAWN)
        journal.record("governance.withdraw_decision", decision, by=by, network=decision.group.network_id)
    return decision


def _close(decision: Decision, state: Decision.State) -> None:
    decision.state, decision.settled_on = state, timezone.localdate()
    decision.save(update_fields=["state", "settled_on"])
