"""The case made to donors: what anyone reads and prints, and who writes its introduction."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillon.common.actors import Bearer
from maillon.giving.donors import actions as donors
from maillon.giving.donors.policy import SPACE
from maillon.giving.donors.tests.test_outcome import ALL, handed_over
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from tests.factories import a_device, a_lot, a_member, a_network

pytestmark = pytest.mark.django_db
OBJECTIONS = ("nos données", "pas le temps", "le droit", "gagnons-nous", "tourne mal", "vraiment réemployé")
YEAR = timezone.localdate().year


def printed(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()).replace("\N{NO-BREAK SPACE}", " ")


def test_a_network_that_begins_answers_the_six_objections_without_a_figure(client):
    network = a_network(slug="ici")

    page = client.get("/r/ici/argumentaire/").content.decode()
    paper = printed(client.get("/r/ici/argumentaire.pdf").content)

    for words in OBJECTIONS:
        assert words in page
        assert words in paper
    assert "vient d’ouvrir" in page
    assert f"sous {network.answer_days}" in page
    for source in ("L3212-2", "L3212-3", "238 bis", "Code civil, art. 931", "2023-266", "NIST SP 800-88"):
        assert source in page
        assert source in paper
    assert reverse("desk:pitch", args=["ici"]) in client.get("/r/ici/donner/").content.decode()


def test_the_figures_are_those_of_the_records_and_a_donor_is_named_only_while_it_agrees(client):
    by = a_member(*ALL)
    network = by.network
    lot = a_lot(by, counts={"laptop": 4})
    handed_over(by, lot)
    devices.recycle(a_device(by, lot=lot).pk, reason="Irréparable", by=by)
    holder = Bearer(SPACE, lot.donor_id)
    donors.publish_quotation(
        lot.donor_id, shown_name="Fonderie du Bief", sentence="C’est simple.", listed=True, by=holder
    )
    address = reverse("desk:pitch", args=[network.slug])

    page = client.get(address).content.decode()
    paper = printed(client.get(reverse("desk:pitch_pdf", args=[network.slug])).content)
    donors.publish_quotation(lot.donor_id, shown_name="Fonderie du Bief", listed=False, by=holder)
    after = client.get(address).content.decode()

    assert f"de la masse sortie des ateliers en {YEAR} est réemployée" in page
    assert "<b>50\N{NO-BREAK SPACE}%</b>" in page
    assert "Fabrication évitée" in page
    assert "Fonderie du Bief" in page
    assert "Fonderie du Bief" in paper
    assert "50 %" in paper
    assert "Fonderie du Bief" not in after


def test_the_coordinator_writes_the_introduction_and_donors_find_the_page_in_their_menu(client):
    by = a_member(Role.COORDINATOR)
    donor = a_member(Role.DONOR, network=by.network)
    address, revise = reverse("desk:pitch", args=[by.network.slug]), reverse("desk:revise_pitch")
    client.force_login(by.user)

    assert client.post(revise, {"introduction": ""}).context["form"].errors
    assert client.post(revise, {"introduction": "Le pays de l’Ouest.\r\n\r\n<b>Ensemble</b>"}).url == address
    page = client.get(address).content.decode()

    assert "Le pays de l’Ouest.</p>" in page
    assert "&lt;b&gt;Ensemble" in page
    assert revise in page
    client.force_login(donor.user)
    assert f'href="{address}"' in client.get("/dons/").content.decode()
    assert client.get(revise).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_case_reads_well_in_a_browser(open_page, axe, look, width):
    by = a_member(*ALL)
    handed_over(by, a_lot(by, counts={"laptop": 2}))

    page = open_page(reverse("desk:pitch", args=[by.network.slug]), width=width)
    page.get_by_text("Collectivité territoriale").click()
    look(page, f"argumentaire-{width}")
    axe(page)
