"""The demonstration seen from one day or another: what is past stays, what waits is always alive."""

import datetime
from collections import Counter

import pytest
from django.db import transaction

from maillon.demo.networks.agenda import instant
from maillon.demo.networks.scene import EARLIEST_TODAY
from maillon.demo.tests.rows import build, dump
from maillon.giving.donations.models import Offer
from maillon.ground.documents.models import Document
from maillon.ground.journal.models import Entry
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Movement
from maillon.matter.lots.models import Lot
from maillon.sharing.accompaniment.models import Session
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries import faults

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 6, 15)
BENCH = (State.TO_ERASE, State.ERASED, State.READY, State.RETURNED, State.LOST)


def dumped(today: datetime.date) -> dict[str, list[str]]:
    """Every row of a build, and nothing of it afterwards."""
    with transaction.atomic():
        build(today)
        rows = dump()
        transaction.set_rollback(True)
    return rows


def states(model, **only) -> Counter:
    return Counter(model.objects.filter(**only).values_list("state", flat=True))


def test_two_builds_of_one_day_are_the_same_to_the_letter():
    assert dumped(TODAY) == dumped(TODAY)


def test_another_day_changes_nothing_before_this_year():
    def past(today: datetime.date) -> list[list[tuple]]:
        with transaction.atomic():
            build(today)
            year = datetime.date(2026, 1, 1)
            rows = [
                list(Entry.objects.filter(at__lt=instant(year, 0)).order_by("pk").values_list()),
                list(Document.objects.filter(issued_on__lt=year).order_by("pk").values_list()),
                [row[1:] for row in Movement.objects.filter(on__lt=year).order_by("pk").values_list()],
                list(HandOver.objects.filter(done_on__lt=year).order_by("pk").values_list()),
            ]
            transaction.set_rollback(True)
        return rows

    entries, documents, movements, done = past(TODAY)

    assert min(len(entries), len(documents), len(movements), len(done)) > 100
    assert past(datetime.date(2027, 2, 10)) == [entries, documents, movements, done]


@pytest.mark.parametrize("today", [EARLIEST_TODAY, datetime.date(2026, 3, 1), TODAY, datetime.date(2027, 1, 2)])
def test_whatever_the_day_nothing_is_wrong_and_every_queue_is_alive(today):
    build(today)
    now = instant(today, 0)

    assert list(faults()) == []
    assert not Entry.objects.filter(at__gte=now).exists()
    offers, lots, bench, asked = states(Offer), states(Lot), states(Device), states(Need)
    assert offers["submitted"] >= 3
    assert min(offers[state] for state in ("question", "answered", "accepted", "refused")) > 0
    assert lots["received"] + lots["sorting"] > 0
    assert min(bench[state] for state in BENCH) > 0
    assert asked["waiting"] >= 10
    assert asked["question"] == 2
    assert Session.objects.filter(starts_at__gte=now, enrolments__isnull=False).distinct().count() >= 3
