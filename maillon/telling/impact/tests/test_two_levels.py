"""What the head collects and what an adherent collects add up once, whatever they hand on to each other."""

import pytest
from django.utils import timezone

from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import State
from maillon.matter.ledger.queries import balance, of_period
from maillon.matter.lots.models import Lot
from maillon.matter.transfers import actions as transfers
from maillon.telling.impact.queries import report, scope_of
from tests.factories import a_device, a_lot, a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
KEYS = (
    "lots_head",
    "lots_members",
    "mass_collected_head_kg",
    "mass_collected_members_kg",
    "mass_collected_kg",
    "items_collected",
    "donors_head",
    "donors_members",
)


def hand_on(device, *, by, to) -> None:
    """One device from one member to another, all the way."""
    transfer = transfers.open_transfer(to.organisation, agreement="C", by=by)
    transfers.add(transfer.pk, device.pk, by=by)
    transfers.send(transfer.pk, agreement="C", seals="S", by=by)
    transfers.see(transfer.pk, device.pk, by=to)
    transfers.finish(transfer.pk, site=None, seals={"S": ("intact", "")}, by=to)


def test_transfers_between_members_change_no_figure_of_collection():
    network, year = a_network(), timezone.localdate().year
    head = a_member(Role.LOGISTICIAN, Role.TECHNICIAN, network=network)
    adherent = a_member(Role.LOGISTICIAN, Role.TECHNICIAN, network=network, organisation=an_organisation("Adhérent"))
    of_head = a_lot(head, counts={"laptop": 5, "mouse": 3})
    of_adherent = a_lot(adherent, counts={"monitor": 4})
    before = report(scope_of(network, year)).values
    assert (before["lots_head"], before["lots_members"]) == (1, 1)

    there = a_device(head, lot=of_head, state=State.READY)
    hand_on(there, by=head, to=adherent)
    hand_on(there, by=adherent, to=head)
    hand_on(there, by=head, to=adherent)
    hand_on(a_device(adherent, lot=of_adherent, slug="monitor"), by=adherent, to=head)
    after = report(scope_of(network, year)).values

    assert {key: after[key] for key in KEYS} == {key: before[key] for key in KEYS}
    assert after["mass_collected_head_kg"] + after["mass_collected_members_kg"] == after["mass_collected_kg"]
    assert Lot.objects.filter(network=network).count() == 2


def test_the_balance_of_each_member_closes_and_theirs_make_the_network_s():
    network, today = a_network(), timezone.localdate()
    head = a_member(Role.LOGISTICIAN, Role.TECHNICIAN, network=network)
    adherent = a_member(Role.LOGISTICIAN, Role.TECHNICIAN, network=network, organisation=an_organisation("Adhérent"))
    lot = a_lot(head, counts={"laptop": 5})
    a_lot(adherent, counts={"monitor": 2})
    moved = a_device(head, lot=lot)
    hand_on(moved, by=head, to=adherent)

    _, whole = balance(of_period(network.pk, today, today))
    _, of_head = balance(of_period(network.pk, today, today, holder=network.head_id))
    _, of_adherent = balance(of_period(network.pk, today, today, holder=adherent.organisation_id))

    for name, value in whole.as_dict().items():
        assert value == of_head.as_dict()[name] + of_adherent.as_dict()[name], name
    assert whole.closes
    assert of_head.closes
    assert of_adherent.closes
    assert of_head.transfers_out == of_adherent.transfers_in == moved.mass_g
    assert whole.transfers_in - whole.transfers_out == 0
    assert whole.received == of_head.received + of_adherent.received
