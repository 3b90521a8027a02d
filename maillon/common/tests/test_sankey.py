"""The drawing of a flow."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from maillon.common.sankey import Band, sankey_svg

SVG = "{http://www.w3.org/2000/svg}"
IN = [Band("Tête", 218, "218 kg", "#1d4f7c"), Band("Adhérents", 665, "665 kg", "#3f74a3")]
OUT = [Band("Remis <ici>", 882, "882 kg", "#0b5d51"), Band("Perdu", 1, "1 kg", "#b3261e")]


def drawn(**kwargs) -> ET.Element:
    return ET.fromstring(sankey_svg(IN, OUT, title="Flux de 2025", whole="883 kg", **kwargs))


def test_the_drawing_says_its_name_and_each_amount():
    svg = drawn(note="12 lots")

    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "Flux de 2025"
    written = {text.text for text in svg.iter(f"{SVG}text")}
    assert written == {
        "218 kg", "Tête", "665 kg", "Adhérents", "882 kg", "Remis <ici>", "1 kg", "Perdu", "883 kg", "12 lots",
    }  # fmt: skip


def test_the_width_of_a_band_follows_its_amount():
    heights = [float(rect.get("height")) for rect in drawn().iter(f"{SVG}rect") if rect.get("width") == "10"]

    assert heights[1] / heights[0] == pytest.approx(665 / 218, abs=0.01)
    assert sum(heights[:2]) == pytest.approx(300, abs=0.2)


def test_thin_bands_leave_room_for_their_words():
    ends = [Band(f"Fin {rank}", 1, "1 kg", "#000000") for rank in range(12)]
    svg = ET.fromstring(sankey_svg([Band("Tout", 12, "12 kg", "#000000")], ends, title="T", whole="W"))

    at = sorted(float(text.get("y")) for text in svg.iter(f"{SVG}text") if text.text.startswith("Fin"))
    assert all(after - before >= 34 for before, after in pairwise(at))
    assert at[-1] < float(svg.get("viewBox").split()[3])


def test_the_content_policy_finds_nothing_to_refuse():
    assert not re.search(r"style|script|\son\w+=", sankey_svg(IN, OUT, title="T", whole="W"))


def test_nothing_that_flows_is_not_drawn():
    with pytest.raises(ValueError, match="aucune quantité"):
        sankey_svg([], [], title="T", whole="W")
