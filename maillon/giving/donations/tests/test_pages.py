import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common import spam
from maillon.common.actors import PUBLIC
from maillon.giving.donations import actions as donations
from maillon.giving.donations.models import Offer
from maillon.giving.donations.queries import follow_url
from maillon.ground.documents.models import Document
from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.matter.lots.models import Lot
from tests.factories import PONTIVY, a_member, a_network, category

pytestmark = pytest.mark.django_db


def typed(**changes):
    """What a local authority types in the page."""
    return {
        "id": str(uuid.uuid4()),
        "stamp": spam.stamp(timezone.now() - datetime.timedelta(minutes=2)),
        "donor_kind": "authority",
        "organisation_name": "Commune de Valserres-les-Pins",
        "siret": "",
        "contact_name": "Océane Le Gall",
        "email": "don@valserres.example",
        "phone": "",
        "units_laptop": "12",
        "units_monitor": "3",
        "age": "4-6",
        "condition": "working",
        "data": "ordinary",
        "commune": "Pontivy (56300)",
        **changes,
    }


def an_offer(network, **fields):
    return donations.submit(
        network,
        lines={category("laptop"): 12},
        by=PUBLIC,
        donor_kind="authority",
        organisation_name="Commune de Valserres-les-Pins",
        contact_name="Océane Le Gall",
        email="don@valserres.example",
        commune_code=PONTIVY,
        **fields,
    )


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def coordinator(network, client):
    member = a_member(Role.COORDINATOR, network=network)
    client.force_login(member.user)
    return member


def offer_url(network):
    return reverse("donations:offer", args=[network.slug])


def test_anyone_offers_without_an_account_and_gets_a_link(client, network):
    answer = client.post(offer_url(network), typed())

    offer = Offer.objects.get()
    assert offer.summary == "12 ordinateurs portables, 3 écrans"
    assert answer.url.endswith(follow_url(offer).rsplit("/", 2)[-2] + "/")
    assert follow_url(offer) in Message.objects.get().body
    assert client.get(answer.url).status_code == 200


def test_the_same_offer_sent_twice_is_one(client, network):
    data = typed()

    client.post(offer_url(network), data)
    client.post(offer_url(network), data)

    assert Offer.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"commune": "Trifouillis-les-Oies"}, "Trifouillis"),
        ({"siret": "2107 4081 0000 1"}, "Il manque 1 chiffre"),
        ({"units_laptop": "0", "units_monitor": ""}, "Dites au moins un objet"),
        ({"units_laptop": "99999"}, "Plus de 20 000 objets"),
        ({"organisation_name": ""}, "Donnez le nom de votre structure"),
        ({"email": "pas une adresse"}, "adresse"),
    ],
)
def test_a_bad_answer_is_said_and_what_was_typed_is_kept(client, network, changes, sentence):
    answer = client.post(offer_url(network), typed(**changes))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert "Océane Le Gall" in page
    assert not Offer.objects.exists()


def test_a_link_altered_by_one_sign_opens_nothing(client, network):
    token = follow_url(an_offer(network)).rstrip("/").rsplit("/", 1)[1]

    assert client.get(reverse("donations:follow", args=[token[:-1] + "x"])).status_code == 404


def test_the_coordinator_accepts_and_the_agreement_is_numbered(client, coordinator):
    offer = an_offer(coordinator.network)

    client.post(reverse("donations:accept", args=[offer.pk]), {"regime": "don_collectivite"})

    offer.refresh_from_db()
    assert offer.state == Offer.State.ACCEPTED
    assert Document.objects.get().reference == f"CV-{timezone.localdate().year}-0001"
    assert Entry.objects.filter(verb="donations.accept", subject=offer.pk).exists()
    assert offer.donor.organisation.name == "Commune de Valserres-les-Pins"


def test_a_regime_that_is_not_the_donors_is_refused_in_words(client, coordinator):
    offer = an_offer(coordinator.network)

    answer = client.post(reverse("donations:accept", args=[offer.pk]), {"regime": "don_mecenat"})

    offer.refresh_from_db()
    assert answer.status_code == 200
    assert offer.state == Offer.State.SUBMITTED


def test_the_donor_answers_a_question_by_the_link(client, network):
    member = a_member(Role.COORDINATOR, network=network)
    offer = an_offer(network)
    donations.ask(offer.pk, question="Y a-t-il un ascenseur ?", by=member)

    client.post(follow_url(offer), {"answer": "Oui, jusqu’au 3e."})

    offer.refresh_from_db()
    assert offer.state == Offer.State.ANSWERED
    assert offer.answer == "Oui, jusqu’au 3e."


def test_what_arrives_becomes_a_lot_with_its_receipt(client, coordinator):
    offer = an_offer(coordinator.network)
    donations.accept(offer.pk, regime="don_collectivite", by=coordinator)
    url = reverse("donations:receive", args=[offer.pk])
    data = {
        "id": str(uuid.uuid4()),
        "received_on": timezone.localdate().isoformat(),
        "weighed": "21,5",
        "units_laptop": "11",
        "units_mouse": "4",
    }

    first, second = client.post(url, data), client.post(url, data)

    lot = Lot.objects.get()
    assert (first.status_code, second.status_code) == (302, 302)
    assert lot.weighed_g == 21_500
    assert lot.counts.get(category="laptop").difference == -1
    assert Document.objects.filter(kind="reception", about=lot.pk).count() == 1


@pytest.mark.parametrize("weighed", ["0", "40000000", "trois"])
def test_an_impossible_weight_is_refused_beside_its_field(client, coordinator, weighed):
    offer = an_offer(coordinator.network)
    donations.accept(offer.pk, regime="don_collectivite", by=coordinator)
    data = {
        "id": str(uuid.uuid4()),
        "received_on": timezone.localdate().isoformat(),
        "weighed": weighed,
        "units_laptop": "11",
    }

    answer = client.post(reverse("donations:receive", args=[offer.pk]), data)

    assert answer.status_code == 200
    assert b'id="id_weighed_error"' in answer.content
    assert not Lot.objects.exists()


def test_another_network_does_not_see_the_offer(client, network):
    offer = an_offer(network)
    client.force_login(a_member(Role.COORDINATOR).user)

    assert client.get(reverse("donations:detail", args=[offer.pk])).status_code == 404
    assert client.post(reverse("donations:accept", args=[offer.pk]), {"regime": "achat"}).status_code == 404


def test_the_list_costs_the_same_for_many_offers(client, coordinator, django_assert_max_num_queries):
    for _ in range(12):
        an_offer(coordinator.network)

    with django_assert_max_num_queries(7):
        page = client.get(reverse("donations:list"))

    assert page.content.decode().count("Valserres") == 12


def test_a_wrong_siret_and_a_wrong_phone_are_said_at_once(client, network):
    answer = client.post(offer_url(network), typed(siret="12345678901234", phone="02 61 91"))

    assert "faute de frappe" in answer.context["form"].errors["siret"][0]
    assert "Il manque" in answer.context["form"].errors["phone"][0]
    assert 'value="02 61 91"' in answer.content.decode()
    assert not Offer.objects.exists()


def test_a_phone_is_kept_as_dialled_and_told_in_pairs(client, coordinator):
    client.post(offer_url(coordinator.network), typed(siret="732 829 320 00074", phone="02.61.91.55.22"))

    offer = Offer.objects.get()
    page = client.get(reverse("donations:detail", args=[offer.pk])).content.decode()

    assert (offer.siret, offer.phone) == ("73282932000074", "+33261915522")
    assert 'href="tel:+33261915522">02\N{NO-BREAK SPACE}61\N{NO-BREAK SPACE}91' in page
    assert "732\N{NO-BREAK SPACE}829\N{NO-BREAK SPACE}320\N{NO-BREAK SPACE}00074" in page


def test_what_a_browser_knows_is_named_to_it(client, network):
    form = client.get(offer_url(network)).context["form"]

    named = {name: form.fields[name].widget.attrs["autocomplete"] for name in ("contact_name", "phone", "commune")}
    assert named == {"contact_name": "name", "phone": "tel", "commune": "address-level2"}


def test_the_coordinator_reads_the_answer_before_deciding(client, coordinator):
    offer = an_offer(coordinator.network)
    donations.ask(offer.pk, question="Y a-t-il un quai ?", by=coordinator)
    client.post(follow_url(offer), {"answer": "Un quai, au fond de la cour."})

    page = client.get(reverse("donations:detail", args=[offer.pk])).content.decode()

    assert page.index("Y a-t-il un quai") < page.index("Un quai, au fond") < page.index("Accepter sous ce régime")


@pytest.mark.parametrize(("role", "opens"), [(Role.LOGISTICIAN, True), (Role.DRIVER, False)])
def test_the_reception_leads_to_the_offer_only_whom_it_opens_for(client, coordinator, role, opens):
    offer = an_offer(coordinator.network)
    donations.accept(offer.pk, regime="don_collectivite", by=coordinator)
    client.force_login(a_member(role, network=coordinator.network, organisation=coordinator.organisation).user)

    page = client.get(reverse("donations:receive", args=[offer.pk])).content.decode()

    assert (f'href="{reverse("donations:detail", args=[offer.pk])}"' in page) is opens


def test_the_page_names_its_own_network_even_to_a_member_of_another(client, network):
    client.force_login(a_member(Role.DONOR, network=a_network()).user)

    page = client.get(offer_url(network)).content.decode()

    assert f"— {network.name}</title>" in page
