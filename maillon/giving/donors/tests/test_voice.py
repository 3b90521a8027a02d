"""Being quoted, being thanked, the introduction of the case made to donors."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common import links
from maillon.common.actors import PLATFORM, Bearer
from maillon.common.errors import Forbidden, Refused
from maillon.common.models import new_id
from maillon.giving.donors import actions, jobs, policy, queries
from maillon.giving.donors.models import Pitch, Quotation
from maillon.giving.donors.tests.test_outcome import ALL, handed_over
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor, Lot
from tests.factories import a_device, a_lot, a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
WORDS = {"shown_name": "Ville de Kermeur", "sentence": "Rien ne dort plus dans nos placards.", "author": "La maire"}


@pytest.fixture
def coordinator():
    return a_member(*ALL)


@pytest.fixture
def town(coordinator):
    return lots.enter_donor(
        coordinator.network,
        name="Commune de Kermeur",
        kind=Donor.Kind.AUTHORITY,
        organisation=an_organisation("Commune de Kermeur", kind="authority"),
        email="mairie@kermeur.example",
        by=PLATFORM,
    )


def holder(donor):
    return Bearer(purpose=policy.SPACE, actor_id=donor.pk)


def test_a_donor_publishes_its_page_changes_it_and_takes_it_down(client, coordinator, town):
    handed_over(coordinator, a_lot(coordinator, donor=town, regime="don_collectivite_L3212_3", counts={"laptop": 2}))
    key = links.seal(policy.SPACE, town.pk)
    quote = reverse("donors:quote", args=[key])

    assert client.post(quote, {"id": new_id(), **WORDS, "listed": "on"}).url == quote
    live = Quotation.objects.get()
    public = reverse("donors:quotation", args=[coordinator.network.slug, live.pk])
    page = client.get(public).content.decode()
    client.post(quote, {"id": new_id(), **WORDS, "sentence": ""})

    assert public in client.get(quote).content.decode()
    assert "Rien ne dort plus dans nos placards." in page
    assert "Fabrication évitée" in page
    assert "Commune de Kermeur" not in page
    assert "Rien ne dort" not in client.get(public).content.decode()
    assert client.get(reverse("donors:quotation", args=[a_network().slug, live.pk])).status_code == 404
    client.post(reverse("donors:withdraw_quotation", args=[key]))
    assert client.get(public).status_code == 404
    assert not queries.references(coordinator.network)


def test_only_the_donor_publishes_and_the_coordinator_may_take_down(coordinator, town):
    a_lot(coordinator, donor=town, regime="don_collectivite_L3212_3")
    with pytest.raises(Forbidden):
        actions.publish_quotation(town.pk, shown_name="Kermeur", by=coordinator)
    actions.publish_quotation(town.pk, shown_name="Kermeur", listed=True, by=holder(town))
    assert [one.shown_name for one in queries.references(coordinator.network)] == ["Kermeur"]
    with pytest.raises(Forbidden):
        actions.withdraw_quotation(town.pk, by=a_member(Role.COORDINATOR))
    actions.withdraw_quotation(town.pk, by=coordinator)
    actions.withdraw_quotation(town.pk, by=coordinator)

    assert not Quotation.objects.published().exists()


def test_a_page_that_would_show_nothing_is_refused(town):
    with pytest.raises(Refused, match="Rien n’a encore été reçu"):
        actions.publish_quotation(town.pk, shown_name="Kermeur", by=holder(town))


def test_a_donor_is_thanked_once_when_the_outcome_is_known(coordinator, town):
    lot = a_lot(coordinator, donor=town, regime="don_collectivite_L3212_3", counts={"laptop": 2})
    handed_over(coordinator, lot)
    left = a_device(coordinator, lot=lot)
    assert jobs.thank_donors() == 0
    devices.recycle(left.pk, reason="Irréparable", by=coordinator)
    assert jobs.thank_donors() == 0, "the lot is still open"
    lots.close(lot, reason="", by=coordinator)

    assert (jobs.thank_donors(), jobs.thank_donors()) == (1, 0)
    told = Message.objects.latest("created_at")
    assert told.to == "mairie@kermeur.example"
    assert "a trouvé sa place : 1 réemployé, 1 recyclé." in told.body
    assert "Fabrication évitée : ≈" in told.body
    assert "/donner" not in told.body, "it is not an advertisement"


def test_what_is_still_at_work_after_a_year_is_told_as_such_and_the_past_is_left_alone(coordinator, town):
    today = timezone.localdate()
    old, ancient = (a_lot(coordinator, donor=town, regime="don_collectivite_L3212_3") for _ in range(2))
    for lot, days in ((old, 370), (ancient, 900)):
        a_device(coordinator, lot=lot)
        Lot.objects.filter(pk=lot.pk).update(received_on=today - datetime.timedelta(days=days))
    Device.objects.update(state_since=timezone.now() - datetime.timedelta(days=300))

    assert list(queries.to_thank(today)) == [old.pk]
    assert jobs.thank_donors() == 1
    assert "a un an chez nous" in Message.objects.latest("created_at").body


def test_each_introduction_is_a_version_written_by_the_coordinator(coordinator):
    network = coordinator.network
    first = actions.write_pitch(network, introduction="Nous équipons le pays.", by=coordinator)
    again = actions.write_pitch(network, introduction=" Nous équipons le pays. ", by=coordinator)
    last = actions.write_pitch(network, introduction="Nous équipons tout le pays.", by=coordinator)

    assert (again, last.version, Pitch.of(network.pk)) == (first, 2, last)
    with pytest.raises(Forbidden):
        actions.write_pitch(network, introduction="Rien.", by=a_member(Role.COORDINATOR))
