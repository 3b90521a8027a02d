"""A report that arrived finds its device: by its numbers, by its label, or because somebody says so."""

import dataclasses

import pytest

from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.ground.journal.models import Entry
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Role
from maillon.matter.arrivals import actions, queries
from maillon.matter.arrivals.models import Arrival
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, MachineReport, State
from maillon.matter.devices.reports import Disk, Medium, Report
from tests.factories import PONTIVY, a_device, a_lot, a_member, an_organisation
from tests.machines import smartctl

pytestmark = pytest.mark.django_db
THINKPAD = Report(
    "glpi",
    manufacturer="LENOVO",
    product="ThinkPad T480",
    serial="PF12QW9K",
    uuid="5a4d5561-0102-4304-8506-0708090a0b0c",
    ram_mib=8192,
    disks=(Disk("KINGSTON SA400S37240G", "50026B7684F3A1C2", 240 * 10**9, Medium.SSD),),
)
NAMELESS = Report("lshw", ram_mib=4096)


@pytest.fixture
def technician():
    return a_member(Role.TECHNICIAN)


@pytest.fixture
def bench(technician):
    return token_of(technician)


def token_of(member):
    site = member.organisation.sites.first()
    return organisations.issue_token(site, network=member.network, name="Banc", by=PLATFORM)[0]


def changed(report: Report = THINKPAD, **fields) -> Report:
    return dataclasses.replace(report, **fields)


def test_a_report_that_nobody_waits_for_waits(technician, bench):
    a_device(technician)

    arrival = actions.receive(THINKPAD, by=bench)

    assert (arrival.state, arrival.device, arrival.trouble) == (Arrival.State.WAITING, None, "")
    assert Arrival.objects.get().report == THINKPAD


@pytest.mark.parametrize(
    "known",
    [
        {"serial": "pf12qw9k"},
        {"serial": "PF12QW9K", "manufacturer": "Lenovo"},
        {"hardware_uuid": "61554D5A-0201-0443-8506-0708090A0B0C"},
    ],
    ids=["serial", "serial and maker", "uuid in the other byte order"],
)
def test_a_known_machine_finds_its_device_by_itself(technician, bench, known):
    device = a_device(technician)
    Device.objects.filter(pk=device.pk).update(**known)

    arrival = actions.receive(changed(serial="PF12QW9K"), by=bench)

    assert (arrival.state, arrival.device) == (Arrival.State.ATTACHED, device)
    assert MachineReport.objects.get().device == device
    entry = Entry.objects.get(verb="devices.identify")
    assert (entry.actor_kind, entry.actor, entry.organisation) == ("site_token", bench.pk, technician.organisation_id)


@pytest.mark.parametrize("state", [State.READY, State.TO_ERASE, State.IN_REPAIR])
def test_a_machine_known_at_any_step_of_the_bench_is_recognised(technician, bench, state):
    device = a_device(technician, state=state)
    Device.objects.filter(pk=device.pk).update(serial="PF12QW9K")

    arrival = actions.receive(THINKPAD, by=bench)

    assert arrival.device == device
    assert Device.objects.get(pk=device.pk).state == State.TO_ERASE  # a disk that nobody had seen


@pytest.mark.parametrize(
    "known",
    [
        {"serial": "PF12QW9K", "manufacturer": "ASUSTeK"},
        {"serial": "PF12QW9K", "state": State.RECYCLED},
        {"serial": "PF12QW9"},
        {"serial": ""},
    ],
    ids=["another maker", "gone", "a shorter number", "no number"],
)
def test_another_machine_is_not_taken_for_it(technician, bench, known):
    device = a_device(technician)
    Device.objects.filter(pk=device.pk).update(**known)

    assert actions.receive(changed(uuid=None), by=bench).device is None


def test_two_devices_that_answer_leave_it_to_a_person(technician, bench):
    for _ in range(2):
        Device.objects.filter(pk=a_device(technician).pk).update(hardware_uuid=THINKPAD.uuid)

    assert actions.receive(THINKPAD, by=bench).device is None


def test_a_machine_held_by_another_organisation_is_not_theirs_to_describe(technician):
    device = a_device(technician)
    Device.objects.filter(pk=device.pk).update(serial="PF12QW9K")
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation("Voisine"))
    organisations.open_site(neighbour.organisation, name="Atelier", commune_code=PONTIVY, by=PLATFORM)

    elsewhere = actions.receive(THINKPAD, by=token_of(neighbour), label=device.label)

    assert elsewhere.device is None
    assert "n’est pas tenu par Voisine" in elsewhere.trouble
    assert not MachineReport.objects.exists()
    assert not Arrival.objects.visible_to(technician).exists()


def test_a_label_wins_when_the_machine_has_no_number(technician, bench):
    device = a_device(technician)

    arrival = actions.receive(NAMELESS, by=bench, sender="sonde 1", label=device.label)

    assert arrival.device == device
    assert Device.objects.get(pk=device.pk).ram_mib == 4096


def test_a_label_on_no_device_is_said(technician, bench):
    label = devices.print_labels(1, by=technician)[0]

    assert "Aucun appareil ne porte" in actions.receive(NAMELESS, by=bench, label=label.code).trouble
    assert "Aucun appareil ne porte" in actions.receive(THINKPAD, by=bench, label="n’importe quoi").trouble


def test_a_label_of_another_machine_is_said_and_changes_nothing(technician, bench):
    device = a_device(technician)
    Device.objects.filter(pk=device.pk).update(serial="AUTRE-1234")

    arrival = actions.receive(THINKPAD, by=bench, label=device.label)

    assert "autre machine" in arrival.trouble
    assert (arrival.state, arrival.label) == (Arrival.State.WAITING, device.label)
    assert Device.objects.get(pk=device.pk).ram_mib is None


def test_a_stick_that_visits_two_machines_sends_two_arrivals(bench):
    first = actions.receive(THINKPAD, by=bench, sender="usb-2026-01-01")
    second = actions.receive(changed(serial="PF99ZZ1A", uuid=None), by=bench, sender="usb-2026-01-01")

    assert first.pk != second.pk


def test_a_machine_without_numbers_sent_twice_is_one_and_told_otherwise_is_two(bench):
    keys = {
        actions.receive(report, by=bench, sender="usb").pk
        for report in (NAMELESS, NAMELESS, changed(NAMELESS, cpu="i5"))
    }

    assert len(keys) == 2


def test_what_an_agent_says_again_changes_nothing_then_tells_the_change(technician, bench):
    device = a_device(technician)
    Device.objects.filter(pk=device.pk).update(serial="PF12QW9K")

    for report in (THINKPAD, THINKPAD, changed(ram_mib=16384)):
        actions.receive(report, by=bench, sender="pc")

    assert [report.facts["ram_mib"] for report in MachineReport.objects.order_by("created_at")] == [8192, 16384]
    assert Device.objects.get(pk=device.pk).ram_mib == 16384
    assert Arrival.objects.count() == 1


def test_too_many_waiting_reports_are_refused(bench):
    common = {"network": bench.network, "holder": bench.holder, "token": bench, "facts": NAMELESS.as_json()}
    Arrival.objects.bulk_create([Arrival(**common) for _ in range(actions.MOST_WAITING)])

    with pytest.raises(Refused, match="attendent déjà"):
        actions.receive(THINKPAD, by=bench)


def test_somebody_says_which_device_it_is_of(technician, bench):
    device, arrival = a_device(technician), actions.receive(THINKPAD, by=bench)

    for _ in range(2):
        actions.attach(arrival.pk, device.pk, by=technician)

    arrival.refresh_from_db()
    assert (arrival.state, arrival.device) == (Arrival.State.ATTACHED, device)
    assert Device.objects.get(pk=device.pk).serial == "PF12QW9K"
    assert Entry.objects.filter(verb="arrivals.attach").count() == 1


def test_the_reports_of_the_same_machine_follow(technician, bench):
    device, arrival = a_device(technician), actions.receive(THINKPAD, by=bench, sender="agent")
    beside = actions.receive(changed(kind="sonde", cpu="i5"), by=bench, sender="sonde")

    actions.attach(arrival.pk, device.pk, by=technician)

    beside.refresh_from_db()
    assert beside.device == device
    assert MachineReport.objects.count() == 2


def test_a_report_is_of_one_device_only(technician, bench):
    arrival = actions.receive(THINKPAD, by=bench)
    actions.attach(arrival.pk, a_device(technician).pk, by=technician)

    with pytest.raises(Refused, match="déjà joint"):
        actions.attach(arrival.pk, a_device(technician).pk, by=technician)


def test_the_report_of_another_machine_is_refused_whole(technician, bench):
    device = a_device(technician)
    Device.objects.filter(pk=device.pk).update(serial="AUTRE-1234")
    arrival = actions.receive(THINKPAD, by=bench)

    with pytest.raises(Refused, match="autre machine"):
        actions.attach(arrival.pk, device.pk, by=technician)

    arrival.refresh_from_db()
    assert arrival.state == Arrival.State.WAITING


@pytest.mark.parametrize("role", [Role.DONOR, Role.PRESCRIBER, Role.FUNDER])
def test_only_the_workshop_says_it(technician, bench, role):
    other = a_member(role, network=technician.network)
    arrival = actions.receive(THINKPAD, by=bench)

    with pytest.raises(Forbidden):
        actions.attach(arrival.pk, a_device(technician).pk, by=other)
    with pytest.raises(Forbidden):
        actions.dismiss(arrival.pk, by=other)


def test_a_report_set_aside_stays_so_when_it_is_sent_again(technician, bench):
    arrival = actions.receive(THINKPAD, by=bench, sender="pc")
    actions.dismiss(arrival.pk, by=technician)

    actions.receive(changed(ram_mib=16384), by=bench, sender="pc")

    arrival.refresh_from_db()
    assert (arrival.state, arrival.report.ram_mib) == (Arrival.State.DISMISSED, 16384)


def test_a_report_set_aside_can_wait_again(technician, bench):
    arrival = actions.receive(THINKPAD, by=bench)
    actions.dismiss(arrival.pk, by=technician)

    actions.restore(arrival.pk, by=technician)

    assert Arrival.objects.waiting().get() == arrival


def test_a_joined_report_is_not_set_aside(technician, bench):
    arrival = actions.receive(THINKPAD, by=bench)
    actions.attach(arrival.pk, a_device(technician).pk, by=technician)

    with pytest.raises(Refused):
        actions.dismiss(arrival.pk, by=technician)


def test_the_likeliest_report_comes_first(technician, bench):
    lot = a_lot(technician)
    device = a_device(technician, state=State.TO_ERASE, lot=lot)
    devices.identify(device.pk, smartctl("50026B7684F3A1C2"), name="smart.json", by=technician)
    device = Device.objects.select_related("holder").get(pk=device.pk)
    actions.receive(THINKPAD, by=bench)
    for rank in range(6):
        actions.receive(Report("lshw", serial=f"AUTRE-{rank}"), by=bench)

    waiting = queries.waiting(technician, device)

    assert waiting.sentence == "7 rapports reçus attendent un appareil"
    assert (waiting.shown[0][0].serial, waiting.shown[0][1]) == ("PF12QW9K", "même disque")
    assert len(waiting.shown) == 5
