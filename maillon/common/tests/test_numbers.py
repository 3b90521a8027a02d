"""Numbers as French writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillon.common import numbers


def plain(text):
    """With the no-break spaces made visible: `_` the narrow one, `~` the wide one."""
    return text.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (7000, "7_000"),
        (999, "999"),
        (1_234_567, "1_234_567"),
        (-1234, "−1_234"),
        (59.9, "59,9"),
        (2.675, "2,68"),
        (-0.001, "0"),
        (Decimal("88.30"), "88,3"),
        (1e15, "1_000_000_000_000_000"),
    ],
)
def test_a_number_has_a_comma_and_its_thousands_apart(value, text):
    assert plain(numbers.number(value)) == text


def test_numbers_of_any_size_are_written():
    assert numbers.number(10**40 + 1).endswith("\u202f001")
    assert len(numbers.number(1.7e308)) > 300


def test_decimals_can_be_asked_for():
    assert numbers.number(59.9, decimals=2) == "59,90"
    assert numbers.number(59.96, decimals=1) == "60,0"
    assert numbers.number(0.5, decimals=0) == "1"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_a_number_is_refused(value):
    with pytest.raises(ValueError, match="n’est pas un nombre"):
        numbers.number(value)


@pytest.mark.parametrize(
    ("grams", "text"),
    [
        (0, "0~kg"),
        (120, "0,12~kg"),
        (999, "0,999~kg"),
        (1_000, "1~kg"),
        (1_250, "1,25~kg"),
        (2_004, "2~kg"),
        (14_230, "14,2~kg"),
        (14_250, "14,3~kg"),
        (10_000, "10~kg"),
        (88_300_000, "88_300~kg"),
        (-350, "−0,35~kg"),
    ],
)
def test_a_mass_in_kilograms_is_as_precise_as_it_is_small(grams, text):
    assert plain(numbers.kg(grams)) == text


@pytest.mark.parametrize(
    ("grams", "text"),
    [(88_300_000, "88,3~t"), (350_000, "0,35~t"), (4_700_000, "4,7~t"), (1_234_560_000, "1_234,6~t"), (0, "0~t")],
)
def test_a_mass_in_tonnes_is_as_precise_as_it_is_small(grams, text):
    assert plain(numbers.tonnes(grams)) == text


@pytest.mark.parametrize(
    ("cents", "text"), [(18_000, "180~€"), (1_250, "12,50~€"), (5, "0,05~€"), (-1_000_00, "−1_000~€"), (0, "0~€")]
)
def test_a_price_shows_its_cents_when_it_has_some(cents, text):
    assert plain(numbers.euros(cents)) == text


def read(text):
    return Decimal(text.replace("\u202f", "").replace("−", "-").replace(",", ".").split("\u00a0")[0])


@given(st.integers(-(10**12), 10**12))
def test_a_price_says_every_cent(cents):
    assert read(numbers.euros(cents)) * 100 == cents


@given(st.integers(-(10**12), 10**12))
def test_a_mass_is_never_wrong_by_more_than_50_grams_or_half_a_percent(grams):
    assert abs(read(numbers.kg(grams)) * 1000 - grams) <= min(50, abs(grams) * Decimal("0.005"))


@given(st.integers(-(10**20), 10**20) | st.floats(-1e20, 1e20))
def test_any_number_is_written_with_at_most_two_decimals(value):
    assert abs(read(numbers.number(value)) - Decimal(str(value))) <= Decimal("0.005")
