"""A town's clerk opens the link she was sent: she sees what became of the gift, declares her stock, plans the next one."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from maillon.giving.donors import queries
from maillon.giving.donors.tests.test_outcome import ALL, given, handed_over
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor
from tests.factories import a_device, a_member, a_need, an_organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_donor_follows_declares_and_plans_by_its_link(open_page, axe, look, width):
    coordinator = a_member(*ALL)
    organisation = an_organisation("Ville de Kermeur", kind="authority")
    town = lots.enter_donor(
        coordinator.network,
        name=organisation.name,
        kind=Donor.Kind.AUTHORITY,
        organisation=organisation,
        by=coordinator,
    )
    lot = given(coordinator, town, laptops=6, keyboard=4)
    handed_over(coordinator, lot, serial="PF1ABCDE")
    devices.recycle(a_device(coordinator, lot=lot).pk, reason="Irréparable", by=coordinator)
    a_need(coordinator)

    page = open_page(queries.space_path(town), width=width)
    expect(page.get_by_text("1 réemployé, 1 recyclé, 4 à étiqueter")).to_be_visible()
    look(page, f"donateur-espace-{width}")
    axe(page)
    page.get_by_role("link", name="Ouvrir le bilan de l’année").click()
    page.get_by_label("Équipements réformés au 1er janvier").fill("2")
    page.get_by_role("button", name="Déclarer").click()
    expect(page.get_by_text("L’objectif est atteint.")).to_be_visible()
    look(page, f"donateur-bilan-{width}")
    axe(page)
    page.get_by_role("link", name="Ville de Kermeur").click()
    page.get_by_role("link", name="Prévoir un renouvellement").click()
    page.get_by_label("Quel matériel ?").select_option("laptop")
    page.get_by_label("Combien, à peu près ?").fill("40")
    page.get_by_label("Quand sera-t-il disponible ?").select_option(f"{timezone.localdate().year + 1}-2")
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_text("40 ordinateurs portables").first).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Ville de Kermeur").click()
    page.get_by_role("link", name="Publier votre page").click()
    page.get_by_label("Ce que vous en dites").fill("Plus rien ne dort dans nos placards.")
    axe(page)
    page.get_by_role("button", name="Publier ma page").click()
    page.get_by_role("link", name="/donateurs/").click()
    expect(page.get_by_text("Plus rien ne dort dans nos placards.")).to_be_visible()
    look(page, f"donateur-cite-{width}")
    axe(page)

    forecast = open_page("/previsions/", width=width, user=coordinator.user)
    expect(forecast.get_by_role("heading", name="Y en aura-t-il assez ?")).to_be_visible()
    look(forecast, f"previsions-{width}")
    axe(forecast)
    receipts = open_page("/recus/", width=width, user=a_member(Role.COORDINATOR, network=coordinator.network).user)
    axe(receipts)
