"""A network from nothing to its first collection: one command, then what its coordinator does in her pages."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import commands
from maillon.common import geography, spam
from maillon.common.models import new_id
from maillon.giving.donations.models import Offer
from maillon.ground.accounts.models import User
from maillon.ground.governance.queries.starts import MODELS
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Member, Network, Organisation, Role, Territory
from maillon.matter.lots.models import Lot
from tests.factories import a_member, a_network

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase longue et neuve"


def create(*others: str) -> int:
    return commands.run(
        "network",
        [
            *("create", "hautes-alpes", "--name", "Banque du Numérique 05", "--prefix", "BNA"),
            *("--head", "Le Hub des Cimes", "--head-commune", "Gap (05000)", "--departement", "05"),
            *("--territory", "Pays de Gap=Gap (05000);Tallard (05130)"),
            *("--coordinator", "camille@cimes.example", "Camille", "Durand"),
            *others,
        ],
    )


def step(client) -> str:
    """The next thing to do, as the page says it."""
    page = client.get("/mise-en-route/").content.decode()
    found = re.search(r'<h2 id="h-act">([^<]+)</h2>', page)
    return found[1] if found else ""


TYPED = {
    "name": "Banque du Numérique 05",
    "slug": "hautes-alpes",
    "prefix": "bna",
    "accent": "vert",
    "like": "bdn",
    "head_name": "Le Hub des Cimes",
    "head_kind": "association",
    "head_commune": "Gap (05000)",
    "departements": "05",
    "territories": "Pays de Gap = Gap (05000) ; Tallard (05130)",
    "first_name": "Camille",
    "last_name": "Durand",
    "email": "camille@cimes.example",
}


def administrator(capsys) -> Client:
    """Who administers the platform, named by the command, signed in."""
    assert commands.run("network", ["admin", "ada@plateforme.example", "Ada", "Le Gall"]) == 0
    assert "/plateforme/" in capsys.readouterr().out
    browser = Client()
    browser.force_login(User.objects.get(email="ada@plateforme.example"))
    return browser


def on_the_page(capsys) -> None:
    """The same network, opened in the browser by who administers the platform."""
    browser = administrator(capsys)
    answer = browser.post("/plateforme/reseaux/ouvrir/", TYPED, follow=True)
    assert "/compte/mot-de-passe" in answer.content.decode() or "Mot de passe à choisir" in answer.content.decode()
    assert "Banque du Numérique 05</a>" in browser.get("/plateforme/").content.decode()


def by_the_command(capsys) -> None:
    assert create("--like", "bdn", "--site", "") == 0
    assert "/r/hautes-alpes/" in capsys.readouterr().out


@pytest.mark.parametrize("way", [by_the_command, on_the_page])
def test_from_nothing_to_the_first_lot(way, client, capsys):
    way(capsys)

    network = Network.objects.get()
    assert network.accompaniment_required
    assert network.head.affiliations.get().roles == ["tete", "collecteur", "reconditionneur"]
    assert len(Territory.objects.get(slug="hautes-alpes").communes) == len(list(geography.communes("05")))
    assert len(Territory.objects.get(slug="pays-de-gap").communes) == 2

    letter = Message.objects.get(to="camille@cimes.example").body
    link = re.search(r"https?://[^/\s]+(/compte/\S+)", letter)[1]
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert client.login(email="camille@cimes.example", password=PASSWORD)

    assert "un lieu qui reçoit le matériel" in client.get("/a-faire/").content.decode()
    assert step(client) == "Un lieu qui reçoit le matériel"
    site = {"id": str(new_id()), "name": "Dépôt", "commune": "Gap (05000)", "receives": "on"}
    client.post(reverse("organisations:open_site", args=[network.head_id]), site)
    assert step(client) == "Une seconde personne"
    guest = {
        "id": str(new_id()),
        "email": "awa@cimes.example",
        "first_name": "Awa",
        "last_name": "Diop",
        "roles": ["technicien", "logisticien"],
    }
    client.post(reverse("organisations:invite", args=[network.head_id]), guest)
    assert step(client) == "Une première offre de don", "the model says that the head refurbishes"
    _give(client, network)
    assert step(client) == ""
    assert "Le réseau est en route" in client.get("/mise-en-route/").content.decode()
    assert "Mettre en route" not in client.get("/a-faire/").content.decode()


def _give(client, network: Network) -> None:
    """A donor offers, the coordinator accepts, the workshop weighs."""
    offer = {
        "id": str(new_id()),
        "stamp": spam.stamp(timezone.now() - datetime.timedelta(minutes=2)),
        "units_laptop": "4",
        "donor_kind": "company",
        "organisation_name": "Scierie du Merle",
        "contact_name": "Louis Faure",
        "email": "louis@scierie.example",
        "commune": "Gap (05000)",
        "age": "4-6",
        "condition": "working",
        "data": "ordinary",
        "floor": "ground",
    }
    client.post(f"/r/{network.slug}/donner/", offer)
    made = Offer.objects.get()
    assert step(client) == "Votre réponse au donateur"
    client.post(reverse("donations:accept", args=[made.pk]), {"regime": "don_sans_recu"})
    assert step(client) == "Le premier lot, pesé et compté"
    received = {
        "id": str(new_id()),
        "received_on": timezone.localdate().isoformat(),
        "site": str(network.head.sites.get().pk),
        "weighed": "8,4",
        "units_laptop": "4",
    }
    client.post(reverse("donations:receive", args=[made.pk]), received)
    assert Lot.objects.get().weighed_g == 8400


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"like": "rien"}, "Sélectionnez un choix valide"),
        ({"prefix": "B1"}, "De deux à cinq lettres capitales"),
        ({"head_commune": "Nulle part"}, "Aucune commune"),
        ({"departements": "99"}, "Aucun département"),
        ({"territories": "Pays"}, "écrivez un territoire ainsi"),
        ({"head_siret": "123"}, "Il manque 11 chiffres"),
        ({"email": "camille"}, "adresse"),
    ],
)
def test_the_page_says_what_is_wrong_keeps_what_was_typed_and_creates_nothing(wrong, said, capsys):
    page = administrator(capsys).post("/plateforme/reseaux/ouvrir/", {**TYPED, **wrong}).content.decode()

    assert said in page
    assert 'value="Le Hub des Cimes"' in page
    assert not Network.objects.exists()
    assert not Organisation.objects.exists()


def test_only_who_administers_the_platform_opens_a_network(client):
    client.force_login(a_member(Role.COORDINATOR, Role.ADMINISTRATOR).user)

    assert client.get("/plateforme/reseaux/ouvrir/").status_code == 403


def test_the_rules_of_a_network_of_this_site_are_copied_as_they_are(capsys):
    a_network("ponant", answer_days=9, accompaniment_required=False)

    assert create("--like", "ponant", "--invite", "awa@cimes.example", "Awa", "Diop", "technicien") == 0

    made = Network.objects.get(slug="hautes-alpes")
    assert (made.answer_days, made.accompaniment_required) == (9, False)
    assert Member.objects.get(user__email="awa@cimes.example").roles == ["technicien"]


@pytest.mark.parametrize("like", [known.slug for known in MODELS])
def test_each_model_opens_a_network(like, capsys):
    assert create("--like", like) == 0
    assert Network.objects.get().head.sites.get().receives


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (["--like", "rien"], "Aucun modèle ne s’appelle « rien »"),
        (["--prefix", "bna"], "De deux à cinq lettres capitales"),
        (["--head-commune", "Nulle part"], "Aucune commune"),
        (["--departement", "99"], "Aucun département"),
        (["--territory", "Pays"], "écrivez un territoire ainsi"),
        (["--head-siret", "123"], "Il manque 11 chiffres"),
        (["--invite", "a@b.example", "A", "B", "roi"], "Le rôle « roi » n’existe pas"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_created(others, said, capsys):
    assert create(*others) == 1

    assert said in capsys.readouterr().err
    assert not Network.objects.exists()
    assert not Organisation.objects.exists()


def test_the_same_command_twice_says_that_the_network_exists(capsys):
    assert create() == 0
    assert create() == 1
    assert "Identifiant" in capsys.readouterr().err
    assert Network.objects.count() == 1
