"""Communes by their code, and what lies between them."""

import pytest

from maillon.common.geography import (
    DEPARTEMENTS,
    Commune,
    UnknownCommune,
    UnknownDepartement,
    commune,
    communes,
    departement,
    distance_km,
)
from maillon.common.geography.communes import Lines, load, plain


def test_a_code_gives_its_commune():
    pontivy = commune("56178")

    assert pontivy.name == "Pontivy"
    assert pontivy.postcodes == ("56300",)
    assert pontivy.departement == "56"
    assert (pontivy.latitude, pontivy.longitude) == pytest.approx((48.07, -2.97), abs=0.02)
    assert 13_000 < pontivy.population < 17_000
    assert str(pontivy) == "Pontivy (56300)"


def test_a_name_keeps_its_article_and_is_shown_with_a_curved_apostrophe():
    assert str(commune("01001")) == "L’Abergement-Clémenciat (01400)"
    assert commune("72181").name == "Le Mans"


@pytest.mark.parametrize(
    ("code", "departement_code"),
    [("2A004", "2A"), ("97411", "974"), ("01001", "01"), ("2B033", "2B"), ("97608", "976")],
)
def test_a_commune_knows_its_departement_in_corsica_and_overseas_too(code, departement_code):
    assert commune(code).departement == departement_code
    assert departement_code in DEPARTEMENTS


@pytest.mark.parametrize("code", ["75111", "75056", "75101"])
def test_the_arrondissements_are_in_their_city(code):
    paris = commune(code)

    assert paris.code == "75056"
    assert {"75001", "75011", "75020"} <= set(paris.postcodes)


def test_a_commune_that_merged_gives_the_one_it_is_in():
    assert commune("01091").name == "Valserhône"


@pytest.mark.parametrize("code", ["99999", "", "Pontivy", "56300 ", "1001", None, 56178])
def test_an_unknown_code_is_said_in_a_sentence(code):
    with pytest.raises(UnknownCommune, match=r"^Aucune commune ne porte le code officiel « .*56178 pour Pontivy\.$"):
        commune(code)


def test_a_commune_cannot_be_changed():
    with pytest.raises(AttributeError):
        commune("56178").name = "Napoléonville"


def test_every_commune_is_written_in_its_own_way():
    written = [str(place) for place in communes()]

    assert len(written) > 34_000
    assert len(set(written)) == len(written)


def test_every_commune_is_in_france_and_has_a_postcode_and_a_departement():
    astray = [
        place
        for place in communes()
        if not place.postcodes
        or place.departement not in DEPARTEMENTS
        or not all(len(postcode) == 5 and postcode.isdigit() for postcode in place.postcodes)
        or not ((41 < place.latitude < 51.2 and -5.3 < place.longitude < 9.7) or place.departement.startswith("97"))
    ]

    assert astray == []


def test_the_communes_of_a_departement_are_all_of_it_the_largest_first():
    morbihan = list(communes("56"))

    assert {place.departement for place in morbihan} == {"56"}
    assert [place.name for place in morbihan[:2]] == ["Lorient", "Vannes"]
    assert 230 < len(morbihan) < 270


def test_the_communes_of_all_departements_are_the_communes_of_france():
    assert sum(len(list(communes(code))) for code in DEPARTEMENTS) == len(list(communes()))


def test_a_departement_has_a_name_and_a_region():
    assert str(departement("22")) == "Côtes-d’Armor (22)"
    assert departement("974").name == "La Réunion"
    assert departement("06").region == "Provence-Alpes-Côte d'Azur"
    assert len(DEPARTEMENTS) == 101


@pytest.mark.parametrize("code", ["20", "97", "6", "", None])
def test_an_unknown_departement_is_said_in_a_sentence(code):
    with pytest.raises(UnknownDepartement, match="Aucun département ne porte le code"):
        departement(code)
    if code is not None:
        with pytest.raises(UnknownDepartement):
            communes(code)


def test_a_distance_is_that_of_the_great_circle():
    brest, nice = commune("29019"), commune("06088")

    assert distance_km(brest, nice) == pytest.approx(1050, rel=0.02)
    assert distance_km(nice, brest) == distance_km(brest, nice)
    assert distance_km(brest, brest) == 0


def test_two_antipodes_are_half_the_earth_apart():
    here = Commune("", "", (), "", 48.0, -3.0)
    there = Commune("", "", (), "", -48.0, 177.0)

    assert distance_km(here, there) == pytest.approx(20_015, rel=0.001)


def test_names_read_together_are_read_as_one_by_one():
    register = load()

    assert [register.plain_names[row] for row in range(2000)] == [plain(register.names[row]) for row in range(2000)]
    assert len(register.plain_names) == len(register.names) == len(register.codes)


def test_lines_are_found_whole_by_their_beginning_and_by_a_word():
    lines = Lines("saint denis\tle saint\tsaint denis en val\t\tdenis")

    assert list(lines.holding("\n saint denis\n")) == [0]
    assert list(lines.holding("\n saint")) == [0, 2]
    assert list(lines.holding(" saint")) == [0, 1, 2]
    assert list(lines.holding(" denis", among=[1, 2, 4])) == [2, 4]
    assert [lines[number] for number in range(len(lines))] == [
        "saint denis",
        "le saint",
        "saint denis en val",
        "",
        "denis",
    ]
