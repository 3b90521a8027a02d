"""A lot reopened, corrected, split, merged: the ledger closes, the journal tells, the documents are issued again."""

import datetime

import pytest
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.ground.documents.models import Document
from maillon.ground.journal import jobs as journal
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Role
from maillon.matter.corrections import actions
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.ledger.models import Account, Movement, Stock
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor, Lot, Regime
from maillon.matter.lots.queries import balance, facts, story
from maillon.telling.impact.queries import faults
from tests.factories import a_device, a_donor, a_lot, a_member, a_network, an_organisation, category

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor():
    return a_member(Role.SUPERVISOR)


def dropped(by, *, counts=None, weighed_g=20_000, donor=None) -> Lot:
    """A lot with its receipt."""
    units = {category(slug): number for slug, number in (counts or {"laptop": 5, "mouse": 10}).items()}
    return lots.drop_off(
        donor or a_donor(by.network),
        holder=by.organisation,
        received_on=timezone.localdate(),
        weighed_g=weighed_g,
        counts=units,
        explanation="lot mêlé",
        by=by,
    )


def verified() -> None:
    journal.seal()
    assert [fault.message for fault in faults()] == []


def receipt(lot) -> Document:
    return Document.objects.get(about=lot.pk, kind="reception", replaced_by=None)


def test_a_lot_reopened_gives_back_what_was_unexplained_and_is_closed_anew(supervisor):
    lot = a_lot(supervisor, counts={"laptop": 3}, weighed_g=6_500)
    device = devices.take_in(lot, category("laptop"), mass_g=2_000, by=supervisor)
    lots.close(lot, reason="emballages", by=supervisor)
    devices.reweigh(device.pk, mass_g=2_040, by=supervisor)

    actions.reopen_lot(lot.pk, reason="un carton oublié", by=supervisor)

    lot.refresh_from_db()
    made = balance(lot)
    assert (lot.state, lot.closed_on) == (Lot.State.SORTING, None)
    assert (made.gap_units, made.gap_g, made.left_units, made.left_g) == (0, 0, 2, 4_460)
    verified()

    devices.take_in(lot, category("laptop"), mass_g=2_100, by=supervisor)
    lots.close(lot, reason="emballages", by=supervisor)

    lot.refresh_from_db()
    made = balance(lot)
    assert (made.gap_units, made.gap_g, made.left_g) == (1, 2_360, 0)
    verified()


def test_reopening_twice_is_reopening_once(supervisor):
    lot = a_lot(supervisor)
    lots.close(lot, reason="vide", by=supervisor)

    for _ in range(2):
        actions.reopen_lot(lot.pk, reason="erreur", by=supervisor)

    assert Entry.objects.filter(verb="corrections.reopen_lot").count() == 1
    verified()


@pytest.mark.parametrize("closed", [False, True])
def test_the_mass_and_the_counts_of_a_lot_are_put_right(supervisor, closed):
    lot = dropped(supervisor)
    devices.take_in(lot, category("laptop"), mass_g=2_000, by=supervisor)
    former = receipt(lot)
    if closed:
        lots.close(lot, reason="emballages", by=supervisor)

    actions.correct_lot(
        lot.pk,
        weighed_g=23_000,
        counts={category("laptop"): 6, category("mouse"): 8, category("monitor"): 1},
        reason="balance mal tarée",
        by=supervisor,
    )

    lot.refresh_from_db()
    made = balance(lot)
    assert (made.weighed_g, made.units, made.accessory_units) == (23_000, 15, 8)
    assert {line.count.category_id: line.count.counted for line in made.lines} == {
        "laptop": 6,
        "mouse": 8,
        "monitor": 1,
    }
    assert (made.left_units, made.left_g) == ((0, 0) if closed else (6, 23_000 - 2_000 - made.accessory_g))
    assert made.gap_units == (6 if closed else 0)
    again = receipt(lot)
    assert (again.replaces, again.facts["mass_g"], former.facts["mass_g"]) == (former, 23_000, 20_000)
    assert again.number == former.number + 1
    verified()


def test_a_correction_counts_on_the_day_of_the_reception(supervisor):
    lot = a_lot(supervisor)
    lot.received_on -= datetime.timedelta(days=40)
    lot.save(update_fields=["received_on"])

    actions.correct_lot(lot.pk, weighed_g=lot.weighed_g + 500, reason="relu", by=supervisor)

    last = Movement.objects.filter(lot=lot.pk).latest("pk")
    assert (last.on, last.mass_g, last.units) == (lot.received_on, 500, 0)
    assert last.corrects == Movement.objects.filter(lot=lot.pk).earliest("pk").pk


def test_accessories_that_left_cannot_be_counted_away(supervisor):
    lot = dropped(supervisor)
    Stock.objects.filter(lot=lot.pk, account=Account.ACCESSORIES).update(units=2, mass_g=180)

    with pytest.raises(Refused, match="Il n’en reste pas autant"):
        actions.correct_lot(lot.pk, counts={category("mouse"): 1}, reason="mal compté", by=supervisor)


def test_another_donor_gets_the_receipt_and_the_certificates(supervisor):
    lot = dropped(supervisor)
    device = a_device(supervisor, state=State.ERASED, lot=lot)
    certificate = erasure.certify(device.pk, by=supervisor)
    former, real = receipt(lot), a_donor(supervisor.network)

    actions.correct_lot(lot.pk, donor=real, reason="mauvaise fiche", by=supervisor)

    assert receipt(lot).recipient == real.organisation
    assert receipt(lot).replaces == former
    again = Document.objects.get(about=device.pk, kind="erasure", replaced_by=None)
    assert (again.replaces, again.recipient) == (certificate, real.organisation)
    verified()


def test_the_regime_follows_the_devices_unless_what_left_forbids_it(supervisor):
    state = a_donor(supervisor.network, kind=Donor.Kind.STATE)
    lot = dropped(supervisor)
    device = a_device(supervisor, lot=lot)

    actions.correct_lot(lot.pk, donor=state, regime=Regime.STATE_GIFT, reason="une préfecture", by=supervisor)

    device.refresh_from_db()
    assert device.regime == Regime.STATE_GIFT

    with pytest.raises(Refused, match="ne va pas avec ce donateur"):
        actions.correct_lot(lot.pk, regime=Regime.COMPANY_GIFT, reason="essai", by=supervisor)


def test_nothing_sold_becomes_a_public_gift(supervisor):
    lot = dropped(supervisor)
    device = a_device(supervisor, lot=lot, state=State.READY)
    Device.objects.filter(pk=device.pk).update(state=State.SOLD)
    state = a_donor(supervisor.network, kind=Donor.Kind.STATE)

    with pytest.raises(Refused, match="déjà vendus"):
        actions.correct_lot(lot.pk, donor=state, regime=Regime.STATE_GIFT, reason="une préfecture", by=supervisor)


def test_a_part_becomes_a_lot_of_its_own_with_what_its_devices_lived(supervisor):
    lot = dropped(supervisor)
    stays = devices.take_in(lot, category("laptop"), mass_g=2_000, by=supervisor)
    goes = devices.take_in(lot, category("laptop"), mass_g=2_200, by=supervisor)
    devices.reweigh(goes.pk, mass_g=2_250, by=supervisor)
    gone = devices.take_in(lot, category("laptop"), mass_g=1_900, by=supervisor)
    devices.recycle(gone.pk, reason="cassé", by=supervisor)
    other = a_donor(supervisor.network)

    part = actions.split_lot(
        lot.pk,
        weighed_g=7_000,
        counts={category("laptop"): 3, category("mouse"): 4},
        devices=[goes.pk, gone.pk],
        donor=other,
        reason="deux donateurs dans le même camion",
        by=supervisor,
    )

    lot.refresh_from_db()
    whole, made = balance(lot), balance(part)
    assert (whole.weighed_g, whole.units, whole.device_units, whole.device_g) == (13_000, 8, 1, 2_000)
    assert (made.weighed_g, made.units, made.device_units, made.device_g) == (7_000, 7, 2, 4_150)
    assert (whole.accessory_units, made.accessory_units) == (6, 4)
    assert {device.lot_id for device in Device.objects.filter(pk__in=[goes.pk, gone.pk])} == {part.pk}
    assert Device.objects.get(pk=stays.pk).lot_id == lot.pk
    assert receipt(part).recipient == other.organisation
    assert receipt(lot).facts["mass_g"] == 13_000
    verified()


def test_a_part_asked_twice_is_made_once(supervisor):
    lot = dropped(supervisor)
    told = {"weighed_g": 2_000, "counts": {category("laptop"): 1}, "reason": "à part", "by": supervisor}
    part = actions.split_lot(lot.pk, **told)

    assert actions.split_lot(lot.pk, id=part.pk, **told) == part
    assert Lot.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"weighed_g": 20_000}, "moins que le lot"),
        ({"counts": {"laptop": 6}}, "ne peut pas en compter 6"),
        ({"counts": {"laptop": 5, "mouse": 10}}, "en laisse au moins un"),
        ({"counts": {"mouse": 1}, "devices": True}, "comptez-en au moins autant"),
        ({"reason": " "}, "Dites pourquoi"),
    ],
)
def test_an_impossible_part_is_refused_and_changes_nothing(supervisor, told, sentence):
    lot = dropped(supervisor)
    device = devices.take_in(lot, category("laptop"), by=supervisor)
    counts = {category(slug): units for slug, units in told.get("counts", {"laptop": 1}).items()}

    with pytest.raises(Refused, match=sentence):
        actions.split_lot(
            lot.pk,
            weighed_g=told.get("weighed_g", 1_000),
            counts=counts,
            devices=[device.pk] if told.get("devices") else [],
            reason=told.get("reason", "essai"),
            by=supervisor,
        )

    lot.refresh_from_db()
    assert (lot.weighed_g, Lot.objects.count()) == (20_000, 1)


def test_two_lots_that_are_one_delivery_become_one(supervisor):
    donor = a_donor(supervisor.network)
    lot, into = dropped(supervisor, donor=donor), dropped(supervisor, donor=donor)
    device = devices.take_in(lot, category("laptop"), by=supervisor)
    lost = devices.take_in(lot, category("laptop"), by=supervisor)
    devices.lose(lost.pk, reason="introuvable", by=supervisor)
    former = receipt(lot)

    actions.merge_lots(lot.pk, into.pk, reason="un seul camion", by=supervisor)

    lot.refresh_from_db()
    into.refresh_from_db()
    emptied, made = balance(lot), balance(into)
    assert (lot.weighed_g, lot.state, lot.merged_into) == (0, Lot.State.CLOSED, into)
    assert (emptied.units, emptied.device_units, emptied.accessory_units, emptied.left_g) == (0, 0, 0, 0)
    assert (made.weighed_g, made.units, made.device_units, made.accessory_units) == (40_000, 30, 2, 20)
    assert Device.objects.get(pk=device.pk).lot == into
    assert (receipt(lot).replaces, receipt(lot).facts["mass_g"]) == (former, 0)
    assert receipt(into).facts["mass_g"] == 40_000
    verified()
    with pytest.raises(Refused, match="a été réuni au lot"):
        actions.reopen_lot(lot.pk, reason="essai", by=supervisor)


def test_lots_of_two_donors_are_not_merged(supervisor):
    lot, into = dropped(supervisor), dropped(supervisor)

    with pytest.raises(Refused, match="ne viennent pas du même donateur"):
        actions.merge_lots(lot.pk, into.pk, reason="essai", by=supervisor)


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.VOLUNTEER, Role.PRESCRIBER, Role.DRIVER])
def test_only_whoever_answers_for_it_corrects_a_lot(supervisor, role):
    lot = dropped(supervisor)
    other = a_member(role, network=supervisor.network)
    neighbour = a_member(Role.SUPERVISOR, network=supervisor.network, organisation=an_organisation("Voisine"))
    stranger = a_member(Role.COORDINATOR, network=a_network())

    for member in (other, neighbour, stranger):
        with pytest.raises(Forbidden):
            actions.correct_lot(lot.pk, weighed_g=1, reason="essai", by=member)
        with pytest.raises(Forbidden):
            actions.reopen_lot(lot.pk, reason="essai", by=member)


def test_the_corrections_are_told_in_the_life_of_the_lot(supervisor):
    lot = dropped(supervisor)
    actions.correct_lot(lot.pk, weighed_g=21_000, reason="balance mal tarée", by=supervisor)
    lots.close(lot, reason="vide", by=supervisor)
    actions.reopen_lot(lot.pk, reason="carton oublié", by=supervisor)

    told = {fact.title: fact.text for fact in facts(story(lot.pk))}

    assert (
        told["Lot corrigé"].replace("\u202f", " ").replace("\xa0", " ") == "21 kg au lieu de 20 kg, balance mal tarée"
    )
    assert "carton oublié" in told["Lot rouvert"]
