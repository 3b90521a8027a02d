"""What an organisation can prove of itself: noted, handed in, read, reminded of, ended."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.files import actions as files
from maillon.ground.files import formats
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import Member, Organisation, Quality, Role

Proof = tuple[bytes, str]
"""The content of a document, and its name."""


@transaction.atomic
def record_quality(
    organisation: Organisation,
    *,
    quality: str,
    starts_on: datetime.date,
    proof: str,
    by: Actor,
    ends_on: datetime.date | None = None,
    file: Proof | None = None,
    id: uuid.UUID | None = None,
) -> Quality:
    """Record what the organisation can prove, with its dates and the reference of its proof: outlets and receipts depend on it.

    The coordinator records it, never the organisation itself, which hands its proofs in.
    """
    if isinstance(by, Member):
        require(policy.may_prove(by, organisation))
    if held := repeated(Quality, id):
        return held
    held = _held(organisation, quality, starts_on, ends_on, proof, id)
    _keep(held, file, by=by)
    _remember("organisations.record_quality", held, by=by)
    return held


@transaction.atomic
def hand_in_quality(
    organisation: Organisation,
    *,
    quality: str,
    starts_on: datetime.date,
    proof: str,
    file: Proof | None,
    by: Member,
    ends_on: datetime.date | None = None,
    id: uuid.UUID | None = None,
) -> Quality:
    """Hand in a proof of one's own organisation: it counts once the network has read it."""
    require(policy.may_manage_organisation(by, organisation))
    if held := repeated(Quality, id):
        return held
    if file is None:
        raise Refused("Joignez le document : c’est lui que le réseau lit.", field="file")
    held = _held(organisation, quality, starts_on, ends_on, proof, id, pending=True)
    _keep(held, file, by=by)
    _remember("organisations.hand_in_quality", held, by=by)
    return held


def _held(
    organisation: Organisation,
    quality: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    proof: str,
    id: uuid.UUID | None,
    *,
    pending: bool = False,
) -> Quality:
    if not proof.strip():
        raise Refused(
            "Donnez la référence de la preuve : date du décret, numéro du rescrit, de l’agrément.", field="proof"
        )
    if ends_on is None and quality == Quality.Kind.INSURANCE:
        raise Refused("Une assurance a une fin : dites jusqu’à quand elle vous couvre.", field="ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("La fin précède le début.", field="ends_on")
    for other in organisation.qualities.filter(quality=quality):
        if (other.ends_on is None or other.ends_on >= starts_on) and (ends_on is None or other.starts_on <= ends_on):
            raise Refused("Cette qualité est déjà notée pour ces dates.", field="starts_on")
    return Quality.objects.create(
        **({"id": id} if id else {}),
        organisation=organisation,
        quality=Quality.Kind(quality),
        starts_on=starts_on,
        ends_on=ends_on,
        proof=proof.strip()[:120],
        pending=pending,
    )


def _keep(held: Quality, file: Proof | None, *, by: Actor) -> None:
    if file:
        files.keep(file[0], name=file[1], owner=held, accept=formats.PAPERS, by=by)


def _remember(verb: str, held: Quality, *, by: Actor, **data: Any) -> None:
    network = by.network_id if isinstance(by, Member) else None
    journal.record(verb, held.organisation, by=by, network=network, quality=held.quality, **data)


def _lock(quality_id: uuid.UUID) -> Quality:
    return Quality.objects.select_related("organisation").locked().get(pk=quality_id)


@transaction.atomic
def accept_quality(quality_id: uuid.UUID, *, by: Member) -> Quality:
    """The network has read a proof that an organisation handed in: it counts, from its first day."""
    held = _lock(quality_id)
    require(policy.may_prove(by, held.organisation))
    if not held.pending:
        return held
    held.pending = False
    held.save(update_fields=["pending"])
    _remember("organisations.accept_quality", held, by=by)
    return held


@transaction.atomic
def refuse_quality(quality_id: uuid.UUID, *, reason: str, by: Member) -> Quality:
    """The proof does not do: it is destroyed, and those who manage the organisation read why."""
    held = _lock(quality_id)
    require(policy.may_prove(by, held.organisation))
    if not held.pending:
        raise Refused(f"« {held} » a déjà été lu : il compte, ou il se finit.")
    if not reason.strip():
        raise Refused("Dites pourquoi : la structure le lira.", field="reason")
    for manager in _managers(held, by.network_id):
        messages.write(
            manager.user.email,
            f"Votre preuve ne va pas : {held}",
            f"Bonjour {manager.user.first_name},\n\nLa preuve que {held.organisation} a déposée ({held}, {held.proof}) ne "
            f"compte pas :\n\n{reason.strip()[:500]}\n\nDéposez-en une autre ici :\n\n{_hand_in_url(held)}\n\n{by.network}",
            by=by,
            network=by.network_id,
        )
    _remember("organisations.refuse_quality", held, by=by)
    files.discard_all(held, by=by)
    Quality.objects.filter(pk=held.pk).delete()
    return held


def _managers(held: Quality, network: uuid.UUID | None) -> list[Member]:
    """Those who manage the organisation, in this network or in all."""
    managing = Member.objects.active().filter(organisation=held.organisation).having(Role.MANAGER)
    if network is not None:
        managing = managing.filter(network=network)
    return list(managing.select_related("user", "network"))


def _hand_in_url(held: Quality) -> str:
    return settings.BASE_URL + reverse("organisations:hand_in_quality", args=[held.organisation_id])


@transaction.atomic
def remind_quality(quality_id: uuid.UUID, *, by: Actor) -> Quality:
    """Tell those who manage the organisation, and those who run its networks, that a proof ends or has ended."""
    held = _lock(quality_id)
    if held.ends_on is None:
        raise Refused(f"« {held} » n’a pas de fin.")
    over = held.ends_on < timezone.localdate()
    told = "est finie depuis le" if over else "finit le"
    consequence = (
        "Ce qui en dépend (reçus fiscaux, dons d’organismes publics, ventes solidaires) est refusé depuis."
        if over
        else "Sans nouvelle preuve, ce qui en dépend (reçus fiscaux, dons d’organismes publics, ventes solidaires) s’arrête."
    )
    present = held.organisation.affiliations.present().values("network")
    running = Member.objects.active().filter(network__in=present).having(Role.COORDINATOR)
    people = {one.user_id: one for one in [*_managers(held, None), *running.select_related("user", "network")]}
    for member in people.values():
        messages.write(
            member.user.email,
            f"À renouveler : {held}, {held.organisation}"[:200],
            f"Bonjour {member.user.first_name},\n\nLa preuve « {held} » de {held.organisation} {told} "
            f"{moments.day(held.ends_on)}. {consequence}\n\nDéposez la nouvelle ici :\n\n{_hand_in_url(held)}\n\nMaillon",
            by=by,
            network=member.network_id,
        )
    held.reminders = 2 if over else 1
    held.save(update_fields=["reminders"])
    _remember("organisations.remind_quality", held, by=by, ends_on=held.ends_on.isoformat())
    return held


@transaction.atomic
def end_quality(quality_id: uuid.UUID, *, ends_on: datetime.date, by: Actor) -> Quality:
    """Say the last day of a legal quality."""
    held = _lock(quality_id)
    if isinstance(by, Member):
        require(policy.may_prove(by, held.organisation))
    if ends_on < held.starts_on:
        raise Refused("La fin précède le début.", field="ends_on")
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    _remember("organisations.end_quality", held, by=by, ends_on=ends_on.isoformat())
    return held
