"""The guided test: one step at a time, kept at once, left and found again; the second check; systems; photos."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.ground.files.models import File
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Category
from maillon.matter.refurbishing import actions, queries
from maillon.matter.refurbishing.models import Check, Examination, Finding, Review, System
from tests.factories import a_device, a_member, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def answer(client, device: Device, check: str, result: str = "good", **told):
    address = f"/appareils/{device.pk}/etabli/pas-a-pas/{check}/"
    return client.post(address, {"id": uuid.uuid4(), "result": result, **told})


def test_every_kind_of_device_has_its_checks_each_with_its_words():
    for category in Category.objects.filter(family=Category.Family.DEVICE):
        assert category.checks.filter(blocking=True).exists(), category
    for check in Check.objects.all():
        assert check.how
        assert check.icon


def test_a_test_is_done_step_by_step_to_the_grade(client, technician):
    device = a_device(technician, state=State.ERASED)
    start = client.get(f"/appareils/{device.pk}/etabli/pas-a-pas/")
    address, asked = start.url, []
    while "pas-a-pas" in address:
        asked.append(address.split("/")[-2])
        address = answer(client, device, asked[-1]).url

    assert address == f"/appareils/{device.pk}/etabli/conclure/"
    assert asked == [check.slug for check in queries.checks_for(device)]
    client.post(address, {"id": uuid.uuid4(), "cosmetic": "worn", "grade": "", "reason": "", "known_defects": ""})

    made = Examination.objects.get()
    assert Device.objects.get(pk=device.pk).state == State.READY
    assert set(made.results) == {check.slug for check in queries.checks_for(device)}
    assert Finding.objects.filter(examination=made, current=False).count() == len(made.results)


def test_a_test_left_half_way_is_found_again_where_it_was(client, technician):
    device = a_device(technician, state=State.ERASED)
    answer(client, device, "power", remark="Met deux minutes")
    answer(client, device, "account")
    client.logout()
    client.force_login(a_member(Role.VOLUNTEER, network=technician.network).user)

    again = client.get(f"/appareils/{device.pk}/etabli/pas-a-pas/")
    before = client.get(f"/appareils/{device.pk}/etabli/pas-a-pas/power/")

    assert again.url.endswith("/memory/")
    assert "Met deux minutes" in before.content.decode()


def test_an_answer_can_be_changed_and_a_repeated_one_counts_once(client, technician):
    device = a_device(technician, state=State.ERASED)
    sent = {"id": uuid.uuid4(), "result": "bad", "remark": ""}
    address = f"/appareils/{device.pk}/etabli/pas-a-pas/power/"

    for _ in range(2):
        client.post(address, sent)
    answer(client, device, "power", "good")
    client.post(address, sent)  # a late copy of the first

    assert queries.answers(device)["power"].result == "good"
    assert Finding.objects.count() == 2


def test_a_missing_or_strange_answer_is_asked_again(client, technician):
    device = a_device(technician, state=State.ERASED)

    assert "Répondez" in answer(client, device, "power", "").content.decode()
    assert answer(client, device, "power", "peut-etre").status_code == 200
    assert answer(client, device, "print").status_code == 404
    assert not Finding.objects.exists()


def test_the_end_waits_for_every_answer(client, technician):
    device = a_device(technician, state=State.ERASED)
    answer(client, device, "power")

    page = client.post(f"/appareils/{device.pk}/etabli/conclure/", {"id": uuid.uuid4(), "cosmetic": "fine"})

    assert "Il manque une réponse" in page.content.decode()
    assert not Examination.objects.exists()


def test_what_the_report_says_stands_beside_the_question(client, technician):
    device = a_device(technician, state=State.ERASED)
    Device.objects.filter(pk=device.pk).update(battery_pct=82, ram_mib=7800)

    battery = client.get(f"/appareils/{device.pk}/etabli/pas-a-pas/battery/").content.decode()
    memory = client.get(f"/appareils/{device.pk}/etabli/pas-a-pas/memory/").content.decode()

    assert "la batterie garde 82" in battery
    assert "8 Go de mémoire" in memory.replace("\N{NO-BREAK SPACE}", " ")


def test_after_a_breakdown_only_what_was_broken_is_asked_again(technician):
    device = a_device(technician, state=State.ERASED)
    good = {check.slug: "good" for check in queries.checks_for(device)}
    actions.examine(device.pk, results={**good, "keyboard": "bad"}, cosmetic="fine", by=technician)

    device = Device.objects.get(pk=device.pk)

    assert [step.check.slug for step in queries.guide(device).steps if step.answer is None] == ["keyboard"]


def test_nothing_holds_from_before_the_last_erasure(technician):
    device = a_device(technician, state=State.READY)
    later = timezone.now() + datetime.timedelta(seconds=1)
    Device.objects.filter(pk=device.pk).update(cleared_at=later)

    assert queries.answers(Device.objects.get(pk=device.pk)) == {}


def test_a_ready_device_found_broken_is_no_longer_said_refurbished(technician):
    device = a_device(technician, state=State.READY)
    assert device.refurbished
    good = {check.slug: "good" for check in queries.checks_for(device)}

    actions.examine(device.pk, results={**good, "power": "bad"}, cosmetic="fine", by=technician)

    device = Device.objects.get(pk=device.pk)
    assert not device.refurbished
    assert (device.state, device.tested_at, device.grade) == (State.IN_REPAIR, None, "")


@pytest.mark.parametrize("state", [State.RECEIVED, State.TO_ERASE, State.ERASED, State.IN_REPAIR])
def test_nothing_untested_or_unerased_is_called_refurbished(client, technician, state):
    device = a_device(technician, state=state)

    assert not device.refurbished
    assert "reconditionné par" not in client.get(f"/d/{device.label}").content.decode()


@pytest.fixture
def checked(technician):
    """A device found good where the network asks for a second person."""
    actions.ask_second_check(True, by=a_member(Role.COORDINATOR, network=technician.network))
    return a_device(technician, state=State.READY)


def test_a_second_person_makes_it_ready(client, technician, checked):
    assert Device.objects.get(pk=checked.pk).state == State.IN_REPAIR
    colleague = a_member(Role.EMPLOYEE, network=technician.network)
    client.force_login(colleague.user)
    assert [work.deed.key for work in client.get("/atelier/?voir=controle").context["works"]] == ["review"]

    client.post(f"/appareils/{checked.pk}/etabli/controle/", {"passed": "1", "reason": ""})

    device, review = Device.objects.get(pk=checked.pk), Review.objects.get()
    assert (device.state, device.grade) == (State.READY, review.examination.grade)
    assert (review.verdict, review.reviewer) == ("passed", colleague)


def test_nobody_checks_her_own_work_under_any_hat(technician, checked):
    again = a_member(
        Role.SUPERVISOR, network=technician.network, organisation=technician.organisation, user=technician.user
    )

    for member in (technician, again):
        with pytest.raises(Refused, match="une autre personne"):
            actions.review(Review.objects.get().pk, passed=True, by=member)
    assert Device.objects.get(pk=checked.pk).state == State.IN_REPAIR


def test_what_fails_the_second_check_goes_back_with_its_reason(client, technician, checked):
    client.force_login(a_member(Role.VOLUNTEER, network=technician.network).user)
    address = f"/appareils/{checked.pk}/etabli/controle/"

    refused = client.post(address, {"passed": "0", "reason": " "})
    client.post(address, {"passed": "0", "reason": "La charnière craque"})
    client.post(address, {"passed": "1", "reason": ""})

    assert refused.context["form"].errors["reason"]
    assert Review.objects.get().verdict == "failed"
    assert Device.objects.get(pk=checked.pk).state == State.IN_REPAIR
    assert "La charnière craque" in client.get(f"/appareils/{checked.pk}/etabli/").content.decode()


def test_a_new_test_replaces_the_check_that_waited(technician, checked):
    good = {check.slug: "good" for check in queries.checks_for(checked)}
    actions.examine(checked.pk, results=good, cosmetic="worn", by=technician)

    assert sorted(Review.objects.values_list("verdict", flat=True)) == ["replaced", "waiting"]


def test_the_catalogue_knows_until_when_and_the_network_corrects_it(client, technician):
    coordinator = a_member(Role.COORDINATOR, network=technician.network)
    device = a_device(technician, state=State.ERASED)

    made = actions.install(device.pk, system="windows 10", by=technician)
    assert made.until == datetime.date(2025, 10, 14)
    assert Device.objects.get(pk=device.pk).outdated
    assert device.label in client.get("/atelier/systemes/").content.decode()
    told = {"until": datetime.date(2099, 1, 1), "free": False, "offered": False, "source": "Contrat étendu"}
    actions.correct_system("Windows 10", **told, by=coordinator)

    assert not Device.objects.get(pk=device.pk).outdated
    assert System.objects.get(network=None, name="Windows 10").until == datetime.date(2025, 10, 14)
    with pytest.raises(Forbidden):
        actions.correct_system("Windows 10", **told, by=technician)


def test_free_software_that_is_maintained_is_proposed_first(technician):
    device = a_device(technician, state=State.ERASED)

    proposed = queries.offered_systems(device)

    assert "Linux Mint 22" in proposed
    assert not any(name.startswith("Windows") for name in proposed)


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("capot.jpg", photo())


def test_photos_show_on_the_device_and_once_ready_to_everyone(client, technician):
    device = a_device(technician, state=State.ERASED)
    sent = {"photos": [picture(), picture()], "caption": "Capot", "purpose": "photo"}
    assert client.post(f"/appareils/{device.pk}/photos/", sent).status_code == 302
    client.post(f"/appareils/{device.pk}/photos/", {**sent, "photos": [picture()], "purpose": "constat"})
    shown, hidden = File.objects.filter(purpose="photo").first(), File.objects.get(purpose="constat")

    assert "Capot" in client.get(f"/appareils/{device.pk}/").content.decode()
    client.logout()
    assert client.get(f"/appareils/{device.pk}/photos/{shown.pk}/").status_code == 302
    assert client.get(f"/d/{device.label}/photos/{shown.pk}").status_code == 404
    good = {check.slug: "good" for check in queries.checks_for(device)}
    actions.examine(device.pk, results=good, cosmetic="fine", by=technician)

    assert b"".join(client.get(f"/d/{device.label}/photos/{shown.pk}")).startswith(b"\xff\xd8")
    assert str(shown.pk) in client.get(f"/d/{device.label}").content.decode()
    assert client.get(f"/d/{device.label}/photos/{hidden.pk}").status_code == 404


def test_a_file_that_is_no_photo_is_said_beside_the_field_and_the_answer_waits(client, technician):
    device = a_device(technician, state=State.ERASED)
    sent = answer(client, device, "power", photo=SimpleUploadedFile("a.jpg", b"%PDF-1.7"))
    other = client.post(
        f"/appareils/{device.pk}/photos/",
        {"photos": [SimpleUploadedFile("a.jpg", b"MZ")], "caption": "Capot", "purpose": "photo"},
    )

    assert "attendu ici" in sent.content.decode()
    assert other.context["form"].errors["photos"]
    assert not Finding.objects.exists()
    assert not File.objects.exists()


def test_a_photo_is_removed_by_the_workshop_alone(client, technician):
    device = a_device(technician, state=State.ERASED)
    file = devices.add_photo(device.pk, photo(), name="a.jpg", by=technician)
    donor = a_member(Role.DONOR, network=technician.network, organisation=device.lot.donor.organisation)

    with pytest.raises(Forbidden):
        devices.remove_photo(device.pk, file.pk, by=donor)
    client.post(f"/appareils/{device.pk}/photos/{file.pk}/detruire/")

    assert not File.objects.exists()
