"""What every act on an offer begins and ends with: its row, its state, the e-mail to the donor."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.giving.donations.models import Offer
from maillon.giving.donations.queries import follow_url
from maillon.ground.messages import actions as messages


@transaction.atomic
def lock(offer_id: uuid.UUID, *, by: Actor) -> Offer:
    """The offer, held until the transaction of the act by `by` ends."""
    return Offer.objects.select_related("network", "network__head", "donor").locked().get(pk=offer_id)


@transaction.atomic
def step(offer: Offer, state: str, *, by: Actor, **changes: Any) -> None:
    """Move an offer that is locked to another state; who may and why is the calling act's, which remembers it."""
    offer.state, offer.state_since = state, timezone.now()
    for name, value in changes.items():
        setattr(offer, name, value)
    offer.save(update_fields=["state", "state_since", *changes])


@transaction.atomic
def write(offer: Offer, subject: str, text: str, *, by: Actor) -> None:
    """Write to the donor, with the link that follows the offer."""
    body = f"Bonjour,\n\n{text}\n{follow_url(offer)}\n\n{offer.network.name}\n"
    messages.write(offer.email, subject, body, by=by, network=offer.network_id)
