"""What happens at a stop: one arrives, counts, weighs, has it signed; or it cannot be done.

Each act comes once however often its message is repeated, and says when it happened: a phone without network keeps it and
sends it later.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from maillon.common import moments, text
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donations import actions as donations
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import policy, queries, tasks
from maillon.giving.rounds.actions.rounds import postpone
from maillon.giving.rounds.models import Container, Round, Stop, Weighing
from maillon.ground.documents.models import Document
from maillon.ground.files import actions as files
from maillon.ground.files import formats
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Site
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Lot

MOST_POINTS = 4000


@dataclass(frozen=True)
class Weighed:
    """One passage on the scale, in grams, with the container that held it."""

    gross_g: int
    container: Container | None = None


def _stop(stop_id: uuid.UUID) -> Stop:
    related = ("network", "round", "round__vehicle", "round__vehicle__organisation", "site", "site__organisation")
    return Stop.objects.select_related(*related, "offer", "offer__network").locked().get(pk=stop_id)


@transaction.atomic
def arrive(stop_id: uuid.UUID, *, by: Member, at: datetime.datetime | None = None) -> Stop:
    """Say that one is there. The first arrival starts the round."""
    stop = _stop(stop_id)
    require(policy.may_collect(by, stop))
    if stop.state != Stop.State.PLANNED:
        return stop
    _check_sent(stop)
    stop.state, stop.arrived_at = Stop.State.ARRIVED, moments.believed(at)
    stop.save(update_fields=["state", "arrived_at"])
    _run(stop.round)
    journal.record("rounds.arrive", stop, by=by, offer=stop.offer.reference)
    return stop


def _check_sent(stop: Stop) -> None:
    if stop.round and stop.round.state not in (Round.State.SENT, Round.State.RUNNING):
        raise Refused(f"Cette tournée est {stop.round.get_state_display().lower()} : elle ne se fait pas maintenant.")


def _run(round_: Round | None) -> None:
    if round_ and round_.state == Round.State.SENT:
        round_.state = Round.State.RUNNING
        round_.save(update_fields=["state"])


@transaction.atomic
def collect(
    stop_id: uuid.UUID,
    *,
    counts: Mapping[Category, int],
    weighings: Sequence[Weighed],
    signer: str,
    by: Member,
    strokes: Sequence[Sequence[Sequence[float]]] = (),
    photos: Sequence[tuple[bytes, str]] = (),
    on_paper: bool = False,
    refusals: str = "",
    seals: str = "",
    explanation: str = "",
    at: datetime.datetime | None = None,
    id: uuid.UUID | None = None,
) -> Stop:
    """End a stop: what was counted, weighed and signed becomes a lot with its pickup note, sent to the donor.

    `photos` are contents and names; `seals` the numbers of the sealed containers, checked on arrival. `id` is the lot's, made by the phone. At the door of a workshop, the note is a receipt.
    """
    if lot := repeated(Lot, id):
        return Stop.objects.get(lot=lot)
    stop = _stop(stop_id)
    require(policy.may_collect(by, stop))
    if not stop.is_open:
        raise Refused(f"Cet arrêt est déjà {stop.get_state_display().lower()} : il ne se fait pas deux fois.")
    _check_sent(stop)
    _check(weighings, signer, strokes, on_paper)

    ended_at = moments.believed(at)
    stop.state, stop.ended_at = Stop.State.DONE, ended_at
    stop.arrived_at = min(stop.arrived_at or ended_at, ended_at)
    stop.signer, stop.strokes, stop.on_paper = signer.strip(), [list(stroke) for stroke in strokes], on_paper
    stop.refusals, stop.seals = refusals, ", ".join(text.several(seals))
    Weighing.objects.bulk_create(
        [
            Weighing(
                stop=stop,
                container=weighed.container,
                gross_g=weighed.gross_g,
                tare_g=weighed.container.tare_g if weighed.container else 0,
            )
            for weighed in weighings
        ]
    )
    stop.lot = donations.receive(
        stop.offer_id,
        holder=stop.site.organisation,
        received_on=timezone.localdate(ended_at),
        weighed_g=_net_g(weighings),
        counts=counts,
        site=stop.site,
        explanation=explanation,
        receipt=Document.Kind.PICKUP if stop.round else Document.Kind.RECEPTION,
        facts=lambda lot: queries.pickup_facts(lot, stop),
        url=tasks.note_url,
        sealed=bool(stop.seals),
        by=by,
        id=id,
    )
    stop.save(
        update_fields=[
            "state", "ended_at", "arrived_at", "signer", "strokes", "on_paper", "refusals", "seals", "lot",
        ]
    )  # fmt: skip
    for content, name in photos:
        files.keep(content, name=name, owner=stop, accept=formats.PHOTOS, field="photos", by=by)
    _run(stop.round)
    journal.record("rounds.collect", stop, by=by, offer=stop.offer.reference, lot=stop.lot.reference)
    return stop


def _net_g(weighings: Sequence[Weighed]) -> int:
    return sum(weighed.gross_g - (weighed.container.tare_g if weighed.container else 0) for weighed in weighings)


def _check(
    weighings: Sequence[Weighed], signer: str, strokes: Sequence[Sequence[Sequence[float]]], on_paper: bool
) -> None:
    if not weighings:
        raise Refused("Pesez au moins une fois : le bon d’enlèvement porte une masse.", field="gross_1")
    for rank, weighed in enumerate(weighings, start=1):
        if weighed.container and weighed.gross_g <= weighed.container.tare_g:
            raise Refused(
                f"« {weighed.container} » pèse plus à vide que ce brut : pesez à nouveau, ou changez de contenant.",
                field=f"gross_{rank}",
            )
    if not signer.strip():
        raise Refused("Écrivez le nom de la personne qui remet le matériel.", field="signer")
    if not strokes and not on_paper:
        raise Refused("Faites signer au doigt, ou cochez « a signé sur papier ».", field="on_paper")
    if sum(len(stroke) for stroke in strokes) > MOST_POINTS:
        raise Refused("Cette signature est trop longue : effacez-la, et faites-la plus simplement.", field="strokes")


@transaction.atomic
def miss(stop_id: uuid.UUID, *, reason: str, by: Member, remark: str = "", at: datetime.datetime | None = None) -> Stop:
    """Leave without loading, and say why: the offer waits for another round, and the donor is written to."""
    stop = _stop(stop_id)
    require(policy.may_collect(by, stop))
    if stop.state == Stop.State.MISSED:
        return stop
    if stop.state == Stop.State.DONE:
        raise Refused("Cet arrêt est chargé : son lot et son bon sont faits.")
    if reason not in Stop.Missed.values:
        raise Refused("Choisissez pourquoi l’arrêt n’a pas été fait.", field="reason")
    _check_sent(stop)
    stop.state, stop.ended_at = Stop.State.MISSED, moments.believed(at)
    stop.missed, stop.remark = reason, remark.strip()
    stop.save(update_fields=["state", "ended_at", "missed", "remark"])
    _run(stop.round)
    journal.record("rounds.miss", stop, by=by, offer=stop.offer.reference, reason=reason)
    if stop.told:
        postpone(stop, by=by)
    return stop


@transaction.atomic
def resume(stop_id: uuid.UUID, *, by: Member) -> Stop:
    """Take « not done » back: the stop is to make again, as long as its round lasts and no other has taken the offer."""
    stop = _stop(stop_id)
    require(policy.may_collect(by, stop))
    if stop.is_open:
        return stop
    _check_sent(stop)
    if stop.state == Stop.State.DONE or Stop.objects.open().filter(offer=stop.offer_id).exists():
        raise Refused("Cet arrêt ne peut plus être refait : son offre est reçue, ou dans une autre tournée.")
    stop.state, stop.ended_at, stop.missed = Stop.State.PLANNED, None, ""
    stop.save(update_fields=["state", "ended_at", "missed"])
    journal.record("rounds.resume", stop, by=by, offer=stop.offer.reference)
    return stop


@transaction.atomic
def finish(round_id: uuid.UUID, *, by: Member, at: datetime.datetime | None = None) -> Round:
    """Say that the van is unloaded: the round is over."""
    round_ = Round.objects.whole().locked().get(pk=round_id)
    require(policy.may_drive(by, round_))
    if round_.state == Round.State.DONE:
        return round_
    left = round_.stops.open().count()
    if left:
        raise Refused(
            f"Il reste {left} arrêt{'s' if left > 1 else ''} : faites-les, ou dites pourquoi ils ne se font pas."
        )
    if round_.state not in (Round.State.SENT, Round.State.RUNNING):
        raise Refused(f"Cette tournée est {round_.get_state_display().lower()} : elle ne se termine pas.")
    round_.state, round_.done_at = Round.State.DONE, moments.believed(at)
    round_.save(update_fields=["state", "done_at"])
    journal.record("rounds.finish", round_, by=by, stops=round_.stops.count())
    return round_


@transaction.atomic
def bring(offer_id: uuid.UUID, site: Site, *, by: Member, id: uuid.UUID | None = None) -> Stop:
    """A donor brings what was offered to this workshop: open the same page as on the road, without a round."""
    if stop := repeated(Stop, id):
        return stop
    offer = queries.with_collection(Offer.objects.filter(pk=offer_id).locked()).get()
    if offer.state != Offer.State.ACCEPTED:
        raise Refused(f"L’offre {offer.reference} n’attend pas de réception.")
    if current := Stop.objects.open().filter(offer=offer).first():
        if current.round is None:
            return current
        raise Refused(f"L’offre {offer.reference} est dans {current.round} : retirez-la d’abord de cette tournée.")
    stop = queries.planned_stop(offer, queries.practised(offer.network))
    if id:
        stop.pk = id
    stop.site, stop.state, stop.arrived_at = site, Stop.State.ARRIVED, timezone.now()
    require(policy.may_collect(by, stop))
    stop.save(force_insert=True)
    journal.record("rounds.bring", stop, by=by, offer=offer.reference)
    return stop
