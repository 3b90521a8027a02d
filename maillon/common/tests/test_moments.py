"""Dates and hours as French says them."""

import datetime
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillon.common import moments

NOW = datetime.datetime(2026, 6, 9, 14, 7, tzinfo=ZoneInfo("Europe/Paris"))


def plain(text):
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 6, 9), "9~juin~2026"),
        (date(2026, 5, 1), "1er~mai~2026"),
        (NOW, "9~juin~2026"),
        (datetime.datetime(2026, 6, 8, 22, 30, tzinfo=UTC), "9~juin~2026"),
        (datetime.datetime(2026, 1, 8, 22, 30, tzinfo=UTC), "8~janvier~2026"),
    ],
)
def test_a_day_is_that_of_paris(value, text):
    assert plain(moments.day(value)) == text


def test_a_full_day_has_its_name_and_a_month_its_year():
    assert plain(moments.full_day(date(2026, 6, 9))) == "mardi 9~juin~2026"
    assert plain(moments.month(NOW)) == "juin~2026"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (NOW, "14~h~07"),
        (datetime.time(9), "9~h"),
        (datetime.time(0, 5), "0~h~05"),
        (datetime.datetime(2026, 6, 9, 12, 7, tzinfo=UTC), "14~h~07"),
        (datetime.datetime(2026, 6, 9, 14, 7), "14~h~07"),  # noqa: DTZ001 - as it is written, in Paris
    ],
)
def test_an_hour_is_that_of_paris(value, text):
    assert plain(moments.hour(value)) == text


def test_a_moment_is_a_day_and_an_hour():
    assert plain(moments.moment(NOW)) == "9~juin~2026, 14~h~07"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (NOW, "à l’instant"),
        (NOW - timedelta(seconds=59), "à l’instant"),
        (NOW - timedelta(minutes=1), "il y a 1~minute"),
        (NOW - timedelta(minutes=59), "il y a 59~minutes"),
        (NOW - timedelta(hours=2), "il y a 2~heures"),
        (NOW + timedelta(hours=1), "dans 1~heure"),
        (NOW - timedelta(hours=13), "aujourd’hui"),
        (NOW - timedelta(hours=15), "hier"),
        (date(2026, 6, 9), "aujourd’hui"),
        (date(2026, 6, 8), "hier"),
        (date(2026, 6, 7), "avant-hier"),
        (date(2026, 6, 6), "il y a 3~jours"),
        (date(2026, 6, 10), "demain"),
        (date(2026, 6, 11), "après-demain"),
        (date(2026, 6, 21), "dans 12~jours"),
        (date(2026, 5, 10), "il y a 30~jours"),
        (date(2026, 5, 9), "il y a 1~mois"),
        (date(2026, 1, 31), "il y a 4~mois"),
        (date(2025, 6, 10), "il y a 11~mois"),
        (date(2025, 6, 9), "il y a 1~an"),
        (date(2023, 1, 1), "il y a 3~ans"),
        (date(2028, 7, 1), "dans 2~ans"),
    ],
)
def test_a_distance_in_time_is_said_as_people_say_it(value, text):
    assert plain(moments.ago(value, NOW)) == text


def test_hours_are_counted_through_the_change_of_the_clocks():
    # At 3 h on 29 March 2026 the clocks had just gone from 2 h: one hour passed since 1 h.
    paris = ZoneInfo("Europe/Paris")
    before = datetime.datetime(2026, 3, 29, 1, 0, tzinfo=paris)
    after = datetime.datetime(2026, 3, 29, 3, 0, tzinfo=paris)

    assert plain(moments.ago(before, after)) == "il y a 1~heure"


def test_without_a_now_it_is_now():
    assert moments.ago(datetime.datetime.now(UTC)) == "à l’instant"


@given(st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_any_instant_is_ago_or_to_come(value):
    text = moments.ago(value, NOW)

    assert text.startswith(("il y a ", "dans ")) == any(sign.isdigit() for sign in text)
    assert text.startswith("dans ") <= (value > NOW)
