"""Locations: opened, labelled, scanned, closed."""

import uuid
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from maillon.common import sheets
from maillon.common.errors import Refused
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Location
from maillon.matter.scanning import actions, queries, tasks
from tests.factories import a_device, a_member, an_organisation

pytestmark = pytest.mark.django_db
URL = "/scanner/emplacements/"


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


@pytest.fixture
def site(technician):
    return technician.organisation.sites.get()


@pytest.fixture
def shelf(technician, site):
    zone = ledger.open_location(site, name="Réserve", by=technician)
    return ledger.open_location(site, name="B3", parent=zone, by=technician)


def new(where, **changes):
    return {"id": uuid.uuid4(), "names": "Réserve", "site": where.pk, **changes}


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("B3", ["B3"]),
        ("B1 à B4", ["B1", "B2", "B3", "B4"]),
        ("A1, A2; Quai\nA1", ["A1", "A2", "Quai"]),
        ("Étagère 08 à Étagère 10", ["Étagère 08", "Étagère 09", "Étagère 10"]),
        ("Rez-de-chaussée", ["Rez-de-chaussée"]),
    ],
)
def test_shelves_are_opened_several_at_once(client, technician, site, shelf, typed, made):
    zone = ledger.open_location(site, name="Atelier", by=technician)
    sent = new(site, names=typed, parent=zone.pk)

    client.post(f"{URL}ouvrir/", sent)
    client.post(f"{URL}ouvrir/", sent)

    assert sorted(Location.objects.filter(parent=zone).values_list("name", flat=True)) == sorted(made)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"names": ""}, "names"),
        ({"names": "-"}, "names"),
        ({"names": "x" * 41}, "names"),
        ({"names": "A1 à A99"}, "names"),
        ({"site": ""}, "site"),
        ({"site": uuid.uuid4()}, "site"),
        ({"parent": uuid.uuid4()}, "parent"),
    ],
)
def test_an_impossible_location_is_said_beside_its_field(client, site, change, field):
    page = client.post(f"{URL}ouvrir/", new(site, **change))

    assert page.context["form"].errors[field]
    assert Location.objects.count() == 0


def test_a_name_is_taken_once_in_a_zone(technician, shelf):
    with pytest.raises(Refused, match="déjà un emplacement « B3 »"):
        ledger.open_location(shelf.site, name="B3", parent=shelf.parent, by=technician)
    with pytest.raises(Refused, match="déjà un emplacement « Réserve »"):
        ledger.open_location(shelf.site, name="Réserve", by=technician)


def test_a_shelf_holds_no_shelf(technician, shelf):
    with pytest.raises(Refused, match="est une étagère"):
        ledger.open_location(shelf.site, name="C", parent=shelf, by=technician)


def test_the_tree_counts_what_stands_on_each_shelf_in_two_queries(technician, shelf, django_assert_num_queries):
    for name in ("B10", "B2"):
        ledger.open_location(shelf.site, name=name, parent=shelf.parent, by=technician)
    devices.place(a_device(technician).pk, shelf, by=technician)

    with django_assert_num_queries(2):
        [tree] = queries.trees(technician)

    assert [place.name for place in tree.zones[0].shelves] == ["B2", "B3", "B10"]
    assert tree.zones[0].count == 1


def test_the_label_of_a_location_opens_it(client, technician, shelf):
    device = a_device(technician)
    devices.place(device.pk, shelf, by=technician)

    page = client.get(f"/e/{shelf.code}", follow=True).content.decode()

    assert device.label in page
    assert f"/scanner/serie/lieu.{shelf.code}/" in page
    scanned = client.get("/scanner/", {"q": f"https://maillon.example/e/{shelf.code}"})
    assert scanned.url == f"/e/{shelf.code}"
    assert f"/scanner/emplacements/{shelf.pk}/" in client.get("/scanner/", {"q": shelf.code}).content.decode()


def test_a_zone_shows_what_stands_on_its_shelves(client, technician, shelf):
    device = a_device(technician)
    devices.place(device.pk, shelf, by=technician)

    assert device.label in client.get(f"{URL}{shelf.parent.pk}/").content.decode()


def test_a_full_location_is_not_closed(client, technician, shelf):
    device = a_device(technician)
    devices.place(device.pk, shelf, by=technician)

    page = client.post(f"{URL}{shelf.pk}/supprimer/", follow=True)
    assert "rangez-les ailleurs d’abord" in page.content.decode()
    devices.place(device.pk, None, by=technician)
    client.post(f"{URL}{shelf.pk}/supprimer/")

    shelf.refresh_from_db()
    assert shelf.closed_on
    with pytest.raises(Refused, match="n’existe plus"):
        devices.place(device.pk, shelf, by=technician)


def test_a_zone_is_closed_after_its_shelves(technician, shelf):
    with pytest.raises(Refused, match="a encore des étagères"):
        actions.close_place(shelf.parent.pk, by=technician)


def test_a_location_is_renamed_and_its_code_stays(client, shelf):
    client.post(f"{URL}{shelf.pk}/renommer/", {"name": "B4"})

    code = shelf.code
    shelf.refresh_from_db()
    assert (shelf.name, shelf.code) == ("B4", code)


def test_labels_say_the_name_of_the_shelf_in_letters(client, shelf):
    answer = client.get(f"{URL}etiquettes.pdf", {"sheet": "a4-24", "start": 1})

    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert "B3" in text
    assert "Réserve" in text


def test_a_sheet_that_cannot_be_is_said_beside_its_field(client, shelf):
    answer = client.get(f"{URL}etiquettes.pdf", {"sheet": "a4-24", "start": 25})

    assert answer.context["sheet"].errors["start"]
    assert client.get(f"{URL}etiquettes.pdf", {"emplacement": "x", "sheet": "a4-24", "start": 1}).status_code == 404


def test_the_neighbour_neither_sees_nor_arranges(client, technician, shelf):
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    client.force_login(neighbour.user)

    assert client.get(f"{URL}{shelf.pk}/").status_code == 404
    assert client.get(f"/e/{shelf.code}").status_code == 404
    assert client.post(f"{URL}{shelf.pk}/inventaire/").status_code == 404
    page = client.post(f"{URL}ouvrir/", new(shelf.site))
    assert page.context["form"].errors["site"]


def test_what_another_holds_does_not_change_hands_by_being_placed(technician, shelf):
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    device = a_device(neighbour)
    coordinator = a_member(Role.COORDINATOR, network=technician.network)

    with pytest.raises(Refused, match="ne change pas de main"):
        devices.place(device.pk, shelf, by=coordinator)


@pytest.mark.parametrize("sheet", [*sheets.SHEETS.values(), *sheets.ROLLS.values()], ids=lambda sheet: sheet["name"])
def test_every_sheet_bears_the_labels_of_locations(technician, shelf, sheet):
    on = timezone.localdate()

    assert tasks.places_pdf([shelf, shelf.parent], network=technician.network, sheet=sheet, start=1, on=on)
