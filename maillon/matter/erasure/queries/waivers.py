"""What a network asked of its workshops, of whom it asks less, and how this came."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole
from maillon.matter.devices.models import Device
from maillon.matter.erasure.models import Waiver

LAST = 20


def workshops(network: Network) -> QuerySet[Organisation]:
    """Those that erase for this network: its refurbishers."""
    role = OrganisationRole.REFURBISHER
    known = network.affiliations.filter(ended_on=None)
    erasing = [one.organisation_id for one in known if role in one.roles]
    return Organisation.objects.filter(pk__in=erasing).order_by("name")


def waiver_of(device: Device) -> Waiver | None:
    """What excuses the workshop that holds the device from the second person."""
    return Waiver.objects.filter(network=device.network_id, organisation=device.holder_id, ended_at=None).first()


def waivers(network: Network) -> QuerySet[Waiver]:
    """Each waiver with how many erasures it excused (`spared`), the running ones first."""
    found = Waiver.objects.filter(network=network).select_related("organisation", "given_by__user")
    return found.annotate(spared=Count("rechecks")).order_by("ended_at", "-created_at")


@dataclass(frozen=True)
class Turn:
    """One change of the rules: when, by whom, what was asked from then on."""

    entry: Entry
    who: str
    sentence: str


def history(network: Network) -> list[Turn]:
    """The last changes of the rules, from the journal; two queries."""
    verbs = ("erasure.set_rules", "erasure.waive", "erasure.end_waiver")
    entries = list(Entry.objects.filter(network=network.pk, verb__in=verbs).order_by("-at", "-id")[:LAST])
    authors = Member.objects.filter(pk__in={entry.actor for entry in entries if entry.actor}).select_related("user")
    names: dict[uuid.UUID | None, str] = {member.pk: member.full_name for member in authors}
    return [Turn(entry, names.get(entry.actor, ""), _sentence(entry)) for entry in entries]


def _sentence(entry: Entry) -> str:
    told = entry.data
    if entry.verb == "erasure.waive":
        return f"{told['organisation']} dispensé de relecture : {told['reason']}"
    if entry.verb == "erasure.end_waiver":
        return f"{told['organisation']} n’est plus dispensé"
    word = "attestation permise" if told["manual_entry"] else "journal exigé"
    return f"{told['recheck_percent']} % relus, {word}"
