"""The whole chain once, by the people who do it, in a real browser: from a donor's offer to a person's table."""

import pytest
from playwright.sync_api import expect

from maillon.giving.donations.models import Offer
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device
from maillon.matter.lots.models import Lot
from tests.factories import a_member, a_network
from tests.machines import nwipe, smartctl

pytestmark = pytest.mark.django_db(transaction=True)
SERIAL = "50026B7684F3A1C2"


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_from_a_donors_offer_to_a_persons_table(open_page, look, axe):
    network = a_network("ogo", prefix="OGO", accent="bleu")
    coordinator = a_member(Role.COORDINATOR, network=network)
    technician = a_member(Role.TECHNICIAN, network=network)

    def seen(page, name):
        look(page, f"chaine-{name}")
        axe(page)

    # A donor, without an account.
    donor = open_page(f"/r/{network.slug}/donner/")
    seen(donor, "01-offre")
    donor.get_by_role("spinbutton", name="Ordinateurs portables").fill("2")
    donor.get_by_text("Collectivité territoriale").click()
    donor.get_by_label("Nom de la structure").fill("Commune de Valserres-les-Pins")
    donor.get_by_label("Votre nom").fill("Océane Le Gall")
    donor.get_by_label("Adresse e-mail").fill("don@valserres.example")
    donor.get_by_label("Commune où est le matériel").fill("Pontivy (56300)")
    donor.get_by_role("button", name="Envoyer l’offre").click()
    expect(donor.get_by_role("heading", level=1)).to_contain_text("Votre don")
    seen(donor, "02-suivi")

    # The coordinator accepts it under a regime, then receives it.
    desk = open_page("/a-faire/", user=coordinator.user)
    expect(desk.get_by_text("Répondre à Commune de Valserres-les-Pins")).to_be_visible()
    seen(desk, "03-a-faire")
    desk.get_by_role("link", name="Étudier l’offre").first.click()
    seen(desk, "04-etudier")
    desk.get_by_role("button", name="Accepter sous ce régime").click()
    expect(desk.get_by_role("status")).to_contain_text("est acceptée")
    desk.get_by_role("link", name="Peser et compter").click()
    desk.get_by_label("Masse pesée").fill("3,6")
    seen(desk, "05-peser")
    desk.get_by_role("button", name="Recevoir le lot").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Lot")
    seen(desk, "06-lot")
    lot = Lot.objects.get()
    assert lot.weighed_g == 3600

    # The technician, on a phone: labels, report, erasure, bench.
    phone = open_page(f"/appareils/lot/{lot.pk}/", width=390, user=technician.user)
    phone.get_by_role("button", name="Entrer, au suivant").click()
    expect(phone.get_by_role("status")).to_be_visible()
    seen(phone, "07-entrer")
    device = Device.objects.get()
    phone.goto("/scanner/")
    phone.keyboard.type(device.label)
    phone.keyboard.press("Enter")
    expect(phone.get_by_text(device.label).first).to_be_visible()
    seen(phone, "08-scan")
    phone.locator(".m-act").get_by_role("button").click()
    phone.goto(f"/appareils/{device.pk}/")
    seen(phone, "09-appareil")
    phone.get_by_role("link", name="Joindre un rapport").first.click()
    phone.locator("input[type=file]").set_input_files([file("smart.json", smartctl(SERIAL))])
    phone.locator(".m-acts button").click()
    expect(phone.get_by_text(SERIAL).first).to_be_visible()
    phone.goto(f"/appareils/{device.pk}/effacement/")
    seen(phone, "10-effacement")
    phone.locator("input[type=file]").set_input_files([file("nwipe.log", nwipe(SERIAL))])
    phone.get_by_role("button", name="Lire les fichiers").click()
    phone.get_by_role("button", name="Établir le certificat").click()
    device.refresh_from_db()
    assert device.state == "erased"
    seen(phone, "11-certifie")
    phone.goto(f"/appareils/{device.pk}/etabli/")
    for choice in phone.locator("fieldset").filter(has_text="Marche").all():
        choice.get_by_text("Marche", exact=True).click()
    phone.get_by_text("Propre, sans marque").click()
    seen(phone, "12-etabli")
    phone.get_by_role("button", name="Enregistrer l’examen").click()
    device.refresh_from_db()
    assert device.state == "ready"
    assert Offer.objects.get().state == Offer.State.RECEIVED
