"""`/appareils/<id>/etabli/`: install, test each function, grade."""

import uuid

import pytest

from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, State
from maillon.matter.refurbishing.models import Examination, Installation
from maillon.matter.refurbishing.queries import checks_for, propose, rule_for
from tests.factories import a_device, a_member, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def answers(device: Device, **changes: str) -> dict[str, object]:
    good = {f"check_{check.slug}": "good" for check in checks_for(device)}
    return {"id": uuid.uuid4(), "cosmetic": "fine", "grade": "", "reason": "", "known_defects": "", **good, **changes}


def examine(client, device: Device, **changes: str):
    return client.post(f"/appareils/{device.pk}/etabli/", answers(device, **changes))


def test_every_function_good_makes_the_device_ready(client, technician):
    device = a_device(technician, state=State.ERASED)

    response = examine(client, device, known_defects="Rayure sur le capot")

    device = Device.objects.get(pk=device.pk)
    assert response.url == f"/appareils/{device.pk}/"
    assert (device.state, device.known_defects) == (State.READY, "Rayure sur le capot")
    assert device.grade == Examination.objects.get().proposed


def test_a_breakdown_that_blocks_keeps_it_at_the_bench_with_its_answers(client, technician):
    device = a_device(technician, state=State.ERASED)

    examine(client, device, check_keyboard="bad")
    again = client.get(f"/appareils/{device.pk}/etabli/").context["examine"]

    assert Device.objects.get(pk=device.pk).state == State.IN_REPAIR
    assert again.initial["check_keyboard"] == "bad"
    assert again.initial["check_power"] == "good"


def test_a_check_that_does_not_block_lets_it_leave(client, technician):
    device = a_device(technician, state=State.ERASED)

    examine(client, device, check_camera="absent")

    assert Device.objects.get(pk=device.pk).state == State.READY


def test_a_missing_answer_is_asked_beside_its_check(client, technician):
    device = a_device(technician, state=State.ERASED)

    response = examine(client, device, check_battery="", known_defects="Touche usée")

    form = response.context["examine"]
    assert list(form.errors) == ["check_battery"]
    assert form["known_defects"].value() == "Touche usée"
    assert Examination.objects.count() == 0


def test_another_grade_needs_its_reason(client, technician):
    device = a_device(technician, state=State.ERASED)
    other = "a" if propose(device, "fine", rule_for(device, device.created_at.date())).grade != "a" else "b"

    refused = examine(client, device, grade=other)
    examine(client, device, grade=other, reason="Clavier neuf")

    assert "dites pourquoi" in refused.context["examine"].errors["reason"][0]
    made = Examination.objects.get()
    assert (made.grade, made.reason) == (other, "Clavier neuf")
    assert Device.objects.get(pk=device.pk).grade == other


def test_each_look_shows_the_grade_it_leads_to(client, technician):
    device = a_device(technician, state=State.ERASED, slug="monitor")
    rule = rule_for(device, device.created_at.date())

    shown = client.get(f"/appareils/{device.pk}/etabli/").context["examine"].fields["cosmetic"].choices

    for look, label in shown:
        grade = Device.Grade(propose(device, look, rule).grade)
        assert label.hint == f"grade proposé : {grade.label}"


def test_the_same_examination_sent_twice_is_one(client, technician):
    device = a_device(technician, state=State.ERASED)
    sent = answers(device)

    for _ in range(2):
        client.post(f"/appareils/{device.pk}/etabli/", sent)

    assert Examination.objects.count() == 1


def test_a_system_is_noted_once_and_proposed_next_time(client, technician):
    first, second = a_device(technician, state=State.ERASED), a_device(technician, state=State.ERASED)
    sent = {"id": uuid.uuid4(), "system": "Linux Mint 22", "until": "2029-04-30"}

    for _ in range(2):
        client.post(f"/appareils/{first.pk}/etabli/systeme/", sent)
    proposed = client.get(f"/appareils/{second.pk}/etabli/").context["install"]

    assert Installation.objects.count() == 1
    assert Device.objects.get(pk=first.pk).state == State.IN_REPAIR
    assert proposed["system"].value() == "Linux Mint 22"


def test_an_installation_without_a_name_is_refused(client, technician):
    device = a_device(technician, state=State.ERASED)

    response = client.post(f"/appareils/{device.pk}/etabli/systeme/", {"id": uuid.uuid4(), "system": " "})

    assert response.context["install"].errors["system"]
    assert Installation.objects.count() == 0


@pytest.mark.parametrize("state", [State.RECEIVED, State.TO_ERASE])
def test_nothing_is_installed_nor_tested_on_data(client, technician, state):
    device = a_device(technician, state=state)

    page = client.get(f"/appareils/{device.pk}/etabli/").content.decode()
    examine(client, device)
    client.post(f"/appareils/{device.pk}/etabli/systeme/", {"id": uuid.uuid4(), "system": "Linux Mint 22"})

    assert "On n’installe rien sur des données" in page
    assert Device.objects.get(pk=device.pk).state == state
    assert (Examination.objects.count(), Installation.objects.count()) == (0, 0)


def test_the_bench_belongs_to_the_workshop_that_holds_the_device(client, technician):
    device = a_device(technician, state=State.ERASED)
    donor = a_member(Role.DONOR, network=technician.network, organisation=device.lot.donor.organisation)
    neighbour = a_member(Role.VOLUNTEER, network=technician.network, organisation=an_organisation())

    for member, status in ((donor, 403), (neighbour, 404), (a_member(Role.COORDINATOR), 404)):
        client.force_login(member.user)
        assert client.get(f"/appareils/{device.pk}/etabli/").status_code == status
        assert examine(client, device).status_code == status
    assert Examination.objects.count() == 0


def test_a_volunteer_of_the_workshop_may_test(client, technician):
    device = a_device(technician, state=State.ERASED)
    volunteer = a_member(Role.VOLUNTEER, network=technician.network)
    client.force_login(volunteer.user)

    examine(client, device)

    assert Examination.objects.get().examiner == volunteer
