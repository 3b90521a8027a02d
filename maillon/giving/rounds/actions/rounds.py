"""Change a round by hand, send it, call it back, cancel it."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.giving.donations.models import Offer
from maillon.giving.donations.queries import follow_url
from maillon.giving.rounds import policy, queries
from maillon.giving.rounds.models import Round, Stop
from maillon.giving.rounds.queries import Practised
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.models import Member, Role

CHANGES = (Round.State.PLANNED, Round.State.SENT, Round.State.RUNNING)


@transaction.atomic
def settle(round_: Round, stops: Sequence[Stop], known: Practised | None = None, *, by: Member) -> None:
    """Write the order of the stops, and the hours, distances and cost that follow; the calling action allowed `by`."""
    timetable = queries.timetable_of(round_, stops, known)
    for rank, (stop, call) in enumerate(zip(stops, timetable.calls, strict=True), start=1):
        stop.rank, stop.distance_m = rank, call.metres
        stop.due_at = queries.at(round_.day, call.arrives + call.waits)
    Stop.objects.bulk_update(stops, ["rank", "distance_m", "due_at"])
    round_.leaves_at = queries.at(round_.day, timetable.leaves)
    round_.returns_at = queries.at(round_.day, timetable.returns)
    round_.distance_m, round_.cost_cents = timetable.metres, timetable.cost_cents
    round_.save(update_fields=["leaves_at", "returns_at", "distance_m", "cost_cents"])


def _may_still_change(round_: Round) -> None:
    if round_.state not in CHANGES:
        raise Refused(f"Cette tournée est {round_.get_state_display().lower()} : elle ne change plus.")


@transaction.atomic
def move(offer_id: uuid.UUID, round_id: uuid.UUID | None, *, rank: int | None, by: Member) -> Round | None:
    """Have an offer collected at this rank of this round (None: the best rank; no round: it waits again).

    What does not hold is allowed: the planner has seen it before confirming. The order before is kept for `undo`.
    """
    offer = Offer.objects.select_related("network").locked().get(pk=offer_id)
    known = queries.practised(offer.network)
    stop = Stop.objects.open().locked().filter(offer=offer).first()
    source = Round.objects.whole().locked().get(pk=stop.round_id) if stop and stop.round_id else None
    target = (
        source
        if source and source.pk == round_id
        else Round.objects.whole().locked().get(pk=round_id)
        if round_id
        else None
    )
    touched = [one for one in dict.fromkeys((source, target)) if one is not None]
    for one in touched:
        require(policy.may_change(by, one) and one.network_id == offer.network_id)
        _may_still_change(one)
    if stop and stop.state == Stop.State.ARRIVED:
        raise Refused("Le chauffeur est déjà sur place : il dira lui-même ce qu’il en est.")
    if stop is None and offer.state != Offer.State.ACCEPTED:
        raise Refused(f"L’offre {offer.reference} n’attend pas d’enlèvement.")
    change = queries.preview(offer, target, rank, known)
    before = {str(one.pk): [str(item.offer_id) for item in queries.stops_of(one)] for one in touched}

    if target is None:
        if stop:
            stop.delete()
    else:
        stop = stop or queries.planned_stop(offer, known)
        stop.round, stop.site_id = target, target.drop_off_id
        stop.save()
        others = [one for one in queries.stops_of(target) if one.pk != stop.pk]
        settle(target, [*others[: change.rank - 1], stop, *others[change.rank - 1 :]], known, by=by)
    if source is not None and (target is None or source.pk != target.pk):
        settle(source, queries.stops_of(source), known, by=by)
    for one in touched:
        one.before = before
        one.save(update_fields=["before"])
        journal.record("rounds.move", one, by=by, offer=offer.reference, rank=change.rank if one == target else None)
    return target


@transaction.atomic
def undo(round_id: uuid.UUID, *, by: Member) -> Round:
    """Put the stops back as they were before the last change made by hand."""
    round_ = Round.objects.whole().locked().get(pk=round_id)
    require(policy.may_change(by, round_))
    if not round_.before:
        raise Refused("Il n’y a pas de changement à annuler.")
    rounds = {
        pk: round_ if pk == str(round_.pk) else Round.objects.whole().locked().get(pk=uuid.UUID(pk))
        for pk in round_.before
    }
    for one in rounds.values():
        require(policy.may_change(by, one))
        _may_still_change(one)
    before, known = round_.before, queries.practised(round_.network)
    now = Stop.objects.open().filter(round__in=rounds.values())
    kept = {key for keys in before.values() for key in keys}
    for stop in now:
        if str(stop.offer_id) not in kept:
            stop.delete()
    for pk, keys in before.items():
        settle(rounds[pk], [_restored(rounds[pk], uuid.UUID(key), known) for key in keys], known, by=by)
    for one in rounds.values():
        one.before = {}
        one.save(update_fields=["before"])
    journal.record("rounds.undo", round_, by=by)
    return round_


def _restored(round_: Round, offer_id: uuid.UUID, known: Practised) -> Stop:
    done = Stop.objects.filter(round=round_, offer=offer_id).exclude(state=Stop.State.MISSED).first()
    stop = done or Stop.objects.open().filter(offer=offer_id).first()
    if stop is None:
        offer = queries.with_collection(Offer.objects.filter(pk=offer_id)).get()
        if offer.state != Offer.State.ACCEPTED:
            raise Refused(f"L’offre {offer.reference} a été reçue entre-temps : on ne peut plus revenir en arrière.")
        stop = queries.planned_stop(offer, known)
    if stop.is_open and stop.round_id != round_.pk:
        stop.round, stop.site_id = round_, round_.drop_off_id
        stop.save()
    return stop


@transaction.atomic
def assign(round_id: uuid.UUID, *, driver: Member | None, by: Member) -> Round:
    """Say who drives: a driver of the vehicle's organisation, or of the network's coordination."""
    round_ = Round.objects.whole().locked().get(pk=round_id)
    require(policy.may_change(by, round_))
    _may_still_change(round_)
    _check_driver(round_, driver)
    round_.driver = driver
    round_.save(update_fields=["driver"])
    journal.record("rounds.assign", round_, by=by, driver=str(driver.pk) if driver else None)
    return round_


def _check_driver(round_: Round, driver: Member | None) -> None:
    if driver is None:
        return
    own = driver.organisation_id == round_.vehicle.organisation_id and driver.has(Role.DRIVER, Role.LOGISTICIAN)
    if driver.network_id != round_.network_id or driver.ended_on or not own:
        raise Refused(f"Choisissez un chauffeur de {round_.vehicle.organisation}.", field="driver")


@transaction.atomic
def send(round_id: uuid.UUID, *, by: Member) -> Round:
    """Send the round to its driver's phone, and write to each donor when to expect the van.

    Sent again after a change, it writes only to those whose window changed.
    """
    round_ = Round.objects.whole().locked().get(pk=round_id)
    require(policy.may_change(by, round_))
    _may_still_change(round_)
    if round_.driver is None:
        raise Refused("Choisissez d’abord qui conduit.", field="driver")
    stops = list(
        round_.stops.open().select_related("offer", "offer__network").prefetch_related("offer__lines__category")
    )
    if not stops:
        raise Refused("Cette tournée n’a plus d’arrêt à faire.")
    if round_.state == Round.State.PLANNED:
        round_.state, round_.sent_at = Round.State.SENT, timezone.now()
        round_.save(update_fields=["state", "sent_at"])
    width = queries.practised(round_.network).practice.window_minutes
    journal.record("rounds.send", round_, by=by, stops=len(stops))
    for stop in stops:
        if stop.due_at and not (stop.told and stop.told[0] <= stop.due_at <= stop.told[1]):
            _announce(stop, width, by=by)
    return round_


def _announce(stop: Stop, width: int, *, by: Member) -> None:
    assert stop.due_at is not None
    again = stop.told is not None
    stop.told_from, stop.told_to = queries.announced_window(stop.due_at, width)
    stop.save(update_fields=["told_from", "told_to"])
    offer = stop.offer
    journal.record("rounds.announce", offer, by=by, offer=offer.reference, window=stop.window)
    subject, body = queries.announcement(stop, follow_url(offer), again=again)
    messages.write(offer.email, subject, body, by=by, network=offer.network_id)


@transaction.atomic
def recall(round_id: uuid.UUID, *, by: Member) -> Round:
    """Take a round that has not left back from the driver's phone; donors keep their window until it is sent again."""
    round_ = Round.objects.whole().locked().get(pk=round_id)
    require(policy.may_change(by, round_))
    if round_.state != Round.State.SENT:
        raise Refused(f"Cette tournée est {round_.get_state_display().lower()} : elle ne se reprend pas.")
    round_.state = Round.State.PLANNED
    round_.save(update_fields=["state"])
    journal.record("rounds.recall", round_, by=by)
    return round_


@transaction.atomic
def cancel(round_id: uuid.UUID, *, by: Member) -> Round:
    """Give a round up: what was not collected waits again, and donors who had a window are told."""
    round_ = Round.objects.whole().locked().get(pk=round_id)
    require(policy.may_change(by, round_))
    if round_.state == Round.State.CANCELLED:
        return round_
    _may_still_change(round_)
    if round_.stops.filter(state__in=(Stop.State.DONE, Stop.State.ARRIVED)).exists():
        raise Refused("Des arrêts sont déjà faits : terminez plutôt la tournée, le reste attendra la suivante.")
    for stop in round_.stops.open().select_related("offer", "offer__network"):
        if stop.told:
            postpone(stop, by=by)
    round_.stops.open().delete()
    round_.state = Round.State.CANCELLED
    round_.save(update_fields=["state"])
    journal.record("rounds.cancel", round_, by=by)
    return round_


@transaction.atomic
def postpone(stop: Stop, *, by: Member) -> None:
    """Write to a donor who expects the van that it will not come; the calling action allowed `by`."""
    offer = stop.offer
    body = (
        f"Bonjour,\n\nNous ne viendrons pas {stop.window}, comme nous vous l’avions écrit. Veuillez nous en excuser : nous "
        f"vous proposons bientôt une autre date.\n\nVotre don :\n{follow_url(offer)}\n\n{offer.network.name}\n"
    )
    subject = f"L’enlèvement de votre don {offer.reference} est reporté"
    messages.write(offer.email, subject, body, by=by, network=offer.network_id)


@transaction.atomic
def step_down(leaving: Member, to: Member | None, *, by: Member) -> int:
    """The rounds to come of a driver who leaves: to a driver of the same organisation, else to nobody yet."""
    require(organisations.may_let_go(by, leaving))
    rounds = Round.objects.whole().locked().filter(driver=leaving, state__in=(Round.State.PLANNED, Round.State.SENT))
    given = to if to is not None and to.has(Role.DRIVER, Role.LOGISTICIAN) else None
    count = 0
    for round_ in rounds:
        _check_driver(round_, given)
        round_.driver = given
        round_.save(update_fields=["driver"])
        journal.record("rounds.assign", round_, by=by, driver=str(given.pk) if given else None)
        count += 1
    return count
