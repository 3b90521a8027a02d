"""Any file of rows is read, or refused in a sentence; never anything else."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillon.common.spreadsheets import Sheet, csv_file
from maillon.common.tables import Unreadable, read
from maillon.common.tables.writing import write

TABULAR = Path(__file__).resolve().parents[5] / "shared" / "data" / "tabular"
TEXT = "Type;Modèle;Où\nPortable;Éco 1;à l’atelier\nÉcran;œuf;« ici »\n"
ROWS = [["Type", "Modèle", "Où"], ["Portable", "Éco 1", "à l’atelier"], ["Écran", "œuf", "« ici »"]]


def rows(data: bytes) -> list[list[str]]:
    return [cells for _, cells in read(data).grids[0].rows]


def workbook(format: str, *sheets: Sheet) -> bytes:
    out = io.BytesIO()
    write(out, format, sheets)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman"])
def test_every_encoding_that_a_spreadsheet_writes_is_recognised(encoding):
    assert rows(TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_end_of_line_is_recognised(delimiter, end):
    assert rows(TEXT.replace(";", delimiter).replace("\n", end).encode()) == ROWS


def test_commas_inside_cells_do_not_make_columns():
    assert rows(b'a;b;c\n1,5 kg;x, y;z\n"2,5;";y;"z ""q"""\n')[2] == ["2,5;", "y", 'z "q"']


def test_excel_s_own_hint_of_the_delimiter_is_followed():
    assert rows(b"sep=,\na,b\n1;2,3\n") == [["a", "b"], ["1;2", "3"]]


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_a_workbook_is_read_with_its_sheets(format):
    book = read(workbook(format, Sheet("Un", ["a", "b"], [["é", 1.5], ["x", 12]]), Sheet("Deux", ["c"], [["d"]])))

    assert [grid.name for grid in book.grids] == ["Un", "Deux"]
    assert book.grids[0].rows == [(1, ["a", "b"]), (2, ["é", "1.5"]), (3, ["x", "12"])]


def test_lines_keep_the_numbers_that_the_person_sees():
    made = openpyxl.Workbook()
    made.active["B3"] = "Type"
    made.active["B5"] = "portable"
    out = io.BytesIO()
    made.save(out)

    assert [number for number, _ in read(out.getvalue()).grids[0].rows] == [3, 5]
    assert [number for number, _ in read(b"\n\na;b\n\n1;2\n").grids[0].rows] == [3, 5]
    assert [number for number, _ in read(b'a;b\n"1\n2";3\n4;5\n').grids[0].rows] == [1, 2, 4]


def test_a_million_rows_or_six_hundred_columns_are_refused():
    with pytest.raises(Unreadable, match="50 000 lignes"):
        read(b"a;b\n" * 1_000_000)
    with pytest.raises(Unreadable, match="500 colonnes"):
        read((";".join(map(str, range(600))) + "\n").encode())
    assert len(rows((";".join(map(str, range(500))) + "\n").encode())[0]) == 500


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb_is_refused():
    bomb = zipped({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": bytes(250_000_000)})

    assert len(bomb) < 1_000_000
    with pytest.raises(Unreadable, match="200 Mo une fois ouvert"):
        read(bomb)


def test_an_archive_that_lies_about_its_sizes_is_refused():
    bomb = bytearray(zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(3_000_000)}))
    place = bomb.rfind(b"PK\x01\x02")
    bomb[place + 24 : place + 28] = struct.pack("<I", 100)

    with pytest.raises(Unreadable, match="abîmé"):
        read(bytes(bomb))


def test_two_cells_at_the_ends_of_the_sheet_fill_no_memory():
    made = openpyxl.Workbook()
    made.active["A1"], made.active["XFD1048576"] = "a", "b"
    out = io.BytesIO()
    made.save(out)

    with pytest.raises(Unreadable, match="trop de place"):
        read(out.getvalue())


def test_a_cell_repeated_a_million_times_fills_no_memory():
    ods = workbook("ods", Sheet("Un", ["a"], [["b"]]))
    with zipfile.ZipFile(io.BytesIO(ods)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = (
        parts["content.xml"]
        .replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">')
        .replace(b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="16384" ')
    )

    with pytest.raises(Unreadable):
        read(zipped(parts))


def test_an_archive_that_is_no_workbook_is_refused():
    with pytest.raises(Unreadable, match="archive"):
        read(zipped({"a.txt": b"b"}))


def test_a_quote_left_open_says_its_line():
    with pytest.raises(Unreadable, match="ligne 3"):
        read(('a;b\n1;2\n"3;4\n' + "5;6\n" * 200).encode())


@pytest.mark.parametrize("data", [b"", b"\n\n;;\n", b"%PDF-1.4", b"\x89PNG\r\n", bytes(range(256)) * 8, b"\xff\xfea"])
def test_what_is_no_table_is_refused(data):
    with pytest.raises(Unreadable):
        read(data)


def test_our_own_csv_comes_back_as_it_was():
    assert rows(csv_file(["a", "b"], [["é;\n'", "=1"], ["-2", None]]))[1:] == [["é;\n'", "'=1"], ["'-2"]]


def assert_read_or_refused(data: bytes) -> None:
    """Rows of text, or a sentence; any other exception fails the test."""
    try:
        grids = read(data).grids
    except Unreadable as refused:
        said = [[str(refused)]]
    else:
        said = [cells for grid in grids for _, cells in grid.rows]
    assert said
    assert all(isinstance(cell, str) for cells in said for cell in cells)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_give_rows_or_a_refusal(data):
    if data.startswith(b"PK\x03\x04"):
        return
    assert_read_or_refused(data)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["xlsx", "ods"]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4)), max_size=6),
)
def test_any_damaged_workbook_gives_rows_or_a_refusal(format, damages):
    data = bytearray(workbook(format, Sheet("Un", ["a", "b"], [["é", 1], ["x", 2]])))
    for where, what in damages:
        place = 4 + int(where * (len(data) - 8))
        data[place : place + len(what)] = what
    assert_read_or_refused(bytes(data))


@pytest.mark.skipif(not TABULAR.is_dir(), reason="../shared/data/tabular is absent")
def test_the_tables_that_people_keep_are_all_read():
    for path in sorted(TABULAR.rglob("*.csv")):
        grid = read(path.read_bytes(), path.name).grids[0]
        assert len(grid.rows) > 1, path
        assert len(grid.rows[0][1]) > 1, path
    assert len(read((TABULAR / "snipe-it/assets-sample-BAD.csv").read_bytes()).grids[0].rows) == 201
