"""The directory of a network, as it was brought in year after year: places that no map knows, all fictional."""

import datetime
import uuid
from collections.abc import Sequence
from random import Random

from maillon.common import geography
from maillon.demo.networks.agenda import instant
from maillon.demo.networks.ground import Team
from maillon.demo.networks.scene import Scene
from maillon.sharing.directory.models import Place

# name, kinds, families, services, costs, hours
SORTS = (
    ("Médiathèque", ["BIB"], ["connexion"], ["acces", "culture", "loisirs"], ["gratuit"], "Tu-Fr 10:00-12:30,14:00-18:00; Sa 10:00-17:00"),
    ("France Services", ["RFS"], ["aidants"], ["demarches"], ["gratuit"], "Mo-Fr 09:00-12:30,13:30-17:00"),
    ("CCAS", ["CCAS"], ["aidants"], ["demarches", "acces"], ["gratuit"], "Mo-Th 08:30-12:00,13:30-17:00; Fr 08:30-12:00"),
    ("Espace public numérique", ["EPN"], ["mediation"], ["quotidien", "securite", "acces"], ["condition"], "Mo-Fr 09:30-12:30"),
    ("Maison des associations", ["ASSO"], ["mediation"], ["quotidien", "parentalite"], ["gratuit"], "Mo,We 14:00-18:00"),
    ("Mission locale", ["ML"], ["formation"], ["emploi", "demarches"], ["gratuit"], "Mo-Fr 08:30-12:00,13:00-17:00"),
    ("Ressourcerie", ["RESSOURCERIE"], ["reconditionneurs"], ["equipement"], ["payant"], "We-Sa 10:00-18:00"),
    ("Fabrique numérique", ["FABLAB"], ["formation"], ["loisirs", "culture"], ["payant"], ""),
)  # fmt: skip
AUDIENCES: tuple[list[str], ...] = ([], [], [], ["seniors"], ["jeunes"], ["familles"])
YEARS = ((2022, 1080), (2023, 30), (2024, 23), (2025, 35))
"""How many places were entered each year: the published figures of the network."""


def publish(scene: Scene, departement: str, partners: Sequence[Team], ends: str) -> None:
    """Fill the directory of the network; its partners hold the first places. Nothing else is drawn from this randomness."""
    network = scene.ground.network
    random = Random(f"{network.slug}/directory")
    communes = list(geography.communes(departement))
    rank = 0
    for year, count in YEARS:
        for turn in range(count):
            sort, commune = SORTS[rank % len(SORTS)], communes[rank // len(SORTS) % len(communes)]
            entered = datetime.date(year, 1, 15) + datetime.timedelta(days=turn * 330 // count)
            # A third was not confirmed for a year: someone has to ask.
            updated = entered if rank % 3 == 0 else scene.today - datetime.timedelta(days=random.randrange(5, 300))
            team = partners[rank] if rank < len(partners) else None
            place = _place(random, commune, sort, rank, ends)
            place["organisation"] = team.organisation if team else None
            if team:
                place["name"] = f"Accueil numérique, {team.organisation.name}"[:150]
            row = scene.book.row(
                Place,
                id=uuid.UUID(int=random.getrandbits(128), version=4),
                created_at=instant(entered, 10),
                network=network,
                source="Recensement départemental",
                reference=f"{network.slug}-{rank:04d}",
                updated_on=max(entered, min(updated, scene.today)),
                **place,
            )
            row.words = row.searched
            rank += 1


def _place(random: Random, commune: geography.Commune, sort: tuple, rank: int, ends: str) -> dict[str, object]:
    name, kinds, families, services, costs, hours = sort
    quarter = rank // (len(SORTS) * 163)
    return {
        "name": f"{name} de {commune.name}" + (f", annexe {quarter}" if quarter else ""),
        "kinds": kinds,
        "categories": families,
        "services": services,
        "costs": costs,
        "audiences": AUDIENCES[rank % len(AUDIENCES)],
        "care": ["moteurs"] if rank % 4 == 0 else [],
        "access": ["presenter", "telephoner"],
        "support": ["individuel"] if rank % 2 else ["individuel", "atelier"],
        "opening_hours": hours,
        "summary": f"{name} : un lieu fictif de la démonstration.",
        "commune_code": commune.code,
        "commune_name": commune.name,
        "postcode": commune.postcodes[0],
        "address": f"{random.randrange(1, 90)} rue des Essais",
        "latitude": round(commune.latitude + random.uniform(-0.012, 0.012), 5),
        "longitude": round(commune.longitude + random.uniform(-0.015, 0.015), 5),
        "placed": True,
        "phone": f"+33{ends}{rank:04d}",
    }
