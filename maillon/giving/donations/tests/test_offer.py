"""The public page: what robots do, what is sent twice, a list read line by line, photos, what a gift could do."""

import datetime
import uuid
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from maillon.common import spam
from maillon.common.errors import Forbidden
from maillon.giving.donations import actions, queries
from maillon.giving.donations.jobs import read_list
from maillon.giving.donations.models import AnnouncedUnit, Guidance, Offer, Sender
from maillon.ground.files.models import File
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import State
from maillon.matter.ledger.queries import factors
from tests.factories import a_device, a_lot, a_member, a_network

pytestmark = pytest.mark.django_db
GLPI = (
    "Nom;Statut;Fabricant;Numéro de série;Type;Modèle;Numéro d’inventaire;Utilisateur;Date d’achat\n"
    "PC-MARTIN;En stock;Dell;ABC1234;Portable;Latitude 5400;INV-0012;martin.j;12/03/2019\n"
    "PC-DURAND;En stock;HP;XYZ9876;Desktop;ProDesk 400;INV-0013;durand.p;2018-09-01\n"
    "ECR-1;En stock;Iiyama;To be filled by O.E.M.;Écran;B2480;;;\n"
)


def ago(**spent) -> str:
    return spam.stamp(timezone.now() - datetime.timedelta(**spent))


def typed(**changes):
    """What a company types in the page."""
    return {
        "id": str(uuid.uuid4()),
        "stamp": ago(minutes=2),
        "donor_kind": "company",
        "organisation_name": "Menuiserie Le Goff",
        "contact_name": "Anne Le Goff",
        "email": "anne@legoff.example",
        "units_laptop": "12",
        "age": "4-6",
        "condition": "working",
        "data": "ordinary",
        "commune": "Pontivy (56300)",
        **changes,
    }


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def send(client, network):
    url = reverse("donations:offer", args=[network.slug])

    def post(headers=None, **changes):
        return client.post(url, typed(**changes), headers=headers)

    return post


def csv(text: str, name: str = "parc.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def photo(color: str = "red") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (64, 48), color).save(out, "JPEG")
    return SimpleUploadedFile("stock.jpg", out.getvalue())


def test_sending_again_after_back_is_the_same_offer(send):
    first, second = send(), send()

    assert Offer.objects.count() == 1
    assert first.url.split("/")[3] == second.url.split("/")[3]


def test_another_number_within_the_hour_is_another_offer(send):
    send()
    send(units_laptop="13")

    assert Offer.objects.count() == 2


def test_the_same_words_two_hours_later_are_another_offer(send):
    send()
    Offer.objects.update(created_at=timezone.now() - datetime.timedelta(hours=2))
    send()

    assert Offer.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"relecture": "http://example.com"}, "ressemble à celui d’un robot"),
        ({"stamp": ""}, "ouverte depuis longtemps"),
        ({"stamp": "1:forged"}, "ouverte depuis longtemps"),
        ({"stamp": ago(days=3)}, "ouverte depuis longtemps"),
    ],
)
def test_a_robot_is_held_back_and_a_person_sends_again(send, changes, sentence):
    page = send(**changes)

    assert sentence in page.content.decode()
    assert "Anne Le Goff" in page.content.decode()
    assert not Offer.objects.exists()


def test_what_is_sent_in_the_second_the_page_is_shown_is_a_robots(send):
    assert "robot" in send(stamp=spam.stamp()).content.decode()
    assert not Offer.objects.exists()


def test_one_connection_sends_so_many_offers_an_hour(send):
    send()
    assert "127.0.0.1" not in Sender.objects.get().key
    Sender.objects.update(count=actions.MOST_AN_HOUR)

    page = send(units_laptop="13")

    assert "en une heure" in page.content.decode()
    assert Offer.objects.count() == 1


def test_who_is_signed_in_is_no_robot(client, send, network):
    client.force_login(a_member(Role.DONOR, network=network).user)

    assert send(stamp="").status_code == 302


def test_a_quantity_of_zero_is_said_with_everything_else(send):
    page = send(units_laptop="0", organisation_name="", email="").content.decode()

    for sentence in ("Dites au moins un objet", "Donnez le nom de votre structure", "Remplissez ce champ"):
        assert sentence in page


def test_a_number_below_the_least_is_said_in_plain_words(send):
    assert send(units_laptop="-3").context["form"].errors["units_laptop"] == ["Écrivez 0 ou plus."]


def test_an_export_of_glpi_is_read_line_by_line_without_its_people(client, send):
    assert send(units_laptop="", inventory=csv(GLPI)).status_code == 302

    offer = Offer.objects.get()
    assert offer.summary == "1 ordinateur portable, 1 ordinateur fixe, 1 écran"
    laptop = offer.announced.get(category="laptop")
    assert (laptop.manufacturer, laptop.model, laptop.serial, laptop.asset_tag) == (
        "Dell",
        "Latitude 5400",
        "ABC1234",
        "INV-0012",
    )
    assert laptop.acquired_on == datetime.date(2019, 3, 12)
    assert offer.announced.get(category="monitor").serial == ""
    kept = [str(value) for row in AnnouncedUnit.objects.values() for value in row.values()]
    assert not [value for value in kept if "MARTIN" in value.upper() or "DURAND" in value.upper()]
    assert not File.objects.exists()


def test_a_list_without_models_does_not_take_the_name_of_the_machine_for_one():
    units = read_list(b"Nom;Type\nPC de Camille;Portable\n", "parc.csv")

    assert units[0].model == ""


def test_a_workbook_of_120_machines_is_counted(send):
    book = openpyxl.Workbook()
    book.active.append(["Type", "Marque", "Qté"])
    for _ in range(100):
        book.active.append(["Ordinateur portable", "Lenovo", 1])
    book.active.append(["Clavier", "Lenovo", 20])
    out = BytesIO()
    book.save(out)

    send(units_laptop="", units_monitor="4", inventory=SimpleUploadedFile("parc.xlsx", out.getvalue()))

    assert Offer.objects.get().summary == "100 ordinateurs portables, 4 écrans, 20 claviers"
    assert AnnouncedUnit.objects.count() == 101


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Nom;Marque\nA;Dell\n", "Aucune colonne ne dit"),
        ("Type;Marque\nGrille-pain;Moulinex\n", "ligne 2, Catégorie : « Grille-pain » : ce type n’est pas connu"),
        ("Type;Marque\n;Dell\n", "ligne 2, le type n’est pas écrit"),
        ("Type;Date d’achat\nPortable;hier\n", "n’est pas une date"),
        ("Type;Marque\n", "aucune ligne"),
        ("%PDF-1.4", "C’est un PDF"),
    ],
)
def test_a_list_that_does_not_read_says_what_to_do(send, content, sentence):
    page = send(inventory=csv(content)).content.decode()

    assert sentence in page.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert not Offer.objects.exists()


def test_photos_are_kept_with_the_offer_and_what_is_no_photo_is_refused(send):
    assert "ni une photo" in send(photos=[SimpleUploadedFile("a.jpg", b"\x00\x01")]).content.decode()
    assert not Offer.objects.exists()

    send(photos=[photo(), photo("blue")])

    assert File.objects.filter(owner=Offer.objects.get().pk, purpose="photo").count() == 2


def test_the_page_says_what_a_gift_could_do_from_what_became_of_others(client, send, network):
    member = a_member(Role.TECHNICIAN, network=network)
    lot = a_lot(member)
    for rank in range(queries.FEWEST_KNOWN):
        device = a_device(member, lot=lot)
        state = State.HANDED_OVER if rank % 3 else State.RECYCLED
        at = timezone.now()
        type(device).objects.filter(pk=device.pk).update(state=state, cleared_at=at, tested_at=at, grade="A")

    part = send(headers={"X-Preview": "1"}, email="").content.decode()

    assert not Offer.objects.exists()
    assert "<form" not in part
    assert "Personnes équipées</dt><dd>6 à 10" in part
    assert "Fabrication évitée" in part
    assert "Usage prolongé, par an" in part
    assert "238 bis" in part
    assert "Remplissez" not in part


def test_the_donor_reads_how_to_sort_and_the_version_is_kept(client, send, network):
    follow = send().url
    offer = Offer.objects.get()
    assert "Laissez chaque chargeur" in client.get(follow).content.decode()

    client.post(f"{follow}consignes/")
    client.post(f"{follow}consignes/")

    offer.refresh_from_db()
    assert offer.guidance == queries.guidance(network, "sorting", "company")
    assert Entry.objects.filter(verb="donations.read_guidance", subject=offer.pk).count() == 1
    assert "Vous les avez lues" in client.get(follow).content.decode()


def test_a_revised_text_is_a_new_version_that_is_to_be_read_again(client, send, network):
    follow = send().url
    client.post(f"{follow}consignes/")
    read = Offer.objects.get().guidance
    client.force_login(a_member(Role.COORDINATOR, network=network).user)

    client.post(
        reverse("donations:revise_guidance", args=["sorting", "company"]),
        {"body": "Posez les palettes au quai.\n\nFermez-les. | Charte du réseau"},
    )

    told = queries.guidance(network, "sorting", "company")
    assert (told.version, told.points) == (
        2,
        [("Posez les palettes au quai.", ""), ("Fermez-les.", "Charte du réseau")],
    )
    assert Offer.objects.get().guidance == read
    assert queries.guidance(a_network(), "sorting", "company") == read
    page = client.get(reverse("donations:guidance")).content.decode()
    assert "version 2" in page
    assert "J’ai lu ces consignes" in client.get(follow).content.decode()


def test_a_text_is_never_emptied_and_the_same_again_is_no_version(client, network):
    client.force_login(a_member(Role.COORDINATOR, network=network).user)
    url = reverse("donations:revise_guidance", args=["legal", "person"])
    body = queries.guidance(network, "legal", "person").body

    assert client.post(url, {"body": " \n "}).status_code == 200
    client.post(url, {"body": body})

    assert queries.guidance(network, "legal", "person").network is None
    assert client.get(reverse("donations:revise_guidance", args=["legal", "martian"])).status_code == 404


def test_only_the_coordinator_of_the_network_revises_what_it_tells(network):
    with pytest.raises(Forbidden):
        actions.revise_guidance(
            network, subject="legal", donor_kind="person", body="Rien.", by=a_member(Role.COORDINATOR)
        )


def test_the_list_and_the_photos_are_seen_by_the_network_and_the_donor_alone(client, send, network):
    follow = send(units_laptop="", inventory=csv(GLPI), photos=[photo()]).url
    offer, kept = Offer.objects.get(), File.objects.get()
    assert client.get(f"{follow}photo/{kept.pk}/").status_code == 200
    assert "3 lignes lues" in client.get(follow).content.decode()
    pages = [
        reverse("donations:announced", args=[offer.pk]),
        reverse("donations:photo", args=[offer.pk, kept.pk]),
        reverse("donations:detail", args=[offer.pk]),
    ]

    client.force_login(a_member(Role.COORDINATOR, network=network).user)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert "ABC1234" in client.get(pages[0]).content.decode()
    assert "Latitude 5400;ABC1234;INV-0012;12/03/2019" in client.get(f"{pages[0]}?format=csv").content.decode()
    client.force_login(a_member(Role.COORDINATOR).user)
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_too_little_known_is_said_rather_than_guessed(send, network):
    page = send(preview="1", email="").content.decode()

    assert "pas encore assez de recul" in page
    assert "Anne Le Goff" in page
    assert "Remplissez ce champ" not in page


def test_each_kind_of_donor_has_its_legal_frame_and_its_sorting(client, network, send):
    page = client.get(reverse("donations:offer", args=[network.slug])).content.decode()

    assert "L3212-3" in page
    texts = {
        "state": "CGPPP, art. L3212-2 et D3212-3",
        "authority": "CGPPP, art. L3212-3, L3212-2 et D3212-3",
        "public": "L3212-2 (État) ou L3212-3 (local)",
        "company": "CGI, art. 238 bis",
        "ess": "Ce don se fait sans reçu fiscal",
        "person": "CGI, art. 200",
    }
    for kind, told in texts.items():
        shown = send(preview="1", donor_kind=kind).content.decode()
        assert told in shown
        assert [other for other, text in texts.items() if text in shown] == [kind]
        for subject in Guidance.Subject:
            assert queries.guidance(network, subject, kind).points


def test_a_share_known_from_few_cases_is_wide_and_from_many_is_narrow():
    few, many = queries.likely(20, 30), queries.likely(2000, 3000)

    assert few[0] < many[0] < 2 / 3 < many[1] < few[1]
    assert queries.likely(30, 30)[1] == 1.0
    assert factors(timezone.localdate()).filter(category="laptop").count() == 2
