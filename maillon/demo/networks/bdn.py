"""Banque du Numérique, in the Alpes-Maritimes: one workshop of volunteers, a hundred partners who hand over, always free."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from maillon.common import geography
from maillon.demo.networks import agreements, directory, life, present, rounds, visits
from maillon.demo.networks.accounts import open_accounts
from maillon.demo.networks.collection import Giver, Unit, spread
from maillon.demo.networks.ground import Team
from maillon.demo.networks.scene import Scene
from maillon.demo.networks.season import associations, hand_out, process
from maillon.ground.organisations.models import Member, Organisation, OrganisationRole, Quality, Role
from maillon.sharing.accompaniment.models import Session

SLUG, LANDLINE, SERIES = "bdn", "046571", "06"
OPENED = datetime.date(2022, 1, 10)
K, R = Organisation.Kind, OrganisationRole
PARTNERS, COMMUNES_OF_PARTNERS, VOLUNTEERS = 100, 28, 41
HANDS_OVER = (Role.DISTRIBUTOR, Role.PRESCRIBER, Role.MEDIATOR)

Mix = Mapping[str, int]


@dataclass(frozen=True)
class Year:
    """The sizes of one year. `handed`, of this year's deliveries; `left`, ready at its end; `faulty`, installed in vain."""

    year: int
    lots: int
    donors: Mix
    equipment: int
    accessories: int
    handed: Mix
    left: Mix
    faulty: Mix = field(default_factory=dict)
    at_work: Mix = field(default_factory=dict)
    persons: int | None = None
    parcels: int = 0
    to_associations: int | None = None


YEARS = (
    Year(
        year=2022,
        lots=19,
        donors={"company": 6, "authority": 4, "public": 3, "ess": 2},
        equipment=760,
        accessories=643,
        handed={"laptop": 80, "desktop": 40, "monitor": 10, "tablet": 6},
        left={"laptop": 12, "desktop": 8},
    ),
    Year(
        year=2023,
        lots=31,
        donors={"company": 9, "authority": 6, "public": 5, "ess": 5},
        equipment=1290,
        accessories=1060,
        handed={"laptop": 190, "desktop": 80, "monitor": 24, "tablet": 12, "smartphone": 10},
        left={"laptop": 20, "desktop": 12},
        persons=270,
        parcels=8,
        to_associations=60,
    ),
    Year(
        year=2024,
        lots=46,
        donors={"company": 14, "authority": 8, "public": 6, "state": 2, "ess": 8},
        equipment=2040,
        accessories=1680,
        handed={"laptop": 330, "desktop": 130, "monitor": 40, "tablet": 20, "smartphone": 20},
        left={"laptop": 60, "desktop": 20},
        persons=450,
        parcels=16,
        to_associations=110,
    ),
    Year(
        year=2025,
        lots=64,
        donors={"company": 20, "authority": 9, "public": 6, "state": 3, "ess": 12},
        equipment=3184,
        accessories=2639,
        handed={"laptop": 500, "desktop": 160, "monitor": 70, "tablet": 40, "smartphone": 40},
        left={"laptop": 250, "desktop": 90, "monitor": 40, "tablet": 10, "smartphone": 10},
        faulty={"laptop": 36, "desktop": 10},
        at_work={"laptop": 40, "desktop": 16, "monitor": 12},
        persons=680,
        parcels=28,
        to_associations=177,
    ),
)
# What comes in the first period is handed over in the year, in the second ready at its end, in the third at work after it.
PERIODS = (((2, 1), (10, 10)), ((10, 16), (11, 19)), ((12, 4), (12, 17)))
FIRST_SESSION, LAST_SESSION = (2, 3), (12, 19)
PARTNERS_OF = {2022: 20, 2023: 45, 2024: 70, 2025: 99}
SENSITISATIONS, SENSITISED = 12, 15
VISITS = {2023: 21_400, 2024: 36_900, 2025: 51_527, 2026: 55_000}
PACE = present.Pace(
    units=80, accessories=65, kept={"laptop": 14, "desktop": 5, "monitor": 3, "tablet": 1, "smartphone": 1}
)


def build(scene: Scene) -> None:
    """Everything of the network, up to today."""
    head, partners, donor, prescriber, driver = _open(scene)
    receivers = associations(scene, _communes(), 30)
    stock: list[Unit] = []
    for sizes in YEARS:
        stock = _year(scene, sizes, head, partners[: PARTNERS_OF[sizes.year]], receivers, donor, stock)
    present.build(
        scene,
        stock,
        workshops=[head],
        distributors=partners,
        prescribers=[prescriber, *(team.lead for team in partners[:30])],
        receivers=receivers,
        communes=_communes(),
        donor=donor,
        pace=PACE,
        waiting=61,
        seats=4,
    )
    rounds.drive(scene, head, driver)
    directory.publish(scene, "06", partners, "46571")
    visits.come(scene, VISITS, visits.Came(2025, users=1757, new=1699), [team.organisation for team in partners[5:]])
    agreements.sign(scene)


def _communes() -> list[str]:
    """The most populated communes of the département."""
    return [commune.code for commune, _ in zip(geography.communes("06"), range(COMMUNES_OF_PARTNERS), strict=False)]


def _open(scene: Scene) -> tuple[Team, list[Team], Giver, Member, Member]:
    """(the head, the partners who hand over, then with an account: a donor, a prescriber, a driver)."""
    ground, communes = scene.ground, _communes()
    organisation = ground.found("Banque du Numérique", K.ASSOCIATION, communes[0])
    ground.open_network(
        organisation,
        name="Banque du Numérique",
        short_name="BDN",
        slug=SLUG,
        prefix="BDN",
        accent="ocre",
        purpose="Filière maralpine de réemploi solidaire du numérique",
        place="dans les Alpes-Maritimes",
    )
    ground.affiliate(organisation, R.COLLECTOR, R.REFURBISHER, R.DISTRIBUTOR)
    ground.prove(organisation, Quality.Kind.IG, datetime.date(2021, 11, 2))
    ground.adhere(organisation, OPENED)
    head = ground.at_work(organisation, site="Atelier", bench=2)
    partners = []
    for rank in range(PARTNERS - 1):
        commune = communes[rank] if rank < len(communes) else ground.random.choice(communes[:14])
        name = scene.names.organisation("partner")
        team = ground.team(name, K.ASSOCIATION, commune, roles=[R.DISTRIBUTOR, R.PRESCRIBER], lead=HANDS_OVER)
        if rank < 34:
            ground.adhere(team.organisation, OPENED)
        partners.append(team)
    donor = ground.found("Agglomération de la Pinède bleue", K.AUTHORITY, communes[1])
    ground.affiliate(donor, R.DONOR)
    funder = ground.found("Fondation du Campanile", K.ESS, communes[0])
    ground.affiliate(funder, R.FUNDER)
    ground.team(
        "Chantier d’insertion de la Restanque",
        K.ESS,
        communes[2],
        roles=[R.REFURBISHER],
        lead=[Role.MANAGER],
    )
    first, second = partners[0].organisation, partners[1].organisation
    places = dict.fromkeys(Role, organisation) | {
        Role.MANAGER: first,
        Role.DONOR: donor,
        Role.PRESCRIBER: first,
        Role.MEDIATOR: second,
        Role.DISTRIBUTOR: first,
        Role.FUNDER: funder,
    }
    accounts = open_accounts(ground, places, second=first)
    head.bench += [accounts[Role.TECHNICIAN], accounts[Role.EMPLOYEE]]
    scene.open(accounts)
    life.live(scene, accounts)
    scene.workshop.installers = [
        accounts[Role.VOLUNTEER],
        *(ground.member(organisation, Role.VOLUNTEER, function="Bénévole d’atelier") for _ in range(VOLUNTEERS - 1)),
    ]
    giver = scene.known_giver(accounts[Role.DONOR])
    return head, partners, giver, accounts[Role.PRESCRIBER], accounts[Role.DRIVER]


def _year(
    scene: Scene,
    sizes: Year,
    head: Team,
    partners: list[Team],
    receivers: list[Organisation],
    donor: Giver,
    stock: list[Unit],
) -> list[Unit]:
    """One year; returns what is left at its end."""
    random, filling = scene.season(str(sizes.year))
    givers = scene.givers(sizes.donors, _communes(), random, known=[donor])
    early, late, last = _days(sizes, random)
    deliveries = scene.deliveries([*early, *late, *last], [head], givers, random)
    first, second = len(early), len(early) + len(late)
    handed = stock + filling.reuse(deliveries[:first], sizes.handed)
    filling.reuse(deliveries[:first], sizes.faulty, fate="bench")
    left = filling.reuse(deliveries[first:second], sizes.left)
    for delivery in deliveries[second:]:
        delivery.bench_from = datetime.date(sizes.year + 1, 1, 5)
    left += filling.reuse(deliveries[second:], sizes.at_work)
    filling.accessories(deliveries, sizes.accessories)
    filling.to_count(deliveries, sizes.equipment)
    process(scene, deliveries, random)

    window = (datetime.date(sizes.year, *FIRST_SESSION), datetime.date(sizes.year, *LAST_SESSION))
    turns = iter([*partners, *random.choices(partners, k=2000)])
    hand_out(
        scene,
        random,
        handed,
        team_of=lambda unit: next(turns),
        prescriber_of=lambda team: team.lead,
        window=window,
        floor=OPENED,
        associations=receivers,
        parcels_by=head,
        persons=sizes.persons,
        to_associations=sizes.to_associations,
        parcels=sizes.parcels,
        seats=4,
    )
    scene.sessions.hold(OPENED)
    _sensitise(scene, partners, window, random)
    return left


def _days(sizes: Year, random: Random) -> list[list[datetime.date]]:
    """The days of the deliveries of the year, period by period."""
    late, last = max(1, sizes.lots // 8), 3 if sizes.at_work else 0
    counts = (sizes.lots - late - last, late, last)
    return [
        spread(datetime.date(sizes.year, *first), datetime.date(sizes.year, *end), count, random)
        for (first, end), count in zip(PERIODS, counts, strict=True)
    ]


def _sensitise(scene: Scene, partners: list[Team], window: tuple[datetime.date, datetime.date], random: Random) -> None:
    """Sessions where professionals learn to see who is left out, one organisation a seat."""
    for day in spread(*window, SENSITISATIONS, random):
        came = random.sample(partners, min(SENSITISED, len(partners)))
        scene.sessions.workshop(
            random.choice(partners),
            day,
            random,
            came=0,
            seats=SENSITISED,
            kind=Session.Kind.SENSITISATION,
            title="Repérer l’illectronisme, orienter vers les ressources",
            organisations=[team.organisation for team in came],
        )
