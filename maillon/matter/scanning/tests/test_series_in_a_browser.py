"""A phone that sees real printed labels through a fake camera, and a USB scanner that types: both take a series in."""

import random
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from maillon.common import labels
from maillon.common.tests.reading import codes
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, Label
from maillon.matter.devices.queries import address
from maillon.matter.ledger import actions as ledger
from tests.factories import a_device, a_lot, a_member, a_network
from tests.film import CAMERA, filmed, printed

pytestmark = pytest.mark.django_db(transaction=True)
PREFIX = "CAM"
CODES = [labels.new(PREFIX, random.Random(seed)) for seed in (1, 2, 3)]


@pytest.fixture(scope="module")
def browser(launch, tmp_path_factory):
    """A Chromium whose camera is the film of our labels."""
    film = filmed([printed(code, PREFIX) for code in CODES], tmp_path_factory.mktemp("film") / "labels.y4m")
    chromium = launch(*CAMERA, f"--use-file-for-fake-video-capture={film}")
    yield chromium
    chromium.close()


def test_the_labels_of_the_film_are_those_of_the_project():
    for code in CODES:
        assert list(codes(printed(code, PREFIX))) == [address(code)]


def test_a_phone_takes_a_lot_in_with_its_camera(open_page, look, axe):
    network = a_network(prefix=PREFIX)
    volunteer = a_member(Role.VOLUNTEER, network=network)
    lot = a_lot(volunteer, counts={"laptop": 5})
    Label.objects.bulk_create([Label(network=network, code=code) for code in CODES])
    page = open_page(f"/scanner/serie/lot.{lot.reference}.laptop/", width=390, user=volunteer.user)

    page.get_by_role("button", name="Caméra").click()
    expect(page.locator("[data-count]")).to_have_text("3", timeout=15_000)
    expect(page.locator("[data-told]")).to_contain_text("déjà vu", timeout=5_000)
    look(page, "serie-camera-390")
    axe(page)
    page.get_by_role("button", name="Fermer").click()

    assert set(Device.objects.values_list("label", flat=True)) == set(CODES)
    assert {device.lot for device in Device.objects.all()} == {lot}


def test_one_field_takes_what_the_camera_sees(open_page):
    network = a_network(prefix=PREFIX)
    technician = a_member(Role.TECHNICIAN, network=network)
    Label.objects.create(network=network, code=CODES[0])
    devices.take_in(a_lot(technician), a_device(technician).category, code=CODES[0], by=technician)
    page = open_page("/scanner/", width=390, user=technician.user)

    page.get_by_role("button", name="Caméra").click()
    page.wait_for_url("**/scanner/?q=*", timeout=15_000)

    expect(page.locator("main")).to_contain_text(PREFIX)


def misread(code: str, chance: random.Random) -> str:
    """What comes of a code that is typed in haste: a sign changed, lost, doubled, two exchanged, or nothing of it."""
    signs = list(code)
    at = chance.randrange(len(signs) - 1)
    slip = chance.randrange(8)
    if slip == 0:
        signs[at] = chance.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZéß€ -")
    elif slip == 1:
        del signs[at]
    elif slip == 2:
        signs.insert(at, signs[at])
    elif slip == 3:
        signs[at : at + 2] = reversed(signs[at : at + 2])
    elif slip == 4:
        return code.lower().replace("-", chance.choice(["", " ", "–"]))
    elif slip == 5:
        return f"https://maillon.example/d/{code}?x=1"
    elif slip == 6:
        signs = signs[4:]
    return "".join(signs)


def test_the_browser_reads_labels_as_the_server_does(browser):
    """Without a network nobody else can say that a code has a slip."""
    chance = random.Random(29)
    typed = [misread(labels.new(chance.choice(["OGO", "CAM", "BQ"]), chance), chance) for _ in range(3000)]
    typed += ["", " ", "PC-DELL-0042", "5CG1234XYZ", "OGO-OOO-000-0", "0G0-7F3-K2P-E", "ÉTÉ-7F3-K2P-E", "A" * 90]
    page = browser.new_page()
    program = Path(finders.find("maillon/labels.js")).read_text()
    read = page.evaluate(f"(all) => {{ {program}; return all.map((one) => Labels.parse(one, 'OGO')); }}", typed)
    page.close()

    expected = []
    for text in typed:
        try:
            expected.append({"code": labels.parse(text, "OGO")})
        except ValueError as error:
            expected.append({"fault": str(error)})
    assert read == expected
    assert 500 < sum("code" in one for one in expected) < 2500


def test_a_usb_scanner_places_a_series_and_takes_one_back(open_page, look, axe):
    technician = a_member(Role.LOGISTICIAN)
    [site] = technician.organisation.sites.all()
    shelf = ledger.open_location(site, name="B3", by=technician)
    first, second = a_device(technician), a_device(technician)
    page = open_page(f"/scanner/serie/lieu.{shelf.code}/", width=1280, user=technician.user)

    for typed in (first.label, first.label, second.label, "ZZZ"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_have_text("2 rangés · 1 déjà vu · 1 à voir")
    look(page, "serie-1280")
    axe(page)
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-count]")).to_have_text("1")

    assert set(Device.objects.filter(location=shelf)) == {first}
    page.keyboard.type("https://maillon.example/scanner/serie/effacer/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="À effacer")).to_be_visible()
