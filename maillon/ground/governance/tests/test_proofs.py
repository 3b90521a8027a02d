"""What an organisation can prove: handed in, read, ending, reminded of; and nothing counts when it is over."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.ground.files import queries as files
from maillon.ground.governance import jobs
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions
from maillon.ground.organisations.models import Quality, Role
from tests.factories import a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR, network=a_network("ponant"))


@pytest.fixture
def manager(coordinator):
    return a_member(Role.MANAGER, network=coordinator.network, organisation=an_organisation("Atelier"))


def handed_in(manager, **other) -> Quality:
    fields = {"quality": "ig", "starts_on": TODAY - DAY, "proof": "Rescrit de mars", "file": (PDF, "rescrit.pdf")}
    return actions.hand_in_quality(manager.organisation, by=manager, **{**fields, **other})


def test_what_an_organisation_hands_in_counts_once_the_network_has_read_it(coordinator, manager):
    held = handed_in(manager)
    assert not manager.organisation.may_resell_public_gifts(TODAY)
    with pytest.raises(Forbidden):
        actions.accept_quality(held.pk, by=manager)

    for _ in range(2):
        actions.accept_quality(held.pk, by=coordinator)

    assert manager.organisation.may_resell_public_gifts(TODAY)
    assert [file.name for file in files.of(held)] == ["rescrit.pdf"]


def test_a_proof_that_does_not_do_is_destroyed_and_the_organisation_reads_why(coordinator, manager):
    held = handed_in(manager)
    with pytest.raises(Refused, match="Dites pourquoi"):
        actions.refuse_quality(held.pk, reason=" ", by=coordinator)

    actions.refuse_quality(held.pk, reason="La page 2 manque.", by=coordinator)

    assert not Quality.objects.exists()
    assert not files.of(held).exists()
    assert "La page 2 manque." in Message.objects.get(to=manager.user.email).body


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"file": None}, "file"),
        ({"file": (b"<html>", "x.pdf")}, "file"),
        ({"quality": "assur"}, "ends_on"),
        ({"ends_on": TODAY - 9 * DAY}, "ends_on"),
        ({"proof": ""}, "proof"),
    ],
)
def test_an_incomplete_proof_is_refused_beside_its_field(manager, fields, field):
    with pytest.raises(Refused) as refused:
        handed_in(manager, **fields)

    assert refused.value.field == field
    assert not Quality.objects.exists()


def test_its_end_is_told_once_before_and_once_after_unless_another_follows(coordinator, manager):
    held = actions.record_quality(
        manager.organisation,
        quality="esus",
        starts_on=TODAY - 400 * DAY,
        ends_on=TODAY + 80 * DAY,
        proof="A",
        by=coordinator,
    )
    assert jobs.remind_proofs() == 0, "the network asks for sixty days"
    Quality.objects.update(ends_on=TODAY + 60 * DAY)
    assert (jobs.remind_proofs(), jobs.remind_proofs()) == (1, 0)
    subjects = Message.objects.values_list("to", "subject")
    assert set(subjects) == {
        (one.user.email, "À renouveler : Entreprise solidaire d’utilité sociale, Atelier")
        for one in (coordinator, manager)
    }
    Quality.objects.update(ends_on=TODAY - DAY)
    assert (jobs.remind_proofs(), jobs.remind_proofs()) == (1, 0)
    assert "est finie depuis le" in Message.objects.filter(to=manager.user.email).latest("created_at").body

    Quality.objects.filter(pk=held.pk).update(reminders=0)
    actions.record_quality(manager.organisation, quality="esus", starts_on=TODAY, proof="B", by=coordinator)
    assert jobs.remind_proofs() == 0


def test_what_is_over_says_since_when(coordinator, manager):
    actions.record_quality(
        manager.organisation, quality="ig", starts_on=TODAY - 400 * DAY, ends_on=TODAY - DAY, proof="A", by=coordinator
    )

    assert "a fini le" in manager.organisation.lapsed(("ig", "rup"), TODAY)
    assert not manager.organisation.lapsed(("esus",), TODAY)


def test_from_home_the_manager_renews_and_the_coordinator_reads(coordinator, manager, client):
    actions.record_quality(
        manager.organisation,
        quality="ig",
        starts_on=TODAY - 400 * DAY,
        ends_on=TODAY + 5 * DAY,
        proof="A",
        by=coordinator,
    )
    client.force_login(manager.user)
    assert "organisme d’intérêt général" in client.get("/a-faire/").content.decode()
    url = reverse("organisations:hand_in_quality", args=[manager.organisation_id])
    typed = {"id": "0190aaaa-0000-7000-8000-000000000001", "quality": "ig", "proof": "Rescrit de 2027"}
    sent = {**typed, "starts_on": (TODAY + 6 * DAY).isoformat(), "file": SimpleUploadedFile("r.pdf", PDF)}
    assert client.post(url, sent).status_code == 302
    assert "Renouveler" not in client.get("/a-faire/").content.decode()

    client.force_login(coordinator.user)
    assert "Lire une preuve" in client.get("/a-faire/").content.decode()
    held = Quality.objects.get(pending=True)
    page = client.get(reverse("organisations:detail", args=[manager.organisation_id])).content.decode()
    link = reverse("organisations:quality_proof", args=[manager.organisation_id, held.pk, files.of(held).get().pk])
    assert link in page
    assert client.get(link).status_code == 200
    read = reverse("organisations:read_quality", args=[manager.organisation_id, held.pk])
    client.post(read, {"answer": "yes"})
    assert not Quality.objects.filter(pending=True).exists()
    client.force_login(a_member(Role.TECHNICIAN, network=manager.network, organisation=manager.organisation).user)
    assert client.get(link).status_code == 403
