"""A file of the bench that is refused waits aside for whoever handed it in: given back, tried again, thrown away, forgotten."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.ground.files.models import File
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions, queries
from maillon.matter.devices.models import RefusedFile, State
from maillon.matter.erasure.models import Erasure
from tests.factories import a_device, a_member
from tests.machines import nwipe, smartctl

pytestmark = pytest.mark.django_db
CUT = b'{"smartctl": {"version"'


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def hand_in(client, device, content: bytes = CUT, name: str = "coupé.json", page: str = "rapport"):
    return client.post(f"/appareils/{device.pk}/{page}/", {"files": [SimpleUploadedFile(name, content)]})


@pytest.mark.parametrize("page", ["rapport", "effacement"])
def test_a_file_that_cannot_be_read_is_kept_with_its_sentence(client, technician, page):
    device = a_device(technician, state=State.TO_ERASE)

    response = hand_in(client, device, page=page)

    kept = RefusedFile.objects.get()
    [error] = response.context["form"].errors["files"]
    assert kept.why in error
    assert "mis de côté jusqu’au" in error
    assert kept.until == timezone.localdate() + datetime.timedelta(days=30)
    shown = client.get(f"/appareils/{device.pk}/").content.decode()
    assert "coupé.json" in shown
    assert "Réessayer" in shown


def test_the_file_comes_back_as_it_came_and_is_never_opened_in_the_page(client, technician):
    device = a_device(technician)
    page = b"<script>alert(1)</script>"
    hand_in(client, device, page, "rapport.html")

    response = client.get(f"/appareils/{device.pk}/refuses/{RefusedFile.objects.get().pk}/")

    assert b"".join(response.streaming_content) == page
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith('attachment; filename="rapport.html"')


def test_the_same_file_refused_twice_is_kept_once(client, technician):
    device = a_device(technician)
    for _ in range(2):
        hand_in(client, device)

    assert (RefusedFile.objects.count(), File.objects.count()) == (1, 1)


def test_a_log_refused_before_its_disk_was_known_is_read_when_tried_again(client, technician):
    device = a_device(technician, state=State.SORTED)
    log = nwipe("SN000001X")
    kept = actions.keep_refused(device.pk, log, name="nwipe.log", why="Aucun disque connu.", by=technician)
    actions.identify(device.pk, smartctl("SN000001X"), name="smartctl.json", by=technician)
    type(device).objects.filter(pk=device.pk).update(state=State.TO_ERASE)

    response = client.post(f"/appareils/{device.pk}/refuses/{kept.pk}/reessayer/", follow=True)

    assert "lu, et joint" in response.content.decode()
    assert Erasure.objects.get().medium.serial == "SN000001X"
    assert not RefusedFile.objects.exists()
    assert not File.objects.exists()


def test_a_file_still_wrong_is_refused_again_and_stays(client, technician):
    device = a_device(technician)
    hand_in(client, device)

    response = client.post(f"/appareils/{device.pk}/refuses/{RefusedFile.objects.get().pk}/reessayer/", follow=True)

    assert response.status_code == 200
    assert RefusedFile.objects.count() == 1


def test_a_file_thrown_away_leaves_nothing_and_twice_is_once(client, technician, django_capture_on_commit_callbacks):
    device = a_device(technician)
    hand_in(client, device)
    kept, path = RefusedFile.objects.get(), File.objects.get().path
    url = f"/appareils/{device.pk}/refuses/{kept.pk}/jeter/"

    with django_capture_on_commit_callbacks(execute=True):
        responses = [client.post(url), client.post(url)]

    assert [response.status_code for response in responses] == [302, 302]
    assert not RefusedFile.objects.exists()
    assert not default_storage.exists(path)


def test_the_day_after_its_last_it_is_destroyed(client, technician):
    device = a_device(technician)
    hand_in(client, device)
    last = RefusedFile.objects.get().until

    assert actions.forget_refused(last, by=PLATFORM) == 0
    assert actions.forget_refused(last + datetime.timedelta(days=1), by=PLATFORM) == 1
    assert not File.objects.exists()


def test_only_its_author_and_who_answers_for_the_workshop_see_it(client, technician):
    device = a_device(technician)
    hand_in(client, device)
    here = {"organisation": technician.organisation, "network": technician.network}
    others = {
        role: queries.refused(device, a_member(role, **here)).count()
        for role in (Role.TECHNICIAN, Role.VOLUNTEER, Role.SUPERVISOR)
    }

    assert others == {Role.TECHNICIAN: 0, Role.VOLUNTEER: 0, Role.SUPERVISOR: 1}
    client.force_login(a_member(Role.TECHNICIAN, **here).user)
    assert client.get(f"/appareils/{device.pk}/refuses/{RefusedFile.objects.get().pk}/").status_code == 404


def test_an_intake_taken_back_leaves_its_files_to_their_author(client, technician):
    device = a_device(technician, state=State.RECEIVED)
    hand_in(client, device)

    actions.take_out_many([device.pk], reason="deux fois", by=technician)

    assert RefusedFile.objects.get().device is None


def test_beyond_twenty_the_oldest_goes(technician):
    device = a_device(technician)
    for rank in range(22):
        actions.keep_refused(device.pk, b"%d" % rank, name=f"{rank}.txt", why="Illisible.", by=technician)

    kept = set(RefusedFile.objects.values_list("name", flat=True))
    assert len(kept) == 20
    assert not kept & {"0.txt", "1.txt"}
