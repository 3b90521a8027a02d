"""How the tests read a printed document back: its words, its archive metadata, the codes on its pages."""

import re
from io import BytesIO
from typing import Any

import zxingcpp
from PIL import Image
from pypdf import PdfReader


def reader(document: bytes) -> PdfReader:
    return PdfReader(BytesIO(document))


def pages(document: bytes) -> list[str]:
    """The words of each page, all spaces alike."""
    return [
        " ".join(re.sub(r"[\u00a0\u202f\u200b]", " ", page.extract_text()).split()) for page in reader(document).pages
    ]


def words(document: bytes) -> str:
    return " ".join(pages(document))


def glyphs(document: bytes) -> str:
    """The text without any space: what a line break or a place to break cannot alter."""
    return re.sub(r"\s|\u200b", "", words(document))


def xmp(document: bytes) -> str:
    return reader(document).root_object["/Metadata"].get_data().decode()


def codes(page: bytes) -> dict[str, tuple[float, float]]:
    """The QR codes on the PNG of a page: their text, and the middle of each in the unit square."""
    image = Image.open(BytesIO(page)).convert("L")
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return {code.text: _middle(code.position, image) for code in found}


def _middle(at: Any, image: Image.Image) -> tuple[float, float]:
    corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
    return sum(c.x for c in corners) / 4 / image.width, sum(c.y for c in corners) / 4 / image.height
