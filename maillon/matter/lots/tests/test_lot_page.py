"""`/lots/<id>/`: what came, what was entered, what is left; and its closing."""

import uuid

import pytest
from django.utils import timezone

from maillon.common.actors import PUBLIC
from maillon.giving.donations import actions as donations
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.ledger.models import Account, Movement
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Lot, Regime
from maillon.matter.lots.queries import balance
from tests.factories import PONTIVY, a_lot, a_member, an_organisation, category

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def test_the_balance_of_a_lot_tells_what_is_left_to_the_gram(technician):
    lot = a_lot(technician, counts={"laptop": 3, "mouse": 2}, weighed_g=5500)
    devices.take_in(lot, category("laptop"), mass_g=1700, by=technician)
    devices.take_in(lot, category("laptop"), by=technician)

    found = balance(lot)

    assert (found.device_units, found.device_g, found.accessory_units, found.accessory_g) == (2, 3300, 2, 180)
    assert (found.left_units, found.left_g) == (1, 5500 - 3300 - 180)
    assert [(line.count.category_id, line.entered) for line in found.lines] == [("laptop", 2), ("mouse", 2)]


def test_a_device_weighed_again_after_the_closing_takes_from_the_gap(technician):
    lot = a_lot(technician, counts={"laptop": 1}, weighed_g=2000)
    device = devices.take_in(lot, category("laptop"), by=technician)
    lots.close(lot, reason="Palette", by=technician)

    devices.reweigh(device.pk, mass_g=1900, by=technician)

    found = balance(lot)
    assert (found.device_g, found.gap_g, found.left_g) == (1900, 100, 0)


def test_the_page_leads_to_the_intake_then_to_the_closing(client, technician):
    lot = a_lot(technician, counts={"laptop": 1})
    before = client.get(f"/lots/{lot.pk}/").content.decode()
    devices.take_in(lot, category("laptop"), by=technician)
    after = client.get(f"/lots/{lot.pk}/").content.decode()

    assert "Entrer les appareils" in before
    assert f"/appareils/lot/{lot.pk}/" in before
    assert 'href="#clore"' in after


def test_the_regime_says_where_devices_may_go_with_its_law(client, technician):
    lot = a_lot(technician, regime=Regime.STATE_GIFT)

    page = client.get(f"/lots/{lot.pk}/").content.decode()

    assert "L3212-2" in page
    assert "Interdit" in page


def test_the_timeline_goes_back_to_the_offer(client, technician):
    coordinator = a_member(Role.COORDINATOR, network=technician.network)
    offer = donations.submit(
        technician.network,
        lines={category("laptop"): 2},
        by=PUBLIC,
        donor_kind="person",
        contact_name="Madame Kerjean",
        email="kerjean@maillon.example",
        commune_code=PONTIVY,
    )
    donations.accept(offer.pk, regime=Regime.PERSON_GIFT, by=coordinator)
    lot = donations.receive(
        offer.pk,
        holder=technician.organisation,
        received_on=timezone.localdate(),
        weighed_g=3200,
        counts={category("laptop"): 2},
        by=technician,
    )

    told = [fact.title for fact in client.get(f"/lots/{lot.pk}/").context["facts"]]

    assert told[0] == "Offert"
    assert told[1] == "Accepté"
    assert told[2].startswith("Reçu et pesé")


def test_closing_asks_why_something_is_left(client, technician):
    lot = a_lot(technician, counts={"laptop": 2})

    refused = client.post(f"/lots/{lot.pk}/clore/", {"reason": ""})
    assert "reason" in refused.context["form"].errors
    assert Lot.objects.get().state == Lot.State.RECEIVED

    client.post(f"/lots/{lot.pk}/clore/", {"reason": "Deux carcasses parties avec la palette"})
    lot.refresh_from_db()
    assert lot.state == Lot.State.CLOSED
    gap = Movement.objects.get(lot=lot.pk, target=Account.GAP)
    assert (gap.units, gap.mass_g, gap.reason) == (2, 3200, "Deux carcasses parties avec la palette")


def test_closing_twice_changes_nothing_more(client, technician):
    lot = a_lot(technician, counts={"laptop": 2})

    for _ in range(2):
        client.post(f"/lots/{lot.pk}/clore/", {"reason": "Palette"})

    assert Movement.objects.filter(lot=lot.pk, target=Account.GAP).count() == 1


@pytest.mark.parametrize("path", ["", "clore/"])
def test_a_lot_of_another_organisation_or_network_does_not_exist(client, technician, path):
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    stranger = a_member(Role.TECHNICIAN)

    for other in (neighbour, stranger):
        url = f"/lots/{a_lot(other).pk}/{path}"
        assert (client.post(url) if path else client.get(url)).status_code == 404
    assert client.get(f"/lots/{uuid.uuid4()}/").status_code == 404


def test_the_donor_sees_its_lot_without_the_acts(client):
    technician = a_member(Role.TECHNICIAN)
    lot = a_lot(technician)
    donor = a_member(Role.DONOR, network=technician.network, organisation=lot.donor.organisation)
    client.force_login(donor.user)

    page = client.get(f"/lots/{lot.pk}/").content.decode()

    assert "Rendre le bilan" not in page
    assert "Commencer" not in page
    assert client.post(f"/lots/{lot.pk}/clore/", {"reason": "x"}).status_code == 403


def test_the_page_of_a_full_lot_asks_at_most_ten_questions(client, technician, django_assert_max_num_queries):
    lot = a_lot(technician, counts={"laptop": 30})
    devices.take_in_series(lot, category("laptop"), 30, by=technician, id=uuid.uuid4())

    with django_assert_max_num_queries(10):
        client.get(f"/lots/{lot.pk}/")


@pytest.mark.parametrize(("role", "offered"), [(Role.TECHNICIAN, True), (Role.DRIVER, False)])
def test_labels_are_offered_to_whoever_may_print_them(technician, client, role, offered):
    lot = a_lot(technician, counts={"laptop": 1})
    devices.take_in(lot, category("laptop"), by=technician)
    client.force_login(a_member(role, network=technician.network, organisation=technician.organisation).user)

    page = client.get(f"/lots/{lot.pk}/").content.decode()

    assert ("Imprimer les étiquettes" in page) is offered
