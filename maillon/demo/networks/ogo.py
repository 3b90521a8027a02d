"""Ordi Grand Ouest, in Bretagne: a head that collects, adherents that collect by themselves, a PTCE in the centre."""

import datetime
from dataclasses import dataclass
from random import Random

from maillon.demo.networks import agreements, directory, life, present, receptions, rounds, transfers
from maillon.demo.networks.accounts import open_accounts
from maillon.demo.networks.collection import Delivery, Giver, Unit, spread
from maillon.demo.networks.ground import Team
from maillon.demo.networks.names import words
from maillon.demo.networks.scene import PRESENT, Scene
from maillon.demo.networks.season import associations, hand_out, process, train
from maillon.ground.organisations.models import Member, Organisation, OrganisationRole, Quality, Role
from maillon.sharing.handovers.models import HandOver

SLUG, LANDLINE, SERIES = "ogo", "026191", "29"
OPENED = datetime.date(2024, 9, 2)
K, R, Q = Organisation.Kind, OrganisationRole, Quality.Kind
COLLECTS = (R.COLLECTOR, R.REFURBISHER, R.DISTRIBUTOR)
MEDIATES = (R.MEDIATOR, R.DISTRIBUTOR, R.PRESCRIBER)
LEADS = (Role.MANAGER, Role.DISTRIBUTOR, Role.PRESCRIBER, Role.LOGISTICIAN, Role.MEDIATOR)

# Name, nature, quality, commune, adherent since, works in the PTCE, has a workshop.
ADHERENTS = (
    ("Atelier du Blavet clair", K.ASSOCIATION, Q.IG, "56178", 2020, True, True),
    ("La Recyclerie du Chemin creux", K.ESS, Q.ACI, "22136", 2020, True, True),
    ("FabLab Korrigan", K.ASSOCIATION, Q.IG, "29024", 2020, True, True),
    ("Les Ordis du Kreiz", K.ASSOCIATION, Q.IG, "22266", 2021, True, True),
    ("Médiation Argoat", K.ASSOCIATION, None, "56066", 2022, True, False),
    ("Le Fil d’Argoat", K.ASSOCIATION, None, "56073", 2023, True, False),
    ("Ateliers du Canal bleu", K.ESS, Q.EI, "35238", 2020, False, True),
    ("La Boîte à puces", K.ASSOCIATION, Q.IG, "35238", 2020, False, True),
    ("Ressac numérique", K.ASSOCIATION, Q.IG, "35288", 2021, False, True),
    ("La Seconde Marée", K.ESS, Q.ESUS, "29019", 2020, False, True),
    ("Octet marin", K.ASSOCIATION, Q.IG, "56121", 2021, False, True),
    ("Écran total solidaire", K.ASSOCIATION, Q.RUP, "56260", 2020, False, True),
    ("Le Clavier bien tempéré", K.ASSOCIATION, Q.IG, "29232", 2021, False, True),
    ("La Souris qui rit", K.ESS, Q.ACI, "22278", 2022, False, True),
    ("Fab’Ajonc", K.ASSOCIATION, Q.IG, "22113", 2022, False, True),
    ("Les Recâbleurs", K.ASSOCIATION, Q.IG, "29151", 2022, False, True),
    ("Chantier du Phare à terre", K.ESS, Q.ACI, "22070", 2022, False, True),
    ("La Carte mère", K.ASSOCIATION, Q.IG, "35115", 2023, False, True),
    ("Pixel et Compagnie", K.COMPANY, Q.EI, "35360", 2023, False, True),
    ("Le Bon Octet", K.ASSOCIATION, Q.IG, "35236", 2023, False, True),
    ("Estuaire Réemploi", K.ESS, Q.ESUS, "44184", 2023, False, True),
    ("Les Branchés du Castel", K.ASSOCIATION, Q.IG, "44036", 2024, False, True),
    ("Cap Linux solidaire", K.ASSOCIATION, None, "29039", 2024, False, False),
    ("Presqu’île connectée", K.ASSOCIATION, None, "56007", 2024, False, False),
    ("Le Hangar aux ordis", K.ASSOCIATION, None, "29233", 2026, False, False),
    ("Le Fil à retordre", K.ASSOCIATION, None, "22050", 2026, False, False),
)
# The other members of the PTCE: name, nature, commune.
PARTNERS = (
    ("Mission locale des Cent Fontaines", K.PUBLIC, "56178"),
    ("CCAS du Pays des Landes hautes", K.PUBLIC, "22136"),
    ("Centre social La Passerelle d’Argoat", K.ASSOCIATION, "29024"),
    ("Communauté de communes des Landes hautes", K.AUTHORITY, "22266"),
    ("Tiers-lieu La Grange câblée", K.ASSOCIATION, "22158"),
    ("Médiathèque des Trois Rivières", K.PUBLIC, "56057"),
    ("Régie rurale solidaire", K.ESS, "22147"),
    ("Espace emploi du Kreiz", K.PUBLIC, "29027"),
)
CENTRE = words(
    "56178 22136 29024 22266 56066 56073 56057 22158 22183 22147 22321 22025 29081 29027 56151 56041 22137 22384 22219 "
    "56198 56024 22061 56237 22087 56170 56100 22365 22155 56163 56242"
)
COMMUNES = words("35238 29019 29232 56121 56260 22278 22113 29151 22070 35115 35360 35236 44184 44036 35288 56165")

# Deliveries in each of the three periods, donors by kind, grams weighed.
HEAD_LOTS, CENTRE_LOTS, OTHER_LOTS = (19, 4, 2), (12, 2, 0), (104, 20, 8)
HEAD_DONORS, HEAD_MASS_G = {"state": 7, "public": 3, "authority": 3, "company": 2}, 21_800_000
CENTRE_DONORS, CENTRE_MASS_G = {"authority": 4, "public": 3, "company": 4, "ess": 2, "person": 1}, 4_700_000
OTHER_MASS_G = 61_800_000
OTHER_DONORS = {"authority": 22, "public": 20, "state": 8, "company": 44, "ess": 14, "person": 10}

# Devices handed over in 2025, by where they were received.
FROM_2024 = {"laptop": 350, "desktop": 150, "monitor": 220, "tablet": 30, "smartphone": 50}
FROM_CENTRE = {"laptop": 220, "desktop": 70, "monitor": 90, "tablet": 10, "smartphone": 20}
FROM_HEAD_TO_CENTRE = {"laptop": 320, "desktop": 90, "monitor": 110, "tablet": 10, "smartphone": 60}
FROM_HEAD = {"laptop": 580, "desktop": 290, "monitor": 450, "tablet": 60, "smartphone": 30}
FROM_OTHERS = {"laptop": 1625, "desktop": 700, "monitor": 1135, "tablet": 140, "smartphone": 190}
# Ready at the end of 2025, handed over since.
LEFT = {"laptop": 380, "desktop": 150, "monitor": 220, "tablet": 30, "smartphone": 40}
AT_WORK = {"laptop": 60, "desktop": 25, "monitor": 20, "tablet": 5}

# What comes in the first period is handed over in the year, in the second ready at its end, in the third still at work.
PERIODS = (
    (datetime.date(2025, 1, 7), datetime.date(2025, 10, 15)),
    (datetime.date(2025, 10, 20), datetime.date(2025, 11, 19)),
    (datetime.date(2025, 12, 3), datetime.date(2025, 12, 17)),
)
SESSIONS_2025 = (datetime.date(2025, 1, 9), datetime.date(2025, 12, 19))
WAYS = {HandOver.Kind.GIFT.value: 0.5, HandOver.Kind.SALE.value: 0.4, HandOver.Kind.LOAN.value: 0.1}
PERSONS_AT_LARGE, UNITS_TO_ASSOCIATIONS, PARCELS = 2945, 2000, 170
OTHER_TRAINEES = 168
PACE = present.Pace(
    lots=2, units=60, accessories=20, kept={"laptop": 10, "desktop": 4, "monitor": 5, "tablet": 1, "smartphone": 1}
)
PTCE = "ptce-centre-bretagne"


def build(scene: Scene) -> None:
    """Everything of the network, up to today."""
    cast = _open(scene)
    left = _year_2025(scene, cast, _autumn_2024(scene, cast))
    present.build(
        scene,
        left,
        workshops=[cast.teams[0], cast.head, *(team for team in cast.teams[1:] if team.bench)],
        distributors=[*cast.elsewhere, *cast.centre[:6]],
        prescribers=cast.prescribers,
        receivers=cast.receivers,
        communes=COMMUNES,
        donor=cast.donor,
        pace=PACE,
        waiting=46,
        ways=WAYS,
    )
    rounds.drive(scene, cast.head, cast.driver)
    directory.publish(scene, "22", cast.centre, "26191", directory.FEW)
    receptions.check(scene, cast.head)
    transfers.travel(scene, cast.head, cast.teams[0], next(team for team in cast.workshops))
    agreements.sign(scene)
    agreements.follow(scene, *agreements.group_of(scene, "Secrétariat aux affaires régionales du Ponant", "35238"))


@dataclass(frozen=True)
class Cast:
    """Who acts: the head, the adherents, those who hand over in the PTCE, prescribers, associations, a donor."""

    head: Team
    teams: list[Team]
    centre: list[Team]
    prescribers: list[Member]
    receivers: list[Organisation]
    donor: Giver
    driver: Member

    @property
    def elsewhere(self) -> list[Team]:
        return [team for team in self.teams if team not in self.centre]

    @property
    def workshops(self) -> list[Team]:
        """Those outside the PTCE."""
        return [team for team in self.elsewhere if team.bench]


def _open(scene: Scene) -> Cast:
    ground = scene.ground
    organisation = ground.found("Ordi Grand Ouest", K.ASSOCIATION, "35238")
    ground.open_network(
        organisation,
        name="Ordi Grand Ouest",
        short_name="OGO",
        slug=SLUG,
        prefix="OGO",
        accent="bleu",
        purpose="Structurer la filière locale de reconditionnement et d’inclusion numérique",
        place="en Bretagne",
    )
    ground.affiliate(organisation, R.COLLECTOR, R.REFURBISHER, R.DISTRIBUTOR)
    ground.prove(organisation, Q.IG, datetime.date(2021, 3, 1))
    head = ground.at_work(organisation, site="Dépôt", commune_code="35047", bench=3)
    ptce = ground.territory(PTCE, "PTCE « Réemploi et inclusion numérique » en Centre-Bretagne", CENTRE)
    teams, centre = [], []
    for name, kind, quality, commune, since, in_ptce, bench in ADHERENTS:
        team = ground.team(name, kind, commune, roles=COLLECTS if bench else MEDIATES, lead=LEADS, bench=2 * bench)
        ground.adhere(team.organisation, datetime.date(since, 1, 5))
        if quality:
            ground.prove(team.organisation, quality, datetime.date(since, 1, 5))
        if in_ptce:
            ground.adhere(team.organisation, datetime.date(2024, 3, 1), ptce)
            centre.append(team)
        teams.append(team)
    for name, kind, commune in PARTNERS:
        team = ground.team(name, kind, commune, roles=MEDIATES, lead=LEADS)
        ground.adhere(team.organisation, datetime.date(2024, 3, 1), ptce)
        centre.append(team)
    prescribers = [ground.prescriber(commune) for commune in COMMUNES * 2]
    donor, driver = _accounts(scene, head, teams, centre, prescribers)
    return Cast(head, teams, centre, prescribers, associations(scene, COMMUNES, 60), donor, driver)


def _accounts(
    scene: Scene, head: Team, teams: list[Team], centre: list[Team], prescribers: list[Member]
) -> tuple[Giver, Member]:
    """The accounts of the demonstration, each where its role is at work; returns the donor's and the driver."""
    ground, organisation = scene.ground, head.organisation
    donor = ground.found("Direction régionale de l’Échauguette", K.STATE, "35238")
    ground.affiliate(donor, R.DONOR)
    funder = ground.found("Fondation des Quatre Vents", K.ESS, "56260")
    ground.affiliate(funder, R.FUNDER)
    blavet, mediation, social = teams[0], teams[4], centre[7]
    places = dict.fromkeys(Role, organisation) | {
        Role.MANAGER: blavet.organisation,
        Role.DONOR: donor,
        Role.PRESCRIBER: social.organisation,
        Role.MEDIATOR: mediation.organisation,
        Role.DISTRIBUTOR: blavet.organisation,
        Role.FUNDER: funder,
    }
    accounts = open_accounts(ground, places, second=social.organisation)
    scene.open(accounts)
    life.live(scene, accounts, own_rule=True)
    head.bench += [accounts[Role.TECHNICIAN], accounts[Role.VOLUNTEER], accounts[Role.EMPLOYEE]]
    prescribers.append(accounts[Role.PRESCRIBER])
    return scene.known_giver(accounts[Role.DONOR]), accounts[Role.DRIVER]


def _autumn_2024(scene: Scene, cast: Cast) -> list[Unit]:
    """The first deliveries on the platform; what they gave is handed over in 2025."""
    random, filling = scene.season("2024")
    givers = scene.givers({"company": 9, "public": 5, "authority": 4}, COMMUNES, random)
    days = spread(datetime.date(2024, 10, 7), datetime.date(2024, 11, 29), 22, random)
    deliveries = scene.deliveries(days, cast.workshops, givers, random)
    units = filling.reuse(deliveries, FROM_2024)
    filling.accessories(deliveries, 700)
    filling.to_count(deliveries, 1420)
    process(scene, deliveries, random)
    return units


def _year_2025(scene: Scene, cast: Cast, stock: list[Unit]) -> list[Unit]:
    """The year of the published figures; what is left is handed over afterwards."""
    random, filling = scene.season("2025")
    in_ptce = [team for team in cast.centre if team.bench]
    here = _collect(scene, in_ptce, scene.givers(CENTRE_DONORS, CENTRE, random), CENTRE_LOTS, random)
    givers = scene.givers(HEAD_DONORS, COMMUNES, random, known=[cast.donor])
    by_head = _collect(scene, [cast.head], givers, HEAD_LOTS, random)
    by_others = _collect(scene, cast.workshops, scene.givers(OTHER_DONORS, COMMUNES, random), OTHER_LOTS, random)

    in_centre = filling.reuse(here[0], FROM_CENTRE) + filling.reuse(by_head[0], FROM_HEAD_TO_CENTRE)
    at_large = stock + filling.reuse(by_head[0], FROM_HEAD) + filling.reuse(by_others[0], FROM_OTHERS)
    left = filling.reuse([*by_head[1], *by_others[1]], LEFT)
    left += filling.reuse([*by_head[2], *by_others[2]], AT_WORK)
    for periods, accessories, mass_g in (
        (here, 350, CENTRE_MASS_G),
        (by_head, 1500, HEAD_MASS_G),
        (by_others, 4200, OTHER_MASS_G),
    ):
        deliveries = [delivery for period in periods for delivery in period]
        filling.accessories(deliveries, accessories)
        filling.to_mass(deliveries, mass_g)
        process(scene, deliveries, random)

    leads = [*(team.lead for team in cast.centre), cast.prescribers[-1]]
    hand_out(
        scene,
        random,
        in_centre,
        team_of=lambda unit: random.choice(cast.centre),
        prescriber_of=lambda team: random.choice(leads),
        window=SESSIONS_2025,
        floor=OPENED,
        ways=WAYS,
    )
    train(scene, random, cast.centre, spread(*SESSIONS_2025, 20, random), OTHER_TRAINEES)
    hand_out(
        scene,
        random,
        at_large,
        team_of=lambda unit: random.choice(cast.elsewhere) if unit.lot.team is cast.head else unit.lot.team,
        prescriber_of=lambda team: random.choice([team.lead, *random.sample(cast.prescribers, 2)]),
        window=SESSIONS_2025,
        floor=OPENED,
        associations=cast.receivers,
        persons=PERSONS_AT_LARGE,
        to_associations=UNITS_TO_ASSOCIATIONS,
        parcels=PARCELS,
        ways=WAYS,
    )
    scene.sessions.hold(OPENED)
    return left


def _collect(
    scene: Scene, teams: list[Team], givers: list[Giver], lots: tuple[int, int, int], random: Random
) -> list[list[Delivery]]:
    """So many deliveries early in the year, in autumn and in December."""
    days = [day for period, count in zip(PERIODS, lots, strict=True) for day in spread(*period, count, random)]
    made = scene.deliveries(days, teams, givers, random)
    early, late = lots[0], lots[0] + lots[1]
    for delivery in made[late:]:
        delivery.bench_from = PRESENT
    return [made[:early], made[early:late], made[late:]]
