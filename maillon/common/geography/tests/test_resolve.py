"""The commune meant by what was typed in a form."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillon.common.geography import Commune, UnknownCommune, commune, communes, resolve


def refusal(text):
    with pytest.raises(UnknownCommune) as caught:
        resolve(text)
    return str(caught.value), [str(place) for place in caught.value.proposals]


@pytest.mark.parametrize(
    "text",
    [
        "Pontivy (56300)",
        "pontivy",
        "56178",
        "Pontivy 56",
        "56300  PONTIVY",
        "Pontivy\u00a0(56300)",
        "PONTIVY CEDEX 56306",
        "Pontivy,\n56300",
    ],
)
def test_a_commune_is_understood_however_it_is_written(text):
    assert resolve(text).code == "56178"


def test_every_displayed_commune_is_read_back():
    places = list(communes())
    sample = random.Random(56).sample(places, 2000) + places[:200]

    assert [place for place in sample if resolve(str(place)) != place] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("35000", "35238"),
        ("Nantes (44300)", "44109"),
        ("75011", "75056"),
        ("Lyon 3e Arrondissement", "69123"),
        ("Le Mans", "72181"),
        ("Mans", "72181"),
        ("Saint-Denis (93200)", "93066"),
        ("St-Denis 974", "97411"),
        ("Béon", "89037"),
        ("Beon 01350", "01138"),
        ("Bellegarde-sur-Valserine", "01033"),
        ("56 100", "56121"),
    ],
)
def test_postcodes_articles_homonyms_and_former_names_are_understood(text, code):
    assert resolve(text).code == code


def test_five_digits_are_a_postcode_before_an_official_code():
    # 56100 is the postcode of Lorient, and the official code of another commune of Morbihan.
    assert resolve("56100").name == "Lorient"
    assert commune("56100").name != "Lorient"


def test_homonyms_are_proposed_with_their_postcodes():
    sentence, proposals = refusal("Saint-Denis")

    assert sentence == (
        "4 communes s’appellent « Saint-Denis » : précisez le code postal. Choisissez "
        "Saint-Denis (97400), Saint-Denis (93200), Saint-Denis (11310) ou Saint-Denis (30500)."
    )
    assert proposals[1] == "Saint-Denis (93200)"


def test_no_more_than_five_are_proposed():
    sentence, proposals = refusal("sainte colombe")

    assert len(proposals) == 5
    assert re.match("1[0-9] communes s’appellent", sentence)
    assert sentence.endswith("ou une autre en écrivant son nom et son code postal.")


def test_the_communes_of_a_shared_postcode_are_proposed():
    sentence, proposals = refusal("56300")

    assert sentence.startswith("6 communes ont le code postal 56300 : choisissez Pontivy (56300), ")
    assert "Le Sourn (56300)" in proposals


def test_a_misspelt_name_gets_the_nearest_ones():
    assert refusal("pontivi")[1][0] == "Pontivy (56300)"
    assert "Rennes (35000)" in refusal("Renes")[1]
    assert refusal("saint brieux")[1][0] == "Saint-Brieuc (22000)"


def test_a_name_with_the_postcode_of_elsewhere_is_refused_and_its_own_proposed():
    sentence, proposals = refusal("Pontivy (35000)")

    assert sentence.startswith("Aucune commune ne correspond exactement à « Pontivy (35000) ». Est-ce Pontivy (56300)")
    assert proposals[0] == "Pontivy (56300)"


def test_a_postcode_cut_short_is_said_so():
    sentence, proposals = refusal("5630")

    assert sentence.startswith("Le code postal « 5630 » est incomplet : il a cinq chiffres. Est-ce Pontivy (56300)")
    assert proposals


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Indiquez une commune, par exemple « Pontivy (56300) »."),
        ("  ", "Indiquez une commune, par exemple « Pontivy (56300) »."),
        (
            "99999",
            "Aucune commune n’a le code postal « 99999 ». Écrivez le nom de la commune, par exemple « Pontivy (56300) ».",
        ),
        (
            "zqx",
            "Aucune commune ne correspond à « zqx ». Écrivez son nom puis son code postal, par exemple « Pontivy (56300) ».",
        ),
    ],
)
def test_what_means_nothing_is_refused_with_what_to_do(text, sentence):
    assert refusal(text) == (sentence, [])


def test_a_long_text_is_quoted_short():
    assert len(refusal("brouillamini " * 400)[0]) < 300


def answer(text):
    """The commune, or its refusal."""
    try:
        return resolve(text)
    except UnknownCommune as refused:
        return refused


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_any_text_resolves_or_is_refused_in_a_sentence(text):
    given_back = answer(text)

    assert isinstance(given_back, Commune) or str(given_back).endswith((".", "?"))


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="saintle 0123456789-()'2AB/cedx", max_size=30))
def test_any_text_like_a_commune_resolves_or_is_refused_with_few_proposals(text):
    given_back = answer(text)

    assert isinstance(given_back, Commune) or len(given_back.proposals) <= 5
