import datetime

import pytest
from django.test import Client
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.common.models import new_id
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Role
from maillon.sharing.directory import actions
from maillon.sharing.directory.models import Place
from tests.factories import LOUDEAC, PONTIVY, a_member, an_organisation

pytestmark = pytest.mark.django_db
TYPED = {"name": "Médiathèque", "commune": "Pontivy (56300)", "services": ["acces", "quotidien"], "costs": ["gratuit"]}


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR)


@pytest.fixture
def mediator(coordinator):
    return a_member(Role.MEDIATOR, network=coordinator.network, organisation=an_organisation("Médiathèque"))


@pytest.fixture
def place(coordinator, mediator):
    return actions.enter(
        coordinator.network,
        name="Médiathèque",
        commune_code=PONTIVY,
        organisation=mediator.organisation,
        by=coordinator,
    )


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_a_place_is_found_at_the_centre_of_its_commune_until_its_position_is_given(place, coordinator):
    assert (place.placed, place.postcode, place.commune_name) == (False, "56300", "Pontivy")
    assert place.latitude is not None
    placed = actions.correct(place.pk, latitude=48.07, longitude=-2.96, by=coordinator)
    assert (placed.placed, placed.latitude) == (True, 48.07)
    moved = actions.correct(
        place.pk,
        commune_code=LOUDEAC,
        commune_name="Loudéac",
        postcode="22600",
        latitude=None,
        longitude=None,
        by=coordinator,
    )
    assert (moved.placed, moved.commune_name) == (False, "Loudéac")


def test_the_same_message_twice_makes_one_place(coordinator):
    key = new_id()
    for _ in range(2):
        actions.enter(coordinator.network, name="Un", commune_code=PONTIVY, id=key, by=coordinator)
    assert Place.objects.count() == 1


def test_a_partner_corrects_its_own_and_the_page_is_up_to_date(place, mediator):
    Place.objects.filter(pk=place.pk).update(updated_on=datetime.date(2024, 1, 1))
    corrected = actions.correct(place.pk, phone="+33261910012", by=mediator)
    assert corrected.updated_on == timezone.localdate()
    assert "phone" in corrected.kept
    assert Entry.objects.about(place.pk).filter(verb="directory.correct").get().data["fields"] == ["phone"]


def test_a_partner_does_not_give_its_place_away(place, mediator):
    corrected = actions.correct(place.pk, organisation=None, categories=["formation"], by=mediator)
    assert (corrected.organisation, corrected.categories) == (mediator.organisation, [])


def test_another_organisation_may_not(place, coordinator):
    other = a_member(Role.MEDIATOR, network=coordinator.network, organisation=an_organisation("Autre"))
    for act in (actions.correct, actions.confirm, actions.close, actions.reopen):
        with pytest.raises(Forbidden):
            act(place.pk, by=other)
    assert signed_in(other).get(f"/annuaire/{place.pk}/").status_code == 404


def test_saying_that_nothing_changed_makes_it_up_to_date(place, mediator):
    Place.objects.filter(pk=place.pk).update(updated_on=datetime.date(2024, 1, 1))
    assert Place.objects.stale(timezone.localdate()).count() == 1
    signed_in(mediator).post(f"/annuaire/{place.pk}/confirmer/")
    assert Place.objects.stale(timezone.localdate()).count() == 0


def test_a_place_closes_and_reopens(place, mediator):
    client = signed_in(mediator)
    client.post(f"/annuaire/{place.pk}/fermer/")
    assert "Fermé définitivement" in Client().get(f"/r/{place.network.slug}/lieux/{place.pk}/").content.decode()
    client.post(f"/annuaire/{place.pk}/rouvrir/")
    assert Place.objects.get().closed_on is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"services": ["magie"]}, "services"),
        ({"opening_hours": "le lundi"}, "opening_hours"),
        ({"commune_code": "00000"}, "commune"),
        ({"latitude": 91.0, "longitude": 0.0}, "latitude"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(place, coordinator, fields, field):
    with pytest.raises(Refused) as refused:
        actions.correct(place.pk, by=coordinator, **fields)
    assert refused.value.field == field


def test_an_organisation_of_elsewhere_holds_no_place_here(place, coordinator):
    with pytest.raises(Refused):
        actions.correct(place.pk, organisation=an_organisation("Ailleurs"), by=coordinator)


def test_hours_are_typed_day_by_day_and_kept_in_the_syntax_of_the_standard(place, mediator):
    typed = {**TYPED, "phone": "02 61 91 00 12", **{f"day_{rank}": "9h-12h, 14h-18h30" for rank in range(5)}}
    answer = signed_in(mediator).post(f"/annuaire/{place.pk}/", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    place.refresh_from_db()
    assert place.opening_hours == "Mo-Fr 09:00-12:00,14:00-18:30"
    assert (place.phone, place.services) == ("+33261910012", ["acces", "quotidien"])
    page = Client().get(answer.url).content.decode()
    assert "02\N{NO-BREAK SPACE}61" in page
    assert 'itemprop="openingHours"' in page


def test_a_season_is_not_lost_when_something_else_is_corrected(place, mediator):
    seasonal = "Jul-Aug Mo-Fr 09:00-12:00; PH off"
    actions.correct(place.pk, opening_hours=seasonal, by=mediator)
    signed_in(mediator).post(f"/annuaire/{place.pk}/", {**TYPED, "opening_hours": seasonal, "summary": "Nouveau"})
    place.refresh_from_db()
    assert (place.opening_hours, place.summary) == (seasonal, "Nouveau")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day_0": "le matin"}, "day_0"),
        ({"phone": "12"}, "phone"),
        ({"emails": "contact@ici.example\nsans-arobase"}, "emails"),
        ({"websites": "www.ici.example"}, "websites"),
        ({"booking_url": "javascript:alert(1)"}, "booking_url"),
        ({"latitude": "48"}, "longitude"),
        ({"commune": "Nullepart-sur-Rien"}, "commune"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_typed_wrong_is_said_beside_and_kept(place, mediator, typed, field):
    answer = signed_in(mediator).post(f"/annuaire/{place.pk}/", {**TYPED, **typed})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    place.refresh_from_db()
    assert place.services == []


def test_the_coordinator_adds_a_place_and_says_whose_it_is(coordinator, mediator):
    typed = {**TYPED, "id": str(new_id()), "organisation": str(mediator.organisation_id), "categories": ["mediation"]}
    answer = signed_in(coordinator).post("/annuaire/nouveau/", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Place.objects.get()
    assert (made.organisation, made.categories) == (mediator.organisation, ["mediation"])
    assert signed_in(mediator).get("/annuaire/nouveau/").status_code == 403


def test_each_sees_the_places_she_keeps(place, coordinator, mediator):
    actions.enter(coordinator.network, name="Autre lieu", commune_code=PONTIVY, by=coordinator)
    assert [one.name for one in signed_in(mediator).get("/annuaire/").context["page"]] == ["Médiathèque"]
    assert len(signed_in(coordinator).get("/annuaire/").context["page"]) == 2
    actions.close(place.pk, by=coordinator)
    assert [one.name for one in signed_in(coordinator).get("/annuaire/?etat=fermes").context["page"]] == ["Médiathèque"]
