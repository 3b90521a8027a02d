"""Labels to print: new ones, those of a lot, that of a device."""

import re
import uuid
from io import BytesIO

import pytest
from pypdf import PdfReader

from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.forms.labels import FORMATS
from maillon.matter.devices.models import Label
from tests.factories import a_device, a_lot, a_member, category

pytestmark = pytest.mark.django_db
CODE = re.compile(r"T[A-Z]{4}-\w{3}-\w{3}-\w")


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def pages(response) -> list[str]:
    assert response["Content-Type"] == "application/pdf"
    return [page.extract_text().replace("\n", "-") for page in PdfReader(BytesIO(response.content)).pages]


def new(**changes: object) -> dict[str, object]:
    return {"id": uuid.uuid4(), "count": 5, "sheet": "a4-24", "start": 1, **changes}


def test_new_labels_are_printed_and_belong_to_no_device(client, technician):
    text = "".join(pages(client.post("/appareils/etiquettes/nouvelles/", new())))

    printed = set(Label.objects.values_list("code", flat=True))
    assert set(CODE.findall(text)) == printed
    assert len(printed) == 5
    assert not Label.objects.filter(device__isnull=False).exists()


def test_the_same_sheet_sent_twice_prints_the_same_labels(client, technician):
    sent = new()

    first = client.post("/appareils/etiquettes/nouvelles/", sent)
    second = client.post("/appareils/etiquettes/nouvelles/", sent)

    assert pages(first) == pages(second)
    assert Label.objects.count() == 5


def test_a_sheet_begun_is_finished(client, technician):
    assert len(pages(client.post("/appareils/etiquettes/nouvelles/", new(count=4, start=21)))) == 1
    assert len(pages(client.post("/appareils/etiquettes/nouvelles/", new(count=5, start=21)))) == 2


@pytest.mark.parametrize("sheet", FORMATS)
def test_every_format_can_be_printed(client, technician, sheet):
    response = client.post("/appareils/etiquettes/nouvelles/", new(sheet=sheet, count=2))

    assert len(pages(response)) == (2 if "x" in sheet else 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": 25}, "start"),
        ({"start": 0}, "start"),
        ({"sheet": "62x29", "start": 2}, "start"),
        ({"count": 0}, "count"),
        ({"count": 501}, "count"),
        ({"sheet": "a3"}, "sheet"),
    ],
)
def test_an_impossible_sheet_is_refused_beside_its_field(client, technician, change, field):
    response = client.post("/appareils/etiquettes/nouvelles/", new(**change))

    assert response.context["form"].errors[field]
    assert Label.objects.count() == 0


def test_the_labels_of_a_lot_come_in_the_order_of_its_intake(client, technician):
    lot = a_lot(technician)
    made = [devices.take_in(lot, category("laptop"), by=technician).label for _ in range(3)]

    text = "".join(
        pages(client.get("/appareils/etiquettes/planche.pdf", {"lot": lot.pk, "sheet": "a4-21", "start": 1}))
    )

    assert CODE.findall(text) == made


def test_the_label_of_one_device_is_printed_alone(client, technician):
    device = a_device(technician)

    response = client.get("/appareils/etiquettes/planche.pdf", {"appareil": device.pk, "sheet": "57x32", "start": 1})

    assert CODE.findall("".join(pages(response))) == [device.label]


def test_a_lot_without_devices_has_no_label_to_print(client, technician):
    lot = a_lot(technician)

    response = client.get("/appareils/etiquettes/planche.pdf", {"lot": lot.pk, "sheet": "a4-21", "start": 1})

    assert "Aucune étiquette" in response.context["form"].errors["sheet"][0]


def test_what_one_does_not_see_is_not_printed(client, technician):
    stranger = a_member(Role.TECHNICIAN)
    device = a_device(stranger)

    for asked in ({"lot": device.lot_id}, {"appareil": device.pk}):
        assert client.get("/appareils/etiquettes/", asked).status_code == 404
        asked |= {"sheet": "a4-21", "start": 1}
        assert client.get("/appareils/etiquettes/planche.pdf", asked).status_code == 404


def test_only_those_who_take_in_print_labels(client):
    client.force_login(a_member(Role.PRESCRIBER).user)

    assert client.get("/appareils/etiquettes/").status_code == 403
    assert client.post("/appareils/etiquettes/nouvelles/", new()).status_code == 403
    assert Label.objects.count() == 0
