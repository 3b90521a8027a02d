"""The inventory of a location: scanned, compared, closed with reasons."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import State
from maillon.matter.ledger import actions as ledger
from maillon.matter.scanning import actions, queries
from maillon.matter.scanning.models import Difference, Stocktake
from tests.factories import a_device, a_member

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


@pytest.fixture
def scene(technician, shelf):
    """One device of each kind: in its place, missing, from another shelf, from nowhere, lost, and a strange code."""
    other = ledger.open_location(shelf.site, name="A1", parent=shelf.parent, by=technician)
    made = {name: a_device(technician) for name in ("there", "missing", "elsewhere", "nowhere", "lost")}
    for name, place in (("there", shelf), ("missing", shelf), ("elsewhere", other)):
        devices.place(made[name].pk, place, by=technician)
    devices.lose(made["lost"].pk, reason="Introuvable", by=technician)
    stocktake = actions.open_stocktake(shelf.pk, by=technician)
    answers = {
        name: actions.scan(stocktake.card, device.label, by=technician)
        for name, device in made.items()
        if name != "missing"
    }
    answers["strange"] = actions.scan(stocktake.card, "ZZZ-1", by=technician)
    return stocktake, made, answers


def test_each_scan_says_whether_the_device_is_in_its_place(scene):
    _, _, answers = scene

    assert {name: scan.result for name, scan in answers.items()} == {
        "there": "done",
        "elsewhere": "refused",
        "nowhere": "refused",
        "lost": "refused",
        "strange": "unknown",
    }


def test_the_differences_are_what_is_missing_elsewhere_and_unexpected(scene):
    stocktake, made, _ = scene

    found = queries.tally(stocktake)

    assert (found.expected, found.seen) == (2, 4)
    assert {(gap.kind, gap.code) for gap in found.gaps} == {
        ("missing", made["missing"].label),
        ("elsewhere", made["elsewhere"].label),
        ("unexpected", made["nowhere"].label),
        ("unexpected", made["lost"].label),
        ("unexpected", "ZZZ-1"),
    }


def test_a_device_scanned_twice_is_seen_once(scene, technician):
    stocktake, made, _ = scene

    assert actions.scan(stocktake.card, made["there"].label, by=technician).result == "already"
    assert actions.scan(stocktake.card, made["elsewhere"].label, by=technician).result == "already"
    assert queries.tally(stocktake).seen == 4


def test_closing_settles_each_difference_with_its_reason(client, scene, shelf):
    stocktake, made, _ = scene
    url = f"/scanner/inventaires/{stocktake.pk}/"
    form = client.get(url).context["form"]
    sent = {f"decision_{gap.code}": gap.choices[0] for gap in form.gaps}
    sent[f"decision_{made['missing'].label}"] = "lost"
    sent[f"reason_{made['missing'].label}"] = "Vol déclaré au poste"

    refused = client.post(f"{url}clore/", sent)
    assert "dites pourquoi" in str(refused.context["form"].errors["reason"])
    page = client.post(f"{url}clore/", {**sent, "reason": "Inventaire de mars"}, follow=True)

    for device in made.values():
        device.refresh_from_db()
    assert made["missing"].state == State.LOST
    assert made["elsewhere"].location == made["nowhere"].location == made["lost"].location == shelf
    assert made["lost"].state == State.RECEIVED
    assert dict(Difference.objects.values_list("decision", "reason"))["lost"] == "Vol déclaré au poste"
    assert Stocktake.objects.get().closed_at
    assert "Vol déclaré au poste" in page.content.decode()
    assert client.get(f"/scanner/serie/{stocktake.card}/").status_code == 404


def test_what_is_sought_stands_nowhere(technician, shelf):
    device = a_device(technician)
    devices.place(device.pk, shelf, by=technician)
    stocktake = actions.open_stocktake(shelf.pk, by=technician)

    actions.close_stocktake(stocktake.pk, decisions={device.label: ("sought", "")}, by=technician)

    device.refresh_from_db()
    assert (device.location, device.state) == (None, State.RECEIVED)


def test_closing_twice_changes_nothing_more(client, technician, shelf):
    stocktake = actions.open_stocktake(shelf.pk, by=technician)

    client.post(f"/scanner/inventaires/{stocktake.pk}/clore/")
    first = Stocktake.objects.get().closed_at
    client.post(f"/scanner/inventaires/{stocktake.pk}/clore/")

    assert first
    assert Stocktake.objects.get().closed_at == first


def test_a_difference_that_has_just_appeared_is_asked_again(client, technician, shelf):
    stocktake = actions.open_stocktake(shelf.pk, by=technician)
    devices.place(a_device(technician).pk, shelf, by=technician)

    page = client.post(f"/scanner/inventaires/{stocktake.pk}/clore/", {})

    assert page.context["form"].errors
    assert Stocktake.objects.get().closed_at is None


def test_there_is_one_inventory_at_a_time_in_a_place(client, technician, shelf):
    first = client.post(f"/scanner/emplacements/{shelf.pk}/inventaire/")
    second = client.post(f"/scanner/emplacements/{shelf.pk}/inventaire/")

    assert first.url == second.url
    assert Stocktake.objects.count() == 1


def test_the_inventory_of_a_zone_counts_its_shelves(technician, shelf):
    device = a_device(technician)
    devices.place(device.pk, shelf, by=technician)
    stocktake = actions.open_stocktake(shelf.parent.pk, by=technician)

    assert actions.scan(stocktake.card, device.label, by=technician).result == "done"
    assert queries.tally(stocktake).gaps == []


def test_the_differences_are_exported(client, scene):
    stocktake, made, _ = scene
    url = f"/scanner/inventaires/{stocktake.pk}/ecarts"

    csv = client.get(f"{url}.csv").content.decode("utf-8-sig")
    assert f"Manquant;{made['missing'].label}" in csv
    for format in ("ods", "xlsx"):
        book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{url}.{format}").content))
        assert len(book.get_sheet_by_index(0).to_python()) == 6
    assert client.get(f"{url}.exe").status_code == 404


def test_a_running_inventory_shows_in_the_list(client, technician, shelf):
    actions.open_stocktake(shelf.pk, by=technician)

    page = client.get("/scanner/inventaires/").content.decode()

    assert "Réserve › B3" in page
    assert "En cours" in page


def test_a_tally_asks_few_queries(scene, django_assert_num_queries):
    stocktake, _, _ = scene

    with django_assert_num_queries(3):
        queries.tally(stocktake)
