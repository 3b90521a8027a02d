"""The codes on the labels of devices."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillon.common import labels

bodies = st.text(alphabet=labels.ALPHABET, min_size=7, max_size=7)
codes = st.integers(0, 2**32).map(lambda seed: labels.new("OGO", random.Random(seed)))


def refusal(text, prefix=""):
    with pytest.raises(ValueError) as caught:
        labels.parse(text, prefix)
    return str(caught.value)


def test_a_new_code_is_read_back():
    code = labels.new("OGO")

    assert len(code) == 13
    assert code.startswith("OGO-")
    assert labels.parse(code) == code


def test_new_codes_differ_and_those_of_a_seed_come_again():
    assert len({labels.new("OGO") for _ in range(500)}) == 500
    assert labels.new("BDN", random.Random(1)) == labels.new("BDN", random.Random(1))


@pytest.mark.parametrize("prefix", ["", "O", "ogo", "OGOGOG", "O1", "ÉTÉ"])
def test_a_prefix_is_two_to_five_capital_letters(prefix):
    with pytest.raises(ValueError, match="de deux à cinq lettres capitales"):
        labels.new(prefix)


@pytest.mark.parametrize(
    "text",
    [
        "OGO-7F3-K2P-E",
        "ogo-7f3-k2p-e",
        "OGO 7F3 K2P E",
        "ogo7f3k2pe",
        " OGO–7F3–K2P–E\n",
        "0G0-7F3-K2P-E",
        "https://maillon.example/d/OGO-7F3-K2P-E",
        "http://localhost:8000/d/OGO-7F3-K2P-E/?from=label#top",
        "maillon.example/d/ogo-7f3-k2p-e",
    ],
)
def test_a_code_is_read_however_it_is_written(text):
    assert labels.parse(text) == "OGO-7F3-K2P-E"


def test_an_absent_prefix_is_that_of_the_network():
    assert labels.parse("7f3-k2p-e", "OGO") == "OGO-7F3-K2P-E"
    assert labels.parse("BDN-7F3-K2P-E", "OGO") == "BDN-7F3-K2P-E"


def test_a_code_that_begins_like_the_prefix_is_not_mistaken_for_it():
    body = next(code for code in map(labels.bare, made("BDN")) if code.startswith("BDNBDN"))[3:]

    assert labels.parse(body, "BDN") == f"BDN-{body[:3]}-{body[3:6]}-{body[6]}"


def made(prefix):
    """Codes whose body begins with the prefix itself."""
    yield labels.parse(
        prefix + next(prefix + "222" + sign for sign in labels.ALPHABET if is_right(prefix + "222" + sign))
    )


def is_right(body):
    try:
        return bool(labels.parse(body, "XX"))
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("OGO-0F3-K2P-B", "OGO-QF3-K2P-B"),
        ("OGO-OF3-K2P-B", "OGO-QF3-K2P-B"),
        ("OGO-IF3-K2P-E", "OGO-7F3-K2P-E"),
        ("OGO-1F3-K2P-E", "OGO-7F3-K2P-E"),
    ],
)
def test_a_sign_that_no_label_bears_is_read_as_the_one_it_looks_like(text, right):
    assert labels.parse(text) == right


@given(codes, st.integers(4, 12))
def test_a_misread_sign_gives_the_right_code_or_a_refusal(code, at):
    for typed, seen in labels.LOOK_ALIKES.items():
        if code[at] in seen:
            assert labels.parse(code[:at] + typed + code[at + 1 :]) == code


@given(codes)
def test_every_wrong_sign_is_detected(code):
    for at, sign in enumerate(code):
        if at < 4 or sign == "-":
            continue
        for other in labels.ALPHABET.replace(sign, ""):
            assert refusal(code[:at] + other + code[at + 1 :]).startswith("Ce code a une faute de frappe : ")


@given(codes)
def test_every_exchange_of_two_signs_is_detected(code):
    body = labels.bare(code)[3:]
    for one, other in combinations(range(7), 2):
        if body[one] != body[other]:
            signs = list(body)
            signs[one], signs[other] = signs[other], signs[one]
            assert refusal("".join(signs), "OGO").startswith("Ce code a une faute de frappe : ")


@given(bodies)
def test_one_control_sign_in_twenty_nine_is_right(body):
    assert sum(is_right(body[:6] + sign) for sign in labels.ALPHABET) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Donnez le code de l’étiquette, par exemple OGO-7F3-K2P-E."),
        (" - ", "Donnez le code de l’étiquette, par exemple OGO-7F3-K2P-E."),
        (
            "OGO-7F3-K2P-D",
            "Ce code a une faute de frappe : OGO-7F3-K2P-D n’existe pas. Relisez l’étiquette, ou scannez-la.",
        ),
        (
            "OGO-00F-K2P-D",
            "Ce code a une faute de frappe : OGO-00F-K2P-D n’existe pas. Relisez l’étiquette, ou scannez-la.",
        ),
        ("OGO-7É3-K2P-E", "Ce code a une faute de frappe : aucune étiquette ne porte le signe « É »."),
        (
            "OGO-7F3-K2P",
            "« OGO-7F3-K2P » n’est pas un code d’étiquette : il a 7 signes après le préfixe, par exemple OGO-7F3-K2P-E.",
        ),
        (
            "7F3",
            "« 7F3 » n’est pas un code d’étiquette : il a 7 signes après le préfixe, par exemple OGO-7F3-K2P-E.",
        ),
        (
            "5CG2140XYZ99999",
            "« 5CG2140XYZ99999 » n’est pas un code d’étiquette : il a 7 signes après le préfixe, par exemple OGO-7F3-K2P-E.",
        ),
    ],
)
def test_what_is_wrong_is_said_precisely(text, sentence):
    assert refusal(text, "OGO") == sentence


def test_a_code_without_any_prefix_is_refused():
    assert refusal("7F3-K2P-E") == "« 7F3-K2P-E » n’a pas de préfixe de deux à cinq lettres, par exemple OGO-7F3-K2P-E."


@pytest.mark.parametrize(("text", "signs"), [("ogo-7f3 k2p", "OGO7F3K2P"), ("", ""), ("7F3-", "7F3")])
def test_the_signs_alone_serve_to_search(text, signs):
    assert labels.bare(text) == signs


@given(st.text() | st.from_regex(r"\A[A-Z]{2,5}-?[0-9A-Z]{3}-?[0-9A-Z]{3}-?[0-9A-Z]\Z"), st.sampled_from(["", "OGO"]))
def test_any_text_is_a_code_or_refused_in_a_sentence(text, prefix):
    try:
        code = labels.parse(text, prefix)
    except ValueError as refused:
        assert str(refused).endswith(".")  # noqa: PT017 - both ends are right
    else:
        assert labels.parse(code) == code
