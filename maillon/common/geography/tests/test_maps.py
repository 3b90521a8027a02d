"""Maps of places as SVG."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillon.common.geography import UnknownDepartement, commune
from maillon.common.geography.maps import Dot, outline_svg

SVG = "{http://www.w3.org/2000/svg}"
BRITTANY = ["22", "29", "35", "56"]


def dot(code, value=1.0, **texts):
    place = commune(code)
    return Dot(place.latitude, place.longitude, value, **texts)


def drawn(*arguments, **options):
    return ElementTree.fromstring(outline_svg(*arguments, **options))


def discs(picture):
    return list(picture.iter(f"{SVG}circle"))


def test_a_map_is_an_image_with_a_name():
    picture = drawn(BRITTANY, [], title="Lieux de remise")

    assert picture.get("role") == "img"
    assert picture[0].tag == f"{SVG}title"
    assert picture[0].text == "Lieux de remise"


def test_a_map_without_a_title_is_named_by_its_departements():
    assert drawn(["22", "29"], [])[0].text == "Carte : Côtes-d’Armor, Finistère"


def test_nothing_on_a_map_is_refused_by_a_strict_content_policy():
    svg = outline_svg(BRITTANY, [dot("56178", label="Pontivy")])

    assert not re.search(r"style|<script|href|\son\w+=|class=", svg)


def test_the_land_is_sand_and_its_neighbours_paler():
    around, land = drawn(["56"], [])[1]

    assert (land.get("fill"), len(land)) == ("#e7e1d3", 1)
    assert (around.get("fill"), len(around)) == ("#f1ede4", 4)


def test_places_stand_where_they_are():
    picture = drawn(BRITTANY, [dot("29019"), dot("35238"), dot("22278")])
    brest, rennes, saint_brieuc = discs(picture)

    assert float(brest.get("cx")) < float(saint_brieuc.get("cx")) < float(rennes.get("cx"))
    assert float(saint_brieuc.get("cy")) < float(brest.get("cy")) < float(rennes.get("cy"))


def test_distances_are_true_in_both_directions():
    # From Rennes, Saint-Malo is to the north and Brest to the west, at a third of the distance.
    rennes, saint_malo, brest = discs(drawn(BRITTANY, [dot("35238"), dot("35288"), dot("29019")], width=1000))
    north = float(rennes.get("cy")) - float(saint_malo.get("cy"))
    west = float(rennes.get("cx")) - float(brest.get("cx"))

    assert west / north == pytest.approx(208 / 59, rel=0.06)


def test_the_area_of_a_disc_grows_as_its_value():
    large, small = discs(drawn(BRITTANY, [dot("29019", 400), dot("35238", 100)], width=1000))

    assert float(large.get("r")) == pytest.approx(2 * float(small.get("r")), rel=0.02)


def test_the_smallest_values_are_seen_and_come_above_the_largest():
    picture = discs(drawn(BRITTANY, [dot("29019", 1), dot("35238", 100_000), dot("22278", 0), dot("56178", -5)]))

    assert [float(disc.get("r")) for disc in picture[1:]] == [3.5, 3.5, 3.5]
    assert float(picture[0].get("r")) > 10


def test_equal_values_get_equal_small_discs():
    assert {disc.get("r") for disc in discs(drawn(BRITTANY, [dot("29019"), dot("35238")]))} == {"5.5"}


def test_places_out_of_the_frame_are_left_out():
    assert discs(drawn(BRITTANY, [dot("97411"), dot("06088"), dot("56178")]))[0].get("cx")
    assert len(discs(drawn(BRITTANY, [dot("97411"), dot("06088"), dot("56178")]))) == 1


def test_labels_never_cover_one_another():
    places = [
        dot(code, 50 - rank, label=commune(code).name) for rank, code in enumerate(["35238", "35047", "35210", "35024"])
    ]
    labels = [text.text for text in drawn(BRITTANY, places, width=300).iter(f"{SVG}text")]

    assert "Rennes" in labels
    assert len(drawn(BRITTANY, places, width=4000).findall(f".//{SVG}text")) == 4
    assert len(labels) < 4


def test_a_disc_says_its_name_under_the_pointer():
    hints = [
        title.text
        for title in drawn(["56"], [dot("56178", title="Pontivy : 12 personnes", label="Pontivy")]).iter(f"{SVG}title")
    ]

    assert hints[1:] == ["Pontivy : 12 personnes"]


def test_texts_are_escaped():
    svg = outline_svg(
        ["56"], [dot("56178", label='<b>"&', title="</title><script>")], title="<script>alert(1)</script>"
    )

    assert "<script" not in svg
    assert "<b>" not in svg
    assert ElementTree.fromstring(svg)[0].text == "<script>alert(1)</script>"


def test_a_map_needs_a_departement_that_exists():
    with pytest.raises(UnknownDepartement):
        outline_svg(["56", "99"], [])
    with pytest.raises(ValueError, match="Choisissez au moins un département"):
        outline_svg([], [])


@pytest.mark.parametrize("code", ["75", "2A", "971", "973", "976", "59"])
def test_a_map_fits_its_width_everywhere(code):
    picture = drawn([code], [], width=320)

    assert picture.get("viewBox").startswith("0 0 320 ")
    assert 100 < int(picture.get("height")) <= 400
    assert picture[1][1][0].get("d").startswith("M")


def test_a_map_of_a_region_is_light():
    assert len(outline_svg(BRITTANY, [], width=640)) < 40_000


@settings(deadline=None, max_examples=50)
@given(st.text(), st.floats(), st.floats(41, 51), st.floats(-5, 9))
def test_any_text_and_any_value_make_a_valid_picture(text, value, latitude, longitude):
    assert (
        drawn(["56"], [Dot(latitude, longitude, value, text, text), dot("56178", 3)], title=text).get("role") == "img"
    )
