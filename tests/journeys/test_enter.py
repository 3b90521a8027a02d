"""Someone asks to enter a network on a phone, is accepted, and makes her first request: in a real browser."""

import pytest
from django.urls import reverse

from maillon.ground.governance import queries
from maillon.ground.governance.models import AccessRequest
from maillon.ground.organisations.models import Role
from tests.factories import a_member, a_network

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "une phrase longue et neuve"


def test_from_the_public_page_to_a_first_request(open_page, look, axe):
    network = a_network("ponant")
    coordinator = a_member(Role.COORDINATOR, network=network)

    page = open_page(f"/r/{network.slug}/acces/", width=390)
    page.get_by_label("Accompagnant").check()
    page.get_by_label("Nom de la structure").fill("Mission locale du Ponant")
    page.get_by_label("Nature").select_option("association")
    page.get_by_label("Commune", exact=True).fill("Pontivy (56300)")
    page.get_by_label("Votre nom").fill("Cadiou")
    page.get_by_label("Votre prénom").fill("Nolwenn")
    page.get_by_label("Adresse e-mail").fill("nolwenn@mission.example")
    look(page, "acces-01-demande")
    axe(page)
    page.wait_for_timeout(2100)  # what a person needs to fill a page, at the least
    page.get_by_role("button", name="Envoyer la demande").click()
    page.get_by_role("heading", name="Regardez vos courriers").wait_for()
    asked = AccessRequest.objects.get()
    link = queries.follow_path(asked)
    page = open_page(link, width=390)
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    page.get_by_label("Le même, une seconde fois").fill(PASSWORD)
    look(page, "acces-02-confirmer")
    axe(page)
    page.get_by_role("button", name="Confirmer et transmettre").click()
    page.get_by_text("votre demande est transmise").wait_for()

    desk = open_page(reverse("governance:access", args=[asked.pk]), user=coordinator.user)
    look(desk, "acces-03-repondre")
    axe(desk)
    desk.get_by_role("button", name="Ouvrir l’accès").click()
    desk.get_by_text("a son accès").wait_for()
    desk.goto("/reseau/regles/")
    look(desk, "regles")
    axe(desk)
    desk.goto("/mise-en-route/")
    look(desk, "mise-en-route")
    axe(desk)

    member = AccessRequest.objects.get().member
    assert member is not None
    mine = open_page("/demandes/nouvelle/", width=390, user=member.user)
    look(mine, "acces-04-premiere-demande")
    axe(mine)
    assert mine.get_by_role("button", name="Envoyer la demande").is_visible()
