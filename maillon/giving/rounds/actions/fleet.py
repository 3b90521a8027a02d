"""Vehicles, containers, habits, and what is known of each offer to collect."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import policy
from maillon.giving.rounds.models import Collection, Container, Practice, Round, Vehicle
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network, Organisation, Site

SMALLEST_G, LARGEST_G = 50_000, 44_000_000


@transaction.atomic
def enter_vehicle(
    network: Network,
    organisation: Organisation,
    *,
    name: str,
    home: Site,
    by: Actor,
    drop_off: Site | None = None,
    id: uuid.UUID | None = None,
    **fields: Any,
) -> Vehicle:
    """Enter a vehicle of an organisation; it unloads where it sleeps unless another site of the organisation is given.

    What it collects is received by its organisation: it unloads at a site of its own that receives equipment.
    """
    if isinstance(by, Member):
        require(by.network_id == network.pk and policy.may_run_fleet(by, organisation))
    if vehicle := repeated(Vehicle, id):
        return vehicle
    drop_off = drop_off or home
    if drop_off.organisation_id != organisation.pk or not drop_off.receives:
        raise Refused(f"Choisissez un site de {organisation} qui reçoit du matériel.", field="drop_off")
    if home.organisation_id != organisation.pk:
        raise Refused(f"Choisissez un site de {organisation}.", field="home")
    if not SMALLEST_G <= fields["capacity_g"] <= LARGEST_G:
        raise Refused("La charge utile d’un véhicule va de 50 kg à 44 tonnes : vérifiez l’unité.", field="capacity_g")
    if fields.get("ends_at") and fields.get("starts_at") and fields["ends_at"] <= fields["starts_at"]:
        raise Refused("Le retour vient après le départ.", field="ends_at")
    if Vehicle.objects.in_service().filter(network=network, organisation=organisation, name=name).exists():
        raise Refused(f"{organisation} a déjà un véhicule nommé « {name} ».", field="name")
    vehicle = Vehicle.objects.create(
        **({"id": id} if id else {}),
        network=network,
        organisation=organisation,
        name=name,
        home=home,
        drop_off=drop_off,
        **fields,
    )
    journal.record("rounds.enter_vehicle", vehicle, by=by, name=name, capacity_g=vehicle.capacity_g)
    return vehicle


@transaction.atomic
def withdraw_vehicle(vehicle_id: uuid.UUID, *, by: Member) -> Vehicle:
    """Take it off the road: its past rounds stay. Refused while it has a round to make."""
    vehicle = Vehicle.objects.select_related("organisation").locked().get(pk=vehicle_id)
    require(policy.may_run_fleet(by, vehicle.organisation))
    if vehicle.withdrawn_on:
        return vehicle
    coming = vehicle.rounds.filter(state__in=(Round.State.PLANNED, Round.State.SENT, Round.State.RUNNING))
    if first := coming.order_by("day").first():
        raise Refused(f"{vehicle} a une tournée le {first.day:%d/%m/%Y} : annulez-la ou finissez-la d’abord.")
    vehicle.withdrawn_on = timezone.localdate()
    vehicle.save(update_fields=["withdrawn_on"])
    journal.record("rounds.withdraw_vehicle", vehicle, by=by, name=vehicle.name)
    return vehicle


@transaction.atomic
def add_container(network: Network, *, name: str, tare_g: int, by: Actor, id: uuid.UUID | None = None) -> Container:
    """Add a kind of pallet, roll or box, with its empty weight."""
    if isinstance(by, Member):
        require(by.network_id == network.pk and policy.may_set_practice(by))
    if container := repeated(Container, id):
        return container
    if Container.objects.in_service().filter(network=network, name=name).exists():
        raise Refused(f"Un contenant s’appelle déjà « {name} ».", field="name")
    container = Container.objects.create(**({"id": id} if id else {}), network=network, name=name, tare_g=tare_g)
    journal.record("rounds.add_container", container, by=by, name=name, tare_g=tare_g)
    return container


@transaction.atomic
def withdraw_container(container_id: uuid.UUID, *, by: Member) -> Container:
    """Propose it no more; the weighings made with it keep its tare."""
    container = Container.objects.locked().get(pk=container_id)
    require(by.network_id == container.network_id and policy.may_set_practice(by))
    if container.withdrawn_on is None:
        container.withdrawn_on = timezone.localdate()
        container.save(update_fields=["withdrawn_on"])
        journal.record("rounds.withdraw_container", container, by=by, name=container.name)
    return container


@transaction.atomic
def set_practice(network: Network, *, by: Member, **values: Any) -> Practice:
    """Say how the network collects: detour, speed, durations, usual hours, window told to donors."""
    require(by.network_id == network.pk and policy.may_set_practice(by))
    if values["closes_at"] <= values["opens_at"]:
        raise Refused("La fermeture vient après l’ouverture.", field="closes_at")
    practice, _ = Practice.objects.update_or_create(network=network, defaults=values)
    told = {name: str(value) for name, value in values.items()}
    journal.record("rounds.set_practice", practice, by=by, values=told)
    return practice


@transaction.atomic
def prepare(offer_id: uuid.UUID, *, by: Member, **values: Any) -> Collection:
    """Say what an offer to collect weighs, where and when it can be collected, which workshop must get it."""
    offer = Offer.objects.locked().get(pk=offer_id)
    require(by.network_id == offer.network_id and policy.may_prepare(by))
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        raise Refused("Donnez la latitude et la longitude, ou aucune des deux.", field="latitude")
    first, last = values.get("not_before"), values.get("not_after")
    if first and last and last < first:
        raise Refused("La dernière date vient après la première.", field="not_after")
    collection, _ = Collection.objects.update_or_create(
        offer=offer, defaults={"network_id": offer.network_id, **values}
    )
    journal.record("rounds.prepare", offer, by=by, offer=offer.reference)
    return collection
