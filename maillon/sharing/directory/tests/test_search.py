import datetime

import pytest
from django.test import Client

from maillon.common import geography
from maillon.common.moments import PARIS
from maillon.ground.organisations.models import Role
from maillon.sharing.directory import actions, queries
from maillon.sharing.directory.models import Place
from maillon.sharing.directory.queries import Wanted
from tests.factories import LOUDEAC, NICE, PONTIVY, a_member

pytestmark = pytest.mark.django_db
TUESDAY_MORNING = datetime.datetime(2026, 6, 9, 10, tzinfo=PARIS)
SUNDAY = datetime.datetime(2026, 6, 7, 10, tzinfo=PARIS)


@pytest.fixture
def by():
    return a_member(Role.COORDINATOR)


def a_place(by, name: str, commune: str = PONTIVY, **fields) -> Place:
    return actions.enter(by.network, name=name, commune_code=commune, by=by, **fields)


def names(by, now=TUESDAY_MORNING, **wanted) -> list[str]:
    return [row.place.name for row in queries.found(by.network, Wanted(**wanted), now).rows]


def test_the_nearest_first_and_none_beyond_the_distance(by):
    a_place(by, "Loin", NICE)
    a_place(by, "Voisin", LOUDEAC)
    a_place(by, "Ici")
    near = geography.commune(PONTIVY)
    assert names(by, near=near, km=50) == ["Ici", "Voisin"]
    assert names(by, near=near, km=5) == ["Ici"]


def test_without_a_commune_by_name(by):
    a_place(by, "Zèbre")
    a_place(by, "Abeille", NICE)
    assert names(by) == ["Abeille", "Zèbre"]


def test_each_criterion_keeps_those_that_answer(by):
    a_place(
        by,
        "Bon",
        services=["demarches"],
        audiences=["seniors"],
        costs=["gratuit"],
        care=["surdite"],
        categories=["mediation"],
        summary="Écrivain public",
    )
    a_place(by, "Autre", services=["emploi"], costs=["payant"])
    for asked in (
        {"service": "demarches"},
        {"audience": "seniors"},
        {"cost": "gratuit"},
        {"care": "surdite"},
        {"category": "mediation"},
        {"words": "ecrivain PUBLIC"},
    ):
        assert names(by, **asked) == ["Bon"], asked


def test_open_now_leaves_out_what_is_closed_and_what_is_not_known(by):
    a_place(by, "Ouvert", opening_hours="Mo-Fr 09:00-12:00")
    a_place(by, "Inconnu")
    assert names(by, open_now=True) == ["Ouvert"]
    assert names(by, now=SUNDAY, open_now=True) == []


def test_a_closed_place_and_those_of_other_networks_do_not_show(by):
    actions.close(a_place(by, "Fermé").pk, by=by)
    other = a_member(Role.COORDINATOR)
    a_place(other, "Ailleurs")
    assert names(by) == []


@pytest.mark.parametrize("near", [None, PONTIVY])
def test_every_place_is_in_one_disc_and_its_square_finds_it_again(by, near):
    for name, commune in (("A", PONTIVY), ("B", PONTIVY), ("C", LOUDEAC)):
        a_place(by, name, commune)
    commune = geography.commune(near) if near else None
    found = queries.found(by.network, Wanted(near=commune, km=50), TUESDAY_MORNING)
    assert sorted(cluster.count for cluster in found.clusters) == [1, 2]
    pair = next(cluster for cluster in found.clusters if cluster.count == 2)
    zone = queries.search.zone_of(queries.search.zone_text(pair.zone))
    assert names(by, zone=zone) == ["A", "B"]


def test_the_page_shows_list_and_map_to_anyone(by):
    a_place(by, "Médiathèque <b>", services=["acces"])
    answer = Client().get(f"/r/{by.network.slug}/lieux/?commune=Pontivy+(56300)&km=10")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Médiathèque &lt;b&gt;" in text
    assert "<svg" in text
    assert "1 lieu à moins de 10 km de Pontivy" in " ".join(text.split())


@pytest.mark.parametrize(
    "query", ["?commune=Nullepart", "?km=abc", "?zone=1,2", "?zone=nan,1,2,3", "?page=99&service=x"]
)
def test_a_search_that_makes_no_sense_is_answered(by, query):
    assert Client().get(f"/r/{by.network.slug}/lieux/{query}").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_list(by, django_assert_max_num_queries):
    for rank in range(30):
        a_place(by, f"Lieu {rank:02}")
    client = Client()
    for query in ("", "?commune=Pontivy+(56300)", "?ouvert=on", "?page=2"):
        with django_assert_max_num_queries(6):
            assert client.get(f"/r/{by.network.slug}/lieux/{query}").status_code == 200


def test_the_map_with_a_background_names_the_places_where_they_are_few_and_counts_them_elsewhere(by, monkeypatch):
    for name, commune in (("A", PONTIVY), ("B", PONTIVY), ("C", LOUDEAC)):
        a_place(by, name, commune)
    address = f"/r/{by.network.slug}/lieux/carte.json"

    few = Client().get(address).json()
    monkeypatch.setattr(queries.search, "MOST_NAMED", 1)
    many, near = Client().get(address).json(), Client().get(f"{address}?commune=Pontivy+(56300)&km=50").json()

    assert [place["name"] for place in few["places"]] == ["A", "B", "C"]
    assert few["discs"] == []
    for told in (many, near):
        assert sorted(disc["count"] for disc in told["discs"]) == [1, 2]
        assert told["places"] == []


def test_only_the_page_of_the_map_may_show_tiles_and_only_once_asked(by, settings):
    a_place(by, "A")
    page = Client().get(f"/r/{by.network.slug}/lieux/")
    other = Client().get(f"/r/{by.network.slug}/sites-utiles/")

    assert "https://data.geopf.fr" in page["Content-Security-Policy"]
    assert "geopf" not in other["Content-Security-Policy"]
    assert "<img" not in page.content.decode()
    assert "Charger le fond de carte" in page.content.decode()
