"""Every label of every sheet is read back, where it must be."""

import pytest

from maillon.common import pdf
from maillon.common.contracts import SheetFormat
from maillon.common.sheets import ROLLS, SHEETS, single
from maillon.common.tests import samples
from maillon.common.tests.reading import codes, glyphs, pages


def places(size: SheetFormat) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each label in the unit square of its page."""
    width, height = size["page_width_mm"], size["page_height_mm"]
    return [
        (x / width, y / height, (x + size["width_mm"]) / width, (y + size["height_mm"]) / height)
        for row in range(size["rows"])
        for column in range(size["columns"])
        for x in [size["left_mm"] + column * size["pitch_x_mm"]]
        for y in [size["top_mm"] + row * size["pitch_y_mm"]]
    ]


@pytest.mark.parametrize("sheet", SHEETS)
def test_all_the_labels_of_a_sheet_read_inside_their_place(sheet):
    data = samples.labels(sheet)

    [page] = pdf.preview("etiquettes.typ", data, ppi=200)

    found = codes(page)
    assert set(found) == {samples.label_url(label["code"]) for label in data["labels"]}
    for label, (left, top, right, bottom) in zip(data["labels"], places(data["format"]), strict=True):
        x, y = found[samples.label_url(label["code"])]
        assert left < x < right
        assert top < y < bottom


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_code_is_also_written_in_letters(sheet):
    data = samples.labels(sheet)

    # the hyphen goes where the code breaks in two lines
    text = glyphs(pdf.compile("etiquettes.typ", data)).replace("-", "")
    assert all(label["code"].replace("-", "") in text for label in data["labels"])


def test_a_started_sheet_leaves_its_used_places_blank():
    data = samples.labels("24", count=30)
    data["skip"] = 5

    first, second = pdf.preview("etiquettes.typ", data, ppi=200)

    size = places(data["format"])
    found = codes(first)
    left, top, right, bottom = size[5]
    x, y = found[samples.label_url(data["labels"][0]["code"])]
    assert left < x < right
    assert top < y < bottom
    assert len(found) == 19
    assert len(codes(second)) == 11


@pytest.mark.parametrize("roll", ROLLS)
def test_a_label_printer_gets_one_label_a_page(roll):
    data = samples.labels(count=3)
    data["format"] = ROLLS[roll]

    printed = pdf.preview("etiquettes.typ", data, ppi=300)

    assert [set(codes(page)) for page in printed] == [{samples.label_url(label["code"])} for label in data["labels"]]
    assert all("démonstration" in page for page in pages(pdf.compile("etiquettes.typ", data)))


@pytest.mark.parametrize("size", [single(30, 15), single(20, 30), single(17, 17)])
def test_a_tiny_label_still_reads(size):
    data = samples.labels(count=1)
    data["format"] = size

    [page] = pdf.preview("etiquettes.typ", data, ppi=400)

    assert set(codes(page)) == {samples.label_url(data["labels"][0]["code"])}


def test_a_label_too_small_for_its_code_is_refused():
    data = samples.labels(count=1)
    data["format"] = single(12, 12)

    with pytest.raises(pdf.DocumentFault, match="trop petit"):
        pdf.preview("etiquettes.typ", data)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_holds_what_its_name_says_inside_a4(sheet):
    size = SHEETS[sheet]
    right = size["left_mm"] + (size["columns"] - 1) * size["pitch_x_mm"] + size["width_mm"]
    bottom = size["top_mm"] + (size["rows"] - 1) * size["pitch_y_mm"] + size["height_mm"]

    assert size["columns"] * size["rows"] == int(sheet.split("-")[0])
    assert size["left_mm"] >= 0
    assert size["top_mm"] >= 0
    assert right <= 210
    assert bottom <= 297
