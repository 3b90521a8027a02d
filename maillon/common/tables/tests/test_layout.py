"""Where the table is in a sheet, and which column says what."""

from maillon.common.tables import Field, Grid, lay_out, propose, read, values

FIELDS = (
    Field("category", "Catégorie", ("type",), required=True),
    Field("serial", "Numéro de série", ("n de serie", "serial number")),
    Field("mass", "Masse", ("poids",), read=values.mass),
)


def laid(text: str, head_line: int | None = None):
    return lay_out(read(text.encode()).grids[0], FIELDS, head_line)


def test_titles_and_merged_groups_above_the_heads_are_left_out():
    table = laid(";Inventaire 2025 de la mairie;;\n\n;Machine;;;Pesée\n;Type;;N° de série;Poids\n;portable;;A1B2;1,5\n")

    assert table.head_line == 4
    assert [column.head for column in table.columns] == ["Type", "N° de série", "Poids"]
    assert [number for number, _ in table.lines] == [5]


def test_totals_and_heads_repeated_from_page_to_page_are_no_lines():
    table = laid("Type;Poids\nportable;1\nSous-total :;1\nType;Poids\nfixe;5\nTOTAL;6\nTotal général;6\n")

    assert [cells[0] for _, cells in table.lines] == ["portable", "fixe"]


def test_empty_columns_are_left_out_and_twins_are_told_apart():
    table = laid("Type;;Nom;Nom;\nportable;;a;b;;reste\n")

    assert [(column.index, column.head) for column in table.columns] == [
        (0, "Type"), (2, "Nom"), (3, "Nom (2)"), (5, "Colonne F"),
    ]  # fmt: skip


def test_the_person_may_say_which_line_holds_the_heads():
    assert laid("x;y\nType;Poids\na;b\n", head_line=1).columns[0].head == "x"
    assert lay_out(Grid("", []), FIELDS).lines == []


def test_columns_are_proposed_by_what_was_learnt_then_by_name_then_by_part_of_it():
    table = laid("Machin;Numéro de série constructeur;POIDS (g);Autre\nportable;A;1500;\n")

    assert propose(table.columns, FIELDS) == {"serial": 1, "mass": 2}
    assert propose(table.columns, FIELDS, {"machin": "category"}) == {"category": 0, "serial": 1, "mass": 2}
