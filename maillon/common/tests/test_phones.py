"""The telephone number that someone types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillon.common import phones


def refusal(text):
    with pytest.raises(ValueError) as caught:
        phones.check(text)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "02 61 91 00 12",
        "0261910012",
        "02.61.91.00.12",
        "02-61-91-00-12",
        "+33 2 61 91 00 12",
        "+33 (0)2 61 91 00 12",
        "+330261910012",
        "0033 2 61 91 00 12",
        "33261910012",
        "02\u00a061\u202f91 00 12\n",
    ],
)
def test_a_number_is_kept_as_dialled_from_anywhere(text):
    assert phones.check(text) == "+33261910012"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0262 12 34 56", "+262262123456"),
        ("0692123456", "+262692123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("0690 12 34 56", "+590690123456"),
        ("0594123456", "+594594123456"),
        ("0696123456", "+596696123456"),
    ],
)
def test_a_number_overseas_has_the_code_of_its_territory(text, number):
    assert phones.check(text) == number
    assert phones.check(phones.display(number)) == number


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Donnez un numéro de téléphone, par exemple 02 61 91 00 12."),
        ("02 61 91 00 1", "Il manque 1 chiffre : un numéro en a 10, celui-ci en a 9."),
        ("02 61 91 00 123 4", "Il y a 2 chiffres de trop : un numéro en a 10, celui-ci en a 12."),
        ("2 61 91 00 12", "Un numéro français a 10 chiffres et commence par 0, par exemple 02 61 91 00 12."),
        ("3919", "Un numéro français a 10 chiffres et commence par 0, par exemple 02 61 91 00 12."),
        ("02 61 91 00 1O", "Un numéro de téléphone ne contient que des chiffres : enlevez « O »."),
        ("02+61910012", "Un numéro de téléphone ne contient que des chiffres : enlevez « + »."),
        ("+32 2 123 45 67", "Ce numéro n’est pas français : donnez un numéro de France, par exemple 02 61 91 00 12."),
        ("+262 111 12 34 56", "Ce numéro n’est pas français : donnez un numéro de France, par exemple 02 61 91 00 12."),
        ("+33 2 61 91 00 1", "Il manque 1 chiffre : un numéro en a 10, celui-ci en a 9."),
    ],
)
def test_what_is_wrong_is_said_precisely(text, sentence):
    assert refusal(text) == sentence


def test_a_number_is_shown_as_french_people_write_it():
    assert phones.display("+33261910012") == "02\u00a061\u00a091\u00a000\u00a012"
    assert phones.display("3919") == "3919"


def test_mobile_numbers_take_texts():
    assert phones.takes_texts("+33639980012")
    assert phones.takes_texts("+262692123456")
    assert not phones.takes_texts("+33261910012")


@given(st.from_regex(r"\A0[1-9][0-9]{8}\Z"))
def test_any_number_comes_back_from_what_is_shown(text):
    number = phones.check(text)

    assert phones.display(number).replace("\u00a0", "") == text
    assert phones.check(phones.display(number)) == number
    assert phones.check(number) == number


@given(st.text() | st.from_regex(r"\A[+0-9() .]{1,20}\Z"))
def test_any_text_is_a_number_or_refused_in_a_sentence(text):
    try:
        number = phones.check(text)
    except ValueError as refused:
        number = str(refused)

    assert number.endswith(".") or number.startswith("+")
