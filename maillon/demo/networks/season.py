"""One season of a network: deliveries processed, and what is ready handed out."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from random import Random

from maillon.demo.networks.bundles import Bundle, bundles
from maillon.demo.networks.collection import Delivery, Unit
from maillon.demo.networks.ground import Team
from maillon.demo.networks.scene import Scene
from maillon.ground.organisations.models import Member, Organisation, OrganisationRole
from maillon.matter.lots.models import PUBLIC_GIFTS
from maillon.sharing.accompaniment.models import Session
from maillon.sharing.handovers.models import HandOver

Ways = Mapping[str, float]
GIVES_ONLY: Ways = {HandOver.Kind.GIFT.value: 1.0}
Window = tuple[datetime.date, datetime.date]


def process(scene: Scene, deliveries: Sequence[Delivery], random: Random, *, slow: float = 1.0) -> None:
    for delivery in deliveries:
        scene.workshop.deliver(delivery, random, slow=slow)


def may_be_sold(scene: Scene, unit: Unit) -> bool:
    """CGPPP L3212-2: what a public body gave is sold by an association of general interest only."""
    public = scene.workshop.regime(unit.lot) in PUBLIC_GIFTS
    return not public or unit.lot.team.organisation in scene.ground.resellers


def hand_out(
    scene: Scene,
    random: Random,
    units: Sequence[Unit],
    *,
    team_of: Callable[[Unit], Team],
    prescriber_of: Callable[[Team], Member],
    window: Window,
    floor: datetime.date,
    associations: Sequence[Organisation] = (),
    parcels_by: Team | None = None,
    persons: int | None = None,
    to_associations: int | None = None,
    parcels: int = 0,
    ways: Ways = GIVES_ONLY,
    price_cents: int | None = None,
    scattered: bool = False,
    **session: object,
) -> list[Bundle]:
    """Every unit to someone, within the window, as soon as it is ready or `scattered`.

    One machine to each of `persons` (without a number: every machine), the rest in parcels to associations.
    """
    made = []
    singles, groups = bundles(units, random, persons=persons, to_associations=to_associations, parcels=parcels)
    for group in singles:
        team = team_of(group[0])
        sold = all(may_be_sold(scene, unit) for unit in group)
        way = random.choices(list(ways), list(ways.values()))[0]
        if way == HandOver.Kind.SALE and not sold:
            way = HandOver.Kind.GIFT.value
        made.append(Bundle(group, team, prescriber_of(team), way, price_cents))
    for group in groups:
        team = parcels_by or team_of(group[0])
        made.append(Bundle(group, team, team.lead, association=random.choice(associations)))
    for bundle in made:
        shift = random.randint(0, (window[1] - window[0]).days) if scattered else 0
        earliest = window[0] + datetime.timedelta(days=shift)
        scene.desk.promise(bundle, random, earliest=earliest, latest=window[1], floor=floor, **session)
    return made


def associations(scene: Scene, communes: Sequence[str], count: int) -> list[Organisation]:
    """Associations that receive equipment for those whom they welcome."""
    made = []
    for rank in range(count):
        name = scene.names.organisation("association")
        organisation = scene.ground.found(name, Organisation.Kind.ASSOCIATION, communes[rank % len(communes)])
        scene.ground.affiliate(organisation, OrganisationRole.MEDIATOR)
        made.append(organisation)
    return made


def train(
    scene: Scene,
    random: Random,
    teams: Sequence[Team],
    days: Sequence[datetime.date],
    persons: int,
    *,
    seats: int = 10,
    title: str = "Atelier : écrire, chercher, se protéger",
    kind: str = Session.Kind.WORKSHOP,
    **session: object,
) -> None:
    """Workshops of `seats` persons who ask for no equipment, one after the other until all are trained."""
    for rank in range(-(-persons // seats)):
        came = min(seats, persons - rank * seats)
        scene.sessions.workshop(
            random.choice(teams),
            days[rank % len(days)],
            random,
            came=came,
            seats=seats + 2,
            title=title,
            kind=kind,
            **session,
        )
