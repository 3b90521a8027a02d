"""A town hall's employee offers to her own services first, then to the network, and accepts the agreement, in a real browser."""

import pytest
from playwright.sync_api import expect

from maillon.common import links
from maillon.giving.donations.models import Consent, Offer
from maillon.giving.donations.queries import follow_path
from maillon.giving.reuse import policy, queries
from maillon.giving.reuse.models import Proposal, Take
from maillon.ground.organisations.models import Role
from tests.factories import a_member, a_network

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_town_hall_serves_its_own_services_first_then_gives_the_rest(open_page, look, axe):
    network = a_network("ogo", prefix="OGO", accent="bleu")
    coordinator = a_member(Role.COORDINATOR, network=network)
    page = open_page(f"/r/{network.slug}/donner/", width=390)
    page.get_by_role("spinbutton", name="Ordinateurs portables").fill("12")
    page.get_by_role("radio", name="Collectivité territoriale").check()
    page.get_by_label("Nom de la structure").fill("Commune de Valserres-les-Pins")
    page.get_by_role("button", name="D’abord à mes autres services").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("D’abord à vos autres services")
    expect(page.get_by_label("Nom de la structure")).to_have_value("Commune de Valserres-les-Pins")
    page.get_by_label("Les adresses de vos autres services").fill("ecole@valserres.example")
    page.get_by_label("Votre nom").fill("Océane Le Gall")
    page.get_by_label("Adresse e-mail").fill("oceane@valserres.example")
    page.get_by_label("Commune où est le matériel").fill("Pontivy (56300)")
    look(page, "reemploi-proposer-390")
    axe(page)
    page.wait_for_timeout(2100)  # what a person needs to fill a page, at the least
    page.get_by_role("button", name="Proposer à mes services").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Il reste à confirmer")
    proposal = Proposal.objects.get()
    page.goto(queries.lead_path(proposal))
    page.get_by_role("button", name="Confirmer et prévenir").click()
    expect(page.get_by_text("En cours").first).to_be_visible()

    school = open_page(f"/reemploi/{links.seal(policy.TAKE, proposal.invitees.get().pk)}/prendre/", width=390)
    school.get_by_label("Combien en prenez-vous ?").fill("3")
    school.get_by_label("Votre nom").fill("Malo")
    look(school, "reemploi-prendre-390")
    axe(school)
    school.get_by_role("button", name="Prendre des ordinateurs portables").click()
    expect(school.get_by_text("9 encore là")).to_be_visible()
    assert Take.objects.get().units == 3

    page.reload()
    look(page, "reemploi-suivre-390")
    axe(page)
    page.get_by_role("button", name="Donner le reste au réseau maintenant").click()
    page.get_by_role("dialog").get_by_role("button", name="Donner le reste au réseau maintenant").click()
    expect(page.get_by_text("a été donné au réseau")).to_be_visible()
    offer = Offer.objects.get()
    assert offer.summary == "9 ordinateurs portables"

    desk = open_page(f"/dons/{offer.pk}/", user=coordinator.user)
    desk.get_by_role("radio", name="Don d’une collectivité").check()
    desk.get_by_role("button", name="Accepter sous ce régime").click()
    expect(desk.get_by_text("Accepté", exact=True).first).to_be_visible()
    page.goto(follow_path(offer))
    page.get_by_label("Prénom et nom").fill("Anne Le Goff")
    page.get_by_label("En qualité de").fill("maire")
    page.get_by_text("J’ai lu la convention").click()
    page.get_by_role("button", name="Accepter la convention").click()
    expect(page.get_by_text("Acceptée le")).to_be_visible()
    assert Consent.objects.get().capacity == "maire"
