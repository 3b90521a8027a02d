"""The page of the best share: one line a request, what is missing, and the rule."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy as devices
from maillon.sharing.needs.models import Need, NeedItem
from maillon.sharing.needs.queries.matching import Match, ready, share, waiting_items
from maillon.sharing.needs.queries.shortage import Shortage, shortages, unanswered


@dataclass(frozen=True)
class Proposal:
    """What one request would get: all that it waits for, or a part."""

    need: Need
    matches: list[Match] = field(default_factory=list)
    missing: int = 0
    may_reserve: bool = True
    remark: str = ""

    @property
    def pairs(self) -> list[str]:
        return [f"{match.item.pk}:{match.device.pk}" for match in self.matches]

    @property
    def journey(self) -> str:
        """The longest of its devices."""
        return max(self.matches, key=lambda match: match.distance_km).journey

    @property
    def reasons(self) -> list[str]:
        return list(dict.fromkeys(reason for match in self.matches for reason in match.merits))

    @property
    def warnings(self) -> list[str]:
        return list(dict.fromkeys(warning for match in self.matches for warning in match.warnings))


@dataclass(frozen=True)
class SharePage:
    """The whole share, as one reads it before confirming."""

    needs: int
    devices: int
    proposals: list[Proposal]
    shortages: list[Shortage]
    unanswered: int

    @property
    def confirmable(self) -> list[Proposal]:
        return [proposal for proposal in self.proposals if proposal.may_reserve]

    @property
    def pairs(self) -> list[str]:
        return [pair for proposal in self.confirmable for pair in proposal.pairs]


def plan_page(member: Member, today: datetime.date) -> SharePage:
    """The best share of the network's ready devices over its queue, as this member may confirm it."""
    items = waiting_items(member.network)
    stock = ready(member.network, {item.category_id for item in items})
    matches = share(items, stock, today)
    return SharePage(
        needs=len({item.need_id for item in items}),
        devices=len(stock),
        proposals=_proposals(member, items, matches, today),
        shortages=shortages(member.network, items, stock, matches),
        unanswered=unanswered(member.network),
    )


def _proposals(member: Member, items: list[NeedItem], matches: list[Match], today: datetime.date) -> list[Proposal]:
    wanted: dict[object, list[NeedItem]] = {}
    for item in items:
        wanted.setdefault(item.need_id, []).append(item)
    found: dict[object, list[Match]] = {}
    for match in matches:
        found.setdefault(match.item.need_id, []).append(match)
    oldest = {item.category_id: item.need_id for item in reversed(items)}
    return [
        Proposal(
            need=lines[0].item.need,
            matches=lines,
            missing=len(wanted[need]) - len(lines),
            may_reserve=all(devices.may_reserve(member, line.device) for line in lines),
            remark=_remark(lines[0], oldest),
        )
        for need, lines in found.items()
    ]


def _remark(match: Match, oldest: Mapping[str, object]) -> str:
    """Why it comes now, when its age alone says it."""
    if oldest.get(match.item.category_id) == match.item.need_id:
        return f"La plus ancienne pour « {match.item.category.name.lower()} »"
    return ""
