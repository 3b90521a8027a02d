"""What JavaScript adds to pages that work without it: drafts kept, one sending at a time, proposals."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as site
from maillon.common.forms import CommuneField, Form

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

PAGE = """{% extends "base.html" %}{% block title %}Demande{% endblock %}{% block heading %}Demande{% endblock %}
{% block content %}<form method="post" action="/envoi" data-draft="/brouillon">{% csrf_token %}{{ form }}
<button class="btn btn-primary" type="submit">Envoyer</button><p data-saved role="status"></p></form>{% endblock %}"""

kept: list[str] = []
sent: list[str] = []


class Place(Form):
    commune = CommuneField()


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": Place()}, request))


def draft(request: HttpRequest) -> HttpResponse:
    kept.append(request.POST["commune"])
    return HttpResponse(status=204)


def sending(request: HttpRequest) -> HttpResponse:
    sent.append(request.POST["commune"])
    return HttpResponse(status=204)


urlpatterns = [path("demande", page), path("brouillon", draft), path("envoi", sending), *site]


@pytest.fixture(autouse=True)
def nothing_yet():
    kept.clear()
    sent.clear()


def test_a_draft_is_kept_while_one_types_and_the_page_says_when(open_page):
    screen = open_page("/demande")
    screen.get_by_label("Commune").fill("Pontivy")
    screen.get_by_text("Gardé à").wait_for()
    assert kept == ["Pontivy"]


def test_a_form_is_sent_once_even_if_the_button_is_pressed_twice(open_page):
    screen = open_page("/demande")
    screen.get_by_label("Commune").fill("Pontivy")
    with screen.expect_response("**/envoi"):
        screen.get_by_role("button", name="Envoyer").dblclick()
    screen.wait_for_timeout(300)
    assert sent == ["Pontivy"]


def test_communes_are_proposed_while_one_types(open_page):
    screen = open_page("/demande")
    screen.get_by_label("Commune").press_sequentially("ponti")
    screen.locator("datalist option[value='Pontivy (56300)']").wait_for(state="attached")
    assert screen.locator("datalist option").count() <= 8
