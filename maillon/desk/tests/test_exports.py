"""`/exporter/`: the lists taken out, with their filters, the reader's rights, and nobody's identity."""

import csv
import io

import openpyxl
import pytest

from maillon.common.tables import read
from maillon.common.tables.writing import FORMATS
from maillon.desk.queries.tables import TABLES
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices.models import Device, State
from tests.factories import a_device, a_donor, a_handover, a_lot, a_member, a_need, an_organisation

pytestmark = pytest.mark.django_db


def rows(client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def everything(client) -> Member:
    member = a_member(*Role.values)
    client.force_login(member.user)
    return member


@pytest.mark.parametrize("format", FORMATS)
def test_every_table_opens_in_every_format(client, everything, format):
    a_handover(everything)
    a_need(everything)

    for key, table in TABLES.items():
        answer = client.get(f"/exporter/{key}.{format}")
        assert read(b"".join(answer.streaming_content)).grids[0].rows[0][1] == table.heads
        assert answer["Content-Disposition"].endswith(f'.{format}"')
        assert all(column.help for column in table.columns)


def test_the_filters_of_the_list_are_kept(client, everything):
    lot = a_lot(everything)
    ready = a_device(everything, state=State.READY, lot=lot)
    a_device(everything, lot=lot)

    assert [row["Étiquette"] for row in rows(client, "/exporter/appareils.csv?etat=ready")] == [ready.label]
    assert len(rows(client, "/exporter/appareils.csv")) == 2
    assert rows(client, "/exporter/lots.csv?etat=closed") == []


def test_one_takes_out_only_what_one_sees(client, everything):
    a_device(everything)
    neighbour = a_member(Role.TECHNICIAN, network=everything.network, organisation=an_organisation("Voisine"))
    own = a_device(neighbour)
    client.force_login(neighbour.user)

    assert [row["Étiquette"] for row in rows(client, "/exporter/appareils.csv")] == [own.label]
    assert client.get("/exporter/donateurs.csv").status_code == 403
    assert client.get("/exporter/demandes.csv").status_code == 403
    assert client.get("/exporter/licornes.csv").status_code == 404
    assert client.get("/exporter/appareils.exe").status_code == 404
    client.force_login(a_member(*Role.values).user)
    assert rows(client, "/exporter/appareils.csv") == []


def test_no_identity_of_a_helped_person_comes_out(client, everything):
    a_handover(everything, need=a_need(everything))
    a_need(everything)

    for key in TABLES:
        text = b"".join(client.get(f"/exporter/{key}.csv?state=toutes&when=faites").streaming_content).decode()
        assert "Zéphyrin" not in text
        assert "Aminata" not in text


def test_a_private_donor_is_not_named(client, everything):
    person = a_donor(everything.network, kind="person")
    a_lot(everything, donor=person, regime="don_particulier")

    [row] = rows(client, "/exporter/donateurs.csv")
    assert (row["Nom"], row["Lots reçus"]) == ("Particulier", "1")
    assert person.name not in str(rows(client, "/exporter/lots.csv"))


def test_no_cell_is_a_formula(client, everything):
    device = a_device(everything)
    Device.objects.filter(pk=device.pk).update(model="=HYPERLINK(1)", manufacturer="+33", known_defects="@x")

    [row] = rows(client, "/exporter/appareils.csv")
    assert (row["Modèle"], row["Marque"], row["Défauts connus"]) == ("'=HYPERLINK(1)", "'+33", "'@x")
    data = b"".join(client.get("/exporter/appareils.xlsx").streaming_content)
    cells = openpyxl.load_workbook(io.BytesIO(data)).active
    assert not [cell for line in cells for cell in line if cell.data_type == "f"]


def test_a_longer_table_asks_no_more_questions(client, everything, django_assert_max_num_queries):
    for _ in range(3):
        a_handover(everything)
        a_need(everything)

    for key in TABLES:
        with django_assert_max_num_queries(12):
            b"".join(client.get(f"/exporter/{key}.csv?state=toutes&when=faites").streaming_content)


def test_the_page_says_what_the_columns_are_to_those_who_may_take_them(client, everything):
    page = client.get("/exporter/").content.decode()
    assert "/exporter/mouvements.ods" in page
    assert "Le code imprimé, unique." in page
    client.force_login(a_member(Role.VOLUNTEER).user)
    page = client.get("/exporter/").content.decode()
    assert "/exporter/appareils.csv" in page
    assert "/exporter/membres.csv" not in page


def test_every_list_offers_to_take_it_out(client, everything):
    for address in ("/appareils/", "/lots/", "/dons/", "/demandes/", "/remises/", "/seances/", "/reseau/"):
        page = client.get(f"{address}?page=1&x=2").content.decode()
        assert '.ods?x=2"' in page
        assert ".csv" in page
