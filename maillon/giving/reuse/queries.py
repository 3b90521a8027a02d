"""What is proposed to sister services, what is left of it, and where each of them finds it."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillon.common import links
from maillon.common.actors import Actor
from maillon.giving.groups.queries import sisters
from maillon.giving.reuse import policy
from maillon.giving.reuse.models import Invitee, Item, Proposal, Take
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.ledger.models import Category

LINK_DAYS = 365


@dataclass(frozen=True)
class Left:
    """One line of a proposal: how many are proposed, who took how many, how many are left."""

    item: Item
    taken: list[Take]

    @property
    def units(self) -> int:
        return self.item.units - sum(take.units for take in self.taken)


def lines(proposal: Proposal) -> list[Left]:
    """What is left of each line; two queries."""
    kept: dict[uuid.UUID, list[Take]] = {}
    for take in Take.objects.filter(item__proposal=proposal, given_back_at=None).select_related(
        "invitee__organisation"
    ):
        kept.setdefault(take.item_id, []).append(take)
    return [Left(item, kept.get(item.pk, [])) for item in proposal.items.select_related("category")]


def left_of(proposal: Proposal) -> dict[Category, int]:
    """What nobody took, by category."""
    return {line.item.category: line.units for line in lines(proposal) if line.units > 0}


def lead_url(proposal: Proposal) -> str:
    """Where whoever proposes follows it, as a link for an e-mail."""
    return settings.BASE_URL + lead_path(proposal)


def lead_path(proposal: Proposal) -> str:
    """The same on this site."""
    return reverse("reuse:lead", args=[links.seal(policy.OWN, proposal.pk)])


def take_url(invitee: Invitee) -> str:
    """Where a sister service takes, as a link for an e-mail."""
    return settings.BASE_URL + reverse("reuse:take", args=[links.seal(policy.TAKE, invitee.pk)])


def _key(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None


def led(key: str, member: Member | None) -> tuple[Proposal, Actor] | None:
    """The proposal of an address and who comes: the holder of its link, or a member who sees it."""
    proposals = Proposal.objects.select_related("network", "network__head", "organisation", "offer")
    if bearer := links.unseal(policy.OWN, key, days=LINK_DAYS):
        proposal = proposals.filter(pk=bearer.actor_id).first()
        return (proposal, bearer) if proposal else None
    pk = _key(key)
    if pk is None or member is None:
        return None
    proposal = proposals.filter(pk__in=Proposal.objects.visible_to(member).values("pk"), pk=pk).first()
    return (proposal, member) if proposal else None


def invited(key: str, member: Member | None) -> tuple[Invitee, Actor] | None:
    """The service of an address and who comes: the holder of its link, or one of its members."""
    invitees = Invitee.objects.select_related("proposal__network__head", "proposal__organisation", "organisation")
    invitees = invitees.exclude(proposal__state=Proposal.State.DRAFT)
    if bearer := links.unseal(policy.TAKE, key, days=LINK_DAYS):
        invitee = invitees.filter(pk=bearer.actor_id).first()
        return (invitee, bearer) if invitee else None
    pk = _key(key)
    if pk is None or member is None:
        return None
    own = invitees.filter(proposal=pk, proposal__network=member.network_id, organisation=member.organisation_id)
    invitee = own.first()
    return (invitee, member) if invitee else None


def seen(member: Member) -> QuerySet[Proposal]:
    """The proposals that the member sees: those that run first, the nearest end first."""
    found = Proposal.objects.visible_to(member).exclude(state=Proposal.State.DRAFT)
    return found.select_related("organisation").prefetch_related("items__category").order_by("-closes_on", "-pk")


def to_take(member: Member) -> list[Proposal]:
    """What sister services propose to hers and that still runs, the nearest end first."""
    running = Proposal.objects.running(timezone.localdate()).filter(
        network=member.network_id, invitees__organisation=member.organisation_id
    )
    return list(running.prefetch_related("items__category").order_by("closes_on"))


def services_of(network: Network, member: Member | None) -> list[Organisation]:
    """The sister services of the member's organisation, by the groups that it belongs to."""
    return list(sisters(network, member.organisation, timezone.localdate())) if member else []


def addresses(network: Network, organisations: Iterable[Organisation]) -> dict[uuid.UUID, str]:
    """Where each is written to: whoever gives for it, else its own address."""
    found = {one.pk: one.email for one in organisations if one.email}
    givers = Member.objects.active().filter(network=network, organisation__in=[one.pk for one in organisations])
    for member in givers.having(Role.DONOR).select_related("user").order_by("-since"):
        found[member.organisation_id] = member.user.email
    return found


STEPS = {
    "reuse.propose": "Préparé",
    "reuse.announce": "Proposé aux services",
    "reuse.take": "Pris",
    "reuse.give_back": "Rendu",
    "reuse.pass_on": "Reste donné au réseau",
    "reuse.finish": "Tout est pris",
    "reuse.withdraw": "Retiré",
}


def chain(proposal: Proposal) -> list[dict[str, Any]]:
    """What happened to it, and what comes next."""
    facts = [
        {"title": STEPS[entry.verb], "text": _said(entry.data), "at": entry.at, "look": ""}
        for entry in Entry.objects.about(proposal.pk).filter(verb__in=STEPS)
    ]
    if proposal.state == Proposal.State.OPEN:
        facts.append({"title": "Le reste va au réseau", "when": _after(proposal), "look": "now"})
    return facts


def _said(data: Mapping[str, Any]) -> str:
    return " ".join(filter(None, [data.get("what", ""), f"par {data['service']}" if data.get("service") else ""]))


def _after(proposal: Proposal) -> str:
    assert proposal.closes_on is not None
    return f"après le {proposal.closes_on:%d/%m/%Y}"


def over(today: datetime.date) -> list[uuid.UUID]:
    """Those whose time is over, and whose rest waits to go to the network."""
    ended = Proposal.objects.filter(state=Proposal.State.OPEN, closes_on__lt=today)
    return list(ended.order_by("closes_on").values_list("pk", flat=True))
