"""The present of a network, told from today: what came lately, what is at work, who waits, what is planned."""

import datetime
from collections.abc import Mapping, Sequence
from random import Random

from maillon.common.actors import PUBLIC
from maillon.demo.book import devices, donations, needs
from maillon.demo.networks.agenda import instant, workday, worked
from maillon.demo.networks.collection import Giver, Unit, spread
from maillon.demo.networks.ground import Team
from maillon.demo.networks.requests import ACCOMPANIMENTS, CONNECTIONS, DAY, LEVELS, PROJECTS, requirements
from maillon.demo.networks.scene import PRESENT, Scene
from maillon.demo.networks.season import GIVES_ONLY, Ways, hand_out, process, train
from maillon.giving.donations.models import Offer
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices.models import EXITS, Device, State
from maillon.matter.lots.queries import regimes_for
from maillon.sharing.accompaniment.models import Session

# Of each delivery of the present: what is kept for reuse, and how many units it holds in all.
KEPT = {"laptop": 7, "desktop": 3, "monitor": 3, "tablet": 1, "smartphone": 1}
UNITS = 30
KINDS = {"company": 9, "authority": 5, "public": 5, "ess": 4, "state": 3}
OFFERED = {"laptop": (8, 60), "desktop": (4, 40), "monitor": (4, 40), "printer": (1, 6)}
QUESTION = "Combien d’ordinateurs ont encore leur disque, et qui peut nous ouvrir le local ?"
ANSWER = "Tous les disques y sont. Le gardien ouvre de 8 h à 12 h : sonnez au portail."
REFUSAL = "Nous ne reprenons pas les écrans à tube : la déchèterie de votre commune les prend gratuitement."
NEED_QUESTION = "La personne a-t-elle une box à la maison, ou seulement le partage de son téléphone ?"
NEED_REFUSAL = (
    "Elle a déjà reçu un ordinateur du réseau cette année : prenez rendez-vous à l’atelier pour le faire réparer."
)
BACK = ("Prêt terminé", "Trop lent pour son usage", "Ne démarre plus")
WANTED = (("laptop",), ("laptop",), ("laptop",), ("desktop", "monitor"), ("tablet",), ("smartphone",))
QUIET_YEAR = 250  # days in which the stock of the year before is handed over


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
    kept: Mapping[str, int] = KEPT,
    waiting: int = 46,
    seats: int = 8,
) -> None:
    """Deliveries, hand-overs, sessions, offers and requests around today."""
    random, filling = scene.season("present")
    days = scene.recent_days()
    deliveries = scene.deliveries(days, workshops, scene.givers(KINDS, communes, random, known=[donor]), random)
    fresh = filling.reuse(deliveries, {slug: count * len(days) for slug, count in kept.items()})
    filling.accessories(deliveries, 12 * len(days))
    filling.to_count(deliveries, UNITS * len(days))
    process(scene, deliveries, random, slow=1.3)

    begins, today = scene.begins + 4 * DAY, scene.today
    leaves = round(len(stock) * min(1.0, (today - begins).days / QUIET_YEAR))
    old = [unit for unit in random.sample(list(stock), leaves) if _ready(unit) < instant(today) - 12 * DAY]
    new = [unit for unit in fresh if _ready(unit) < instant(today) + 12 * DAY and random.random() < 0.7]
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
    scene.desk.hold(PRESENT)
    train(scene, random, distributors, spread(begins + 20 * DAY, today + 20 * DAY, 9, random), 60)
    _sessions_to_come(scene, distributors, random)
    _offers(scene, communes, random)
    _queue(scene, prescribers, communes, waiting, random)
    scene.agenda.at(worked(_ago(scene, 3), random), lambda at: _incidents(scene, [*old, *new], fresh, at))


def _ready(unit: Unit) -> datetime.datetime:
    assert unit.ready_at is not None
    return unit.ready_at


def _ago(scene: Scene, days: int) -> datetime.date:
    """So many days ago, on a working day before today."""
    day = scene.today - days * DAY
    return max(PRESENT, day if day.weekday() < 5 else day - (day.weekday() - 4) * DAY)


def _sessions_to_come(scene: Scene, teams: Sequence[Team], random: Random) -> None:
    """Some with seats left, in the weeks to come."""
    kinds = ((Session.Kind.HANDOVER, "Prise en main de l’ordinateur"), (Session.Kind.WORKSHOP, "Atelier découverte"))
    for rank, team in enumerate(random.sample(list(teams), min(8, len(teams)))):
        kind, title = kinds[rank % 2]
        scene.desk.workshop(
            team,
            workday(scene.today + (2 + 2 * rank) * DAY),
            random,
            came=random.randint(1, 5),
            absent=0,
            seats=8,
            kind=kind,
            title=title,
            planned=worked(_ago(scene, 12), random),
            enrolled=worked(_ago(scene, 2), random),
        )


def _offers(scene: Scene, communes: Sequence[str], random: Random) -> None:
    """Offers at each step: just arrived, asked about, answered, accepted, refused."""
    book, coordinator = scene.book, scene.coordinator
    for rank, (age, story) in enumerate(
        (
            (1, ()),
            (2, ()),
            (3, ()),
            (6, ("ask",)),
            (7, ()),
            (9, ("ask", "reply")),
            (10, ("accept",)),
            (13, ("accept",)),
            (16, ("refuse",)),
        )
    ):
        giver = scene.giver(random.choice(list(KINDS)), random.choice(communes))
        lines = {
            book.categories[slug]: random.randint(*bounds)
            for slug, bounds in OFFERED.items()
            if slug == "laptop" or random.random() < 0.6
        }
        offer: list[Offer] = []

        def submit(at: datetime.datetime, giver=giver, lines=lines, offer=offer, rank=rank) -> None:
            offer.append(
                donations.submit(
                    book,
                    coordinator.network,
                    lines=lines,
                    by=PUBLIC,
                    at=at,
                    donor_kind=giver.kind,
                    organisation_name=giver.name,
                    siret=giver.siret,
                    contact_name=giver.contact,
                    email=giver.email,
                    phone=giver.phone,
                    address="12 rue de la Démonstration",
                    commune_code=giver.commune_code,
                    access="Rez-de-chaussée, place pour un camion",
                    wished="Le matin, hors vacances scolaires",
                    age=list(Offer.Age.values)[rank % 4],
                    condition=list(Offer.Condition.values)[rank % 3],
                )
            )

        acts = {
            "ask": lambda at, offer=offer: donations.ask(book, offer[0], question=QUESTION, by=coordinator, at=at),
            "reply": lambda at, offer=offer: donations.reply(book, offer[0], answer=ANSWER, by=PUBLIC, at=at),
            "refuse": lambda at, offer=offer: donations.refuse(book, offer[0], reason=REFUSAL, by=coordinator, at=at),
            "accept": lambda at, offer=offer, giver=giver: donations.accept(
                book, offer[0], regime=regimes_for(giver.kind)[0], by=coordinator, at=at
            ),
        }
        scene.agenda.at(worked(_ago(scene, age), random), submit)
        for step, name in enumerate(story, start=1):
            scene.agenda.at(worked(_ago(scene, age - 2 * step), random) + DAY / 4, acts[name])


def _queue(scene: Scene, prescribers: Sequence[Member], communes: Sequence[str], count: int, random: Random) -> None:
    """Requests that wait, the oldest for two months; a few are asked about, one is refused."""
    book = scene.book
    for rank in range(count):
        asked = worked(_ago(scene, 2 + round(58 * (rank / count) ** 1.6)), random)
        prescriber, commune = random.choice(prescribers), random.choice(communes)
        wanted = [book.categories[slug] for slug in random.choice(WANTED)]
        urgent = scene.today + random.randint(4, 20) * DAY if random.random() < 0.12 else None
        usage = random.choices(list(Device.Usage.values), (30, 55, 15))[0]
        made: list = []

        def ask(
            at: datetime.datetime, made=made, who=prescriber, commune=commune, wanted=wanted, urgent=urgent, usage=usage
        ) -> None:
            chance = book.random
            made.append(
                needs.ask(
                    book,
                    items=wanted,
                    usage=usage,
                    person=scene.desk.enter(who, commune, at),
                    projects=chance.sample(PROJECTS, chance.randint(1, 2)),
                    requirements=requirements(wanted[0].slug, chance),
                    connection=chance.choice(CONNECTIONS),
                    level=chance.choice(LEVELS),
                    accompaniment=chance.choice(ACCOMPANIMENTS),
                    urgent_before=urgent,
                    by=who,
                    at=at,
                )
            )

        scene.agenda.at(asked, ask)
        if rank in (3, 11):
            scene.agenda.at(
                asked + DAY,
                lambda at, made=made: needs.question(book, made[0], text=NEED_QUESTION, by=scene.coordinator, at=at),
            )
        elif rank == 17:
            scene.agenda.at(
                asked + DAY,
                lambda at, made=made: needs.refuse(book, made[0], reason=NEED_REFUSAL, by=scene.coordinator, at=at),
            )


def _incidents(scene: Scene, given: Sequence[Unit], fresh: Sequence[Unit], at: datetime.datetime) -> None:
    """Some devices come back, and one cannot be found."""
    handed = [unit.device for unit in given if unit.device is not None and unit.device.state in EXITS]
    for device, reason in zip(handed, BACK, strict=False):
        devices.take_back(scene.book, device, reason=reason, by=scene.coordinator, at=at)
    for unit in fresh:
        if unit.device is not None and unit.device.state == State.READY:
            devices.lose(scene.book, unit.device, reason="Introuvable à l’inventaire", by=unit.lot.team.lead, at=at)
            return
