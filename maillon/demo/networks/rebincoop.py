"""Rebincoop, carried by Réseau Grain in Normandie: a consortium of insertion structures, equipment always with its course."""

import datetime
from dataclasses import dataclass
from random import Random

from maillon.demo.networks import agreements, directory, life, present
from maillon.demo.networks.accounts import open_accounts
from maillon.demo.networks.collection import Giver, Unit, spread
from maillon.demo.networks.ground import Team
from maillon.demo.networks.names import words
from maillon.demo.networks.scene import PRESENT, Scene
from maillon.demo.networks.season import associations, hand_out, process, train
from maillon.ground.organisations.models import Member, Organisation, OrganisationRole, Quality, Role
from maillon.sharing.accompaniment.models import Programme, Session
from maillon.sharing.handovers.models import HandOver

SLUG, LANDLINE, SERIES = "rebincoop", "026191", "76"
OPENED = datetime.date(2025, 1, 6)
K, R, Q = Organisation.Kind, OrganisationRole, Quality.Kind
COMMUNES = words("76540 76351 14118 27229 76217 76231 27375 14366")
# The consortium: name, nature, quality, commune.
CONSORTIUM = (
    ("Chantier de la Valleuse", K.ESS, Q.ACI, "76351"),
    ("Régie du Haut Clos", K.ESS, Q.EI, "27229"),
    ("Atelier des Peupliers", K.ESS, Q.ACI, "14118"),
    ("Jardins de la Falaise", K.ESS, Q.ACI, "76217"),
    ("Le Pied à l’étrier normand", K.ASSOCIATION, Q.IG, "76231"),
)
LEADS = (Role.MANAGER, Role.DISTRIBUTOR, Role.PRESCRIBER, Role.MEDIATOR)
DONORS, LOTS, UNITS, ACCESSORIES = {"company": 7, "authority": 1, "public": 1}, (8, 2, 1), 390, 420
SALE = {"laptop": 50}
SALE_DAYS = (datetime.date(2025, 11, 18), datetime.date(2025, 11, 20))
SALE_PRICE_CENTS = 4500
PARENT_SOLO = {"laptop": 24}
EXPLORERS = {"laptop": 10, "tablet": 8}
IMPACT = {"laptop": 14, "desktop": 8, "monitor": 8}
LEFT = {"laptop": 40, "desktop": 14, "monitor": 12, "tablet": 4}
AT_WORK = {"laptop": 14, "desktop": 6}
PERIODS = (
    (datetime.date(2025, 2, 3), datetime.date(2025, 9, 12)),
    (datetime.date(2025, 10, 13), datetime.date(2025, 11, 14)),
    (datetime.date(2025, 12, 8), datetime.date(2025, 12, 12)),
)
YEAR = (datetime.date(2025, 4, 1), datetime.date(2025, 12, 12))
CITY_TRAINEES = 84
PACE = present.Pace(rest=1, units=34, accessories=30, kept={"laptop": 9, "desktop": 3, "monitor": 2, "tablet": 1})


@dataclass(frozen=True)
class Cast:
    """Who acts: the carrier, the consortium, prescribers, associations, a donor; and the courses."""

    head: Team
    consortium: list[Team]
    prescribers: list[Member]
    receivers: list[Organisation]
    donor: Giver
    sale: Programme
    parent_solo: Programme
    explorers: Programme
    impact: Programme


def build(scene: Scene) -> None:
    """Everything of the network, up to today."""
    cast = _open(scene)
    left = _year_2025(scene, cast)
    present.build(
        scene,
        left,
        workshops=[cast.head],
        distributors=cast.consortium,
        prescribers=cast.prescribers,
        receivers=cast.receivers,
        communes=COMMUNES,
        donor=cast.donor,
        pace=PACE,
        waiting=18,
        ways={HandOver.Kind.SALE.value: 0.6, HandOver.Kind.GIFT.value: 0.3, HandOver.Kind.LOAN.value: 0.1},
    )
    directory.publish(scene, "76", cast.consortium, "26191", directory.FEW)
    agreements.sign(scene)


def _open(scene: Scene) -> Cast:
    ground = scene.ground
    organisation = ground.found("Réseau Grain", K.ASSOCIATION, "76540")
    ground.open_network(
        organisation,
        name="Rebincoop",
        short_name="Rebincoop",
        slug=SLUG,
        prefix="RBC",
        accent="prune",
        purpose="Reboot Insertion Coopération : l’équipement indissociable d’un accompagnement",
        place="en Normandie",
        accompaniment_required=True,
    )
    ground.affiliate(organisation, R.COLLECTOR, R.REFURBISHER, R.DISTRIBUTOR)
    ground.prove(organisation, Q.IG, datetime.date(2020, 2, 3))
    ground.prove(organisation, Q.EI, datetime.date(2025, 1, 2))
    ground.adhere(organisation, OPENED)
    head = ground.at_work(organisation, site="Atelier Rebincoop", bench=2)
    consortium = []
    for name, kind, quality, commune in CONSORTIUM:
        team = ground.team(name, kind, commune, roles=[R.DISTRIBUTOR, R.PRESCRIBER, R.MEDIATOR], lead=LEADS)
        ground.prove(team.organisation, quality, datetime.date(2021, 1, 4))
        ground.adhere(team.organisation, OPENED)
        consortium.append(team)
    city = ground.found("Ville de Saint-Aurèle-sur-Seine", K.AUTHORITY, "76540")
    foundation = ground.found("Fondation Onde claire", K.ESS, "76540")
    for funder in (city, foundation):
        ground.affiliate(funder, R.FUNDER)
    donor = ground.found("Papeterie du Bocage bleu", K.COMPANY, "76540")
    ground.affiliate(donor, R.DONOR)
    prescribers = [ground.prescriber(commune) for commune in COMMUNES]
    places = dict.fromkeys(Role, organisation) | {
        Role.MANAGER: consortium[0].organisation,
        Role.DONOR: donor,
        Role.PRESCRIBER: prescribers[0].organisation,
        Role.MEDIATOR: consortium[2].organisation,
        Role.DISTRIBUTOR: consortium[1].organisation,
        Role.FUNDER: foundation,
    }
    accounts = open_accounts(ground, places, second=prescribers[0].organisation)
    head.bench += [accounts[Role.TECHNICIAN], accounts[Role.EMPLOYEE]]
    scene.open(accounts)
    life.live(scene, accounts, second_check=True)
    return Cast(
        head=head,
        consortium=consortium,
        prescribers=[*prescribers, accounts[Role.PRESCRIBER]],
        receivers=associations(scene, COMMUNES, 8),
        donor=scene.known_giver(accounts[Role.DONOR]),
        sale=ground.programme(
            organisation, "Vente solidaire 2025", f"Salariés en insertion ; {foundation.name} paie la moitié du prix"
        ),
        parent_solo=ground.programme(
            consortium[1].organisation, "Parcours Parent Solo", "Reprendre confiance et chercher un emploi"
        ),
        explorers=ground.programme(
            consortium[2].organisation, "Explorateurs du Numérique", "Découvrir les métiers et les usages"
        ),
        impact=ground.programme(consortium[0].organisation, "Impact Transition", "Se remobiliser par le réemploi"),
    )


def _year_2025(scene: Scene, cast: Cast) -> list[Unit]:
    """The first year of the consortium; what is left is handed over afterwards."""
    random, filling = scene.season("2025")
    givers = scene.givers(DONORS, COMMUNES, random, known=[cast.donor])
    days = [day for period, count in zip(PERIODS, LOTS, strict=True) for day in spread(*period, count, random)]
    deliveries = scene.deliveries(days, [cast.head], givers, random)
    early, late = LOTS[0], LOTS[0] + LOTS[1]
    for delivery in deliveries[late:]:
        delivery.bench_from = PRESENT
    parts = [filling.reuse(deliveries[:early], mix) for mix in (SALE, PARENT_SOLO, EXPLORERS, IMPACT)]
    left = filling.reuse(deliveries[early:late], LEFT) + filling.reuse(deliveries[late:], AT_WORK)
    filling.accessories(deliveries, ACCESSORIES)
    filling.to_count(deliveries, UNITS)
    process(scene, deliveries, random)

    sold, solo, explored, moved = parts
    _sale(scene, cast, sold, random)
    gift, loan = {HandOver.Kind.GIFT.value: 1.0}, {HandOver.Kind.LOAN.value: 1.0}
    _course(scene, cast, solo, cast.consortium[1], cast.parent_solo, gift, random)
    _course(scene, cast, explored, cast.consortium[2], cast.explorers, loan, random)
    _course(scene, cast, moved, cast.consortium[0], cast.impact, gift, random)
    train(
        scene,
        random,
        [cast.head],
        spread(*YEAR, 9, random),
        CITY_TRAINEES,
        title="Prise en main, atelier payé par la ville",
    )
    everyone = [team.organisation for team in cast.consortium]
    for kind, title in (
        (Session.Kind.TRAINING, "Formation : diagnostiquer et remettre en état"),
        (Session.Kind.TRAINING, "Formation : parler du reconditionné sans déclasser"),
        (Session.Kind.IMMERSION, "Immersion à l’atelier : trois jours au banc"),
        (Session.Kind.IMMERSION, "Immersion à l’atelier : du tri au test"),
    ):
        day = spread(*YEAR, 1, random)[0]
        scene.sessions.workshop(
            cast.head, day, random, came=0, kind=kind, title=title, minutes=420, organisations=everyone
        )
    scene.sessions.hold(OPENED)
    return left


def _sale(scene: Scene, cast: Cast, units: list[Unit], random: Random) -> None:
    """Fifty portables to employees in insertion, half paid by a foundation, each with its workshop."""
    hand_out(
        scene,
        random,
        units,
        team_of=lambda unit: cast.head,
        prescriber_of=lambda team: random.choice(cast.consortium).lead,
        window=SALE_DAYS,
        floor=OPENED,
        ways={HandOver.Kind.SALE.value: 1.0},
        price_cents=SALE_PRICE_CENTS,
        seats=10,
        waived=0.0,
        title="Vente solidaire et prise en main",
        programme=cast.sale,
    )


def _course(
    scene: Scene,
    cast: Cast,
    units: list[Unit],
    team: Team,
    programme: Programme,
    ways: dict[str, float],
    random: Random,
) -> None:
    """Equipment handed over in a course, and the workshops around it."""
    hand_out(
        scene,
        random,
        units,
        team_of=lambda unit: team,
        prescriber_of=lambda team: random.choice([team.lead, *cast.prescribers]),
        window=YEAR,
        floor=OPENED,
        ways=ways,
        waived=0.0,
        title=f"{programme.name} : prise en main",
        programme=programme,
    )
    train(scene, random, [team], spread(*YEAR, 4, random), 24, title=f"{programme.name} : atelier", programme=programme)
