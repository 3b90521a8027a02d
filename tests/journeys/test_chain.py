"""The whole chain once, by the people who do it, in a real browser: from a donor's offer to a person's table."""

import datetime
import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from maillon.giving.donations.models import Offer
from maillon.ground.documents.models import Document
from maillon.ground.journal import jobs as journal
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device
from maillon.matter.lots.models import Lot
from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries import faults, report, scope
from tests.factories import PONTIVY, a_member, a_network, an_organisation
from tests.machines import nwipe, smartctl

pytestmark = pytest.mark.django_db(transaction=True)
SERIAL = "50026B7684F3A1C2"


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_from_a_donors_offer_to_a_persons_table(open_page, look, axe):
    network = a_network("ogo", prefix="OGO", accent="bleu")
    coordinator = a_member(Role.COORDINATOR, network=network)
    technician = a_member(Role.TECHNICIAN, network=network)
    prescriber = a_member(
        Role.PRESCRIBER, Role.DISTRIBUTOR, network=network, organisation=an_organisation("CCAS de Pontivy")
    )
    helper = a_member(Role.MEDIATOR, network=network)
    session = accompaniment.plan(
        kind="handover",
        title="Prise en main",
        place="Médiathèque de Pontivy",
        commune_code=PONTIVY,
        starts_at=timezone.now() + datetime.timedelta(days=4),
        minutes=120,
        seats=6,
        by=helper,
    )

    def seen(page, name):
        look(page, f"chaine-{name}")
        axe(page)

    # A donor, without an account.
    donor = open_page(f"/r/{network.slug}/donner/")
    seen(donor, "01-offre")
    donor.get_by_role("spinbutton", name="Ordinateurs portables").fill("2")
    donor.locator("label", has_text="Collectivité territoriale").first.click()
    donor.get_by_label("Nom de la structure").fill("Commune de Valserres-les-Pins")
    donor.get_by_label("Votre nom").fill("Océane Le Gall")
    donor.get_by_label("Adresse e-mail").fill("don@valserres.example")
    donor.get_by_label("Commune où est le matériel").fill("Pontivy (56300)")
    donor.wait_for_timeout(2100)  # what a person needs to fill a page, at the least
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
    with phone.expect_navigation():
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
    phone.wait_for_url(f"**/appareils/{device.pk}/")
    device.refresh_from_db()
    assert device.state == "ready"
    assert Offer.objects.get().state == Offer.State.RECEIVED

    # A social worker asks for a person, by her use.
    worker = open_page("/demandes/nouvelle/", user=prescriber.user)
    worker.get_by_label("Nom", exact=False).first.fill("Zéphyrin")
    worker.get_by_label("Prénom").fill("Aminata")
    worker.get_by_label("Née ou né le").fill("1990-05-17")
    worker.get_by_label("Sa commune").fill("Pontivy (56300)")
    worker.get_by_text("Chercher un emploi").first.click()
    worker.get_by_text("Occasionnel").first.click()
    worker.get_by_role("checkbox", name=re.compile("Ordinateur portable")).check()
    worker.locator("[name=helper]").first.check()
    worker.get_by_label("J’ai vérifié que les conditions").check()
    worker.get_by_label("La personne sait que cette demande est faite").check()
    seen(worker, "13-demande")
    worker.get_by_role("button", name="Envoyer la demande").click()
    expect(worker.get_by_role("heading", level=1)).not_to_have_text("Demander un équipement")
    need = Need.objects.get()
    seen(worker, "14-demande-envoyee")

    # The coordinator sees which device suits it and why, and reserves it; she never sees the name.
    desk.goto(f"/demandes/{need.pk}/")
    expect(desk.get_by_text("Sur place").first).to_be_visible()
    assert "Zéphyrin" not in desk.content()
    seen(desk, "15-proposition")
    desk.get_by_role("button", name=re.compile("Réserver")).first.click()
    device.refresh_from_db()
    assert device.state == "reserved"

    # The appointment, with the session that goes with it; then the hand-over.
    worker.goto(reverse("handovers:plan", args=[need.pk]))
    soon = timezone.localtime() + datetime.timedelta(days=5)
    worker.get_by_label("Quand ?").fill(soon.strftime("%Y-%m-%dT14:30"))
    worker.get_by_label("Où ?").fill("CCAS, 2 place de la Mairie")
    worker.locator(f"[name=session][value*='{session.pk}']").check()
    seen(worker, "16-rendez-vous")
    worker.locator("main form button[type=submit]").last.click()
    handover = HandOver.objects.get()
    assert handover.enrolment.session_id == session.pk
    worker.goto(f"/remises/{handover.pk}/")
    expect(worker.get_by_text("Aminata Zéphyrin").first).to_be_visible()
    seen(worker, "17-remise")
    worker.get_by_role("button", name="Remettre le matériel").click()
    expect(worker.get_by_role("link", name="Ouvrir l’attestation")).to_be_visible()
    device.refresh_from_db()
    assert device.state == "handed_over"
    seen(worker, "18-remis")
    attestation = worker.request.get(f"/remises/{handover.pk}/attestation.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(attestation.body())).pages)
    assert "Zéphyrin" in text
    assert device.label in text

    # Anyone, with the label of the device, and with the certificate.
    anyone = open_page(f"/d/{device.label}", width=390)
    assert "Zéphyrin" not in anyone.content()
    seen(anyone, "19-passeport")
    anyone.goto(f"/verifier/{Document.objects.get(kind='erasure').code}")
    expect(anyone.get_by_text(SERIAL).first).to_be_visible()
    seen(anyone, "20-verifier")

    # The year’s figures, and nothing wrong anywhere.
    desk.goto(f"/chiffres/?annee={timezone.localdate().year}")
    seen(desk, "21-chiffres")
    year = report(scope(network.slug, timezone.localdate().year)).as_json()["indicators"]
    assert year["mass_in_g"]["value"] == 3600
    assert year["people_equipped"]["value"] == 1
    journal.seal()
    assert list(faults()) == []
