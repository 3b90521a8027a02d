"""Ask the solver, and print the pickup note."""

import datetime
import time
import uuid
from typing import Any

from django.conf import settings
from django.urls import reverse
from django_tasks import task

from maillon.common import links, pdf
from maillon.common.contracts.lot import LotReceipt
from maillon.common.contracts.parts import Signature
from maillon.giving.donations.tasks import receipt_data, reception_pdf
from maillon.giving.rounds import queries, solver
from maillon.giving.rounds.models import Plan, Stop, Vehicle
from maillon.ground.documents.models import Document

NOTE = "rounds.note"
NOTE_DAYS = 365
TELL_EVERY_S = 0.7


@task()
def compute(plan_id: str) -> str:
    """Find the best rounds of a plan. Its answer changes nothing by itself: someone keeps it, or not."""
    plan = Plan.objects.select_related("network").get(pk=uuid.UUID(plan_id))
    if plan.state not in (Plan.State.WAITING, Plan.State.RUNNING):
        return plan.state
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.RUNNING, progress=0)
    days = [datetime.date.fromisoformat(day) for day in plan.days]
    vehicles = Vehicle.objects.filter(pk__in=plan.vehicles, network=plan.network)
    found = queries.propose(plan.network, days, vehicles, progress=_teller(plan))
    plan.answer = {
        "rounds": [_told(timetable) for timetable in found.share.rounds],
        "unserved": [{"offer": visit.key, "why": why} for visit, why in found.share.unserved],
    }
    plan.state, plan.progress, plan.warning = Plan.State.DONE, 100, found.warning
    plan.save(update_fields=["answer", "state", "progress", "warning"])
    return plan.state


def _teller(plan: Plan) -> solver.Progress:
    last = time.monotonic()

    def tell(share: float) -> None:
        nonlocal last
        if time.monotonic() - last > TELL_EVERY_S:
            last = time.monotonic()
            Plan.objects.filter(pk=plan.pk).update(progress=min(99, round(100 * share)))

    return tell


def _told(timetable: solver.Timetable) -> dict[str, Any]:
    return {
        "vehicle": timetable.shift.key.partition("-")[2],
        "day": timetable.shift.day.isoformat(),
        "offers": [call.visit.key for call in timetable.calls],
    }


def note_url(document: Document) -> str:
    """Where the donor reads the note without an account."""
    return settings.BASE_URL + reverse("rounds:note", args=[links.seal(NOTE, document.pk)])


def note_pdf(document: Document) -> bytes:
    """The note of a stop: as the receipt of its lot, with the weighings, the round and the signature.

    A lot that came otherwise has no stop: its receipt is printed plain.
    """
    stop = (
        Stop.objects.select_related("offer__frame__document", "offer__frame__donor", "round__driver__user", "site")
        .filter(lot=document.about)
        .first()
    )
    if stop is None or "weighings" not in document.facts:
        return reception_pdf(document)
    data: LotReceipt = receipt_data(document)
    facts, offer, driver = document.facts, stop.offer, stop.round.driver if stop.round else None
    if document.kind == Document.Kind.PICKUP:
        data["kind"] = "pickup"
        data["place"] = ", ".join(filter(None, (offer.address, str(offer.commune))))
    data["arrived_at"], data["left_at"] = facts["arrived_at"] or None, facts["left_at"] or None
    data["round"], data["vehicle"] = facts["round"] or None, facts["vehicle"] or None
    data["refusals"] = facts["refusals"] or None
    data["seals"] = facts.get("seals") or None
    if agreement := Document.objects.filter(kind=Document.Kind.AGREEMENT, about=offer.pk).first():
        data["agreement"] = agreement.reference
    elif offer.frame:
        data["agreement"] = str(offer.frame)
    data["scale"] = "; ".join(_weighed(line) for line in facts["weighings"])
    if driver:
        data["driver"] = driver.full_name
    place, day = offer.commune.name, document.issued_on.isoformat()
    giver: Signature = {"role": "Remis par, pour le donateur", "name": stop.signer, "place": place, "signed_on": day}
    if stop.strokes:
        giver["strokes"] = stop.strokes
    else:
        giver["mention"] = "A signé sur papier"
    taker: Signature = {"role": "Enlevé par" if stop.round else f"Reçu par, pour {facts['holder']}"}
    if driver:
        taker |= {"name": driver.full_name, "capacity": "chauffeur", "place": place, "signed_on": day}
    data["signatures"] = [giver, taker]
    return pdf.compile("bon.typ", data)


def _weighed(line: dict[str, Any]) -> str:
    gross, tare = line["gross_g"] / 1000, line["tare_g"] / 1000
    held = f" − {line['container']} {tare:g} kg" if line["tare_g"] else ""
    return f"brut {gross:g} kg{held}".replace(".", ",")
