import datetime

import pytest
from django.db.models import Sum
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.common.tests.reading import pages
from maillon.ground.documents.models import Document
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Account, Movement, Stock
from maillon.matter.lots.models import Regime
from maillon.matter.transfers import actions, queries, tasks
from maillon.matter.transfers.models import Agreement, Transfer
from maillon.matter.transfers.tests.conftest import prove
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.queries.matching import ready
from tests.factories import a_device, a_lot, a_member, a_need, a_network, an_organisation, category

State_ = Transfer.State
DAY = datetime.timedelta(days=1)


def test_what_is_sent_stays_with_the_sender_until_it_is_received(pair):
    device = a_device(pair.sender, state=State.READY)
    sent = pair.sent(device)

    device.refresh_from_db()
    assert (sent.state, sent.reference[:2]) == (State_.SENT, "BT")
    assert (device.holder, device.transfer, device.state) == (pair.network.head, sent.pk, State.READY)
    assert not Movement.objects.filter(target=Account.MEMBER).exists()
    assert Message.objects.filter(to="atelier@blavet.example", subject__contains=sent.reference).exists()


def test_nothing_is_done_to_what_is_on_the_way(pair):
    device = a_device(pair.sender)
    pair.sent(device)

    for act in (
        lambda: devices.sort(device.pk, by=pair.sender),
        lambda: devices.recycle(device.pk, reason="essai", by=pair.sender),
        lambda: devices.lose(device.pk, reason="essai", by=pair.sender),
        lambda: devices.reweigh(device.pk, mass_g=1234, by=pair.sender),
    ):
        with pytest.raises(Refused, match="en transit"):
            act()


def test_a_ready_device_on_the_way_is_proposed_to_nobody(pair):
    device = a_device(pair.sender, state=State.READY)
    assert ready(pair.network, ["laptop"]) == [device]
    pair.sent(device)
    assert ready(pair.network, ["laptop"]) == []


def test_what_still_holds_data_travels_under_a_numbered_seal(pair):
    transfer = pair.listed(a_device(pair.sender, state=State.TO_ERASE))

    with pytest.raises(Refused) as refused:
        actions.send(transfer.pk, agreement="C", by=pair.sender)
    assert refused.value.field == "seals"
    assert actions.send(transfer.pk, agreement="C", seals="SC-7", by=pair.sender).state == State_.SENT


def test_nothing_leaves_without_an_agreement_nor_empty(pair):
    with pytest.raises(Refused, match="vide"):
        actions.send(pair.listed().pk, agreement="C", by=pair.sender)
    with pytest.raises(Refused, match="convention"):
        actions.send(pair.listed(a_device(pair.sender)).pk, agreement=" ", by=pair.sender)


def test_each_transfer_is_under_a_dated_agreement_between_the_two(pair):
    today = timezone.localdate()
    first = pair.sent(a_device(pair.sender))
    assert (first.under.title, first.under.starts_on) == ("Convention 2026-04", today)
    second = actions.send(pair.listed(a_device(pair.sender)).pk, agreement="", seals="S", by=pair.sender)
    assert second.under == first.under
    actions.end_agreement(first.under.pk, on=today, by=pair.receiver)
    Agreement.objects.update(starts_on=today - DAY, ends_on=today - DAY)

    with pytest.raises(Refused, match="a pris fin"):
        actions.send(pair.listed(a_device(pair.sender)).pk, agreement="convention 2026-04", seals="S", by=pair.sender)
    stranger = a_member(Role.MANAGER, network=a_network())
    assert not Agreement.objects.visible_to(stranger).exists()
    with pytest.raises(Forbidden):
        actions.end_agreement(first.under.pk, on=today, by=stranger)


def test_a_public_gift_goes_only_to_whoever_may_hold_it(pair):
    device = a_device(pair.sender, regime=Regime.STATE_GIFT)
    with pytest.raises(Refused, match="organisme public") as refused:
        pair.listed(device)
    assert "L3212-2" in refused.value.source

    prove(pair.adherent, "esus")
    assert pair.sent(device).state == State_.SENT


def test_nothing_goes_outside_the_network(pair):
    stranger = a_member(Role.LOGISTICIAN, network=a_network()).organisation
    with pytest.raises(Refused, match="ne reçoit pas"):
        actions.open_transfer(stranger, by=pair.sender)
    with pytest.raises(Refused, match="ne reçoit pas"):
        actions.open_transfer(an_organisation("Passante"), by=pair.sender)


def test_what_is_reserved_gone_or_listed_elsewhere_is_refused(pair):
    prescriber = a_member(Role.PRESCRIBER, network=pair.network)
    device = a_device(pair.sender, state=State.READY)
    needs.reserve(a_need(prescriber).items.get().pk, device.pk, by=pair.coordinator)
    with pytest.raises(Refused, match="réservé"):
        pair.listed(device)
    gone = devices.recycle(a_device(pair.sender).pk, reason="mort", by=pair.sender)
    with pytest.raises(Refused, match="plus en stock"):
        pair.listed(gone)
    twice = a_device(pair.sender)
    pair.listed(twice)
    with pytest.raises(Refused, match="déjà sur la liste"):
        pair.listed(twice)


def test_what_changed_since_it_was_listed_does_not_leave(pair):
    device = a_device(pair.sender)
    transfer = pair.listed(device)
    devices.recycle(device.pk, reason="mort", by=pair.sender)
    with pytest.raises(Refused, match="plus en stock"):
        actions.send(transfer.pk, agreement="C", seals="S", by=pair.sender)


def test_sending_twice_issues_one_waybill(pair):
    sent = pair.sent(a_device(pair.sender))
    actions.send(sent.pk, agreement="C", by=pair.sender)
    assert Document.objects.filter(kind=Document.Kind.TRANSFER).count() == 1


def test_a_transfer_is_called_back_until_a_scan_is_made_there(pair):
    device = a_device(pair.sender)
    sent = pair.sent(device)
    with pytest.raises(Refused, match="pourquoi"):
        actions.call_back(sent.pk, reason="", by=pair.sender)
    back = actions.call_back(sent.pk, reason="Mauvais camion", by=pair.sender)

    device.refresh_from_db()
    assert (back.state, device.transfer) == (State_.DRAFT, None)
    assert Message.objects.filter(subject__contains="rappelé").exists()
    again = actions.send(back.pk, agreement="C", seals="S", by=pair.sender)
    assert queries.waybill(again).replaces.reference == sent.reference

    actions.see(again.pk, device.pk, by=pair.receiver)
    with pytest.raises(Refused, match="en cours de réception"):
        actions.call_back(again.pk, reason="Trop tard", by=pair.sender)


def test_an_abandoned_list_lets_its_devices_go_elsewhere(pair):
    device = a_device(pair.sender)
    actions.cancel(pair.listed(device).pk, by=pair.sender)
    assert pair.listed(device).items.count() == 1


def test_many_labels_go_on_the_list_at_once_or_none(pair):
    lot = a_lot(pair.sender)
    made = [a_device(pair.sender, lot=lot) for _ in range(3)]
    transfer = pair.listed()
    with pytest.raises(Refused) as refused:
        actions.add_many(transfer.pk, [made[0].label, "n’importe quoi"], by=pair.sender)
    assert refused.value.field == "codes"
    assert not transfer.items.exists()
    assert len(actions.add_many(transfer.pk, [device.label for device in made], by=pair.sender)) == 3


def test_bulk_is_counted_within_what_the_sender_has(pair):
    a_lot(pair.sender, counts={"laptop": 2, "mouse": 5})
    transfer = pair.listed()
    mice = (Account.ACCESSORIES, category("mouse"))
    with pytest.raises(Refused, match="que 5"):
        actions.count(transfer.pk, {mice: 6}, by=pair.sender)
    actions.count(transfer.pk, {mice: 4}, by=pair.sender)
    assert actions.send(transfer.pk, agreement="C", by=pair.sender).state == State_.SENT
    other = actions.open_transfer(pair.adherent, by=pair.sender)
    assert [one.units for one in queries.available(other, other.created_at.date())] == [1]
    assert other.agreement == "C"
    assert (
        Stock.objects.filter(holder=pair.network.head, account=Account.ACCESSORIES).aggregate(n=Sum("units"))["n"] == 5
    )


def test_only_who_handles_the_sender_s_things_sends(pair):
    transfer = pair.listed(a_device(pair.sender))
    for by in (pair.receiver, a_member(Role.PRESCRIBER, network=pair.network)):
        with pytest.raises(Forbidden):
            actions.send(transfer.pk, agreement="C", seals="S", by=by)
    assert actions.send(transfer.pk, agreement="C", seals="S", by=pair.coordinator).state == State_.SENT


def test_the_waybill_says_what_leaves_and_under_which_seal(pair):
    device = a_device(pair.sender, state=State.TO_ERASE)
    sent = pair.sent(device, seals="SC-00418")
    text = " ".join(" ".join(pages(tasks.waybill_pdf(queries.waybill(sent)))).split())
    for told in (
        "Bon de transfert",
        device.label,
        "SC-00418",
        "Convention 2026-04",
        "Atelier du Blavet",
        sent.reference,
    ):
        assert told in text
    assert Device.objects.get(pk=device.pk).transfer == sent.pk
