"""QR codes that phones read, and that a strict page accepts."""

import xml.etree.ElementTree as ElementTree

import numpy
import pytest
import zxingcpp

from maillon.common import qr


def read(matrix: list[str]) -> list[zxingcpp.Barcode]:
    modules = numpy.array([[module == "0" for module in row] for row in matrix], dtype=numpy.uint8) * 255
    drawn = numpy.kron(numpy.pad(modules, 4, constant_values=255), numpy.ones((6, 6), dtype=numpy.uint8))
    return zxingcpp.read_barcodes(drawn)


@pytest.mark.parametrize("text", ["A", "HTTPS://MAILLON.EXAMPLE/D/OGO7F3K2PE", "Réemploi à l’été, 12 €", "x" * 900])
def test_a_matrix_reads_back_and_is_never_a_micro_code(text):
    matrix = qr.matrix(text)

    [found] = read(matrix)
    assert found.text == text
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    assert len(matrix) >= 21
    assert all(len(row) == len(matrix) for row in matrix)


def test_an_svg_has_a_role_a_title_and_nothing_a_strict_policy_refuses():
    root = ElementTree.fromstring(qr.svg("https://maillon.example", title='Étiquette <"OGO"> & suite'))

    title = root.find("title")
    assert root.get("role") == "img"
    assert title is not None
    assert title.text == 'Étiquette <"OGO"> & suite'
    assert root.get("viewBox") is not None
    assert root.get("width") is None
    assert all(element.get("style") is None and not element.tag.endswith("style") for element in root.iter())


def test_an_svg_without_title_says_its_text():
    title = ElementTree.fromstring(qr.svg("https://maillon.example/?a=1&b=2")).find("title")

    assert title is not None
    assert title.text == "https://maillon.example/?a=1&b=2"


def test_a_stronger_correction_takes_more_modules():
    assert len(qr.matrix("x" * 60, error="H")) > len(qr.matrix("x" * 60, error="L"))


def test_what_a_screen_shows_is_read_as_well():
    text = "HTTPS://MAILLON.EXAMPLE/D/OGO-7RK-4TQ-H"
    shown = qr._code(text, "M", mask=qr.SCREEN_MASK)

    [found] = read(["".join("1" if module else "0" for module in row) for row in shown.matrix])
    assert found.text == text
