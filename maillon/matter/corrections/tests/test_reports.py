"""A machine report attached to the wrong device, taken back with what it brought."""

import json

import pytest
from django.urls import reverse

from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.ground.journal import jobs as journal
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, Role
from maillon.matter.arrivals import actions as arrivals
from maillon.matter.arrivals.models import Arrival
from maillon.matter.corrections import actions
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, MachineReport, Medium, State
from maillon.matter.devices.reports import Report
from maillon.matter.erasure import actions as erasure
from maillon.telling.impact.queries import faults
from tests.factories import a_device, a_member
from tests.machines import nwipe, smartctl
from tests.sharing import signed_in

pytestmark = pytest.mark.django_db
WHY = "rapport du poste d’à côté"


@pytest.fixture
def supervisor() -> Member:
    return a_member(Role.SUPERVISOR)


def lshw(serial: str, ram_gib: int = 8) -> bytes:
    """What `lshw -json` says of an invented laptop without a disk."""
    memory = {
        "id": "memory",
        "class": "memory",
        "description": "System Memory",
        "units": "bytes",
        "size": ram_gib << 30,
    }
    core = {"id": "core", "class": "bus", "description": "Motherboard", "children": [memory]}
    said = {
        "id": "poste",
        "class": "system",
        "description": "Notebook",
        "product": "Latitude 5490",
        "vendor": "Dell Inc.",
    }
    return json.dumps({**said, "serial": serial, "children": [core]}).encode()


def attached(device: Device, data: bytes, by: Member) -> MachineReport:
    return devices.identify(device.pk, data, name="rapport.json", by=by)


def fresh(device: Device) -> Device:
    return Device.objects.get(pk=device.pk)


@pytest.mark.parametrize("state", [State.RECEIVED, State.TO_ERASE, State.ERASED, State.READY])
def test_what_a_wrong_report_brought_goes_with_it(supervisor, state):
    device = a_device(supervisor, state=state)
    kept = [column for column in Device._meta.concrete_fields if column.name != "state_since"]
    before = {column.name: getattr(fresh(device), column.attname) for column in kept}
    disks = list(device.media.values_list("serial", "state"))
    made = [attached(device, data, supervisor) for data in (lshw("WRONG42"), smartctl("SSD-WRONG"))]
    assert fresh(device).serial == "WRONG42"
    assert made[0].said == "Dell Inc. Latitude 5490, n° WRONG42"
    assert fresh(device).state in (State.RECEIVED, State.TO_ERASE)

    for report in made:
        actions.withdraw_report(report.pk, reason=WHY, by=supervisor)

    assert {column.name: getattr(fresh(device), column.attname) for column in kept} == before
    assert list(device.media.values_list("serial", "state")) == disks
    journal.seal()
    assert [fault.message for fault in faults()] == []
    # The same file may be attached again, and the right machine's too.
    assert attached(device, lshw("RIGHT7"), supervisor).pk
    assert attached(device, smartctl("SSD-WRONG"), supervisor).withdrawn_at is None


def test_what_a_later_report_said_stays(supervisor):
    device = a_device(supervisor)
    wrong = attached(device, lshw("SAME1", ram_gib=4), supervisor)
    attached(device, lshw("SAME1", ram_gib=16), supervisor)

    actions.withdraw_report(wrong.pk, reason=WHY, by=supervisor)

    assert (fresh(device).ram_mib, fresh(device).serial) == (16 << 10, "SAME1")


def test_a_disk_that_two_reports_showed_leaves_with_the_second_only(supervisor):
    device = a_device(supervisor)
    first = attached(device, smartctl("SSD-1"), supervisor)
    second = attached(device, smartctl("SSD-1", model="KINGSTON SA400"), supervisor)

    actions.withdraw_report(first.pk, reason=WHY, by=supervisor)
    assert device.media.get().serial == "SSD-1"

    actions.withdraw_report(second.pk, reason=WHY, by=supervisor)
    assert not device.media.exists()


def test_a_disk_that_a_wrong_report_moved_goes_home(supervisor):
    home, other = a_device(supervisor), a_device(supervisor)
    attached(home, smartctl("SSD-HOME"), supervisor)
    wrong = attached(other, smartctl("SSD-HOME"), supervisor)
    assert Medium.objects.get(serial="SSD-HOME").device == other

    actions.withdraw_report(wrong.pk, reason=WHY, by=supervisor)

    assert Medium.objects.get(serial="SSD-HOME").device == home


def test_an_erasure_made_since_keeps_the_report(supervisor):
    device = a_device(supervisor, state=State.TO_ERASE)
    report = attached(device, smartctl("SSD-9"), supervisor)
    erasure.record_log(device.pk, nwipe("SSD-9"), name="nwipe.log", by=supervisor)

    with pytest.raises(Refused, match="effacement de SSD KINGSTON SA400S37240G, n° SSD-9 est noté ici depuis"):
        actions.withdraw_report(report.pk, reason=WHY, by=supervisor)

    assert MachineReport.objects.get().withdrawn_at is None
    assert device.media.filter(serial="SSD-9").exists()


def test_a_report_that_had_come_by_itself_waits_for_its_device_again(supervisor):
    device = a_device(supervisor)
    [site] = supervisor.organisation.sites.all()
    token, _ = organisations.issue_token(site, network=supervisor.network, name="Banc", by=PLATFORM)
    arrival = arrivals.receive(Report("glpi", serial="PF12QW9K", ram_mib=8192), label=device.label, by=token)

    actions.withdraw_report(device.reports.get().pk, reason=WHY, by=supervisor)

    arrival.refresh_from_db()
    assert (arrival.state, arrival.device, arrival.label) == (Arrival.State.WAITING, None, "")
    assert WHY in arrival.trouble


def test_who_attached_it_takes_it_back_until_something_else_is_done(supervisor):
    technician = a_member(Role.TECHNICIAN, network=supervisor.network, organisation=supervisor.organisation)
    colleague = a_member(Role.TECHNICIAN, network=supervisor.network, organisation=supervisor.organisation)
    device = a_device(technician)
    report = attached(device, smartctl("SSD-3"), technician)
    with pytest.raises(Forbidden):
        actions.withdraw_report(report.pk, reason=WHY, by=colleague)
    with pytest.raises(Refused, match="Dites pourquoi"):
        actions.withdraw_report(report.pk, reason=" ", by=technician)

    page = signed_in(technician).get(reverse("corrections:withdraw_report", args=[device.pk])).content.decode()
    assert "Retirer un rapport de machine" in page
    assert "machine sans nom" in page
    assert "Anomalies et corrections" not in page
    done = signed_in(technician).post(
        reverse("corrections:withdraw_report", args=[device.pk]), {"report": report.pk, "reason": WHY, "step": "do"}
    )

    assert done.status_code == 302
    assert not device.media.exists()
    story = signed_in(technician).get(reverse("devices:detail", args=[device.pk])).content.decode()
    assert "Rapport retiré : smartctl" in story.replace("\xa0", " ")
    assert "Rapports joints" not in story
