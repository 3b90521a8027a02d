"""Offer, keep a draft of an offer, and say what donors are told."""

import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donations import policy
from maillon.giving.donations.actions.steps import lock, write
from maillon.giving.donations.models import AnnouncedUnit, Guidance, Offer, OfferDraft, OfferLine, Sender
from maillon.giving.donations.queries import checked, guidance, same_offer
from maillon.ground.documents import actions as documents
from maillon.ground.files import actions as files
from maillon.ground.files.formats import PHOTOS
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network
from maillon.matter.erasure import actions as erasure
from maillon.matter.ledger.models import Category

MOST_AN_HOUR = 20
PHOTO = "photo"
DRAFT_DAYS = 30
LARGEST_DRAFT = 20_000


@transaction.atomic
def submit(
    network: Network,
    *,
    lines: Mapping[Category, int],
    by: Actor,
    id: uuid.UUID | None = None,
    announced: Sequence[AnnouncedUnit] = (),
    photos: Sequence[tuple[bytes, str]] = (),
    logs: Sequence[tuple[bytes, str]] = (),
    sender: str = "",
    **fields: Any,
) -> Offer:
    """Offer equipment to the network, with or without an account; the donor gets a link to follow it.

    `fields` are those of Offer: donor_kind, organisation_name, siret, contact_name, email, commune_code… `announced` are
    the lines of the donor's list, not written yet; `logs` those of the erasures that it did itself. `sender` (`common.spam.sender`) counts what comes from one connection.
    What a page sends again within the hour under another id, in the same words, is the offer already made.
    """
    if offer := repeated(Offer, id):
        return offer
    lines, fields = checked(lines, fields)
    if id and (offer := same_offer(network, lines, fields)):
        return offer
    hold_back(sender, by=by)

    member = by if isinstance(by, Member) and by.network_id == network.pk else None
    now = timezone.now()
    year = timezone.localdate().year
    offer = Offer.objects.create(
        **({"id": id} if id else {}),
        network=network,
        year=year,
        number=documents.next_number(network.head, "offer", year, by=by),
        state_since=now,
        offered_by=member,
        **fields,
    )
    OfferLine.objects.bulk_create(
        [OfferLine(offer=offer, category=category, units=units) for category, units in lines.items()]
    )
    for unit in announced:
        unit.offer = offer
    AnnouncedUnit.objects.bulk_create(announced)
    OfferDraft.objects.filter(pk=offer.pk).delete()
    erasure.keep_donor_logs(network, offer.pk, logs, by=by)
    for content, name in photos:
        files.keep(content, name=name, owner=offer, accept=PHOTOS, purpose=PHOTO, field="photos", by=by)
    journal.record(
        "donations.submit", offer, by=by, offer=offer.reference, units=sum(lines.values()), donor_kind=offer.donor_kind
    )
    write(
        offer,
        f"Votre offre de don {offer.reference} est bien arrivée",
        f"{network.name} a reçu votre offre : {offer.summary}.\n\n"
        f"Réponse sous {network.answer_days} jours ouvrés. Suivez-la, complétez-la ou retirez-la ici :",
        by=by,
    )
    return offer


@transaction.atomic
def keep_draft(
    network: Network, *, id: uuid.UUID, content: Mapping[str, list[str]], sender: str = "", by: Actor
) -> OfferDraft | None:
    """Keep what is typed of an offer to be, and forget what is too old; None once that offer was sent. No act of the domain."""
    if Offer.objects.filter(pk=id).exists():
        return None
    if len(json.dumps(dict(content))) > LARGEST_DRAFT:
        raise Refused("Ce brouillon est trop long pour être gardé : envoyez l’offre, nous la compléterons ensemble.")
    now = timezone.now()
    OfferDraft.objects.filter(kept_at__lt=now - datetime.timedelta(days=DRAFT_DAYS)).delete()
    draft = OfferDraft.objects.select_for_update().filter(pk=id).first()
    if draft is None:
        hold_back(f"d{sender[1:]}" if sender else "", by=by)
        kept_by = by if isinstance(by, Member) and by.network_id == network.pk else None
        return OfferDraft.objects.create(pk=id, network=network, content=dict(content), kept_at=now, kept_by=kept_by)
    if draft.network_id == network.pk:
        draft.content, draft.kept_at = dict(content), now
        draft.save(update_fields=["content", "kept_at"])
    return draft


@transaction.atomic
def hold_back(sender: str, *, by: Actor) -> None:
    """Count one more offer of this connection, which may send so many in an hour."""
    if not sender:
        return
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    Sender.objects.filter(hour__lt=hour - datetime.timedelta(days=1)).delete()
    Sender.objects.get_or_create(key=sender, hour=hour)
    count = Sender.objects.select_for_update().get(key=sender, hour=hour)
    if count.count >= MOST_AN_HOUR:
        raise Refused(f"{MOST_AN_HOUR} offres sont venues de votre connexion en une heure : attendez la prochaine.")
    count.count += 1
    count.save(update_fields=["count"])


@transaction.atomic
def read_guidance(offer_id: uuid.UUID, *, by: Actor) -> Offer:
    """The donor has read how to sort, in the version in force; said again of the same version, it changes nothing."""
    offer = lock(offer_id, by=by)
    require(policy.may_follow(by, offer))
    told = guidance(offer.network, Guidance.Subject.SORTING, offer.donor_kind)
    if told is None or offer.guidance_id == told.pk:
        return offer
    offer.guidance, offer.guidance_read_at = told, timezone.now()
    offer.save(update_fields=["guidance", "guidance_read_at"])
    journal.record("donations.read_guidance", offer, by=by, offer=offer.reference, version=told.version)
    return offer


@transaction.atomic
def revise_guidance(network: Network, *, subject: str, donor_kind: str, body: str, by: Member) -> Guidance:
    """Publish a new version of what a kind of donor is told; what was read before stays as it was."""
    require(policy.may_guide(by, network))
    Network.objects.select_for_update().get(pk=network.pk)
    before = guidance(network, subject, donor_kind)
    body = "\n".join(line.strip() for line in body.splitlines() if line.strip())
    if not body:
        raise Refused("Écrivez au moins une consigne.", field="body")
    if before is not None and before.body == body:
        return before
    told = Guidance.objects.create(
        network=network,
        subject=subject,
        donor_kind=donor_kind,
        version=before.version + 1 if before else 1,
        starts_on=timezone.localdate(),
        body=body,
    )
    journal.record("donations.revise_guidance", told, by=by, text=subject, donor_kind=donor_kind, version=told.version)
    return told
