"""When something goes wrong: what happened, and what to do now."""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from config.urls import urlpatterns as site
from maillon.common.errors import Forbidden, Refused

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def broken(request: HttpRequest):
    raise RuntimeError("Panne.")


def forbidden(request: HttpRequest):
    raise Forbidden("Seule l'animatrice peut attribuer un <appareil>.")


def refused(request: HttpRequest):
    raise Refused("210 € dépasse le plafond de 180 €.", source="décret 2022-1413")


@csrf_protect
def posted(request: HttpRequest):
    raise AssertionError("never reached without a token")


urlpatterns = [
    path("panne", broken),
    path("interdit", forbidden),
    path("refus", refused),
    path("envoi", posted),
    *site,
]


def answer(client: Client, address: str, status: int, **headers) -> str:
    client.raise_request_exception = False
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response.content.decode()


def test_an_unknown_address_says_so_and_leads_back(client):
    html = answer(client, "/nulle-part", 404)
    assert "<h1>Il manque un maillon</h1>" in html
    assert 'href="/"' in html


def test_a_crash_is_told_without_anything_of_the_server(client, caplog):
    html = answer(client, "/panne", 500)
    assert "<h1>Un maillon a cassé chez nous</h1>" in html
    assert "RuntimeError" not in html


def test_an_act_that_is_not_allowed_says_whose_it_is(client):
    html = answer(client, "/interdit", 403)
    assert "Seule l’animatrice peut attribuer un &lt;appareil&gt;." in html


def test_a_refusal_gives_its_rule_and_leads_back_to_the_page_left(client):
    html = answer(client, "/refus", 409, referer="http://testserver/appareils/?etat=pret")
    assert "dépasse le plafond" in html
    assert "décret 2022-1413" in html
    assert 'href="http://testserver/appareils/?etat=pret"' in html


def test_a_refusal_never_leads_to_another_site(client):
    assert "elsewhere" not in answer(client, "/refus", 409, referer="https://elsewhere.example/")


def test_an_expired_form_says_that_nothing_was_saved():
    response = Client(enforce_csrf_checks=True).post("/envoi")
    assert response.status_code == 403
    assert "Cette page avait expiré" in response.content.decode()


def test_a_malformed_request_is_told(client):
    client.raise_request_exception = False
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "Nous n’avons pas compris cette demande" in response.content.decode()
