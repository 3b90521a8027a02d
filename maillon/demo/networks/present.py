"""The present of a network, told from today: what came lately, what is at work, who waits, what is planned."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from maillon.common import geography
from maillon.demo.book import devices, governance, imports, lots
from maillon.demo.networks.accounts import password_hash
from maillon.demo.networks.agenda import DAY, back_to_work, instant, workday, worked
from maillon.demo.networks.collection import Delivery, Giver, Unit, spread
from maillon.demo.networks.ground import Team
from maillon.demo.networks.queues import ago, offers, requests
from maillon.demo.networks.scene import PRESENT, Scene
from maillon.demo.networks.season import GIVES_ONLY, Ways, hand_out, process, train
from maillon.ground.organisations.models import Member, Organisation, Role
from maillon.matter.devices.models import EXITS, State
from maillon.matter.lots.models import Donor
from maillon.sharing.accompaniment.models import Session

KINDS = {"company": 9, "authority": 5, "public": 5, "ess": 4, "state": 3}
BACK = ("Prêt terminé", "Trop lent pour son usage", "Ne démarre plus")
SHELF_DAYS = 25
QUIET_YEAR = 250  # days in which the stock of the year before is handed over


@dataclass(frozen=True)
class Pace:
    """How much comes now: `lots` a day of delivery, less one in `rest` + 1; what each holds, and what is kept of it."""

    units: int
    accessories: int
    kept: Mapping[str, int]
    lots: int = 1
    rest: int = 0


def build(
    scene: Scene,
    stock: Sequence[Unit],
    *,
    workshops: Sequence[Team],
    distributors: Sequence[Team],
    prescribers: Sequence[Member],
    receivers: Sequence[Organisation],
    communes: Sequence[str],
    donor: Giver,
    ways: Ways = GIVES_ONLY,
    pace: Pace,
    waiting: int,
    seats: int = 8,
) -> None:
    """Deliveries, hand-overs, sessions, offers and requests around today."""
    random, filling = scene.season("present")
    days = sorted(scene.recent_days() * pace.lots)[pace.rest :: pace.rest + 1]
    deliveries = scene.deliveries(days, workshops, scene.givers(KINDS, communes, random, known=[donor]), random)
    _at_work(deliveries, scene)
    fresh = filling.reuse(deliveries, {slug: count * len(days) for slug, count in pace.kept.items()})
    filling.accessories(deliveries, pace.accessories * len(days))
    filling.to_count(deliveries, pace.units * len(days))
    process(scene, deliveries, random, slow=1.3)

    begins, today = scene.begins + 4 * DAY, scene.today
    leaves = round(len(stock) * min(1.0, (today - begins).days / QUIET_YEAR))
    old = [unit for unit in random.sample(list(stock), leaves) if _ready(unit) < instant(today) - 12 * DAY]
    new = [unit for unit in fresh if _ready(unit) < instant(today) + 12 * DAY and not _kept_ready(unit, today, random)]
    by_organisation = {team.organisation: team for team in distributors}
    for units, window, scattered in ((old, (begins, today - 3 * DAY), True), (new, (begins, today + 20 * DAY), False)):
        hand_out(
            scene,
            random,
            units,
            team_of=lambda unit: by_organisation.get(unit.lot.team.organisation) or random.choice(distributors),
            prescriber_of=lambda team: random.choice([team.lead, *prescribers]),
            window=window,
            floor=PRESENT,
            associations=receivers,
            persons=round(0.85 * sum(unit.category != "monitor" for unit in units)),
            parcels=max(1, len(units) // 60),
            ways=ways,
            scattered=scattered,
            seats=seats,
        )
    scene.sessions.hold(PRESENT)
    train(scene, random, distributors, spread(begins + 20 * DAY, today + 20 * DAY, 9, random), 60)
    _sessions_to_come(scene, distributors, random)
    _to_note(scene, distributors, random)
    offers(scene, communes, random)
    requests(scene, prescribers, communes, waiting, random)
    promised = {*old, *new}
    spared = [unit for unit in [*fresh, *stock] if unit not in promised]
    scene.agenda.at(worked(ago(scene, 3), random), lambda at: _incidents(scene, [*old, *new], spared, at))
    scene.agenda.at(worked(ago(scene, 5), random), lambda at: _collected(scene, communes, at))
    for rank, before in enumerate(ENTER):
        scene.agenda.at(instant(ago(scene, before), 9), lambda at, rank=rank: _entering(scene, communes, rank, at))


def _at_work(deliveries: Sequence[Delivery], scene: Scene) -> None:
    """The workshop of the employee in insertion has something on its benches: it received the last lot of a week ago."""
    workshop = scene.accounts[Role.EMPLOYEE].organisation
    before = [one for one in deliveries if one.day <= scene.today - 6 * DAY]
    last = max(before, key=lambda delivery: delivery.day, default=deliveries[0])
    own = next((one for one in deliveries if one.team.organisation == workshop), last)
    last.team, own.team = own.team, last.team


def _to_note(scene: Scene, teams: Sequence[Team], random: Random) -> None:
    """A workshop that the mediator's structure held last week: who came is not noted yet."""
    structure = scene.accounts[Role.MEDIATOR].organisation
    for team in teams:
        if team.organisation == structure:
            day = back_to_work(scene.today - 4 * DAY)
            title = "Atelier : écrire, chercher, se protéger"
            scene.sessions.workshop(team, day, random, came=5, absent=1, seats=8, title=title, noted=False)
            return


def _kept_ready(unit: Unit, today: datetime.date, random: Random) -> bool:
    """Of what became ready lately, half is on the shelf, promised to nobody."""
    return _ready(unit) > instant(today) - SHELF_DAYS * DAY and random.random() < 0.5


def _ready(unit: Unit) -> datetime.datetime:
    assert unit.ready_at is not None
    return unit.ready_at


def _sessions_to_come(scene: Scene, teams: Sequence[Team], random: Random) -> None:
    """Some with seats left, in the weeks to come."""
    kinds = ((Session.Kind.HANDOVER, "Prise en main de l’ordinateur"), (Session.Kind.WORKSHOP, "Atelier découverte"))
    for rank, team in enumerate(random.sample(list(teams), min(8, len(teams)))):
        kind, title = kinds[rank % 2]
        scene.sessions.workshop(
            team,
            workday(scene.today + (2 + 2 * rank) * DAY),
            random,
            came=random.randint(1, 5),
            absent=0,
            seats=8,
            kind=kind,
            title=title,
            planned=worked(ago(scene, 12), random),
            enrolled=worked(ago(scene, 2), random),
        )


def _incidents(scene: Scene, given: Sequence[Unit], spared: Sequence[Unit], at: datetime.datetime) -> None:
    """Some devices come back, and one cannot be found."""
    handed = [unit.device for unit in given if unit.device is not None and unit.device.state in EXITS]
    for device, reason in zip(handed, BACK, strict=False):
        devices.take_back(scene.book, device, reason=reason, by=scene.coordinator, at=at)
    for unit in spared:
        if unit.device is not None and unit.device.state == State.READY:
            devices.lose(scene.book, unit.device, reason="Introuvable à l’inventaire", by=unit.lot.team.lead, at=at)
            return


# How many days ago someone asked to enter the network, and who.
ENTER = (8, 2)
NEWCOMERS = (
    ("Espace Rivage", "Lestreval", "Ondine", "Conseillère en insertion", ("accompagnant",)),
    ("Les Écrans du Bocage", "Kermadou", "Bastien", "Coordination", ("reconditionneur", "partenaire")),
)


def _entering(scene: Scene, communes: Sequence[str], rank: int, at: datetime.datetime) -> None:
    """Someone asks to enter the network, with the password of every account here."""
    name, last_name, first_name, function, wishes = NEWCOMERS[rank]
    network = scene.coordinator.network
    governance.request_access(
        scene.book,
        network,
        wishes=wishes,
        at=at,
        organisation_name=name,
        kind="association",
        address="4 place de la Démonstration",
        commune_code=communes[rank],
        last_name=last_name,
        first_name=first_name,
        function=function,
        email=f"{first_name.lower()}@{network.slug}.example",
        password=password_hash(),
    )


WRONG_ADDRESS = "Adresse e-mail : « armel chez courriel » n’est pas une adresse e-mail : elle s’écrit nom@domaine.fr."
NEIGHBOURS = ("Rozenn Tanguédec", "Malo Kerfendal", "Josiane Brévalec", "Idriss Oumarel", "Yvette Landrezac")
HEADS = ("Nom", "Nature", "Commune", "Adresse e-mail")


def _collected(scene: Scene, communes: Sequence[str], at: datetime.datetime) -> None:
    """The people met at a street collection, brought in from the list that was kept there; two lines are to correct."""
    made = {}
    for line, name in enumerate(NEIGHBOURS, start=2):
        code = communes[line % len(communes)]
        donor = lots.welcome(
            scene.book, name=name, kind=Donor.Kind.PERSON, commune_code=code, by=scene.coordinator, at=at
        )
        made[line] = donor.pk
    place = str(geography.commune(communes[0]))
    wrong = {
        7: (("Armel Guidevay", "Particulier", place, "armel chez courriel"), WRONG_ADDRESS),
        8: (("Solène Ribauval", "Particulier", "", ""), "Commune : rien n’est écrit."),
    }
    imports.bring_in(
        scene.book,
        kind="donateurs",
        name="collecte-de-quartier.csv",
        told="CSV, point-virgule, Windows-1252",
        heads=HEADS,
        columns={"name": 0, "kind": 1, "commune": 2, "email": 3},
        made=made,
        wrong=wrong,
        by=scene.coordinator,
        at=at,
    )
