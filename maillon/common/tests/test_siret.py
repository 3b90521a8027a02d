"""The SIRET that someone types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillon.common import siret


def refusal(text):
    with pytest.raises(ValueError) as caught:
        siret.check(text)
    return str(caught.value)


@pytest.mark.parametrize(
    "text", ["73282932000074", "732 829 320 00074", " 732.829.320-00074 ", "732\u00a0829\u202f320\u00a000074\n"]
)
def test_a_right_number_is_given_back_as_fourteen_digits(text):
    assert siret.check(text) == "73282932000074"


def test_the_offices_of_la_poste_have_their_own_key():
    # The head office follows Luhn; an office has digits that add up to a multiple of 5.
    assert siret.check("356 000 000 00048") == "35600000000048"
    assert siret.check("356 000 000 49837") == "35600000049837"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Donnez le SIRET : 14 chiffres."),
        ("   ", "Donnez le SIRET : 14 chiffres."),
        ("732829320O0074", "Un SIRET ne contient que des chiffres : enlevez « O »."),
        ("FR44732829320", "Un SIRET ne contient que des chiffres : enlevez « F »."),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "Un SIRET ne contient que des chiffres : enlevez « ٧ »."),
        ("732 829 320", "C’est un SIREN. Ajoutez les 5 chiffres de l’établissement : un SIRET en a 14."),
        ("732 829 321", "Il manque 5 chiffres : un SIRET en a 14, celui-ci en a 9."),
        ("7328293200007", "Il manque 1 chiffre : un SIRET en a 14, celui-ci en a 13."),
        ("7328293200007412", "Il y a 2 chiffres de trop : un SIRET en a 14, celui-ci en a 16."),
        ("73282932000079", "Ce SIRET a une faute de frappe : relisez surtout ses 5 derniers chiffres, 00079."),
        ("73282935000074", "Ce SIRET a une faute de frappe dans ses 9 premiers chiffres : 732 829 350."),
        (
            "35600000049838",
            "Ce SIRET de La Poste a une faute de frappe : la somme de ses chiffres doit être un multiple de 5, et vaut 46.",
        ),
    ],
)
def test_what_is_wrong_is_said_precisely(text, sentence):
    assert refusal(text) == sentence


def test_a_number_is_shown_in_groups():
    assert siret.display("73282932000074") == "732\u00a0829\u00a0320\u00a000074"


@given(st.integers(0, 13), st.integers(1, 9))
def test_any_wrong_digit_is_seen(at, shift):
    number = "73282932000074"
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]

    assert refusal(wrong).startswith("Ce SIRET a une faute de frappe")


@given(st.text())
def test_any_text_is_a_number_or_refused_in_a_sentence(text):
    try:
        number = siret.check(text)
    except ValueError as refused:
        number = str(refused)

    assert number.endswith(".") or len(number) == 14
