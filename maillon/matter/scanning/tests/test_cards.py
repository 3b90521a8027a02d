"""Mode cards: offered, printed, read back."""

import uuid

import pytest
from django.utils import timezone

from maillon.common import pdf, qr
from maillon.common.tests.reading import codes
from maillon.ground.organisations.models import Role
from maillon.matter.ledger import actions as ledger
from maillon.matter.lots import actions as lots
from maillon.matter.scanning import queries
from tests.factories import a_lot, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


@pytest.fixture
def shelf(technician):
    [site] = technician.organisation.sites.all()
    zone = ledger.open_location(site, name="Réserve", by=technician)
    return ledger.open_location(site, name="B3", parent=zone, by=technician)


def test_the_page_offers_acts_open_lots_and_locations(client, technician, shelf):
    lot, closed = a_lot(technician, counts={"monitor": 3}), a_lot(technician)
    lots.close(closed, reason="Palette", by=technician)

    groups = dict(client.get("/scanner/cartes/").context["groups"])

    assert {"effacer", "pret.fine", "demanteler", "recycler"} <= {mode.card for mode in groups["Actes"]}
    assert [mode.card for mode in groups["Recevoir dans un lot"]] == [f"lot.{lot.reference}.monitor"]
    assert {mode.location.name for mode in groups["Ranger à un emplacement"]} == {"Réserve", "B3"}


def test_every_card_that_is_offered_can_be_read_again(technician, shelf):
    a_lot(technician)

    for _, modes in queries.offered(technician):
        for mode in modes:
            assert queries.read(technician, mode.card) == mode


def test_offering_cards_asks_few_queries(technician, shelf, django_assert_max_num_queries):
    for _ in range(4):
        a_lot(technician)

    with django_assert_max_num_queries(6):
        queries.offered(technician)


def test_a_printed_sheet_of_cards_is_read_back(client, technician, shelf):
    a_lot(technician)
    modes = [mode for _, found in queries.offered(technician) for mode in found]

    answer = client.get("/scanner/cartes/planche.pdf", {"carte": [mode.card for mode in modes]})
    data = {
        "network": {"name": "Réseau"},
        "issued_on": timezone.localdate().isoformat(),
        "cards": [{"title": mode.title, "sentence": mode.lead, "qr": qr.matrix(mode.address)} for mode in modes],
    }
    pages = pdf.preview("cartes.typ", data, ppi=150)

    assert answer["Content-Type"] == "application/pdf"
    read = [address for page in pages for address in codes(page)]
    assert sorted(read) == sorted(mode.address for mode in modes)
    for address in read:
        assert queries.armed(technician, address).address == address


def test_no_card_chosen_is_said(client, technician):
    page = client.get("/scanner/cartes/planche.pdf", follow=True)

    assert "Cochez au moins une carte" in page.content.decode()


def test_a_card_of_another_network_arms_nothing(client, technician):
    stranger = a_member(Role.TECHNICIAN)
    lot = a_lot(stranger)

    for card in (f"lot.{lot.reference}.laptop", f"inventaire.{uuid.uuid4().hex}"):
        assert client.get(f"/scanner/serie/{card}/").status_code == 404
    assert client.get("/scanner/cartes/planche.pdf", {"carte": f"lot.{lot.reference}.laptop"}).status_code == 409


def test_scanning_a_card_on_the_scan_page_begins_its_series(client, technician):
    answer = client.get("/scanner/", {"q": "https://maillon.example/scanner/serie/effacer/"})

    assert answer.url == "/scanner/serie/effacer/"
