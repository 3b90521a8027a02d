"""The directory of a network, as it was brought in year after year: places that no map knows, all fictional."""

import datetime
import uuid
from collections.abc import Sequence
from random import Random

from maillon.common import geography
from maillon.common.actors import PUBLIC
from maillon.demo.networks.agenda import DAY, instant
from maillon.demo.networks.ground import Team
from maillon.demo.networks.scene import Scene
from maillon.ground.organisations.models import Member
from maillon.sharing.directory.models import Place, Resource, Suggestion

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


FEW = ((2024, 40), (2025, 24))
"""The same for a network whose directory begins."""


def publish(
    scene: Scene, departement: str, partners: Sequence[Team], ends: str, years: Sequence[tuple[int, int]] = YEARS
) -> None:
    """Fill the directory of the network; its partners hold the first places. Nothing else is drawn from this randomness."""
    network = scene.ground.network
    random = Random(f"{network.slug}/directory")
    communes = list(geography.communes(departement))
    rank = 0
    for year, count in years:
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
            row.words, row.marks = row.searched, row.marked
            rank += 1
    evening = instant(scene.today - DAY, 18)
    scene.agenda.at(evening, lambda at: look_after(scene, scene.coordinator))


SITES = (
    ("droits", "Mon panier d’aides", "Simuler en dix minutes les aides auxquelles une personne a droit.", 40),
    ("droits", "Démarches pas à pas", "Chaque démarche en ligne, écran par écran, à imprimer.", 120),
    ("apprendre", "Premiers clics", "S’exercer à la souris, au clavier, au courriel, sans compte.", 12),
    ("apprendre", "L’abécédaire du numérique", "Cent mots expliqués simplement, à lire ou à écouter.", 400),
    ("emploi", "Le CV en une page", "Faire un CV propre et le garder, même sans adresse e-mail.", 75),
    ("securite", "Reconnaître une arnaque", "Les courriels et les SMS qui trompent, avec des exemples.", 30),
    ("enfants", "Écrans en famille", "Repères par âge et règles de la maison, pour en parler ensemble.", 200),
    ("sante", "Lire autrement", "Loupe, lecture à voix haute, contrastes : régler son appareil.", 90),
    ("connexion", "Internet à petit prix", "Les offres sociales, et comment les demander.", 500),
    ("materiel", "Logiciels libres pour débuter", "De quoi écrire, classer ses photos, regarder un film.", 60),
    ("aidants", "La boîte de l’aidant", "Fiches, jeux et affiches pour animer un atelier.", 15),
)
"""Theme, name, what is said of it, and how many days ago somebody last opened it: all fictional."""


def look_after(scene: Scene, by: Member) -> None:
    """What those who run the network find in the directory: useful sites, propositions of visitors, pages that may be one."""
    network, random = by.network, Random(f"{by.network.slug}/keeping")
    for rank, (theme, name, summary, days) in enumerate(SITES):
        checked = scene.today - datetime.timedelta(days=days)
        scene.book.row(
            Resource,
            id=uuid.UUID(int=random.getrandbits(128), version=4),
            created_at=instant(checked, 9),
            network=network,
            theme=theme,
            name=name,
            url=f"https://site-utile-{rank + 1}.example/",
            summary=summary,
            verified_on=checked,
            verified_by=by,
        )
    places = [place for place in scene.book.rows[Place] if place.network_id == network.pk][-40:]
    for place, days, changes, closed, remark in (
        (places[3], 2, {"phone": "+33639980077"}, False, "Le numéro a changé : un répondeur le dit."),
        (places[8], 5, {"opening_hours": "Mo-Fr 09:00-12:00"}, False, "Affiche sur la porte : fermé l’après-midi."),
        (places[13], 9, {}, True, "Le rideau est baissé depuis l’été, il y a un panneau « à louer »."),
    ):
        at = instant(scene.today - datetime.timedelta(days=days), 17)
        told = {name: {"before": getattr(place, name), "after": after} for name, after in changes.items()}
        scene.book.enter(Suggestion, at, place=place, changes=told, closed=closed, remark=remark)
        scene.book.record("directory.suggest", place, by=PUBLIC, at=at, fields=sorted(changes), closed=closed)
    # Two of them again, as another producer lists them.
    for known, again in ((places[20], places[28]), (places[21], places[29])):
        for name in ("commune_code", "commune_name", "postcode", "address", "latitude", "longitude"):
            setattr(again, name, getattr(known, name))
        again.name, again.source = known.name.replace(" de ", ", "), "Hub départemental"
        again.latitude += 0.0004
        again.words, again.marks = again.searched, again.marked


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
