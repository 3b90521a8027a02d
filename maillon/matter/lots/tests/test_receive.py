"""`/lots/recevoir/`: someone brings equipment without having offered it."""

import uuid

import pytest
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.ground.documents.models import Document
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Organisation, Role
from maillon.matter.ledger.models import Account, Stock
from maillon.matter.lots.models import Donor, Lot, Regime
from tests.factories import PONTIVY, a_donor, a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
URL = "/lots/recevoir/"


def answers(**changes: object) -> dict[str, object]:
    """A private person brings three laptops and four mice."""
    return {
        "id": uuid.uuid4(),
        "kind": "person",
        "name": "Madame Kerjean",
        "weighed": "5,2",
        "received_on": timezone.localdate().isoformat(),
        "units_laptop": 3,
        "units_mouse": 4,
        **changes,
    }


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def test_a_newcomer_gets_a_lot_and_its_receipt(client, technician):
    response = client.post(URL, answers())

    lot = Lot.objects.get()
    assert response.url == f"/lots/{lot.pk}/"
    assert (lot.weighed_g, lot.regime, lot.holder) == (5200, Regime.PERSON_GIFT, technician.organisation)
    assert lot.donor.name == "Madame Kerjean"
    receipt = Document.objects.get(about=lot.pk)
    assert receipt.kind == Document.Kind.RECEPTION
    assert "Kerjean" not in str(receipt.facts)
    accessories = Stock.objects.get(lot=lot.pk, account=Account.ACCESSORIES)
    assert (accessories.units, accessories.mass_g) == (4, 360)


def test_a_known_donor_is_chosen_from_the_list(client, technician):
    donor = a_donor(technician.network)
    Donor.objects.filter(pk=donor.pk).update(organisation=technician.organisation)

    client.post(URL, answers(donor=donor.pk, name=""))

    assert Lot.objects.get().donor == donor


def test_an_organisation_is_entered_once(client, technician):
    company = {"kind": "company", "name": "Transports Kerdoncuff", "commune": "Pontivy (56300)"}

    client.post(URL, answers(**company))
    client.post(URL, answers(**company))

    assert Lot.objects.count() == 2
    assert Organisation.objects.filter(name="Transports Kerdoncuff").count() == 1
    assert Donor.objects.filter(name="Transports Kerdoncuff").count() == 1


def test_the_same_message_twice_makes_one_lot_and_one_donor(client, technician):
    sent = answers()

    client.post(URL, sent)
    client.post(URL, sent)

    assert (Lot.objects.count(), Donor.objects.count(), Document.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"weighed": "0"}, "Une masse de 0 kg n’est pas possible"),
        ({"weighed": "45 000"}, "aucun camion ne porte cela"),
        ({"weighed": "500"}, "comptez entre"),
        ({"received_on": "2099-01-01"}, "Cette date est à venir"),
        ({"units_laptop": "", "units_mouse": ""}, "Comptez au moins un objet"),
        ({"name": ""}, "donnez le nom du nouveau"),
        ({"regime": "don_etat"}, "ne va pas avec ce donateur"),
        ({"kind": "company", "siret": "210 740 810 00001", "commune": "Pontivy (56300)"}, "SIRET"),
        ({"kind": "company"}, "Dites où est cette structure"),
        ({"commune": "Nullepart-sur-Rien"}, "Nullepart-sur-Rien"),
    ],
)
def test_a_wrong_answer_is_said_and_nothing_is_written(client, technician, change, sentence):
    response = client.post(URL, answers(**change))

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert (Lot.objects.count(), Donor.objects.count(), Organisation.objects.filter(kind="company").count()) == (
        0,
        0,
        0,
    )


def test_what_was_typed_is_kept(client, technician):
    page = client.post(URL, answers(weighed="0")).content.decode()

    assert 'value="Madame Kerjean"' in page
    assert 'name="units_laptop" value="3"' in page


def test_a_site_of_another_organisation_is_refused(client, technician):
    elsewhere = a_network().head.sites.get()

    response = client.post(URL, answers(site=elsewhere.pk))

    assert response.context["form"].errors["site"]
    assert Lot.objects.count() == 0


def test_the_coordinator_receives_for_the_depot_she_chooses(client):
    coordinator = a_member(Role.COORDINATOR)
    workshop = a_member(Role.TECHNICIAN, network=coordinator.network, organisation=an_organisation()).organisation
    site = organisations.open_site(workshop, name="Atelier", commune_code=PONTIVY, by=PLATFORM)
    client.force_login(coordinator.user)

    client.post(URL, answers(site=site.pk))

    lot = Lot.objects.get()
    assert (lot.holder, lot.site) == (workshop, site)


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.FUNDER, Role.MEDIATOR])
def test_who_does_not_handle_equipment_may_not_receive(client, role):
    client.force_login(a_member(role).user)

    assert client.get(URL).status_code == 403
    assert client.post(URL, answers()).status_code == 403
    assert Lot.objects.count() == 0
