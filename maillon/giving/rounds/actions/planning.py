"""Ask the solver, and keep what it proposes."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import policy, queries, tasks
from maillon.giving.rounds.actions.rounds import settle
from maillon.giving.rounds.models import Plan, Round, Stop, Vehicle
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member

LONGEST = 7


@transaction.atomic
def ask(*, days: Iterable[datetime.date], vehicles: Iterable[Vehicle], by: Member, id: uuid.UUID | None = None) -> Plan:
    """Ask for the best rounds of these days with these vehicles; the answer is computed aside and changes nothing yet."""
    if plan := repeated(Plan, id):
        return plan
    days, vehicles = sorted(set(days)), list(vehicles)
    require(all(policy.may_plan(by, vehicle) for vehicle in vehicles))
    if not vehicles:
        raise Refused("Choisissez au moins un véhicule.", field="vehicles")
    if not days:
        raise Refused("Choisissez un jour ouvré : les tournées se font du lundi au vendredi.", field="first")
    if len(days) > LONGEST:
        raise Refused("Une semaine à la fois, c’est assez : rapprochez les deux dates.", field="last")
    plan = Plan.objects.create(
        **({"id": id} if id else {}),
        network=by.network,
        asked_by=by,
        days=[day.isoformat() for day in days],
        vehicles=[str(vehicle.pk) for vehicle in vehicles],
    )
    journal.record("rounds.ask", plan, by=by, days=plan.days, vehicles=len(vehicles))
    tasks.compute.enqueue(str(plan.pk))
    return plan


@transaction.atomic
def keep(plan_id: uuid.UUID, *, drivers: Mapping[str, Member | None], by: Member) -> list[Round]:
    """Make rounds of a proposal, with a driver for each vehicle; refused when what it counted on has changed since."""
    plan = Plan.objects.select_related("network").locked().get(pk=plan_id)
    require(plan.network_id == by.network_id)
    if plan.state == Plan.State.KEPT:
        return list(Round.objects.filter(pk__in=plan.answer["kept"]))
    if plan.state != Plan.State.DONE:
        raise Refused("Ce calcul n’a pas de proposition à garder.")
    made = [_make(plan, proposed, drivers, by=by) for proposed in plan.answer["rounds"]]
    plan.state = Plan.State.KEPT
    plan.answer = {**plan.answer, "kept": [str(round_.pk) for round_ in made]}
    plan.save(update_fields=["state", "answer"])
    return made


def _make(plan: Plan, proposed: dict[str, Any], drivers: Mapping[str, Member | None], *, by: Member) -> Round:
    vehicle = Vehicle.objects.select_related("home", "drop_off", "organisation").get(pk=proposed["vehicle"])
    require(policy.may_plan(by, vehicle))
    day = datetime.date.fromisoformat(proposed["day"])
    if vehicle.withdrawn_on or Round.objects.alive().filter(vehicle=vehicle, day=day).exists():
        raise Refused(f"{vehicle} n’est plus libre le {day:%d/%m/%Y} : calculez à nouveau.")
    driver = drivers.get(proposed["vehicle"])
    round_ = Round.objects.create(
        network=plan.network,
        day=day,
        vehicle=vehicle,
        driver=driver,
        home=vehicle.home,
        drop_off=vehicle.drop_off,
        leaves_at=queries.at(day, 0),
        returns_at=queries.at(day, 0),
    )
    wanted = [uuid.UUID(key) for key in proposed["offers"]]
    offers = {
        offer.pk: offer for offer in queries.waiting(plan.network).filter(pk__in=wanted).select_for_update(of=("self",))
    }
    gone = [pk for pk in wanted if pk not in offers]
    if gone:
        names = ", ".join(Offer.objects.get(pk=pk).reference for pk in gone)
        raise Refused(f"Déjà reçu, ou mis dans une autre tournée entre-temps : {names}. Calculez à nouveau.")
    known = queries.practised(plan.network)
    stops = [queries.planned_stop(offers[pk], known) for pk in wanted]
    for rank, stop in enumerate(stops, start=1):
        stop.round, stop.site, stop.rank = round_, vehicle.drop_off, rank
    Stop.objects.bulk_create(stops)
    settle(round_, stops, known, by=by)
    journal.record("rounds.keep", round_, by=by, vehicle=vehicle.name, day=day.isoformat(), stops=len(stops))
    return round_
