"""A company with a list of 120 machines, from its offer to its agreement, in a real browser."""

import pytest
from playwright.sync_api import expect

from maillon.giving.donations import actions
from maillon.giving.donations.models import Consent, Offer, OfferDraft
from maillon.giving.donations.queries import follow_path
from maillon.ground.organisations.models import Role
from tests.factories import a_member, a_network

pytestmark = pytest.mark.django_db(transaction=True)


def inventory() -> dict:
    heads = "Nom;Fabricant;Type;Modèle;Numéro de série;Numéro d’inventaire;Date d’achat"
    lines = [f"PC-{n};Lenovo;Portable;ThinkPad T480;PF{n:06d};INV-{n:04d};12/03/2019" for n in range(120)]
    content = "\n".join([heads, *lines]).encode()
    return {"name": "parc.csv", "mimeType": "text/csv", "buffer": content}


def test_a_company_offers_its_list_of_120_machines_and_accepts_the_agreement(open_page, look, axe):
    network = a_network("ogo", prefix="OGO", accent="bleu")
    coordinator = a_member(Role.COORDINATOR, network=network)
    page = open_page(f"/r/{network.slug}/donner/", width=390)
    page.get_by_role("radio", name="Entreprise", exact=True).check()
    page.get_by_label("Nom de la structure").fill("Menuiserie Le Goff")
    page.get_by_label("Votre liste").set_input_files([inventory()])
    promise = page.locator("#ce-que-peut")
    expect(promise).to_contain_text("Pour 120 appareils")
    expect(promise).to_contain_text("238 bis")
    expect(page.locator("[data-saved]")).to_contain_text("Gardé à")
    assert "inventory" not in OfferDraft.objects.get().content
    look(page, "offre-liste-390")
    axe(page)
    page.get_by_label("Votre nom").fill("Anne Le Goff")
    page.get_by_label("Adresse e-mail").fill("anne@legoff.example")
    page.get_by_label("Commune où est le matériel").fill("Pontivy (56300)")
    page.wait_for_timeout(2100)  # what a person needs to fill a page, at the least
    page.get_by_role("button", name="Envoyer l’offre").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre don")
    offer = Offer.objects.get()
    assert (offer.summary, offer.announced.count()) == ("120 ordinateurs portables", 120)
    look(page, "offre-suivi-390")
    axe(page)

    desk = open_page(f"/dons/{offer.pk}/", user=coordinator.user)
    look(desk, "offre-etudier-1280")
    axe(desk)
    desk.get_by_role("link", name="120 lignes").click()
    expect(desk.get_by_text("PF000007")).to_be_visible()
    axe(desk)
    actions.accept(offer.pk, regime="don_sans_recu", by=coordinator)

    page.goto(follow_path(offer))
    page.get_by_label("Prénom et nom").fill("Anne Le Goff")
    page.get_by_label("En qualité de").fill("gérante")
    page.get_by_text("J’ai lu la convention").click()
    look(page, "offre-convention-390")
    axe(page)
    page.get_by_role("button", name="Accepter la convention").click()
    expect(page.get_by_text("Acceptée le")).to_be_visible()
    assert Consent.objects.get().capacity == "gérante"


def test_a_private_person_gives_a_laptop_and_reads_how_to_prepare_it(open_page, look, axe):
    network = a_network("ogo", prefix="OGO")
    page = open_page(f"/r/{network.slug}/donner/", width=390)
    page.get_by_role("radio", name="Particulier", exact=True).check()
    page.get_by_label("Ordinateurs portables", exact=True).fill("1")
    frame = page.locator("#ce-que-peut")
    expect(frame).to_contain_text("Pour 1 appareil")
    expect(frame).to_contain_text("CGI, art. 200")
    expect(frame).not_to_contain_text("L3212-2")
    page.get_by_label("Votre nom").fill("Odile Belruisseau")
    page.get_by_label("Adresse e-mail").fill("odile@courriel.example")
    page.get_by_label("Commune où est le matériel").fill("Pontivy (56300)")
    page.wait_for_timeout(2100)  # what a person needs to fill a page, at the least
    page.get_by_role("button", name="Envoyer l’offre").click()
    expect(page.get_by_text("Déconnectez vos comptes")).to_be_visible()
    page.get_by_role("button", name="J’ai lu").click()
    expect(page.get_by_text("Merci : c’est noté.")).to_be_visible()
    look(page, "offre-particulier-390")
    axe(page)
    offer = Offer.objects.get()
    assert (offer.donor_kind, offer.organisation_name, offer.guidance.version) == ("person", "", 1)
