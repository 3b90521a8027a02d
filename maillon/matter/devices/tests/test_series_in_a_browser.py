"""A series taken in with a USB scanner, which types and presses Enter, on a phone's width: the hands never leave the boxes."""

import pytest
from playwright.sync_api import expect

from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device
from tests.factories import a_lot, a_member, category

pytestmark = pytest.mark.django_db(transaction=True)


def test_labels_are_scanned_one_after_the_other_without_touching_the_page(open_page, axe):
    technician = a_member(Role.TECHNICIAN)
    lot = a_lot(technician, counts={"monitor": 5})
    labels = [label.code for label in devices.print_labels(3, by=technician)]
    page = open_page(f"/appareils/lot/{lot.pk}/", width=390, user=technician.user)

    for rank, label in enumerate(labels, start=1):
        page.keyboard.type(label)
        page.keyboard.press("Enter")
        expect(page.locator(".m-count")).to_have_text(str(rank))

    assert {device.label for device in Device.objects.filter(category="monitor")} == set(labels)
    page.keyboard.type(labels[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("déjà sur un appareil")
    axe(page)
    assert Device.objects.count() == 3


def test_a_hurried_double_press_takes_in_one_device(open_page):
    technician = a_member(Role.TECHNICIAN)
    lot = a_lot(technician, counts={"monitor": 5})
    page = open_page(f"/appareils/lot/{lot.pk}/", width=390, user=technician.user)

    page.get_by_role("button", name="Entrer, au suivant").dblclick()
    expect(page.locator(".m-count")).to_have_text("1")

    assert Device.objects.count() == 1


def test_the_page_of_a_lot_brings_its_devices(open_page, axe):
    technician = a_member(Role.TECHNICIAN)
    lot = a_lot(technician)
    device = devices.take_in(lot, category("laptop"), by=technician)
    page = open_page(f"/lots/{lot.pk}/", width=390, user=technician.user)

    expect(page.get_by_role("link", name=device.label)).to_be_visible()
    axe(page)
