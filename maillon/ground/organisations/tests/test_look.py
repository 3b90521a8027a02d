"""The pages of the network in a real browser: seen, and without any accessibility fault."""

import datetime

import pytest

from maillon.common.actors import PLATFORM
from maillon.ground.organisations import actions
from maillon.ground.organisations.models import Member, Role
from tests.factories import LOUDEAC, PONTIVY, a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator(live_server):
    network = a_network("ponant")
    network.territories.create(slug="centre", name="Centre-Bretagne", communes=[PONTIVY, LOUDEAC])
    return a_member(Role.COORDINATOR, network=network)


@pytest.fixture
def fabrique(coordinator):
    organisation = an_organisation("La Fabrique de Loudéac", commune_code=LOUDEAC)
    actions.affiliate(coordinator.network, organisation, roles=["reconditionneur"], by=PLATFORM)
    actions.open_site(organisation, name="Atelier", commune_code=LOUDEAC, by=PLATFORM)
    actions.adhere(coordinator.network, organisation, starts_on=datetime.date(2024, 1, 1), by=PLATFORM)
    actions.record_quality(
        organisation, quality="ig", proof="Rescrit de 2023", starts_on=datetime.date(2023, 1, 1), by=PLATFORM
    )
    a_member(Role.MANAGER, network=coordinator.network, organisation=organisation)
    return organisation


def test_the_network_is_seen_by_everyone(coordinator, fabrique, open_page, look, axe):
    for width in (1280, 390):
        for name, address in (
            ("reseau", "/reseau/"),
            ("reseau-organisation", f"/reseau/{fabrique.pk}/"),
            ("reseau-entrer", "/reseau/entrer/"),
            ("reseau-inviter", f"/reseau/{fabrique.pk}/membres/inviter/"),
            ("reseau-territoires", "/reseau/territoires/"),
            ("reseau-territoire", "/reseau/territoires/centre/"),
            ("agir-pour", "/agir-pour"),
        ):
            page = open_page(address, width=width, user=coordinator.user)
            look(page, f"{name}-{width}")
            axe(page)


def test_a_colleague_is_invited_by_keyboard_and_a_mistake_is_told(coordinator, fabrique, open_page, axe):
    page = open_page(f"/reseau/{fabrique.pk}/membres/inviter/", width=390, user=coordinator.user)

    page.get_by_label("Adresse e-mail").fill("nolwenn@fabrique.example")
    page.get_by_role("button", name="Inviter").press("Enter")
    page.get_by_role("alert").wait_for()
    axe(page)
    assert page.get_by_label("Adresse e-mail").input_value() == "nolwenn@fabrique.example"

    page.get_by_label("Prénom").fill("Nolwenn")
    page.get_by_label("Nom", exact=True).or_(page.get_by_label("Nom (facultatif)", exact=True)).fill("Cadiou")
    page.get_by_label("Atelier", exact=True).press("Space")
    page.get_by_role("button", name="Inviter").press("Enter")
    page.wait_for_url(f"**/reseau/{fabrique.pk}/")

    assert "Nolwenn Cadiou est invitée" in page.locator(".m-toasts").inner_text()
    assert Member.objects.get(user__email="nolwenn@fabrique.example").roles == ["technicien"]
