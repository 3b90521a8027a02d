"""What stands around every page: brand, search, navigation, account, messages, phone dock."""

import re
from types import SimpleNamespace

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import format_html

from maillon.desk.shell import FITS, Item, Shell


def entry(label: str, *, current: bool = False, count: int | None = None) -> Item:
    return Item(label=label, url=f"/{label.lower()}/", icon="home", current=current, count=count)


NAV = [entry("Jour", count=9), entry("Lots", current=True), entry("Stock"), entry("Dons"), entry("Chiffres")]
NETWORK = SimpleNamespace(name="Ordi Grand Ouest", slug="ogo", accent="bleu")
MEMBER = SimpleNamespace(full_name="Nadia <Le Goff>", organisation_name="La Fabrique", roles_label="animatrice")


@pytest.fixture
def request_():
    request = RequestFactory().get("/lots/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def page(request: HttpRequest, **shell) -> str:
    frame = {"demo": False, "network": None, "member": None, "nav": [], "public_nav": [], "others": False, **shell}
    return render_to_string("base.html", {"shell": Shell(**frame)}, request)


def part(html: str, start: str, end: str) -> str:
    return html.split(start, 1)[1].split(end, 1)[0]


def test_a_member_sees_where_she_is_and_for_whom_she_acts(request_):
    html = page(request_, network=NETWORK, member=MEMBER, nav=NAV)
    assert "Nadia &lt;Le Goff&gt;<small>La Fabrique · animatrice</small>" in html
    assert 'data-accent="bleu"' in html
    assert "— Ordi Grand Ouest</title>" in html
    top = part(html, '<nav class="m-nav" aria-label="Navigation">', "</nav>")
    assert re.findall(r'href="([^"]+)" aria-current="page"', top) == ["/lots/"]
    assert top.count("<li>") == 5


def test_the_phone_has_four_entries_and_the_whole_menu(request_):
    html = page(request_, member=MEMBER, nav=NAV)
    dock = part(html, '<nav class="m-dock"', "</nav>")
    assert re.findall(r"<span>(\w+)</span>", dock) == ["Jour", "Lots", "Stock", "Dons", "Menu"]
    assert 'href="#menu"' in dock
    assert part(html, '<nav class="m-menu"', "</nav>").count("<li>") == 5
    assert 'id="menu"' in html


def test_a_long_bar_keeps_for_plus_what_is_opened_some_days_only(request_):
    daily, seldom = [entry(f"Jour{rank}") for rank in range(FITS)], Item("Rare", "/rare/", "home", seldom=True)

    html = page(request_, member=MEMBER, nav=[seldom, *daily])

    more = part(html, '<details class="m-more">', "</details>")
    assert re.findall(r"<span>(\w+)</span>", more) == ["Rare"]
    assert "Rare" in part(html, '<nav class="m-menu"', "</nav>")
    assert "Rare" not in part(html, '<nav class="m-dock"', "</nav>")
    assert "m-more" not in page(request_, member=MEMBER, nav=[seldom, *daily[1:]])


def test_a_member_searches_from_every_page_without_javascript(request_):
    html = page(request_, member=MEMBER, nav=NAV)
    assert re.search(r'<form class="m-find"[^>]* action="/chercher">', html)
    assert '<label class="visually-hidden" for="chercher">Scanner ou chercher</label>' in html


def test_a_visitor_has_the_public_navigation_and_a_door(request_):
    html = page(request_, network=NETWORK, public_nav=[entry("Donner", current=True)])
    assert '<a href="/donner/" aria-current="page">Donner</a>' in html
    assert "Se connecter" in html
    assert "m-dock" not in html
    assert "m-find" not in html


def test_only_the_demonstration_says_that_its_records_are_fictional(request_):
    assert "fiches fictives" in page(request_, demo=True)
    assert "fiches fictives" not in page(request_)


@pytest.mark.parametrize(("others", "shown"), [(True, True), (False, False)])
def test_one_who_has_several_organisations_may_change(request_, others, shown):
    assert ("Agir pour une autre organisation" in page(request_, member=MEMBER, others=others)) is shown


def test_messages_are_said_and_may_be_undone(request_):
    messages.success(request_, format_html('<b>{}</b> rangé. <a href="/annuler">Annuler</a>', "<B3>"))
    messages.error(request_, "<script>alert(1)</script>")
    html = part(page(request_), '<div class="m-toasts" role="status">', '<div class="m-head">')
    assert '<b>&lt;B3&gt;</b> rangé. <a href="/annuler">Annuler</a>' in html
    assert "<script>" not in html
    assert html.count('role="alert"') == 1


def test_a_copy_made_in_the_background_leaves_the_message_to_the_page_that_is_opened(request_):
    messages.success(request_, "Tournée terminée.")
    request_.META["HTTP_X_COPY"] = "1"
    assert "Tournée terminée." not in page(request_)
    del request_.META["HTTP_X_COPY"]
    del request_.headers
    assert "Tournée terminée." in page(request_)


def test_a_page_without_message_keeps_an_empty_live_region(request_):
    assert '<div class="m-toasts" role="status"></div>' in page(request_)


def test_one_can_jump_to_the_content(request_):
    html = page(request_, member=MEMBER, nav=NAV)
    assert '<a class="m-skip" href="#contenu">' in html
    assert '<main id="contenu" tabindex="-1">' in html
    assert '<html lang="fr">' in html
