"""Pages that may be one place are proposed, merged with both their sources, told apart, separated again."""

import pytest
from django.test import Client
from django.urls import reverse

from maillon.common.actors import PUBLIC
from maillon.common.errors import Forbidden, Refused
from maillon.ground.organisations.models import Role
from maillon.sharing.directory import actions, queries
from maillon.sharing.directory.models import Place, Suggestion
from maillon.sharing.directory.queries import Wanted, reading
from tests.factories import LOUDEAC, PONTIVY, a_member

pytestmark = pytest.mark.django_db
HERE = {"latitude": 48.0689, "longitude": -2.9628}
NEAR = {"latitude": 48.0695, "longitude": -2.9630}
FAR = {"latitude": 48.0789, "longitude": -2.9628}


@pytest.fixture
def by():
    return a_member(Role.COORDINATOR)


def a_place(by, name, commune=PONTIVY, **fields) -> Place:
    return actions.enter(by.network, name=name, commune_code=commune, by=by, **fields)


def proposed(by) -> set[frozenset[str]]:
    return {frozenset((pair.one.name, pair.other.name)) for pair in queries.duplicates(by.network)}


def test_the_same_siret_or_a_name_alike_close_by_is_proposed_and_nothing_else(by):
    a_place(by, "Médiathèque Anne Frank", **HERE)
    a_place(by, "Mediatheque de Pontivy, Anne-Frank", **NEAR)
    a_place(by, "Médiathèque Anne Frank Sud", **FAR)
    a_place(by, "CCAS", pivot="43493312300029")
    a_place(by, "CCAS de Loudéac", LOUDEAC, pivot="43493312300029")
    a_place(by, "Mairie", pivot="00000000000000")
    a_place(by, "Gare", pivot="00000000000000")

    assert proposed(by) == {
        frozenset(("Médiathèque Anne Frank", "Mediatheque de Pontivy, Anne-Frank")),
        frozenset(("CCAS", "CCAS de Loudéac")),
    }


def test_the_page_kept_is_completed_the_old_address_leads_to_it_and_both_sources_show(by):
    kept = a_place(by, "Médiathèque", services=["acces"], **HERE)
    gone = a_place(by, "Médiathèque", services=["emploi"], phone="+33261910012", **NEAR)
    Place.objects.filter(pk=gone.pk).update(source="Hub d’essai")
    suggestion = actions.suggest(gone.pk, remark="Porte bleue", by=PUBLIC)

    for _ in range(2):
        actions.merge(kept.pk, gone.pk, by=by)

    kept.refresh_from_db()
    assert (kept.phone, kept.services) == ("+33261910012", ["acces", "emploi"])
    assert Suggestion.objects.get(pk=suggestion.pk).place == kept
    client, slug = Client(), by.network.slug
    moved = client.get(reverse("directory:place", args=[slug, gone.pk]))
    assert moved.url == reverse("directory:place", args=[slug, kept.pk])
    assert "Hub d’essai" in client.get(moved.url).content.decode()
    assert queries.found(by.network, Wanted(), kept.created_at).count == 1
    assert proposed(by) == set()


def test_an_import_of_the_merged_source_makes_no_new_page(by):
    rows = [{"id": "7", "nom": "Atelier", "commune": "Pontivy", "code_insee": PONTIVY}]
    entries = reading.entries(rows, reading.standard_rules(rows), "Hub", by.since)
    actions.bring(by.network, entries, by=by)
    gone, kept = Place.objects.get(), a_place(by, "Atelier, tiers-lieu")
    actions.merge(kept.pk, gone.pk, by=by)

    done = actions.bring(by.network, entries, by=by)

    assert (done.made, Place.objects.published().count()) == (0, 1)


def test_two_places_told_apart_are_proposed_no_more_and_a_merge_is_undone(by):
    one, two = a_place(by, "Point relais", **HERE), a_place(by, "Point relais", **NEAR)
    client = Client()
    client.force_login(by.user)

    client.post(reverse("directory:merge", args=[one.pk, two.pk]))
    assert "Déjà réunis" in client.get(reverse("directory:duplicates")).content.decode()
    client.post(reverse("directory:split", args=[two.pk]))

    assert Place.objects.published().count() == 2
    assert proposed(by) == set()


def test_only_those_who_run_the_network_and_only_its_places(by):
    one, two = a_place(by, "A"), a_place(by, "B")
    elsewhere, mediator = a_member(Role.COORDINATOR), a_member(Role.MEDIATOR, network=by.network)

    for member in (elsewhere, mediator):
        with pytest.raises(Forbidden):
            actions.merge(one.pk, two.pk, by=member)
    with pytest.raises(Refused):
        actions.merge(one.pk, one.pk, by=by)
