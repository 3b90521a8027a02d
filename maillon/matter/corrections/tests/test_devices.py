"""The last act on a device undone; one machine under two labels, two machines under one."""

import pytest

from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.ground.journal import jobs as journal
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Role
from maillon.matter.arrivals import actions as arrivals
from maillon.matter.arrivals.models import Arrival
from maillon.matter.corrections import actions, queries
from maillon.matter.devices import actions as devices
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device, Label, Medium, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.ledger.models import Movement
from maillon.matter.lots import actions as lots
from maillon.matter.lots.queries import balance, facts, story
from maillon.matter.refurbishing import actions as refurbishing
from maillon.matter.refurbishing.queries import checks_for
from maillon.telling.impact.queries import faults
from tests.factories import a_device, a_lot, a_member, an_organisation, category
from tests.machines import nwipe, smartctl

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor():
    return a_member(Role.SUPERVISOR)


def verified() -> None:
    journal.seal()
    assert [fault.message for fault in faults()] == []


def image(device: Device) -> dict:
    """Everything that the device is, but for since when."""
    fresh = Device.objects.get(pk=device.pk)
    told = {column.name: getattr(fresh, column.attname) for column in Device._meta.concrete_fields}
    del told["state_since"]
    return told


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (State.RECEIVED, lambda d, by: devices.sort(d.pk, by=by)),
        (State.RECEIVED, lambda d, by: devices.recycle(d.pk, reason="cassé", by=by)),
        (State.RECEIVED, lambda d, by: devices.lose(d.pk, reason="volé", by=by)),
        (State.RECEIVED, lambda d, by: devices.reweigh(d.pk, mass_g=2_345, by=by)),
        (State.TO_ERASE, lambda d, by: devices.attest_no_medium(d.pk, reason="vide", by=by)),
        (State.TO_ERASE, lambda d, by: devices.recycle(d.pk, reason="cassé", by=by)),
        (State.ERASED, lambda d, by: devices.lose(d.pk, reason="volé", by=by)),
        (State.ERASED, lambda d, by: devices.recycle(d.pk, reason="cassé", by=by)),
        (State.IN_REPAIR, lambda d, by: devices.recycle(d.pk, reason="cassé", by=by)),
        (State.READY, lambda d, by: devices.lose(d.pk, reason="volé", by=by)),
        (State.READY, lambda d, by: devices.reweigh(d.pk, mass_g=1_800, by=by)),
    ],
)
def test_an_act_undone_leaves_the_device_as_it_was(supervisor, state, act):
    device = a_device(supervisor, state=state)
    before, held = image(device), balance(device.lot)

    act(device, supervisor)
    actions.undo(device.pk, reason="mauvais appareil scanné", by=supervisor)

    assert image(device) == before
    assert (balance(device.lot).left_g, balance(device.lot).left_units) == (held.left_g, held.left_units)
    verified()


def test_a_label_put_on_the_wrong_device_goes_back(supervisor):
    device = a_device(supervisor)
    former = device.label
    devices.relabel(device.pk, code="", by=supervisor)

    actions.undo(device.pk, reason="mauvaise étiquette", by=supervisor)

    assert Device.objects.get(pk=device.pk).label == former
    assert device.labels.count() == 2


def test_a_grade_given_by_mistake_is_taken_back(supervisor):
    device = a_device(supervisor, state=State.READY)

    actions.undo(device.pk, reason="écran non regardé", by=supervisor)

    device.refresh_from_db()
    assert (device.state, device.grade, device.tested_at) == (State.IN_REPAIR, "", None)
    assert device.cleared_at is not None
    results = {check.slug: "good" for check in checks_for(device)}
    refurbishing.examine(device.pk, results=results, cosmetic="fine", by=supervisor)
    verified()


def test_acts_are_undone_one_after_the_other_the_last_first(supervisor):
    device = a_device(supervisor)
    devices.reweigh(device.pk, mass_g=2_500, by=supervisor)
    devices.sort(device.pk, by=supervisor)

    actions.undo(device.pk, reason="un", by=supervisor)
    actions.undo(device.pk, reason="deux", by=supervisor)

    device.refresh_from_db()
    assert (device.state, device.mass_g) == (State.RECEIVED, device.category.default_mass_g)
    verified()


def test_an_entry_in_the_wrong_lot_is_taken_back_and_its_label_serves_again(supervisor):
    lot = a_lot(supervisor)
    device = devices.take_in(lot, category("laptop"), by=supervisor)
    held = balance(lot)

    actions.undo(device.pk, reason="mauvais lot", by=supervisor)

    assert not Device.objects.filter(pk=device.pk).exists()
    assert Label.objects.get(code=device.label).device is None
    assert (balance(lot).left_units, balance(lot).left_g) == (held.left_units + 1, held.left_g + device.mass_g)
    verified()


def test_what_is_undone_by_another_act_says_which(supervisor):
    device = a_device(supervisor, state=State.ERASED)
    erasure.certify(device.pk, by=supervisor)

    with pytest.raises(Refused, match="révoquez-le depuis la liste des certificats"):
        actions.undo(device.pk, reason="essai", by=supervisor)


def test_the_counter_entry_names_the_movement_that_it_corrects(supervisor):
    device = a_device(supervisor)
    devices.recycle(device.pk, reason="cassé", by=supervisor)
    gone = Movement.objects.latest("pk")

    actions.undo(device.pk, reason="mauvais appareil", by=supervisor)

    back = Movement.objects.latest("pk")
    assert (back.corrects, back.units, back.mass_g, back.reason) == (gone.pk, -1, -gone.mass_g, "mauvais appareil")
    assert (back.source, back.target) == (gone.source, gone.target)


def test_an_act_done_since_is_not_the_one_that_was_shown(supervisor):
    device = a_device(supervisor)
    devices.reweigh(device.pk, mass_g=2_500, by=supervisor)
    shown = queries.last_act(device)
    devices.sort(device.pk, by=supervisor)

    with pytest.raises(Refused, match="Autre chose a été fait"):
        actions.undo(device.pk, entry=shown.pk, reason="pesée", by=supervisor)


def test_the_technician_undoes_what_she_just_did_and_nothing_else(supervisor):
    technician, other = (a_member(Role.TECHNICIAN, network=supervisor.network) for _ in range(2))
    device = a_device(technician)
    devices.sort(device.pk, by=technician)

    with pytest.raises(Forbidden):
        actions.undo(device.pk, reason="essai", by=other)
    actions.undo(device.pk, reason="mauvais appareil", by=technician)

    assert Device.objects.get(pk=device.pk).state == State.RECEIVED


def test_an_undone_act_stays_in_the_story(supervisor):
    device = a_device(supervisor)
    devices.recycle(device.pk, reason="cassé", by=supervisor)
    actions.undo(device.pk, reason="mauvais appareil", by=supervisor)

    told = [fact.title for fact in facts(story(device.pk))]

    assert told[-2:] == ["Parti au recyclage", "Annulé : l’envoi au recyclage"]


def test_the_label_that_is_on_it_is_chosen(supervisor):
    device = a_device(supervisor)
    former = device.label
    devices.relabel(device.pk, code="", by=supervisor)

    actions.choose_label(device.pk, code=former, reason="la nouvelle s’est décollée", by=supervisor)

    assert Device.objects.get(pk=device.pk).label == former
    with pytest.raises(Refused, match="ne mène pas"):
        actions.choose_label(device.pk, code="RIEN-0000", reason="essai", by=supervisor)


def twins(supervisor, *, closed: bool = False) -> tuple[Device, Device]:
    """One machine entered twice, its disk known both times, and erased under its first label."""
    lot = a_lot(supervisor, counts={"laptop": 5})
    pair = [devices.take_in(lot, category("laptop"), by=supervisor) for _ in range(2)]
    for device in pair:
        devices.sort(device.pk, by=supervisor)
    devices.identify(pair[0].pk, smartctl("SN000042X"), name="smart.json", by=supervisor)
    # A report would have moved the disk here: only a hand that knew nothing of the first label enters it again.
    Medium.objects.create(device=pair[1], rank=1, kind=Medium.Kind.SSD, serial="SN000042X")
    Device.objects.filter(pk__in=[device.pk for device in pair]).update(manufacturer="Dell", serial="7HK2RS1")
    if closed:
        lots.close(lot, reason="vide", by=supervisor)
    return pair[0], pair[1]


@pytest.mark.parametrize("closed", [False, True])
def test_one_machine_under_two_labels_becomes_one_device(supervisor, closed):
    device, other = twins(supervisor, closed=closed)
    erasure.record_log(device.pk, nwipe("SN000042X"), name="nwipe.log", by=supervisor)
    before = balance(device.lot)

    actions.merge_devices(device.pk, other.pk, reason="deux étiquettes dessus", by=supervisor)

    assert not Device.objects.filter(pk=other.pk).exists()
    assert set(device.labels.values_list("code", flat=True)) == {device.label, other.label}
    assert device.media.get().serial == "SN000042X"
    after = balance(device.lot)
    if closed:
        assert (after.gap_units, after.gap_g) == (before.gap_units + 1, before.gap_g + other.mass_g)
    else:
        assert (after.left_units, after.left_g) == (before.left_units + 1, before.left_g + other.mass_g)
    verified()


def test_of_two_words_on_one_disk_the_less_sure_is_kept(supervisor):
    device, other = twins(supervisor)
    erasure.record_log(device.pk, nwipe("SN000042X"), name="nwipe.log", by=supervisor)
    assert Device.objects.get(pk=device.pk).state == State.ERASED

    actions.merge_devices(device.pk, other.pk, reason="la même", by=supervisor)

    device.refresh_from_db()
    assert (device.state, device.cleared_at) == (State.TO_ERASE, None)
    assert device.media.get().state == Medium.State.TO_ERASE


def test_two_machines_are_not_one(supervisor):
    device, other = twins(supervisor)
    Device.objects.filter(pk=other.pk).update(serial="AUTRE123")

    with pytest.raises(Refused, match="ce sont deux machines"):
        actions.merge_devices(device.pk, other.pk, reason="essai", by=supervisor)

    neighbour = a_member(Role.SUPERVISOR, network=supervisor.network, organisation=an_organisation("Voisine"))
    with pytest.raises(Forbidden):
        actions.merge_devices(device.pk, other.pk, reason="essai", by=neighbour)


def test_two_machines_under_one_label_are_told_apart(supervisor):
    site = supervisor.organisation.sites.get()
    token, _ = organisations.issue_token(site, network=supervisor.network, name="Banc", by=PLATFORM)
    device = a_device(supervisor)
    Device.objects.filter(pk=device.pk).update(serial="PREMIERE1", manufacturer="Dell")
    sample = reports.Report(kind="lshw", manufacturer="Dell Inc.", product="Latitude", serial="SECONDE22")
    arrival = arrivals.receive(sample, label=device.label, by=token)
    assert arrival.state == Arrival.State.WAITING
    assert [one.kind for one in queries.anomalies(supervisor)] == [queries.Kind.ONE_LABEL]

    second = actions.tell_apart(arrival.pk, reason="étiquette collée deux fois", by=supervisor)

    arrival.refresh_from_db()
    assert (arrival.state, arrival.device) == (Arrival.State.ATTACHED, second)
    assert (second.serial, second.lot) == ("SECONDE22", device.lot)
    assert Label.objects.get(code=second.label).device == second
    assert queries.anomalies(supervisor) == []
    verified()


def test_a_machine_seen_again_under_a_second_label_brings_its_disk_back_to_the_first(supervisor):
    lot = a_lot(supervisor, counts={"laptop": 5})
    first, second = (devices.take_in(lot, category("laptop"), by=supervisor) for _ in range(2))
    for device in (first, second):
        devices.sort(device.pk, by=supervisor)
        devices.identify(device.pk, smartctl("SN000042X"), name="smart.json", by=supervisor)
    erasure.record_log(second.pk, nwipe("SN000042X"), name="nwipe.log", by=supervisor)

    actions.merge_devices(first.pk, second.pk, reason="deux étiquettes dessus", by=supervisor)

    assert first.media.get().state == Medium.State.ERASED
    verified()
