"""`/appareils/<id>/`: where a device stands, the one next act, its proof, its law, its life."""

import datetime
import uuid

import pytest
from django.utils import timezone

from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.lots.models import Regime
from maillon.matter.lots.queries import facts
from tests.factories import a_device, a_lot, a_member, a_need, an_organisation
from tests.machines import smartctl

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def page_of(client, device: Device):
    return client.get(f"/appareils/{device.pk}/")


@pytest.mark.parametrize(
    ("state", "title", "ending"),
    [
        (State.RECEIVED, "Trier", "/trier/"),
        (State.TO_ERASE, "Dire quels disques il contient", "/rapport/"),
        (State.ERASED, "Installer, puis tester", "/etabli/"),
        (State.IN_REPAIR, "Réparer, puis tester", "/etabli/"),
        (State.READY, "Prêt : à attribuer", ""),
    ],
)
def test_the_state_calls_for_one_act(client, technician, state, title, ending):
    device = a_device(technician, state=state)

    act = page_of(client, device).context["act"]

    assert act.title == title
    assert act.url.endswith(ending)


def test_whoever_decides_goes_from_a_ready_device_to_the_proposals(client, technician):
    device = a_device(technician, state=State.READY)
    client.force_login(a_member(Role.COORDINATOR, network=technician.network).user)

    assert page_of(client, device).context["act"].url == "/demandes/attribuer/"


def test_a_known_disk_is_to_be_erased(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    devices.identify(device.pk, smartctl("S3Z9NB0K123456"), name="smartctl.json", by=technician)

    response = page_of(client, device)

    assert response.context["act"].title == "Effacer le disque"
    assert response.context["act"].url == f"/appareils/{device.pk}/effacement/"
    assert "S3Z9NB0K123456" in response.content.decode()


def test_what_a_public_body_gave_shows_its_ceiling_and_law(client, technician):
    device = a_device(technician, regime=Regime.STATE_GIFT)

    page = page_of(client, device).content.decode()

    assert "180\N{NO-BREAK SPACE}€ au plus" in page
    assert "Décret 2022-1413" in page
    assert "L3212-2" in page


def test_the_chain_names_who_acted_and_what_comes_next(client, technician):
    device = a_device(technician, state=State.READY)

    chain = page_of(client, device).context["facts"]

    titles = [fact["title"] if isinstance(fact, dict) else fact.title for fact in chain]
    assert titles[1:] == [
        f"Étiqueté {device.label}",
        "Trié : à réemployer",
        "Absence de support attestée",
        "Système installé",
        "Testé, grade D",
        "Prêt",
        "Réservé pour une demande",
    ]
    assert {fact.who for fact in chain[:-2]} == {technician.full_name}


def test_acts_of_the_same_instant_are_told_in_the_order_of_a_life(technician):
    device = a_device(technician)
    at = timezone.now()
    verbs = ["erasure.certify", "devices.sort", "erasure.record_log", "devices.take_in"]
    entries = [journal.entry(verb, device, by=technician, at=at, data={"verdict": "verified"}) for verb in verbs]

    told = [fact.title for fact in facts(entries)]

    assert told == ["Étiqueté ", "Trié", "Support : effacé et relu", "Effacement certifié"]


def test_a_verb_nobody_taught_is_still_told(client, technician):
    device = a_device(technician)
    journal.record("aftercare.replace_battery", device, by=technician, label=device.label)

    page = page_of(client, device).content.decode()

    assert "Autre fait" in page
    assert "aftercare.replace_battery" in page


def test_a_reserved_device_does_not_say_for_whom(client, technician):
    coordinator = a_member(Role.COORDINATOR, network=technician.network)
    prescriber = a_member(Role.PRESCRIBER, network=technician.network, organisation=an_organisation())
    need = a_need(prescriber)
    device = a_device(technician, state=State.READY)
    until = timezone.localdate() + datetime.timedelta(days=10)
    devices.reserve(device.pk, promised_to=need.pk, until=until, by=coordinator)

    page = page_of(client, device).content.decode()

    assert "Réservé pour une demande" in page
    for secret in ("Zéphyrin", "Aminata", need.reference, str(need.pk)):
        assert secret not in page


def test_a_device_one_does_not_hold_does_not_exist(client, technician):
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    stranger = a_member(Role.TECHNICIAN)

    for other in (neighbour, stranger):
        assert page_of(client, a_device(other)).status_code == 404
    assert client.get(f"/appareils/{uuid.uuid4()}/").status_code == 404


def test_the_donor_follows_its_device_and_may_do_nothing(client, technician):
    lot = a_lot(technician)
    device = a_device(technician, lot=lot)
    donor = a_member(Role.DONOR, network=technician.network, organisation=lot.donor.organisation)
    client.force_login(donor.user)

    response = page_of(client, device)

    assert response.status_code == 200
    assert "Autres gestes" not in response.content.decode()
    assert "À réemployer" not in response.content.decode()
    assert client.post(f"/appareils/{device.pk}/trier/").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client):
    device = a_device(a_member(Role.TECHNICIAN))

    response = page_of(client, device)

    assert response.status_code == 302
    assert f"next=/appareils/{device.pk}/" in response.url


def test_a_device_with_a_long_life_asks_eleven_questions(client, technician, django_assert_max_num_queries):
    device = a_device(technician, state=State.TO_ERASE, regime=Regime.STATE_GIFT)
    devices.identify(device.pk, smartctl("S3Z9NB0K123456"), name="smartctl.json", by=technician)
    for mass in range(1500, 1530):
        devices.reweigh(device.pk, mass_g=mass, by=technician)

    with django_assert_max_num_queries(11):
        page_of(client, device)
