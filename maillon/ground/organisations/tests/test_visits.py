"""Visits are counted by day, accounts by year; nothing is kept of who came when."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillon.ground.organisations import actions
from maillon.ground.organisations.models import Role, SignIn, Visits
from tests.factories import a_member, a_network

pytestmark = pytest.mark.django_db


def test_each_sign_in_counts_and_an_account_counts_once_a_year():
    member = a_member(Role.PRESCRIBER)
    for _ in range(2):
        answer = Client().post(reverse("account_login"), {"login": member.user.email, "password": "un mot de passe"})
        assert answer.status_code == 302

    assert Visits.objects.get(network=member.network).count == 2
    assert SignIn.objects.get(user=member.user).is_first


def test_who_came_another_year_is_not_new():
    member, last_year = a_member(Role.PRESCRIBER), timezone.localdate().year - 1
    SignIn.objects.create(
        network=member.network, user=member.user, year=last_year, first_on=datetime.date(last_year, 5, 2), is_first=True
    )

    actions.note_sign_in(member, by=member)

    assert not SignIn.objects.get(year=timezone.localdate().year).is_first


def test_to_act_for_another_network_is_a_visit_there():
    member = a_member(Role.PRESCRIBER)
    other = a_member(Role.PRESCRIBER, network=a_network(), user=member.user)
    client = Client()
    client.force_login(member.user)

    for _ in range(2):
        client.post(reverse("organisations:choose"), {"member": str(other.pk)})

    assert [visits.network for visits in Visits.objects.all()] == [other.network]
    assert Visits.objects.get().count == 1
