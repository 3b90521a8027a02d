"""The pages of corrections in a real browser: without a fault of accessibility, on a phone and on a desk."""

import pytest

from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import State
from tests.factories import a_device, a_lot, a_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_put_right_is_shown_before_and_has_no_fault(open_page, look, axe, width):
    logistician = a_member(Role.LOGISTICIAN)
    lot = a_lot(logistician)
    device = a_device(logistician, state=State.RECEIVED, lot=lot)
    pages = {
        "liste": "/corriger/",
        "lot": f"/corriger/lot/{lot.pk}/",
        "rectifier": f"/corriger/lot/{lot.pk}/rectifier/",
        "appareil": f"/corriger/appareil/{device.pk}/",
        "annuler": f"/corriger/appareil/{device.pk}/annuler/",
    }

    for name, address in pages.items():
        page = open_page(address, width=width, user=logistician.user)
        look(page, f"corrections-{name}-{width}")
        axe(page)
        page.close()
