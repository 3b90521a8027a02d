import datetime

import pytest
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.ground.journal import jobs as journal
from maillon.ground.messages.models import Message
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Account, Movement
from maillon.matter.ledger.queries import balance, of_period, stock_faults
from maillon.matter.lots.models import Regime
from maillon.matter.transfers import actions
from maillon.matter.transfers.models import Outcome, Transfer
from maillon.matter.transfers.tests.conftest import prove
from maillon.telling.impact.queries import faults
from tests.factories import a_device, a_lot, category


def healthy() -> None:
    journal.seal()
    assert [fault.message for fault in faults()] == []


def test_what_is_scanned_changes_hands_to_the_gram(pair):
    lot = a_lot(pair.sender)
    made = [a_device(pair.sender, lot=lot) for _ in range(3)]
    devices.reweigh(made[0].pk, mass_g=2_137, by=pair.sender)
    sent = pair.sent(*made)
    for device in made:
        actions.see(sent.pk, device.pk, by=pair.receiver)
    site = None
    done = pair.finish(sent.pk, site=site)

    assert done.state == Transfer.State.CLOSED
    mass = sum(Device.objects.filter(holder=pair.adherent).values_list("mass_g", flat=True))
    today = timezone.localdate()
    _, out = balance(of_period(pair.network.pk, today, today, holder=pair.network.head_id))
    _, came = balance(of_period(pair.network.pk, today, today, holder=pair.adherent.pk))
    _, whole = balance(of_period(pair.network.pk, today, today))
    assert out.transfers_out == came.transfers_in == whole.transfers_in == whole.transfers_out == mass
    assert came.stock_change == mass
    assert came.received == 0
    assert Message.objects.filter(to="tete@reseau.example", body__contains="conforme").exists()
    healthy()


def test_the_receiver_goes_on_with_the_work_where_the_sender_left_it(pair):
    device = a_device(pair.sender, state=State.TO_ERASE)
    sent = pair.sent(device)
    actions.see(sent.pk, device.pk, by=pair.receiver)
    pair.finish(sent.pk)
    assert devices.attest_no_medium(device.pk, reason="Vide", by=pair.receiver).state == State.ERASED
    with pytest.raises(Forbidden):
        devices.recycle(device.pk, reason="essai", by=pair.sender)
    healthy()


def test_each_difference_has_its_reason_before_the_end(pair):
    lot = a_lot(pair.sender)
    here, missing, damaged = (a_device(pair.sender, state=State.READY, lot=lot) for _ in range(3))
    stranger = a_device(pair.sender, lot=lot)
    sent = pair.sent(here, missing, damaged)
    for device in (here, damaged, stranger):
        actions.see(sent.pk, device.pk, by=pair.receiver)
    said = {damaged.pk: (Outcome.DAMAGED, "Dalle fendue"), stranger.pk: (Outcome.KEPT, "Glissé dans la palette")}
    with pytest.raises(Refused, match="dites pourquoi"):
        pair.finish(sent.pk, decisions=said)
    assert sent.items.exclude(outcome="").count() == 0

    said[missing.pk] = (Outcome.MISSING, "Pas dans la palette")
    done = pair.finish(sent.pk, decisions=said)

    assert done.state == Transfer.State.RECEIVED
    held = set(Device.objects.filter(holder=pair.adherent).values_list("label", flat=True))
    assert held == {here.label, damaged.label, stranger.label}
    damaged.refresh_from_db()
    assert (damaged.state, damaged.known_defects) == (State.IN_REPAIR, "Abîmé en transit : Dalle fendue")
    missing.refresh_from_db()
    assert (missing.holder, missing.transfer) == (pair.network.head, sent.pk)
    assert Message.objects.filter(to="tete@reseau.example", body__contains="3 écarts").exists()
    healthy()


@pytest.mark.parametrize(("outcome", "state", "lost"), [("stayed", State.READY, 0), ("lost", State.LOST, 1)])
def test_the_sender_says_what_became_of_what_is_missing(pair, outcome, state, lost):
    device = a_device(pair.sender, state=State.READY)
    sent = pair.sent(device)
    pair.finish(sent.pk, decisions={device.pk: ("missing", "Absent")}, by=pair.receiver)
    with pytest.raises(Forbidden):
        actions.settle(sent.pk, decisions={device.pk: (outcome, "Vu")}, by=pair.receiver)
    with pytest.raises(Refused, match="ce qui s’est passé"):
        actions.settle(sent.pk, decisions={device.pk: (outcome, "")}, by=pair.sender)
    done = actions.settle(sent.pk, decisions={device.pk: (outcome, "Vérifié")}, by=pair.sender)

    device.refresh_from_db()
    assert (done.state, device.state, device.transfer) == (Transfer.State.CLOSED, state, None)
    assert Movement.objects.filter(target=Account.LOST, holder=pair.network.head).count() == lost
    healthy()


def test_what_was_missing_and_comes_later_is_received_by_its_scan(pair):
    device = a_device(pair.sender)
    sent = pair.sent(device)
    pair.finish(sent.pk, decisions={device.pk: ("missing", "Absent")}, by=pair.receiver)
    actions.see(sent.pk, device.pk, by=pair.receiver)
    sent.refresh_from_db()
    device.refresh_from_db()
    assert (sent.state, device.holder) == (Transfer.State.CLOSED, pair.adherent)
    healthy()


def test_the_regime_is_checked_again_on_arrival(pair):
    prove(pair.adherent)
    device = a_device(pair.sender, regime=Regime.STATE_GIFT)
    sent = pair.sent(device)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    pair.adherent.qualities.update(ends_on=yesterday)
    actions.see(sent.pk, device.pk, by=pair.receiver)
    with pytest.raises(Refused, match="organisme public"):
        pair.finish(sent.pk)
    said = {device.pk: ("returned", "Notre agrément a pris fin")}
    done = pair.finish(sent.pk, decisions=said)
    device.refresh_from_db()
    assert (done.state, device.holder, device.transfer) == (Transfer.State.CLOSED, pair.network.head, None)
    healthy()


def test_bulk_follows_to_the_gram_and_what_lacks_is_a_loss_of_the_sender(pair):
    a_lot(pair.sender, counts={"laptop": 1, "mouse": 5})
    a_lot(pair.sender, counts={"laptop": 1, "mouse": 3})
    mice = (Account.ACCESSORIES, category("mouse"))
    transfer = pair.listed()
    actions.count(transfer.pk, {mice: 7}, by=pair.sender)
    actions.send(transfer.pk, agreement="C", by=pair.sender)
    bulk = transfer.bulks.get()
    with pytest.raises(Refused, match="6 reçus pour 7"):
        pair.finish(transfer.pk, bulk={bulk.pk: (6, "")}, by=pair.receiver)
    done = pair.finish(transfer.pk, bulk={bulk.pk: (6, "Sachet percé")}, by=pair.receiver)
    assert done.state == Transfer.State.RECEIVED
    actions.settle(transfer.pk, bulk={bulk.pk: ("lost", "Tombée au chargement")}, by=pair.sender)

    today, mouse = timezone.localdate(), category("mouse").default_mass_g
    units, grams = balance(of_period(pair.network.pk, today, today, holder=pair.adherent.pk))
    assert (units.transfers_in, grams.transfers_in) == (6, 6 * mouse)
    units, _ = balance(of_period(pair.network.pk, today, today, holder=pair.network.head_id))
    assert (units.transfers_out, units.losses) == (6, 1)
    assert list(stock_faults()) == []
    healthy()


def test_a_seal_is_looked_at_and_one_that_is_broken_has_its_reason(pair):
    device = a_device(pair.sender)
    sent = pair.sent(device, seals="SC-1 ; SC-2")
    actions.see(sent.pk, device.pk, by=pair.receiver)
    with pytest.raises(Refused, match="Scellé SC-1"):
        actions.finish(sent.pk, site=None, by=pair.receiver)
    with pytest.raises(Refused, match="dites pourquoi"):
        pair.finish(sent.pk, seals={"SC-1": ("intact", ""), "SC-2": ("broken", " ")})
    done = pair.finish(sent.pk, seals={"SC-1": ("intact", ""), "SC-2": ("broken", "Sangle")})

    assert done.seals_told == [("SC-1", "Intact", "ok", ""), ("SC-2", "Rompu", "stop", "Sangle")]
    assert Message.objects.filter(to="tete@reseau.example", body__contains="1 écart").exists()


def test_ending_twice_moves_nothing_more(pair):
    device = a_device(pair.sender)
    sent = pair.sent(device)
    actions.see(sent.pk, device.pk, by=pair.receiver)
    pair.finish(sent.pk)
    moved = Movement.objects.count()
    pair.finish(sent.pk)
    assert Movement.objects.count() == moved


def test_only_the_receiver_and_the_coordinator_receive(pair):
    device = a_device(pair.sender)
    sent = pair.sent(device)
    with pytest.raises(Forbidden):
        actions.see(sent.pk, device.pk, by=pair.sender)
    with pytest.raises(Forbidden):
        pair.finish(sent.pk, by=pair.sender)
    actions.see(sent.pk, device.pk, by=pair.coordinator)
    assert pair.finish(sent.pk, by=pair.coordinator).state == Transfer.State.CLOSED


def test_an_intake_is_not_undone_once_another_member_holds_the_device(pair):
    device = a_device(pair.sender)
    sent = pair.sent(device)
    actions.see(sent.pk, device.pk, by=pair.receiver)
    pair.finish(sent.pk)
    with pytest.raises(Refused, match="transféré"):
        devices.take_out(device.pk, reason="Erreur", by=pair.receiver)


def test_verify_finds_a_device_on_the_way_that_no_transfer_awaits(pair):
    device = a_device(pair.sender)
    sent = pair.sent(device)
    Device.objects.filter(pk=device.pk).update(transfer=None)
    journal.seal()
    assert [(fault.check, fault.object) for fault in faults()] == [("transfer.open", device.label)]
    Device.objects.filter(pk=device.pk).update(transfer=sent.pk)
    sent.items.all().delete()
    assert [(fault.check, fault.object) for fault in faults()] == [("transfer.open", device.label)]
