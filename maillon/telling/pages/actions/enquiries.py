"""Write to a network; settle what was written."""

import datetime
import re
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member, Network
from maillon.telling.pages import policy, queries
from maillon.telling.pages.models import Enquiry

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
MOST_LINKS = 2
MOST_AN_HOUR = 5


@transaction.atomic
def write(
    network: Network,
    *,
    topic: str,
    name: str,
    email: str,
    text: str,
    by: Actor,
    bait: bool = False,
    quick: bool = False,
    id: uuid.UUID | None = None,
) -> Enquiry:
    """Leave a message for the network; those who run it are told by e-mail.

    What looks like advertising (`bait`: the invisible field was filled; `quick`: faster than anyone types; many links;
    many messages) is kept apart and disturbs nobody: a person lets it through, or removes it.
    """
    if enquiry := repeated(Enquiry, id):
        return enquiry
    if not text.strip():
        raise Refused("Écrivez votre message.", field="text")
    enquiry = Enquiry.objects.create(
        **({"id": id} if id else {}),
        network=network,
        topic=Enquiry.Topic(topic),
        name=name,
        email=email,
        text=text,
        held=_held(network, email, text, bait=bait, quick=quick),
    )
    journal.record("pages.write", enquiry, by=by, topic=enquiry.topic, held=enquiry.held)
    if not enquiry.held:
        _tell(enquiry, by=by)
    return enquiry


def _held(network: Network, email: str, text: str, *, bait: bool, quick: bool) -> str:
    hour = timezone.now() - datetime.timedelta(hours=1)
    reasons = (
        (Enquiry.Held.BAIT, bait),
        (Enquiry.Held.QUICK, quick),
        (Enquiry.Held.LINKS, len(LINK.findall(text)) > MOST_LINKS),
        (
            Enquiry.Held.MANY,
            Enquiry.objects.filter(network=network, email__iexact=email, created_at__gt=hour).count() >= MOST_AN_HOUR,
        ),
    )
    return next((str(reason) for reason, found in reasons if found), "")


def _tell(enquiry: Enquiry, *, by: Actor) -> None:
    """One line to each person who runs the network; what was written stays on the site."""
    address = settings.BASE_URL + reverse("pages:enquiries")
    body = (
        f"Bonjour,\n\nUn visiteur a écrit à {enquiry.network.name} par la page de contact.\n"
        f"Sujet : {enquiry.get_topic_display()}.\n\nLisez son message et répondez-lui :\n{address}\n"
    )
    for to in queries.readers(enquiry.network):
        messages.write(to, "Un visiteur a écrit au réseau", body, by=by, network=enquiry.network_id)


def _lock(enquiry_id: uuid.UUID, by: Member) -> Enquiry:
    enquiry = Enquiry.objects.select_related("network").locked().get(pk=enquiry_id)
    require(policy.may_settle(by, enquiry.network))
    return enquiry


@transaction.atomic
def settle(enquiry_id: uuid.UUID, *, by: Member) -> Enquiry:
    """Say that it was answered. A second call changes nothing."""
    enquiry = _lock(enquiry_id, by)
    if enquiry.answered_at:
        return enquiry
    if enquiry.held:
        raise Refused("Ce message est retenu : laissez-le d’abord passer.")
    enquiry.answered_at, enquiry.answered_by = timezone.now(), by
    enquiry.save(update_fields=["answered_at", "answered_by"])
    journal.record("pages.settle", enquiry, by=by)
    return enquiry


@transaction.atomic
def let_through(enquiry_id: uuid.UUID, *, by: Member) -> Enquiry:
    """Say that what was held back is an honest message: it waits for an answer like the others."""
    enquiry = _lock(enquiry_id, by)
    if not enquiry.held:
        return enquiry
    was, enquiry.held = enquiry.held, ""
    enquiry.save(update_fields=["held"])
    journal.record("pages.let_through", enquiry, by=by, held=was)
    return enquiry


@transaction.atomic
def remove(enquiry_id: uuid.UUID, *, by: Member) -> None:
    """Forget a message for good: advertising, or one that was answered. One that waits is answered first."""
    enquiry = _lock(enquiry_id, by)
    if not enquiry.held and not enquiry.answered_at:
        raise Refused("Ce message attend une réponse : dites d’abord qu’il l’a reçue.")
    journal.record("pages.remove", enquiry, by=by, topic=enquiry.topic, held=enquiry.held)
    enquiry.delete()
