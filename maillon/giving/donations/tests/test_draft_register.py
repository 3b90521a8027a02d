"""Beside the offer: the draft that its secret link opens again, and the public register of companies."""

import datetime
import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common import companies, spam
from maillon.giving.donations import actions
from maillon.giving.donations.models import Offer, OfferDraft
from maillon.giving.donations.queries import follow_path
from maillon.ground.organisations.models import Role
from tests.factories import PONTIVY, a_member, a_network, category

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"
TOWN = {
    "nom_complet": "COMMUNE DE PONTIVY",
    "nature_juridique": "7210",
    "etat_administratif": "A",
    "siege": {
        "siret": SIRET,
        "adresse": "8 RUE FRANCOIS MITTERRAND 56300 PONTIVY",
        "commune": "56178",
        "libelle_commune": "PONTIVY",
        "etat_administratif": "A",
    },
    "complements": {"est_collectivite_territoriale": True},
}


class Register:
    """A register on this machine, which answers what it is told to."""

    def __init__(self):
        self.status, self.body, self.asked = 200, json.dumps({"results": [TOWN]}), []
        register = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                register.asked.append(self.path)
                self.send_response(register.status)
                self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()
                self.wfile.write(register.body.encode())

            def log_message(self, *told):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/search"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def register(settings):
    made = Register()
    settings.COMPANY_SEARCH_URL = made.address
    yield made
    made.close()


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def offer_url(network):
    return reverse("donations:offer", args=[network.slug])


def typed(**changes):
    return {
        "id": str(uuid.uuid4()),
        "stamp": spam.stamp(timezone.now() - datetime.timedelta(minutes=1)),
        "donor_kind": "person",
        "contact_name": "Anne Le Goff",
        "email": "anne@legoff.example",
        "units_laptop": "1",
        "age": "4-6",
        "condition": "working",
        "data": "ordinary",
        "commune": "Pontivy (56300)",
        **changes,
    }


def test_a_siret_completes_the_name_the_kind_and_the_place(client, offer_url, register):
    page = client.post(offer_url, typed(complete="1", siret=SIRET, donor_kind="", commune="", address=""))

    form = page.context["form"]
    assert register.asked == [f"/search?q={SIRET}&page=1&per_page=1"]
    assert form["organisation_name"].value() == "Commune de Pontivy"
    assert form["donor_kind"].value() == "authority"
    assert form["address"].value() == "8 Rue Francois Mitterrand"
    assert form["commune"].value() == "Pontivy (56300)"
    assert "Remplissez" not in page.content.decode()
    assert not Offer.objects.exists()


def test_what_was_typed_of_the_place_stays(client, offer_url, register):
    form = client.post(offer_url, typed(complete="1", siret=SIRET, address="Les ateliers")).context["form"]

    assert form["address"].value() == "Les ateliers"
    assert form["contact_name"].value() == "Anne Le Goff"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, ""),
        (302, ""),
        (429, "{}"),
        (200, "not json"),
        (200, "[]"),
        (200, '{"results": 3}'),
        (200, '{"results": [{"siege": "x"}]}'),
        (200, '"' + "x" * 600_000 + '"'),
    ],
)
def test_a_register_that_fails_leaves_the_name_to_be_written(client, offer_url, register, status, body):
    register.status, register.body = status, body

    page = client.post(offer_url, typed(complete="1", siret=SIRET)).content.decode()

    assert "ne répond pas" in page
    assert len(register.asked) == 1


def test_a_siret_that_nobody_bears_is_said(client, offer_url, register):
    register.body = '{"results": []}'

    assert "ne connaît pas ce SIRET" in client.post(offer_url, typed(complete="1", siret=SIRET)).content.decode()


def test_a_wrong_siret_never_leaves(client, offer_url, register):
    page = client.post(offer_url, typed(complete="1", siret="12345678901234")).content.decode()

    assert "faute de frappe" in page
    assert not register.asked
    with pytest.raises(ValueError):
        companies.PublicSearch(register.address).find("1&q=../etc")


def test_without_a_register_no_button_promises_one(client, offer_url):
    assert companies.search() is None
    assert 'name="complete"' not in client.get(offer_url).content.decode()


@pytest.mark.parametrize(
    ("legal", "told", "kind"),
    [
        ("7120", {}, "state"),
        ("7210", {}, "authority"),
        ("7361", {}, "public"),
        ("9220", {}, "ess"),
        ("5710", {"est_ess": True}, "ess"),
        ("5710", {}, "company"),
    ],
)
def test_the_kind_comes_from_the_legal_category(register, legal, told, kind):
    register.body = json.dumps({"results": [{**TOWN, "nature_juridique": legal, "complements": told}]})

    assert companies.PublicSearch(register.address).find(SIRET).kind == kind


def test_a_draft_is_opened_by_its_secret_link_and_forgotten_once_sent(client, network, offer_url):
    data = typed(units_laptop="7", weekdays=["1", "3"])
    kept = client.post(reverse("donations:draft", args=[network.slug]), {**data, "email": "anne@"})

    page = client.get(kept.url)
    form = page.context["form"]
    assert str(form["id"].value()) == data["id"]
    assert (form["units_laptop"].value(), form["email"].value()) == ("7", "anne@")
    assert form["weekdays"].value() == ["1", "3"]
    assert "La reprendre" in client.get(offer_url).content.decode()
    assert "stamp" not in OfferDraft.objects.get().content

    client.post(offer_url, data)

    assert Offer.objects.get().pk == uuid.UUID(data["id"])
    assert not OfferDraft.objects.exists()
    assert client.get(kept.url).url == offer_url
    assert "La reprendre" not in client.get(offer_url).content.decode()
    client.post(reverse("donations:draft", args=[network.slug]), data)
    assert not OfferDraft.objects.exists()


def test_a_script_keeps_the_same_draft_at_each_stroke(client, network):
    data = typed()
    url = reverse("donations:draft", args=[network.slug])

    answers = [client.post(url, {**data, "units_laptop": n}, headers={"X-Draft": "1"}).status_code for n in "123"]

    assert answers == [204, 204, 204]
    assert OfferDraft.objects.get().content["units_laptop"] == ["3"]


def test_a_draft_is_forgotten_after_thirty_days_and_never_opened_elsewhere(client, network):
    url = client.post(reverse("donations:draft", args=[network.slug]), typed()).url
    elsewhere = a_network()
    assert client.get(url.replace(f"/{network.slug}/", f"/{elsewhere.slug}/")).status_code == 302
    OfferDraft.objects.update(kept_at=timezone.now() - datetime.timedelta(days=31))

    client.post(reverse("donations:draft", args=[network.slug]), typed())

    assert OfferDraft.objects.count() == 1
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("changes", [{"id": "nobody"}, {"id": ""}])
def test_a_draft_without_a_key_is_kept_nowhere(client, network, offer_url, changes):
    assert client.post(reverse("donations:draft", args=[network.slug]), typed(**changes)).url == offer_url
    assert not OfferDraft.objects.exists()


def test_a_draft_too_long_is_refused_in_words(client, network, offer_url):
    answer = client.post(reverse("donations:draft", args=[network.slug]), typed(message="x" * 30_000), follow=True)

    assert "trop long" in answer.content.decode()
    assert not OfferDraft.objects.exists()


def test_whoever_is_signed_in_finds_her_draft_again_and_a_colleague_does_not(client):
    network = a_network()
    donor = a_member(Role.DONOR, network=network)
    colleague = a_member(Role.DONOR, network=network)
    client.force_login(donor.user)
    client.post(reverse("donations:draft", args=[network.slug]), {"id": uuid.uuid4(), "contact_name": "Anne"})

    found = client.get(reverse("donations:list")).content.decode()
    client.force_login(colleague.user)
    others = client.get(reverse("donations:list")).content.decode()

    assert OfferDraft.objects.get().kept_by == donor
    assert "Offres commencées" in found
    assert "/donner/brouillon/" in found
    assert "Offres commencées" not in others


def test_a_donor_answers_from_her_own_page(client):
    coordinator = a_member(Role.COORDINATOR)
    donor = a_member(Role.DONOR, network=coordinator.network)
    offer = actions.submit(
        coordinator.network,
        lines={category("laptop"): 4},
        by=donor,
        donor_kind="ess",
        organisation_name="Le Fil",
        contact_name="Anne",
        email="anne@lefil.example",
        commune_code=PONTIVY,
    )
    actions.ask(offer.pk, question="Ont-ils leur chargeur ?", by=coordinator)
    client.force_login(donor.user)
    follow = follow_path(offer)

    # The link is signed at the instant it is shown.
    assert follow.split(":")[0] in client.get(reverse("donations:detail", args=[offer.pk])).content.decode()
    assert client.post(follow, {"answer": "Oui, tous."}).status_code == 302
    assert Offer.objects.get(pk=offer.pk).answer == "Oui, tous."
