"""Pages travel light: under 30 kB when the styles are already there."""

import gzip

import pytest
from django.urls import reverse

from maillon.ground.organisations.models import Role
from tests.factories import a_device, a_member

pytestmark = pytest.mark.django_db
ACCEPTS = {"accept-encoding": "gzip, deflate"}


@pytest.fixture
def coordinator(client):
    member = a_member(Role.COORDINATOR)
    client.force_login(member.user)
    return member


def test_a_full_page_of_devices_travels_under_thirty_kilobytes(client, coordinator):
    for _ in range(50):
        a_device(coordinator)

    answer = client.get(reverse("devices:list"), headers=ACCEPTS)

    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert len(answer.content) < 30_000
    assert gzip.decompress(answer.content).decode().count("<tr>") > 50


def test_two_answers_of_one_page_differ_in_length(client):
    sizes = {len(client.get(reverse("account_login"), headers=ACCEPTS).content) for _ in range(8)}

    assert len(sizes) > 1


def test_a_browser_that_reads_no_gzip_gets_the_page_as_it_is(client):
    assert "Content-Encoding" not in client.get(reverse("desk:health")).headers
    assert client.get(reverse("account_login")).content.startswith(b"<!doctype html>")


def test_what_is_compressed_already_goes_as_it_stands(client, coordinator):
    answer = client.get(reverse("impact:download", args=["ods"]), headers=ACCEPTS)

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
