"""The page of all components: whole, accessible and never wider than its screen; in the demonstration only."""

import re

import pytest
from django.urls import path

from config.urls import urlpatterns as site
from maillon.desk.components import components

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

urlpatterns = [path("composants", components), *site]


def test_components_are_shown_in_the_demonstration_only(client, settings):
    settings.DEMO = False
    assert client.get("/composants").status_code == 404
    settings.DEMO = True
    assert client.get("/composants").status_code == 200


def test_the_page_weighs_little_before_its_stylesheets(client, settings):
    settings.DEMO = True
    assert len(client.get("/composants").content) < 60_000


def test_no_two_elements_bear_the_same_id(client, settings):
    settings.DEMO = True
    ids = re.findall(r'\sid="([^"]+)"', client.get("/composants").content.decode())
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("width", [1280, 640, 390, 320])
def test_components_are_accessible_at_every_width(open_page, axe, look, settings, width):
    settings.DEMO = True
    page = open_page("/composants", width=width)
    look(page, f"composants-{width}")
    axe(page)


def test_buttons_count_and_ask_before_they_act(open_page, settings):
    settings.DEMO = True
    page = open_page("/composants")
    page.get_by_role("button", name="Ordinateurs portables : un de plus").click()
    assert page.get_by_label("Ordinateurs portables", exact=True).input_value() == "13"

    page.get_by_role("button", name="Un acte qui se confirme").click()
    page.get_by_role("button", name="Revenir").click()
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("button", name="Un acte qui se confirme").click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Refuser l’offre").click()


def test_what_a_scanner_types_goes_to_the_scan_field(open_page, settings):
    settings.DEMO = True
    page = open_page("/composants")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type("7F3K2P")
    assert page.get_by_label("Appareil suivant").input_value() == "7F3K2P"


def test_the_summary_of_errors_leads_to_the_field(open_page, settings):
    settings.DEMO = True
    page = open_page("/composants")
    page.get_by_role("link", name="Indiquez une date.").click()
    assert page.evaluate("document.activeElement.name") == "wanted_on"
