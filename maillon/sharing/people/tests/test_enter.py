import datetime

import pytest
from django.utils import timezone

from maillon.common.errors import Refused
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Role
from maillon.sharing.people import actions
from maillon.sharing.people.models import Person
from maillon.sharing.people.queries import name_of, names_of, twins
from tests.factories import PONTIVY, a_member, a_person, an_organisation

pytestmark = pytest.mark.django_db
BORN = datetime.date(1990, 5, 17)


@pytest.fixture
def prescriber():
    return a_member(Role.PRESCRIBER)


def test_a_name_is_sealed_in_the_database(prescriber):
    person = a_person(prescriber, last_name="Łukasiewicz", first_name="Żaneta")

    stored = Person.objects.filter(pk=person.pk).extra(select={"raw": "identity"}).values_list("raw", flat=True)[0]

    assert "ukasiewicz" not in bytes(stored).decode(errors="replace")
    assert name_of(Person.objects.get(pk=person.pk)) == "Żaneta Łukasiewicz"


def test_the_same_names_and_birth_date_find_the_same_file(prescriber):
    first = a_person(prescriber, last_name="Le Guévello", first_name="Nolwenn", born_on=BORN, phone="0261910012")
    again = a_person(prescriber, last_name="LE GUEVELLO", first_name="nolwenn", born_on=BORN)

    assert again == first
    assert again.told["phone"] == "0261910012"


def test_two_organisations_have_each_their_own_file_of_one_person(prescriber):
    other = a_member(Role.PRESCRIBER, network=prescriber.network, organisation=an_organisation())
    first = a_person(prescriber, born_on=BORN)
    second = a_person(other, born_on=BORN)

    assert first != second
    assert twins(first) == 1


def test_an_erased_person_who_comes_back_gets_a_new_file(prescriber):
    first = a_person(prescriber, born_on=BORN)
    actions.anonymise(first.pk, by=prescriber)

    assert a_person(prescriber, born_on=BORN) != first


def test_the_age_bracket_follows_the_birth_date(prescriber):
    today = timezone.localdate()
    birthday = a_person(prescriber, born_on=today.replace(year=today.year - 18, day=1))

    assert birthday.age_bracket == Person.AgeBracket.FROM_18


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"last_name": " "}, "reference"),
        ({"born_on": datetime.date(1850, 1, 1)}, "born_on"),
        ({"born_on": timezone.localdate() + datetime.timedelta(days=1)}, "born_on"),
        ({"commune_code": "99999"}, "commune"),
        ({"informed": False}, "informed"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(prescriber, said, field):
    usual = {"commune_code": PONTIVY, "informed": True, "last_name": "Petit", "first_name": "Rose"}

    with pytest.raises(Refused) as refused:
        actions.enter(by=prescriber, **{**usual, **said})

    assert refused.value.field == field
    assert not Person.objects.exists()


def test_the_journal_says_that_a_file_was_opened_not_whose(prescriber):
    person = a_person(prescriber)

    entry = Entry.objects.get(subject=person.pk)

    assert (entry.verb, entry.data) == ("people.enter", {})


def test_names_are_read_by_the_organisation_that_accompanies_and_by_no_other(prescriber):
    person = a_person(prescriber)
    coordinator = a_member(Role.COORDINATOR, network=prescriber.network)
    other = a_member(Role.PRESCRIBER, network=prescriber.network, organisation=an_organisation())

    assert names_of(prescriber, [person.pk]) == {person.pk: "Aminata Zéphyrin"}
    assert names_of(coordinator, [person.pk]) == {}
    assert names_of(other, [person.pk]) == {}
