import pytest

from maillon.common.errors import Forbidden, Refused
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Role
from maillon.sharing.people import actions
from maillon.sharing.people.models import Person
from maillon.sharing.people.queries import name_of
from tests.factories import a_member, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def prescriber():
    return a_member(Role.PRESCRIBER)


def test_a_name_is_put_right_and_the_former_one_kept_nowhere(prescriber):
    person = a_person(prescriber, last_name="Zefirin")

    actions.correct(person.pk, last_name="Zéphyrin", first_name="Aminata", by=prescriber)

    assert name_of(Person.objects.get(pk=person.pk)) == "Aminata Zéphyrin"
    assert not any("efirin" in str(entry.data) for entry in Entry.objects.all())


def test_the_coordinator_cannot_touch_it(prescriber):
    person = a_person(prescriber)

    with pytest.raises(Forbidden):
        actions.correct(person.pk, last_name="Autre", by=a_member(Role.COORDINATOR, network=prescriber.network))


def test_an_erased_identity_does_not_come_back(prescriber):
    person = a_person(prescriber)
    actions.anonymise(person.pk, by=prescriber)

    with pytest.raises(Refused):
        actions.correct(person.pk, last_name="Zéphyrin", by=prescriber)
