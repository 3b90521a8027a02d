"""Who lets itself be quoted, and whose outcome is known and was not told yet."""

import datetime
import uuid

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from maillon.common import moments, numbers
from maillon.giving.donors.models import Quotation
from maillon.giving.donors.queries.carbon import carbon
from maillon.giving.donors.queries.outcome import PROGRESS, Outcome
from maillon.giving.donors.queries.spaces import SETTLED, lot_url
from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import Device
from maillon.matter.lots.models import Donor, Lot

MOST_REFERENCES = 12
FRESH = datetime.timedelta(days=30)
"""What was known before was told otherwise, or is no news any more: a network that brings its past in writes to nobody."""
LATEST = datetime.timedelta(days=365)
"""A donor waits no longer: what is still at work is told as such."""


def quotation_url(quotation: Quotation) -> str:
    """Where anyone reads the page of a donor."""
    donor = quotation.donor
    return settings.BASE_URL + reverse("donors:quotation", args=[donor.network.slug, quotation.pk])


def references(network: Network) -> QuerySet[Quotation]:
    """The donors who let the network name them, those who say something first."""
    agreed = Quotation.objects.published().filter(donor__network=network, listed=True)
    return agreed.select_related("donor").order_by("-sentence", "created_at")[:MOST_REFERENCES]


def settled(outcome: Outcome) -> bool:
    """Whether nothing of it is still at work."""
    return not outcome.to_label and all(line.fate != PROGRESS for line in outcome.lines)


def thanks_letter(lot: Lot, outcome: Outcome, at: datetime.datetime | None = None) -> tuple[str, str]:
    """What thanks the donor of a lot: what became of it, in figures, and the proof. It asks for nothing."""
    fates = ", ".join(share.said for share in outcome.shares if share.units)
    spared = "".join(f"\n{one.name} : {one.words} de CO₂e ({one.sources[0]})." for one in carbon(outcome)[:1])
    opening = "a trouvé sa place" if settled(outcome) else "a un an chez nous ; voici ce qu’il est devenu"
    given_on = moments.day(lot.received_on)
    body = (
        f"Bonjour,\n\nVotre don du {given_on}, lot {lot.reference}, {numbers.kg(lot.weighed_g)}, {opening} : {fates}."
        f"{spared}\n\nMerci.\n\nChaque appareil, avec la preuve de son effacement :\n{lot_url(lot, at)}\n\n"
        f"Nous n’écrivons ce message qu’une fois par don. Il ne vous demande rien.\n\n{lot.network.name}\n"
    )
    return f"Ce que votre don du {given_on} est devenu", body


def to_thank(today: datetime.date) -> QuerySet[Lot, uuid.UUID]:
    """The lots just settled, or one year old, whose donor can be written to and was not thanked; their keys."""
    devices = Device.objects.filter(lot=OuterRef("pk"))
    at_work = Exists(devices.exclude(state__in=SETTLED))
    fresh = Device.objects.filter(state_since__date__gte=today - FRESH).values("lot")
    whole = Q(~at_work, state=Lot.State.CLOSED, pk__in=fresh)
    old = Q(Exists(devices), received_on__lte=today - LATEST, received_on__gt=today - LATEST - FRESH)
    lots = Lot.objects.filter(whole | old, thanks=None, merged_into=None).exclude(donor__email="")
    return lots.order_by("received_on", "pk").values_list("pk", flat=True)


def as_typed(donor: Donor, live: Quotation | None) -> dict[str, object]:
    """What the form of the page shows: what is published, else the donor's name."""
    if live is None:
        return {"shown_name": donor.name}
    return {name: getattr(live, name) for name in ("shown_name", "sentence", "author", "listed")}


def since(donor: Donor) -> int | None:
    """The year of its first gift."""
    first = donor.lots.order_by("received_on").values_list("received_on", flat=True).first()
    return first.year if first else None
