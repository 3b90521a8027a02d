"""Fifty devices taken in by someone who has only a phone: fifty printed labels, one after the other before its camera."""

import random
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from maillon.common import labels
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, Label
from maillon.matter.scanning.models import Scan
from tests.factories import a_lot, a_member, a_network
from tests.film import CAMERA, filmed, printed

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PREFIX, FIFTY, ALLOWED_S = "FIF", 50, 240
CODES = [labels.new(PREFIX, random.Random(seed)) for seed in range(FIFTY)]


@pytest.fixture
def browser(launch, tmp_path):
    """A Chromium whose camera sees each label for a second and a half, then the bench for half a second."""
    film = filmed((printed(code, PREFIX) for code in CODES), tmp_path / "fifty.y4m", rate=2, shown=3, blank=1)
    chromium = launch(*CAMERA, f"--use-file-for-fake-video-capture={film}")
    yield chromium
    chromium.close()
    Path(film).unlink()


def test_fifty_devices_are_taken_in_within_four_minutes_with_a_phone(open_page, look, capsys):
    network = a_network(prefix=PREFIX)
    volunteer = a_member(Role.VOLUNTEER, network=network)
    lot = a_lot(volunteer, counts={"laptop": FIFTY})
    Label.objects.bulk_create([Label(network=network, code=code) for code in CODES])
    page = open_page(f"/scanner/serie/lot.{lot.reference}.laptop/", width=390, user=volunteer.user)

    began = time.monotonic()
    page.get_by_role("button", name="Caméra").click()
    expect(page.locator("[data-count]")).to_have_text(str(FIFTY), timeout=ALLOWED_S * 1000)
    lasted = time.monotonic() - began

    look(page, "serie-cinquante-390")
    page.get_by_role("button", name="Fermer").click()
    with capsys.disabled():
        sys.stdout.write(f"\n{FIFTY} appareils entrés à la caméra en {lasted:.0f} s, {lasted / FIFTY:.1f} s chacun.\n")
    assert lasted < ALLOWED_S
    assert set(Device.objects.values_list("label", flat=True)) == set(CODES)
    assert Scan.objects.filter(result=Scan.Result.DONE).count() == FIFTY
