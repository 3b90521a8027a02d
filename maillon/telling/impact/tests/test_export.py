"""The report as files, and as the command prints it."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from config import commands
from maillon.ground.organisations.models import Role
from maillon.matter.lots import actions as lots
from maillon.telling.impact import tasks
from maillon.telling.impact.queries import INDICATORS, report, scope_of
from tests.factories import LOUDEAC, a_handover, a_lot, a_member, a_network

pytestmark = pytest.mark.django_db
ROLES = (Role.COORDINATOR, Role.TECHNICIAN, Role.PRESCRIBER, Role.DISTRIBUTOR, Role.LOGISTICIAN)
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def network():
    network = a_network("ponant", fictional=True)
    member = a_member(*ROLES, network=network)
    network.territories.create(slug="loudeac", name="Autour de Loudéac", communes=[LOUDEAC])
    lots.close(a_lot(member, counts={"laptop": 3}), reason="Compté deux fois.", by=member)
    a_handover(member)
    return network


@pytest.fixture
def made(network):
    return report(scope_of(network, timezone.localdate().year))


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def read_pdf(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_json_has_every_indicator_and_the_balance(made):
    found = json.loads(tasks.export(made, "json"))

    assert (found["network"], found["year"], found["territory"]) == ("ponant", timezone.localdate().year, None)
    assert {indicator.key for indicator in INDICATORS} <= set(found["indicators"])
    assert found["indicators"]["devices_redistributed"]["value"] == 1
    assert all(set(told) == {"value", "unit", "method"} for told in found["indicators"].values())
    value = {key: told["value"] for key, told in found["indicators"].items()}
    came = value["mass_in_g"] + value["mass_returns_g"] + value["mass_transfers_in_g"]
    went = value["mass_reuse_out_g"] + value["mass_waste_out_g"] + value["mass_losses_g"]
    assert came == (went + value["mass_transfers_out_g"] + value["mass_stock_change_g"] + value["mass_unexplained_g"])
    assert value["mass_unexplained_g"] > 0


def test_the_csv_has_one_row_a_figure(made):
    rows = read_csv(tasks.export(made, "csv"))

    told = json.loads(tasks.export(made, "json"))["indicators"]
    assert {row["clé"]: row["méthode"] for row in rows} == {key: each["method"] for key, each in told.items()}
    assert list(rows[0]) == ["clé", "nom", "valeur", "unité", "méthode"]
    assert next(row["valeur"] for row in rows if row["clé"] == "devices_redistributed") == "1"


def test_the_workbook_has_a_sheet_for_the_balance(made):
    book = CalamineWorkbook.from_filelike(io.BytesIO(tasks.export(made, "ods")))

    assert book.sheet_names == ["Indicateurs", "Bilan matière"]
    assert len(book.get_sheet_by_name("Indicateurs").to_python()) == len(INDICATORS) + 1
    balance = {row[0]: row[2] for row in book.get_sheet_by_name("Bilan matière").to_python()[1:]}
    assert balance["mass_unexplained_g"] == made.grams.unexplained


def test_a_territory_says_where_its_balance_is(network):
    made = report(scope_of(network, timezone.localdate().year, "loudeac"))

    book = CalamineWorkbook.from_filelike(io.BytesIO(tasks.export(made, "ods")))

    assert "sans territoire" in book.get_sheet_by_name("Bilan matière").to_python()[1][1]
    assert "mass_in_g" not in json.loads(tasks.export(made, "json"))["indicators"]


def test_the_pdf_tells_the_year_and_that_it_is_fictional(made):
    text = read_pdf(tasks.export(made, "pdf"))

    assert "Rapport" in text
    assert str(made.scope.year) in text
    assert "fictives" in text
    assert "Écart inexpliqué" in text
    assert "devices_redistributed" in text


def test_the_flow_of_the_pdf_closes(made):
    flow = tasks.activity_report(made)["mass_flow"]

    entering = sum(link["mass_g"] for link in flow["links"] if link["target"] == "in")
    leaving = sum(link["mass_g"] for link in flow["links"] if link["source"] == "in")
    assert entering == leaving == flow["incoming_g"]
    assert flow["incoming_g"] - sum(end["mass_g"] for end in flow["outcomes"]) == made.grams.unexplained


def test_the_pdf_tells_nothing_of_fewer_than_five_people(made):
    assert made.values["people_equipped"] == 1

    data = tasks.activity_report(tasks.discreet(made))

    assert "people_total" not in data
    assert "map" not in data
    assert [member["people"] for member in data["members"]] == [None]
    assert "people_equipped" not in {indicator["code"] for indicator in data["indicators"]}
    assert "people_equipped" not in read_pdf(tasks.export(made, "pdf"))


def test_a_year_without_data_makes_a_pdf_without_empty_sections(network):
    made = report(scope_of(network, 2001))

    data = tasks.activity_report(made)

    assert {"months", "members", "mass_flow", "categories", "key_figures"}.isdisjoint(data)
    assert "2001" in read_pdf(tasks.export(made, "pdf"))


def test_the_members_of_the_pdf_add_up_to_the_figures(made):
    members = tasks.activity_report(made)["members"]

    assert sum(member["mass_g"] for member in members) == made.values["mass_collected_kg"] * 1000
    assert sum(member["handed_over"] for member in members) == made.values["devices_redistributed"]


def test_the_months_of_the_pdf_add_up_to_the_figures(made):
    months = tasks.activity_report(made)["months"]

    assert sum(month["mass_g"] for month in months) == made.values["mass_collected_kg"] * 1000
    assert sum(month["handed_over"] for month in months) == made.values["devices_redistributed"]
    assert len(months) == timezone.localdate().month


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nulle-part", "--year", "2025"], "Le réseau « nulle-part » n’existe pas. Réseaux connus : ponant."),
        (["ponant", "--year", "1970"], "L’année 1970 n’a pas de chiffres"),
        (["ponant", "--year", "2025", "--territory", "ailleurs"], "Territoires connus : loudeac."),
    ],
)
def test_what_does_not_exist_is_told_in_a_sentence(network, capsys, words, sentence):
    status = commands.run("report", words)

    out, err = capsys.readouterr()
    assert (status, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(network, capsys, tmp_path):
    status = commands.run("report", ["ponant", "--year", "2025", "--output", str(tmp_path / "absent" / "f.json")])

    out, err = capsys.readouterr()
    assert (status, out) == (1, "")
    assert "absent/f.json" in err
    assert "ne peut pas être écrit" in err


@pytest.mark.parametrize("form", tasks.FORMATS)
def test_each_format_goes_to_its_file(network, tmp_path, form):
    path = tmp_path / f"rapport.{form}"

    assert commands.run("report", ["ponant", "--year", "2025", "--format", form, "--output", str(path)]) == 0

    assert path.stat().st_size > 200


@pytest.mark.django_db(transaction=True)
def test_the_command_runs_as_a_process(network):
    """The same data, in a process of its own: JSON alone on its output, a sentence and status 1 for what is unknown."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        url = urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    environment = {**os.environ, "MAILLON_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    program = [sys.executable, "-c", "import sys; from config.cli import main; sys.exit(main())", "report"]

    def run(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run([*program, *words], cwd=ROOT, env=environment, capture_output=True, check=False)

    good = run("ponant", "--year", str(timezone.localdate().year))
    bad = run("ailleurs", "--year", "2025")

    assert good.returncode == 0, good.stderr.decode()
    assert json.loads(good.stdout)["indicators"]["devices_redistributed"]["value"] == 1
    assert (bad.returncode, bad.stdout) == (1, b"")
    assert "n’existe pas" in bad.stderr.decode()
    assert "Traceback" not in bad.stderr.decode()
