"""Take in what was offered."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donations import policy
from maillon.giving.donations.actions.steps import lock, step, write
from maillon.giving.donations.models import Delivery, Offer
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Organisation, Site
from maillon.matter.ledger.models import Category
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Lot
from maillon.matter.lots.queries import reception_facts


@transaction.atomic
def receive(
    offer_id: uuid.UUID,
    *,
    holder: Organisation,
    received_on: datetime.date,
    weighed_g: int,
    counts: Mapping[Category, int],
    by: Member,
    site: Site | None = None,
    explanation: str = "",
    receipt: str = Document.Kind.RECEPTION,
    facts: Callable[[Lot], dict[str, Any]] = reception_facts,
    url: Callable[[Document], str] | None = None,
    sealed: bool = False,
    id: uuid.UUID | None = None,
) -> Lot:
    """Take in what was offered: a lot weighed in grams and counted, with its receipt for the donor.

    The receipt is a note of reception, or of `receipt`, which states these `facts`; `url` is where the donor reads it.
    A donor's list, or containers that came `sealed`, are checked before the balance of the lot is given.
    """
    if lot := repeated(Lot, id):
        return lot
    offer = lock(offer_id, by=by)
    require(policy.may_receive(by, offer))
    if offer.state != Offer.State.ACCEPTED or offer.donor is None:
        raise Refused(f"L’offre {offer.reference} n’attend pas de réception : acceptez-la d’abord.")
    lot = lots.receive(
        offer.donor,
        holder=holder,
        regime=offer.regime,
        received_on=received_on,
        weighed_g=weighed_g,
        counts=counts,
        announced={line.category: line.units for line in offer.lines.select_related("category")},
        site=site,
        explanation=explanation,
        offer=offer.pk,
        to_check=sealed or offer.announced.exists(),
        by=by,
        id=id,
    )
    Delivery.objects.create(offer=offer, lot=lot)
    step(offer, Offer.State.RECEIVED, by=by)
    note = documents.issue(
        receipt,
        network=offer.network,
        issuer=holder,
        recipient=offer.donor.organisation,
        about=lot.pk,
        facts=facts(lot),
        on=received_on,
        by=by,
    )
    journal.record("donations.receive", offer, by=by, offer=offer.reference, lot=lot.reference)
    taken = receipt == Document.Kind.PICKUP
    read = f"Le {note.get_kind_display().lower()}, à garder :\n{url(note)}\n\n" if url else ""
    write(
        offer,
        f"Votre don {offer.reference} {'a été enlevé' if taken else 'est arrivé'}",
        f"{'Enlevé' if taken else 'Reçu'} et pesé par {holder.name} : lot {lot.reference}, bon {note.reference}.\n\n"
        f"{read}Suivez ce qu’il devient :",
        by=by,
    )
    return lot
