"""A share of the erasures is read again by a second person, drawn so that nobody can foresee it."""

import uuid

import pytest

from maillon.common.errors import Forbidden, Refused
from maillon.ground.documents.models import Document
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure import queries
from maillon.matter.erasure.models import Erasure, Recheck, Waiver
from maillon.matter.refurbishing import actions as refurbishing
from maillon.matter.refurbishing.queries import checks_for
from tests.factories import a_device, a_member
from tests.machines import nwipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician():
    return a_member(Role.TECHNICIAN)


@pytest.fixture
def colleague(technician):
    return a_member(Role.TECHNICIAN, network=technician.network)


@pytest.fixture
def drawn(technician) -> Recheck:
    coordinator = a_member(Role.COORDINATOR, network=technician.network)
    erasure.set_rules(technician.network, recheck_percent=100, manual_entry=True, by=coordinator)
    return erased(technician, "WD5000AA").recheck


def erased(by, serial: str) -> Erasure:
    device = a_device(by, state=State.TO_ERASE)
    erasure.add_medium(device.pk, kind="hdd", serial=serial, by=by)
    return erasure.record_log(device.pk, nwipe(serial), name="nwipe.log", by=by)[0]


def examine(device: Device, by) -> None:
    results = {check.slug: "good" for check in checks_for(device)}
    refurbishing.examine(device.pk, results=results, cosmetic="fine", by=by)


def test_the_draw_keeps_its_share_and_its_answer():
    ids = [uuid.uuid4() for _ in range(4000)]

    share = sum(queries.drawn(id, 5) for id in ids) / len(ids)

    assert 0.03 < share < 0.07
    assert [queries.drawn(id, 5) for id in ids] == [queries.drawn(id, 5) for id in ids]
    assert not any(queries.drawn(id, 0) for id in ids)
    assert all(queries.drawn(id, 100) for id in ids)


def test_another_key_draws_others(settings):
    ids = [uuid.uuid4() for _ in range(200)]
    before = [queries.drawn(id, 50) for id in ids]
    settings.SECRET_KEY = "another"

    assert [queries.drawn(id, 50) for id in ids] != before


def test_without_rules_nothing_is_drawn(technician):
    erased(technician, "WD5000AA")

    assert Recheck.objects.count() == 0


def test_what_was_drawn_is_neither_certified_nor_ready_before_its_second_reading(technician, colleague, drawn):
    device = drawn.erasure.device

    with pytest.raises(Refused, match="tiré au sort"):
        erasure.certify(device.pk, by=technician)
    with pytest.raises(Refused, match="tiré au sort"):
        examine(device, technician)

    erasure.recheck(drawn.pk, good=True, finding="2 % des secteurs, tous à zéro", by=colleague)

    facts = erasure.certify(device.pk, by=technician).facts
    assert facts["media"][0]["second_check"]["by"] == colleague.full_name
    examine(device, technician)
    assert Device.objects.get(pk=device.pk).state == State.READY


def test_nobody_reads_her_own_erasure_again(client, technician, colleague, drawn):
    with pytest.raises(Forbidden):
        erasure.recheck(drawn.pk, good=True, finding="vu", by=technician)

    client.force_login(technician.user)
    assert "relire" not in client.get("/a-faire/").content.decode().lower()
    assert "C’est vous qui l’avez effacé" in client.get(f"/effacement/relectures/{drawn.pk}/").content.decode()
    client.force_login(colleague.user)
    assert "1 effacement à relire" in client.get("/a-faire/").content.decode()
    assert drawn.erasure.device.label in client.get("/effacement/relectures/").content.decode()


def test_a_failed_reading_puts_the_device_back_and_shows_what_else_to_look_at(client, technician, colleague, drawn):
    other = erased(technician, "WD7777BB")
    client.force_login(colleague.user)

    response = client.post(
        f"/effacement/relectures/{drawn.pk}/", {"good": "non", "finding": "table de partitions lisible"}, follow=True
    )

    page = response.content.decode()
    assert "Relecture en échec" in page
    assert other.device.label in page
    drawn.erasure.refresh_from_db()
    device = Device.objects.get(pk=drawn.erasure.device_id)
    assert (device.state, device.cleared_at, device.media.get().state) == (State.TO_ERASE, None, Medium.State.TO_ERASE)
    assert drawn.erasure.cancelled_at
    with pytest.raises(Refused, match="a été retirée"):
        erasure.record_log(device.pk, nwipe("WD5000AA"), name="nwipe.log", by=technician)


def test_erasing_again_is_no_way_out_of_the_draw(technician, drawn):
    network = technician.network
    coordinator = a_member(Role.COORDINATOR, network=network)
    erasure.set_rules(network, recheck_percent=0, manual_entry=True, by=coordinator)

    again = nwipe("WD5000AA", day="2026/02/06")
    [made] = erasure.record_log(drawn.erasure.device_id, again, name="nwipe.log", by=technician)

    drawn.refresh_from_db()
    assert (drawn.state, made.recheck.state) == (Recheck.State.VOID, Recheck.State.WAITING)
    assert made.medium.__class__.objects.get(pk=made.medium_id).recheck_due


def test_a_second_click_changes_nothing_and_a_contrary_answer_is_refused(colleague, drawn):
    erasure.recheck(drawn.pk, good=True, finding="vu", by=colleague)
    erasure.recheck(drawn.pk, good=True, finding="vu", by=colleague)

    with pytest.raises(Refused, match="déjà notée"):
        erasure.recheck(drawn.pk, good=False, finding="finalement non", by=colleague)


def test_a_proof_taken_back_revokes_the_certificate_and_tells_the_donor(technician):
    made = erased(technician, "WD5000AA")
    device = made.device
    device.lot.donor.email = "don@exemple.fr"
    device.lot.donor.save()
    document = erasure.certify(device.pk, by=technician)

    erasure.cancel(made.pk, reason="Mauvais journal", by=technician)

    assert Document.objects.get(pk=document.pk).revoked
    mail = Message.objects.get(to="don@exemple.fr")
    assert document.reference in mail.subject
    assert "Mauvais journal" in mail.body


@pytest.mark.parametrize("share", ["-1", "101", "beaucoup", ""])
def test_a_share_out_of_bounds_is_said_beside_the_field(client, technician, share):
    client.force_login(a_member(Role.COORDINATOR, network=technician.network).user)

    assert client.post("/effacement/regles/", {"recheck_percent": share}).context["form"].errors["recheck_percent"]


def test_where_someone_works_alone_the_network_waives_the_second_person_and_what_is_not_read_is_counted(
    client, technician, drawn
):
    coordinator = a_member(Role.COORDINATOR, network=technician.network)
    client.force_login(coordinator.user)
    with pytest.raises(Forbidden):
        erasure.waive(technician.organisation, reason="Je suis seul", by=technician)
    unsaid = client.post("/effacement/regles/dispenser/", {"organisation": technician.organisation_id, "reason": ""})
    assert unsaid.context["waiving"].errors["reason"]

    alone = {"id": uuid.uuid4(), "organisation": technician.organisation_id, "reason": "Une seule personne y efface"}
    client.post("/effacement/regles/dispenser/", alone)
    client.post("/effacement/regles/dispenser/", alone)

    drawn.refresh_from_db()
    assert (drawn.state, drawn.finding) == (Recheck.State.WAIVED, "Une seule personne y efface")
    again = erased(technician, "WD5000BB")
    assert again.recheck.state == Recheck.State.WAIVED
    examine(again.device, technician)
    assert Device.objects.get(pk=again.device_id).state == State.READY
    page = client.get("/effacement/regles/").content.decode().replace("\xa0", " ")
    assert "2 effacements non relus" in page
    assert "100 % relus, attestation permise" in page

    client.post(f"/effacement/regles/dispenses/{Waiver.objects.get().pk}/finir/")
    assert erased(technician, "WD5000CC").recheck.state == Recheck.State.WAITING
    assert client.get("/effacement/methodes/").context["waivers"] == []
