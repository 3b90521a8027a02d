"""What members hand on to each other at the end of the last day: on the way, received, a missing one to settle, a list."""

import datetime

from maillon.demo.book import transfers
from maillon.demo.networks.agenda import DAY, instant
from maillon.demo.networks.ground import Team
from maillon.demo.networks.scene import Scene
from maillon.matter.devices.models import Device, State
from maillon.matter.refurbishing.models import Assignment
from maillon.matter.transfers.models import Agreement, Item, Transfer

AGREEMENT = "Convention d’échange entre membres"
AGREED_ON = datetime.date(2026, 1, 12)
HOUR = datetime.timedelta(hours=1)
ANY = (State.IN_REPAIR, State.ERASED, State.TO_ERASE, State.SORTED)
SENT, RECEIVED, LACKING, LISTED = 6, 4, 4, 2


def travel(scene: Scene, head: Team, workshop: Team, other: Team) -> None:
    """The evening before today, when everything else has happened: nothing else was planned for what leaves."""
    scene.agenda.at(instant(scene.today - DAY, 19), lambda at: _exchange(scene, head, workshop, other, at))


def _exchange(scene: Scene, head: Team, workshop: Team, other: Team, at: datetime.datetime) -> None:
    for one, two in ((head, workshop), (head, other), (workshop, other)):
        told = {"title": AGREEMENT, "starts_on": AGREED_ON, "by": one.lead, "at": at}
        transfers.record_agreement(scene.book, two.organisation, **told)
    _send(scene, head, workshop, SENT, (State.TO_ERASE, State.READY), at)
    for sender, receiver, count, lacks in ((head, other, RECEIVED, 0), (workshop, head, LACKING, 1)):
        transfer, items = _send(scene, sender, receiver, count, (State.READY, *ANY), at)
        transfers.finish(
            scene.book,
            transfer,
            items,
            site=receiver.site,
            missing=items[:lacks],
            by=receiver.lead,
            at=at + HOUR,
        )
    _list(scene, other, workshop, LISTED, (State.READY, *ANY), at + HOUR)


def _list(
    scene: Scene, sender: Team, receiver: Team, count: int, states: tuple[State, ...], at: datetime.datetime
) -> tuple[Transfer, list[Item]]:
    """So many devices of these states in turn, the ones received last."""
    book, organisation = scene.book, sender.organisation
    two = {organisation.pk, receiver.organisation.pk}
    under = next(one for one in book.rows[Agreement] if {one.first.pk, one.second.pk} == two)
    made = transfers.open_transfer(book, receiver.organisation, agreement=under, by=sender.lead, at=at)
    held = [device for device in reversed(book.rows[Device]) if device.holder == organisation and not device.aside]
    taken = {one.device.pk for one in (*book.rows[Item], *book.rows[Assignment])}
    chosen: list[Device] = []
    for rank in range(count):
        turned = (*states[rank % len(states) :], *states[: rank % len(states)])
        free = (one for state in turned for one in held if one.state == state and one.pk not in taken)
        if device := next(free, None):
            taken.add(device.pk)
            chosen.append(device)
    return made, [transfers.add(book, made, device, by=sender.lead, at=at) for device in chosen]


def _send(
    scene: Scene, sender: Team, receiver: Team, count: int, states: tuple[State, ...], at: datetime.datetime
) -> tuple[Transfer, list[Item]]:
    made, items = _list(scene, sender, receiver, count, states, at)
    unproven = any(item.device.category.holds_data and item.device.cleared_at is None for item in items)
    seals = f"SC-{418 + len(scene.book.rows[Transfer]):05}" if unproven else ""
    transfers.send(scene.book, made, items, seals=seals, by=sender.lead, at=at)
    return made, items
