"""The pages of the figures in a real browser: seen, and without any accessibility fault."""

import pytest

from maillon.common.actors import PLATFORM
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import OrganisationRole, Role
from maillon.matter.lots import actions as lots
from tests.factories import LOUDEAC, a_handover, a_lot, a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db(transaction=True)
ROLES = (Role.COORDINATOR, Role.TECHNICIAN, Role.PRESCRIBER, Role.DISTRIBUTOR, Role.LOGISTICIAN)


@pytest.fixture
def coordinator(live_server):
    """A network with an adherent, a lot that does not add up, and six people equipped in Pontivy."""
    network = a_network("ponant", fictional=True)
    network.territories.create(slug="loudeac", name="Autour de Loudéac", communes=[LOUDEAC])
    coordinator = a_member(*ROLES, network=network)
    adherent = an_organisation("La Fabrique")
    organisations.affiliate(network, adherent, roles=[OrganisationRole.REFURBISHER], by=PLATFORM)
    a_lot(a_member(Role.TECHNICIAN, network=network, organisation=adherent), counts={"laptop": 4})
    lots.close(a_lot(coordinator, counts={"laptop": 2}), reason="Deux de moins.", by=coordinator)
    for _ in range(6):
        a_handover(coordinator)
    return coordinator


def test_the_figures_are_seen_by_everyone(coordinator, open_page, look, axe):
    for width in (1280, 390):
        for name, address, user in (
            ("chiffres", "/chiffres/", coordinator.user),
            ("chiffres-fiches", "/chiffres/people_equipped/", coordinator.user),
            ("impact", "/r/ponant/impact/", None),
        ):
            page = open_page(address, width=width, user=user)
            look(page, f"{name}-{width}")
            axe(page)


def test_a_figure_leads_to_its_records_and_to_the_record_by_keyboard(coordinator, open_page):
    page = open_page("/chiffres/", user=coordinator.user)

    page.get_by_role("link", name="Les appareils remis").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/chiffres/devices_redistributed/**")
    assert page.get_by_role("row").count() == 7

    page.get_by_role("row").nth(1).get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/remises/**")


def test_the_year_and_the_territory_stay_in_the_address(coordinator, open_page):
    page = open_page("/chiffres/", user=coordinator.user)

    page.get_by_label("Territoire").select_option(label="Autour de Loudéac")
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**territoire=loudeac**")

    assert page.get_by_label("Territoire").input_value() == "loudeac"
    assert "Autour de Loudéac" in page.locator(".m-lead").inner_text()
