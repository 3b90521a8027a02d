"""The figures of the directory and of who signs in."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillon.ground.organisations.models import Role, SignIn, Visits
from maillon.sharing.directory import actions
from maillon.sharing.directory.models import Place
from maillon.telling.impact.queries import BY_KEY, scope
from tests.factories import LOUDEAC, PONTIVY, a_member, a_user

pytestmark = pytest.mark.django_db
LAST_YEAR = timezone.localdate().year - 1


@pytest.fixture
def by():
    return a_member(Role.COORDINATOR)


def figure(by, key, territory=None):
    return BY_KEY[key].compute(scope(by.network.slug, LAST_YEAR, territory))


def a_place(by, entered, commune=PONTIVY, closed=None):
    place = actions.enter(by.network, name=f"Lieu {entered}", commune_code=commune, by=by)
    at = timezone.make_aware(datetime.datetime.combine(entered, datetime.time(12)))
    Place.objects.filter(pk=place.pk).update(created_at=at, closed_on=closed)
    return place


def test_places_count_on_the_last_day_by_when_they_were_entered(by):
    a_place(by, datetime.date(2022, 12, 31))
    a_place(by, datetime.date(2023, 1, 1), closed=datetime.date(LAST_YEAR, 6, 1))
    a_place(by, datetime.date(2023, 1, 1), commune=LOUDEAC)
    a_place(by, datetime.date(LAST_YEAR, 12, 31), closed=datetime.date(LAST_YEAR + 1, 1, 1))
    a_place(by, datetime.date(LAST_YEAR + 1, 1, 1))
    merged = a_place(by, datetime.date(LAST_YEAR, 3, 1))
    actions.merge(Place.objects.first().pk, merged.pk, by=by)
    by.network.territories.create(slug="pays", name="Pays", communes=[LOUDEAC])

    assert [figure(by, key) for key in ("places", "places_since_2023", "places_new")] == [3, 2, 1]
    assert figure(by, "places", "pays") == 1


def test_sign_ins_are_summed_by_day_and_accounts_counted_once(by):
    for day, count in (((LAST_YEAR, 1, 1), 3), ((LAST_YEAR, 12, 31), 4), ((LAST_YEAR - 1, 12, 31), 50)):
        Visits.objects.create(network=by.network, on=datetime.date(*day), count=count)
    for is_first in (True, False, True):
        SignIn.objects.create(
            network=by.network,
            user=a_user(),
            year=LAST_YEAR,
            first_on=datetime.date(LAST_YEAR, 5, 5),
            is_first=is_first,
        )
    by.network.territories.create(slug="pays", name="Pays", communes=[LOUDEAC])

    assert [figure(by, key) for key in ("visits", "users", "users_new")] == [7, 3, 2]
    assert figure(by, "visits", "pays") == 0


@pytest.mark.parametrize("key", ["places", "visits", "users_new"])
def test_each_opens_on_its_records_and_names_no_account(by, key):
    a_place(by, datetime.date(LAST_YEAR, 3, 1))
    someone = a_user(last_name="Trébrivan")
    SignIn.objects.create(
        network=by.network, user=someone, year=LAST_YEAR, first_on=datetime.date(LAST_YEAR, 5, 5), is_first=True
    )
    client = Client()
    client.force_login(by.user)

    answer = client.get(reverse("impact:records", args=[key]), {"annee": LAST_YEAR})

    assert answer.status_code == 200
    assert "Trébrivan" not in answer.content.decode()
