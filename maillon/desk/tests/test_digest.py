"""The letter of the week: what waits, once, for those who want it."""

import datetime

import pytest

from maillon.common.actors import PLATFORM, PUBLIC
from maillon.common.moments import PARIS
from maillon.desk import jobs
from maillon.ground.messages import actions as messages
from maillon.ground.messages.models import Kind, Message
from maillon.ground.organisations.models import Role
from maillon.telling.pages import actions as pages
from tests.factories import a_member

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 6, 8, 8, tzinfo=PARIS)


@pytest.fixture
def coordinator():
    member = a_member(Role.COORDINATOR)
    pages.write(
        member.network, topic="give", name="Anaïs L’Hélias", email="a@d.example", text="Des écrans ?", by=PUBLIC
    )
    Message.objects.all().delete()
    return member


def test_each_is_told_once_a_week_what_waits_and_nothing_when_nothing_does(coordinator):
    idle = a_member(Role.DRIVER, network=coordinator.network)

    assert jobs.write_digests(MONDAY.replace(hour=6)) == 0
    assert [jobs.write_digests(MONDAY), jobs.write_digests(MONDAY)] == [1, 0]

    letter = Message.objects.get()
    assert (letter.to, letter.kind) == (coordinator.user.email, Kind.DIGEST)
    assert "Répondre à 1 visiteur" in letter.body
    assert "/messages-recus/" in letter.body
    assert "Anaïs" not in letter.subject + letter.body
    assert letter.to != idle.user.email
    assert jobs.write_digests(MONDAY + datetime.timedelta(days=7)) == 1


def test_who_wants_none_gets_none(coordinator):
    messages.refuse(coordinator.user.email.upper(), Kind.DIGEST, by=PLATFORM)

    assert jobs.write_digests(MONDAY) == 0


def test_who_has_left_gets_none(coordinator):
    coordinator.user.is_active = False
    coordinator.user.save()

    assert jobs.write_digests(MONDAY) == 0
