"""The directory of a whole country: twenty thousand places, searched as visitors do."""

import random
import statistics
import time

from django.db import connection
from django.utils import timezone

from maillon.common import geography
from maillon.sharing.directory import queries
from maillon.sharing.directory.models import Place, Service
from maillon.sharing.directory.queries import Wanted
from tests import factories
from tests.benchmarks.report import tell

PLACES, ROUNDS, GOAL = 20_000, 15, 60
HOURS = ("", "Mo-Fr 09:00-12:00,14:00-18:00", "Tu-Sa 10:00-18:00; PH off")


def measure() -> None:
    """The median of each search, its map drawn."""
    network = factories.a_network("annuaire", prefix="ANNU")
    Place.objects.bulk_create(_places(network), batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    near, now = geography.commune("75056"), timezone.now()
    for name, wanted in {
        "all": Wanted(),
        "service": Wanted(service="emploi"),
        "words": Wanted(words="saint martin"),
        "near": Wanted(near=near, km=50),
        "open": Wanted(open_now=True),
    }.items():
        took = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            queries.drawing(queries.found(network, wanted, now).clusters, "/", "")
            took.append((time.perf_counter() - start) * 1000)
        tell(f"directory.{name}.{PLACES}.wall", statistics.median(took), "ms", GOAL)


def _places(network) -> list[Place]:
    chance, communes = random.Random(PLACES), list(geography.communes())
    made = []
    for rank in range(PLACES):
        commune = chance.choice(communes)
        place = Place(
            network=network,
            name=f"Accueil numérique {rank} de {commune.name}",
            commune_code=commune.code,
            commune_name=commune.name,
            postcode=commune.postcodes[0],
            latitude=commune.latitude + chance.uniform(-0.02, 0.02),
            longitude=commune.longitude + chance.uniform(-0.02, 0.02),
            placed=True,
            updated_on=timezone.localdate(),
            services=chance.sample(Service.values, 2),
            opening_hours=chance.choice(HOURS),
            details="Un lieu qui accueille et accompagne. " * 12,
            source="banc",
            reference=str(rank),
        )
        place.words, place.marks = place.searched, place.marked
        made.append(place)
    return made
