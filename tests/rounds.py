"""A network that collects: the stage of the tests of `rounds`."""

import datetime
import io
import itertools
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from PIL import Image

from maillon.common import links
from maillon.common.actors import PLATFORM
from maillon.giving.donations import actions as donations
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import actions as rounds
from maillon.giving.rounds import tasks as rounds_tasks
from maillon.giving.rounds.models import Container, Plan, Round, Stop, Vehicle
from maillon.ground.documents.models import Document
from maillon.ground.files import actions as files
from maillon.ground.organisations.models import Member, Network, Role, Site
from maillon.matter.lots.models import Regime
from tests.factories import PONTIVY, a_member, a_network, category

# Around Pontivy, where the depot is.
COMMUNES = ("56041", "22219", "22266", "22024", "29027", "29024", "56066", "56073", "56117", "56091", "22147", "22136")
_rank = itertools.count(1)


@dataclass(frozen=True)
class Fleet:
    """Who plans, who drives, what."""

    network: Network
    coordinator: Member
    logistician: Member
    driver: Member
    depot: Site
    vehicle: Vehicle
    rolls: Container

    def offer(self, commune_code: str = COMMUNES[0], **fields: Any) -> Offer:
        """An accepted offer that waits to be collected."""
        lines = fields.pop("lines", {"laptop": 12})
        said = {
            "donor_kind": "company",
            "organisation_name": f"Donateur {next(_rank)}",
            "contact_name": "Loïc Hamon",
            "email": "loic@donateur.example",
            "phone": "+33261910012",
            "address": "3 rue de l’Écluse",
            **fields,
        }
        made = donations.submit(
            self.network,
            lines={category(slug): units for slug, units in lines.items()},
            by=PLATFORM,
            commune_code=commune_code,
            **said,
        )
        return donations.accept(made.pk, regime=Regime.COMPANY_GIFT, by=self.coordinator)

    def offers(self, count: int) -> list[Offer]:
        return [self.offer(code) for code, _ in zip(itertools.cycle(COMMUNES), range(count), strict=False)]

    def planned(self, count: int = 3, *, day: datetime.date | None = None, vehicle: Vehicle | None = None) -> Round:
        """A round with so many new stops, its driver chosen."""
        wanted = {offer.pk for offer in self.offers(count)}
        vehicle, day = vehicle or self.vehicle, day or today()
        plan = Plan.objects.create(
            network=self.network,
            asked_by=self.coordinator,
            days=[day.isoformat()],
            vehicles=[str(vehicle.pk)],
            state=Plan.State.DONE,
            answer={
                "rounds": [
                    {"vehicle": str(vehicle.pk), "day": day.isoformat(), "offers": [str(pk) for pk in sorted(wanted)]}
                ],
                "unserved": [],
            },
        )
        (round_,) = rounds.keep(plan.pk, drivers={str(vehicle.pk): self.driver}, by=self.coordinator)
        return round_

    def sent(self, count: int = 3, **fields: Any) -> Round:
        return rounds.send(self.planned(count, **fields).pk, by=self.coordinator)

    def van(self, name: str, **fields: Any) -> Vehicle:
        return a_vehicle(self.network, self.depot, name=name, **fields)


def a_fleet() -> Fleet:
    network = a_network()
    head = network.head
    coordinator = a_member(Role.COORDINATOR, network=network)
    depot = head.sites.get()
    return Fleet(
        network,
        coordinator,
        a_member(Role.LOGISTICIAN, network=network),
        a_member(Role.DRIVER, network=network),
        depot,
        a_vehicle(network, depot),
        rounds.add_container(network, name="Rolls", tare_g=22_000, by=coordinator),
    )


def a_vehicle(network: Network, depot: Site, **fields: Any) -> Vehicle:
    said = {
        "name": "Trafic",
        "capacity_g": 980_000,
        "volume_l": 6_000,
        "cost_km_cents": 45,
        "cost_hour_cents": 2_500,
        "starts_at": datetime.time(8),
        "ends_at": datetime.time(17, 30),
        "co2e_g_km": 200,
        **fields,
    }
    return rounds.enter_vehicle(network, depot.organisation, home=depot, by=PLATFORM, **said)


def today() -> datetime.date:
    return timezone.localdate()


def next_monday() -> datetime.date:
    day = today() + datetime.timedelta(days=1)
    return day + datetime.timedelta(days=-day.weekday() % 7)


def collected(stop: Stop, *, by: Member, **fields: Any) -> Stop:
    """The stop done as announced, weighed in one go."""
    counts = {line.category: line.units for line in stop.offer.lines.select_related("category")}
    gross = sum(kind.default_mass_g * units for kind, units in counts.items())
    said: dict[str, Any] = {
        "counts": counts,
        "weighings": [rounds.Weighed(gross)],
        "signer": "Loïc Hamon, gardien",
        "strokes": [[[0.1, 0.5], [0.4, 0.2], [0.8, 0.6]]],
        **fields,
    }
    return rounds.collect(stop.pk, by=by, **said)


def a_photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(content, "JPEG")
    return content.getvalue()


def a_collection(by: Member) -> dict[str, Any]:
    """A round sent to whoever drives, with one stop; an offer that waits; one that was brought, with its receipt."""
    offers = [
        donations.accept(
            donations.submit(
                by.network,
                lines={category("laptop"): 4},
                by=PLATFORM,
                donor_kind="company",
                organisation_name=f"Donateur {rank}",
                contact_name="Camille",
                email="don@ici.example",
                commune_code=PONTIVY,
            ).pk,
            regime="don_sans_recu",
            by=by,
        )
        for rank in (1, 2, 3)
    ]
    vehicle = rounds.enter_vehicle(
        by.network,
        by.organisation,
        name="Trafic",
        home=by.organisation.sites.get(),
        capacity_g=980_000,
        volume_l=6_000,
        cost_km_cents=45,
        cost_hour_cents=2_500,
        by=by,
    )
    day = timezone.localdate()
    answer = {
        "rounds": [{"vehicle": str(vehicle.pk), "day": day.isoformat(), "offers": [str(offers[0].pk)]}],
        "unserved": [],
    }
    plan = Plan.objects.create(
        network=by.network, asked_by=by, days=[day.isoformat()], vehicles=[str(vehicle.pk)], state="done", answer=answer
    )
    (made,) = rounds.keep(plan.pk, drivers={str(vehicle.pk): by}, by=by)
    rounds.send(made.pk, by=by)
    brought = rounds.bring(offers[2].pk, by.organisation.sites.get(), by=by)
    rounds.collect(
        brought.pk,
        counts={category("laptop"): 4},
        weighings=[rounds.Weighed(6_400)],
        signer="Camille",
        on_paper=True,
        by=by,
    )
    lot = Stop.objects.get(pk=brought.pk).lot_id
    photo = files.keep(a_photo(), name="chargement.jpg", owner=made.stops.get(), by=by)
    return {
        "pk": made.pk,
        "plan": plan.pk,
        "vehicle": vehicle.pk,
        "container": rounds.add_container(by.network, name="Rolls", tare_g=22_000, by=by).pk,
        "stop": made.stops.get().pk,
        "photo": photo.pk,
        "offer": offers[1].pk,
        "note": links.seal(rounds_tasks.NOTE, Document.objects.get(about=lot).pk),
    }
