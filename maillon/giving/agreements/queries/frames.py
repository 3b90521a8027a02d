"""Framework agreements: those to renew first, the one that serves a gift, what each states and went through."""

import datetime
from typing import Any

from django.db.models import Case, DateField, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from maillon.common import moments
from maillon.giving.agreements.models import FRAME, Frame, Reminder
from maillon.giving.agreements.queries.texts import model_facts
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole, Quality
from maillon.matter.lots.models import Donor, Regime

LONGEST_NOTICE = 366
MONTH = datetime.timedelta(days=30)
STEPS = {
    "agreements.bind": "Signée",
    "agreements.join_paper": "Original joint",
    "agreements.use": "Don accepté",
    "agreements.remind": "Rappel envoyé",
    "agreements.renew": "Renouvelée",
    "agreements.end": "Fin",
}


def in_order(frames: QuerySet[Frame]) -> QuerySet[Frame]:
    """Those to renew first, the nearest end first; then those that run or come; then those that are over."""
    today = timezone.localdate()
    over = Q(ends_on__lt=today) | Q(ended_on__lte=today)
    # Days cannot be taken from a date in one way on both databases: a wide net here, the page says which are due.
    near = Q(ends_on__lte=today + datetime.timedelta(days=LONGEST_NOTICE), ended_on=None, renewed_by=None)
    rank = Case(When(near, then=Value(0)), When(~over, then=Value(1)), default=Value(2), output_field=IntegerField())
    related = ("donor", "donor__organisation", "beneficiary", "document", "renewed_by")
    soonest = Case(When(near | ~over, then=F("ends_on")), default=None, output_field=DateField())
    return frames.select_related(*related).annotate(rank=rank).order_by("rank", soonest, "-ends_on", "pk")


def serving(network: Network, organisation: Organisation | None, siret: str = "") -> list[Frame]:
    """Those under which this donor may give today, by its organisation or its SIRET; the one that lasts longest first."""
    if organisation is None and not siret:
        return []
    whose = Q(donor__organisation=organisation) if organisation else Q(donor__organisation__siret=siret)
    found = Frame.objects.filter(whose, network=network).in_force(timezone.localdate())
    return list(found.select_related("donor", "beneficiary", "document").order_by("-ends_on"))


def due(today: datetime.date) -> list[tuple[Frame, str]]:
    """The reminders to send that day: of each agreement that nothing follows, the last step reached, once."""
    near = Frame.objects.filter(
        ended_on=None,
        renewed_by=None,
        ends_on__gte=today - MONTH,
        ends_on__lte=today + datetime.timedelta(days=LONGEST_NOTICE),
    ).prefetch_related("reminders")
    found = []
    for frame in near:
        step = _step(frame, today)
        if step and step not in {reminder.step for reminder in frame.reminders.all()}:
            found.append((frame, step))
    return found


def _step(frame: Frame, today: datetime.date) -> str | None:
    if today > frame.ends_on:
        return Reminder.Step.OVER
    if today >= frame.ends_on - MONTH:
        return Reminder.Step.MONTH
    return Reminder.Step.NOTICE if today >= frame.warns_on else None


def ending(member: Member) -> list[Frame]:
    """Those that are to be renewed by this member, the nearest end first; one query."""
    today = timezone.localdate()
    near = Frame.objects.filter(
        network=member.network_id,
        ended_on=None,
        renewed_by=None,
        ends_on__lte=today + datetime.timedelta(days=LONGEST_NOTICE),
    )
    if not member.coordinates:
        near = near.filter(beneficiary=member.organisation_id)
    related = ("donor", "document", "renewed_by")
    return [frame for frame in near.select_related(*related).order_by("ends_on") if frame.to_renew]


def organisations(network: Network) -> QuerySet[Organisation]:
    """Those that give in this network, or may: with whom a framework agreement can be signed."""
    giving = network.affiliations.present().having(OrganisationRole.DONOR)
    known = Q(pk__in=giving.values("organisation")) | Q(donor_files__network=network)
    return Organisation.objects.filter(known, merged_into=None).distinct().order_by("name")


def usual_kind(organisation: Organisation) -> str:
    """Which kind of donor an organisation is."""
    return Donor.Kind.ESS if organisation.kind == Organisation.Kind.ASSOCIATION else Donor.Kind(organisation.kind)


def proven(organisation: Organisation, on: datetime.date) -> tuple[str | None, str | None]:
    """The quality that entitles it to receive and resell public gifts that day, and its proof."""
    kinds = (Quality.Kind.RUP, Quality.Kind.IG)
    held = next((one for one in organisation.qualities.all() if one.quality in kinds and one.covers(on)), None)
    return (str(held).lower(), held.proof) if held else (None, None)


Words = tuple[str | None, str | None]


def facts_of(frame: Frame, *, quality: Words | None = None, model: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the printed agreement states, frozen; `quality` and `model` where they are known already."""
    held, proof = quality or proven(frame.beneficiary, frame.signed_on)
    donor = frame.donor.organisation
    return {
        "donor": frame.donor.name,
        "donor_nature": frame.donor.get_kind_display(),
        "siret": donor.siret if donor else "",
        "address": ", ".join(filter(None, [donor.address, str(donor.commune)])) if donor else "",
        "beneficiary": frame.beneficiary.name,
        "beneficiary_siret": frame.beneficiary.siret,
        "beneficiary_address": ", ".join(filter(None, [frame.beneficiary.address, str(frame.beneficiary.commune)])),
        "quality": held,
        "proof": proof,
        "regime": frame.regime,
        "regime_label": str(Regime(frame.regime).label),
        "scope": frame.scope,
        "starts_on": frame.starts_on.isoformat(),
        "ends_on": frame.ends_on.isoformat(),
        "notice_days": frame.notice_days,
        "signed_on": frame.signed_on.isoformat(),
        "signatory": frame.signatory,
        "model": model or model_facts(frame.network, FRAME),
    }


def told(frame: Frame) -> list[dict[str, Any]]:
    """What happened to a framework agreement, for its timeline."""
    return [
        {
            "title": STEPS[entry.verb],
            "text": _said(entry),
            "at": entry.at,
            "look": "cut" if entry.verb == "agreements.end" else "",
        }
        for entry in Entry.objects.about(frame.pk).filter(verb__in=STEPS)
    ]


def _said(entry: Entry) -> str:
    data = entry.data
    if entry.verb == "agreements.bind":
        return f"jusqu’au {moments.day(datetime.date.fromisoformat(data['ends_on']))}"
    if entry.verb == "agreements.remind":
        return str(Reminder.Step(data["step"]).label).lower()
    return f"offre {data['offer']}" if "offer" in data else data.get("why", "")
