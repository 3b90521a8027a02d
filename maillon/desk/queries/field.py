"""What one takes along before going where there is no network."""

from dataclasses import dataclass

from django.urls import reverse

from maillon.giving.rounds import queries as rounds
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.lots.models import Lot
from maillon.matter.refurbishing import policy as refurbishing
from maillon.matter.scanning.queries import lot_card

MOST_LOTS, MOST_DEVICES = 6, 24


@dataclass(frozen=True)
class FieldPage:
    """A page that works without a network once it is kept."""

    title: str
    text: str
    url: str


def field_pages(member: Member) -> list[FieldPage]:
    """The round of the day, then the lots being taken in and the devices at the bench of the member’s organisation."""
    return [*_rounds(member), *_lots(member), *_bench(member)]


def _rounds(member: Member) -> list[FieldPage]:
    """A driver's round: its list, then each stop that is left."""
    pages = []
    for day in rounds.driver_days(member)[:1]:
        pages.append(FieldPage("Ma tournée", str(day.round.vehicle), reverse("rounds:mine")))
        pages += [
            FieldPage(f"Arrêt {rank}", stop.offer.commune.name, reverse("rounds:stop", args=[stop.pk]))
            for rank, stop in enumerate(day.stops, start=1)
            if stop.is_open
        ]
    return pages


def _lots(member: Member) -> list[FieldPage]:
    if not devices.may_take_in(member, member.organisation):
        return []
    lots = Lot.objects.visible_to(member).filter(holder=member.organisation_id).exclude(state=Lot.State.CLOSED)
    found = []
    for lot in lots.order_by("-received_on", "-created_at")[:MOST_LOTS]:
        series = reverse("scanning:series", args=[lot_card(lot)])
        found.append(
            FieldPage(f"Scanner le {str(lot).lower()} en série", "L’un après l’autre, sans toucher l’écran", series)
        )
        one = reverse("devices:panel_lot", args=[lot.pk])
        found.append(FieldPage(f"Entrer le {str(lot).lower()}", "Avec la masse de chacun, s’il est pesé", one))
    return found


def _bench(member: Member) -> list[FieldPage]:
    at_bench = (
        Device.objects.visible_to(member)
        .filter(holder=member.organisation_id, state__in=[State.ERASED, State.IN_REPAIR])
        .select_related("holder", "category", "network")
        .order_by("state_since")[:MOST_DEVICES]
    )
    return [
        FieldPage(f"Tester {device.label}", device.title, reverse("refurbishing:panel", args=[device.pk]))
        for device in at_bench
        if refurbishing.may_examine(member, device)
    ]
