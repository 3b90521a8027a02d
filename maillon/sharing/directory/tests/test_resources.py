"""Useful sites by theme, each with the day it was checked; and the reminders of pages a year old."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillon.common.errors import Forbidden
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.sharing.directory import actions, jobs
from maillon.sharing.directory.models import Place, Resource
from tests.factories import PONTIVY, a_member, an_organisation

pytestmark = pytest.mark.django_db
SITE = {
    "name": "Service Public",
    "url": "https://www.service-public.example/",
    "theme": "droits",
    "summary": "Vos droits.",
}


@pytest.fixture
def by():
    return a_member(Role.COORDINATOR)


def test_a_site_is_added_verified_withdrawn_and_put_back(by):
    client = Client()
    client.force_login(by.user)
    public = reverse("directory:resources", args=[by.network.slug])

    assert client.post(reverse("directory:recommend"), SITE).status_code == 302
    twice = client.post(reverse("directory:recommend"), SITE)
    assert "déjà dans la liste" in twice.content.decode()
    resource = Resource.objects.get()
    Resource.objects.update(verified_on=datetime.date(2020, 1, 1))
    assert "À vérifier" in client.get(reverse("directory:keep_resources")).content.decode()
    client.post(reverse("directory:verify", args=[resource.pk]))
    shown = Client().get(public).content.decode()
    assert "Démarches et droits" in shown
    assert f"Vérifié le {timezone.localdate().day}" in shown.replace("\N{NO-BREAK SPACE}", " ")
    client.post(reverse("directory:withdraw", args=[resource.pk]))
    assert "Service Public" not in Client().get(public).content.decode()
    client.post(reverse("directory:restore", args=[resource.pk]))
    client.post(reverse("directory:reword", args=[resource.pk]), {**SITE, "summary": "Démarches en ligne."})
    assert "Démarches en ligne" in Client().get(public).content.decode()


def test_a_bad_address_is_said_beside_its_field_and_others_may_not(by):
    client = Client()
    client.force_login(by.user)
    answer = client.post(reverse("directory:recommend"), {**SITE, "url": "javascript:alert(1)"})

    assert "url" in answer.context["form"].errors
    with pytest.raises(Forbidden):
        actions.recommend(by.network, by=a_member(Role.MEDIATOR, network=by.network), **SITE)


def test_those_who_keep_a_place_are_asked_once_a_year_old(by):
    mediator = a_member(Role.MEDIATOR, network=by.network, organisation=an_organisation("Médiathèque"))
    for name in ("Accueil", "Annexe"):
        actions.enter(by.network, name=name, commune_code=PONTIVY, organisation=mediator.organisation, by=by)
    actions.enter(by.network, name="Sans maître", commune_code=PONTIVY, by=by)
    assert jobs.remind_keepers() == 0
    Place.objects.update(updated_on=timezone.localdate() - datetime.timedelta(days=366))

    assert jobs.remind_keepers() == 2
    assert jobs.remind_keepers() == 0

    mail = Message.objects.get()
    assert mail.to == mediator.user.email
    assert "Accueil" in mail.body
    assert "Sans maître" not in mail.body
