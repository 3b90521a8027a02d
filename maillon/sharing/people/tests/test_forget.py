import datetime

import pytest
from django.utils import timezone

from maillon.ground.organisations.models import Role
from maillon.sharing.people import actions, jobs
from maillon.sharing.people.models import Draft, Person
from maillon.sharing.people.queries import draft_of
from tests.factories import a_member, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def prescriber():
    return a_member(Role.PRESCRIBER)


def test_a_draft_is_sealed_and_its_author_alone_finds_it(prescriber):
    colleague = a_member(Role.PRESCRIBER, network=prescriber.network, organisation=prescriber.organisation)

    actions.keep_draft({"last_name": ["Zéphyrin"]}, by=prescriber)

    stored = Draft.objects.extra(select={"raw": "content"}).values_list("raw", flat=True)[0]
    assert "phyrin" not in bytes(stored).decode(errors="replace")
    assert draft_of(prescriber).content == {"last_name": ["Zéphyrin"]}
    assert draft_of(colleague) is None


def test_the_last_draft_replaces_the_one_before(prescriber):
    actions.keep_draft({"last_name": ["Z"]}, by=prescriber)
    actions.keep_draft({"last_name": ["Zéphyrin"]}, by=prescriber)

    assert Draft.objects.count() == 1
    assert draft_of(prescriber).content["last_name"] == ["Zéphyrin"]


def test_a_draft_left_for_a_month_is_destroyed(prescriber):
    actions.keep_draft({"last_name": ["Zéphyrin"]}, by=prescriber)
    assert jobs.forget_drafts() == 0

    Draft.objects.update(kept_at=timezone.now() - datetime.timedelta(days=31))

    assert jobs.forget_drafts() == 1
    assert draft_of(prescriber) is None


def test_an_identity_is_destroyed_two_years_after_the_last_contact(prescriber):
    person = a_person(prescriber)
    recent = a_person(prescriber)
    Person.objects.filter(pk=person.pk).update(last_contact_on=timezone.localdate() - datetime.timedelta(days=732))

    assert jobs.anonymise_old() == 1

    assert Person.objects.get(pk=person.pk).identity is None
    assert Person.objects.get(pk=recent.pk).identity is not None


def test_meeting_her_again_puts_it_off(prescriber):
    person = a_person(prescriber)
    Person.objects.filter(pk=person.pk).update(last_contact_on=timezone.localdate() - datetime.timedelta(days=732))

    actions.meet(person.pk, on=timezone.localdate(), by=prescriber)

    assert jobs.anonymise_old() == 0
