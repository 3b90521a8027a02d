"""Tables out."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from maillon.common.spreadsheets import Sheet, csv_file, ods_file


def test_a_csv_opens_in_a_french_spreadsheet():
    content = csv_file(["clé", "valeur"], [["masse", 59.9], ["à l’arrivée ; pesée", 1200], ["vide", None]])

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["clé", "valeur"], ["masse", "59,9"], ["à l’arrivée ; pesée", "1200"], ["vide", ""]]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_text_is_a_formula(text):
    [_, [cell]] = csv.reader(io.StringIO(csv_file(["a"], [[text]]).decode("utf-8-sig"), newline=""), delimiter=";")

    assert cell == f"'{text}"


def test_a_negative_number_stays_a_number():
    [_, [cell]] = csv.reader(io.StringIO(csv_file(["a"], [[-12]]).decode("utf-8-sig")), delimiter=";")

    assert cell == "-12"


def test_a_workbook_has_its_sheets_and_its_numbers():
    book = ods_file(
        [
            Sheet("Indicateurs", ["clé", "valeur"], [["masse", 59.9], ["=1+1", -3], ["vide", None]]),
            Sheet("Bilan", ["poste"], [["Remis"]]),
        ]
    )

    read = CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert read.sheet_names == ["Indicateurs", "Bilan"]
    rows = read.get_sheet_by_name("Indicateurs").to_python()
    assert rows == [["clé", "valeur"], ["masse", 59.9], ["'=1+1", -3], ["vide", ""]]
