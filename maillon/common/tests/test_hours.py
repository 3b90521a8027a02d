import datetime

import pytest

from maillon.common import hours
from maillon.common.moments import PARIS

STANDARD = "Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00"


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("text", "instant", "expected"),
    [
        (STANDARD, at(9, 10), True),
        (STANDARD, at(9, 13), False),
        (STANDARD, at(7, 10), False),
        ("24/7", at(7, 3), True),
        ("Mo-Su 09:00-18:00; PH off", at(14, 10, month=7), False),
        ("Jul-Aug: Mo 09:00-12:00", at(8, 10), False),
        ("", at(9, 10), None),
        ("9h-12h le lundi", at(9, 10), None),
    ],
)
def test_whether_it_is_open(text, instant, expected):
    assert hours.is_open(text, instant) is expected


def test_the_hour_is_that_of_paris_whatever_the_clock_says():
    assert hours.is_open(STANDARD, datetime.datetime(2026, 6, 9, 7, 30, tzinfo=datetime.UTC)) is True


def test_the_week_as_one_reads_it():
    week = dict(hours.week(STANDARD, datetime.date(2026, 6, 11)))
    assert list(week) == ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    assert week["lundi"].replace("\N{NO-BREAK SPACE}", " ") == "9 h – 12 h, 14 h – 18 h 30"
    assert week["dimanche"] == "fermé"


def test_no_week_without_hours():
    assert hours.week("", datetime.date(2026, 6, 11)) == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("9h-12h, 14h-18h30", "09:00-12:00,14:00-18:30"),
        ("de 9 h à 12 h et de 14:00 à 18:30", "09:00-12:00,14:00-18:30"),
        ("Fermé", ""),
        ("", ""),
    ],
)
def test_a_day_as_one_types_it(said, kept):
    assert hours.typed(said) == kept


@pytest.mark.parametrize("said", ["9h", "le matin", "14h-9h", "9h-25h", "9h-9h"])
def test_a_day_that_cannot_be_read_says_what_to_write(said):
    with pytest.raises(ValueError, match="par exemple"):
        hours.typed(said)


@pytest.mark.parametrize("text", [STANDARD, "Tu,Th 14:00-17:00", "We 09:00-12:00", ""])
def test_a_plain_week_comes_back_as_it_was(text):
    days = hours.to_week(text)
    again = hours.from_week([hours.typed(day) for day in days])
    assert hours.week(again, datetime.date(2026, 6, 11)) == hours.week(text, datetime.date(2026, 6, 11))


@pytest.mark.parametrize("text", ["Mo-Fr 09:00-12:00; PH off", "Jul-Aug Mo 09:00-12:00", "24/7", "Mo 22:00-26:00+"])
def test_what_a_plain_week_cannot_say_is_left_in_its_syntax(text):
    assert hours.to_week(text) is None


def test_hours_that_do_not_read_are_refused_with_an_example():
    assert hours.check(" Mo-Fr  09:00-12:00 ") == "Mo-Fr 09:00-12:00"
    with pytest.raises(ValueError, match="Écrivez-les ainsi"):
        hours.check("du lundi au vendredi")
