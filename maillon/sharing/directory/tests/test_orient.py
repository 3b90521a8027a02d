import pytest
from django.test import Client

from maillon.ground.organisations.models import Role
from maillon.sharing.directory import actions
from tests.factories import LOUDEAC, NICE, PONTIVY, a_member

pytestmark = pytest.mark.django_db


def test_each_need_has_its_nearest_places_on_the_sheet():
    by = a_member(Role.COORDINATOR)
    for name, commune, service in (
        ("Proche", PONTIVY, "demarches"),
        ("Voisin", LOUDEAC, "demarches"),
        ("Trop loin", NICE, "demarches"),
        ("Atelier", LOUDEAC, "emploi"),
    ):
        actions.enter(by.network, name=name, commune_code=commune, services=[service], by=by)
    query = "?commune=Pontivy+(56300)&besoins=demarches&besoins=emploi&besoins=securite"
    answer = Client().get(f"/r/{by.network.slug}/orienter/{query}")
    told = [[row.place.name for row in rows] for _, rows in answer.context["sheet"]]
    assert told == [["Proche", "Voisin"], ["Atelier"], []]
    assert "Aucun lieu connu" in answer.content.decode()


def test_what_is_missing_is_asked_for():
    by = a_member(Role.COORDINATOR)
    answer = Client().get(f"/r/{by.network.slug}/orienter/?commune=Nullepart")
    assert set(answer.context["form"].errors) == {"commune", "besoins"}
    assert answer.context["sheet"] == []
