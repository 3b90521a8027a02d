"""What waits for an answer: offers at each step, requests in their queue."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from maillon.common.actors import PUBLIC, Actor
from maillon.demo.book import donations, needs
from maillon.demo.networks.agenda import DAY, back_to_work, instant, worked
from maillon.demo.networks.collection import Giver
from maillon.demo.networks.requests import ACCOMPANIMENTS, CONNECTIONS, LEVELS, PROJECTS, requirements
from maillon.demo.networks.scene import PRESENT, Scene
from maillon.giving.donations.models import Offer
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.queries import regimes_for
from maillon.sharing.needs.models import Need

OFFERED = {"laptop": (8, 60), "desktop": (4, 40), "monitor": (4, 40), "printer": (1, 6)}
KINDS = ("company", "company", "authority", "public", "ess", "state")
# How many days ago each offer came, and what was answered since.
OFFERS = (
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
QUESTION = "Combien d’ordinateurs ont encore leur disque, et qui peut nous ouvrir le local ?"
ANSWER = "Tous les disques y sont. Le gardien ouvre de 8 h à 12 h : sonnez au portail."
REFUSAL = "Nous ne reprenons pas les écrans à tube : la déchèterie de votre commune les prend gratuitement."
NEED_QUESTION = "La personne a-t-elle une box à la maison, ou seulement le partage de son téléphone ?"
NEED_REFUSAL = "Elle a déjà reçu un ordinateur du réseau cette année : prenez rendez-vous à l’atelier pour le réparer."
WANTED = (("laptop",), ("laptop",), ("laptop",), ("desktop", "monitor"), ("tablet",), ("smartphone",))
USAGES = list(Device.Usage.values)
LONGEST_WAIT = 58  # days
HOURS = datetime.timedelta(hours=1)


def ago(scene: Scene, days: int) -> datetime.date:
    """So many days ago, on a working day of the present."""
    return max(PRESENT, back_to_work(scene.today - days * DAY))


@dataclass(eq=False)
class Offering:
    """An offer, and what is answered to it."""

    scene: Scene
    giver: Giver
    lines: Mapping[Category, int]
    rank: int
    by: Actor = PUBLIC
    announced: Sequence[Mapping[str, Any]] = ()
    photos: Sequence[tuple[bytes, str]] = ()
    offer: Offer = field(init=False)

    def submit(self, at: datetime.datetime) -> None:
        giver = self.giver
        self.offer = donations.submit(
            self.scene.book,
            self.scene.coordinator.network,
            lines=self.lines,
            announced=self.announced,
            photos=self.photos,
            by=self.by,
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
            age=Offer.Age.values[self.rank % 4],
            condition=Offer.Condition.values[self.rank % 3],
        )

    def ask(self, at: datetime.datetime) -> None:
        donations.ask(self.scene.book, self.offer, question=QUESTION, by=self.scene.coordinator, at=at)

    def reply(self, at: datetime.datetime) -> None:
        donations.reply(self.scene.book, self.offer, answer=ANSWER, by=PUBLIC, at=at)

    def refuse(self, at: datetime.datetime) -> None:
        donations.refuse(self.scene.book, self.offer, reason=REFUSAL, by=self.scene.coordinator, at=at)

    def accept(self, at: datetime.datetime) -> None:
        regime = regimes_for(self.giver.kind)[0]
        donations.accept(self.scene.book, self.offer, regime=regime, by=self.scene.coordinator, at=at)


def offers(scene: Scene, communes: Sequence[str], random: Random) -> None:
    """Offers just arrived, asked about, answered, accepted, refused."""
    for rank, (age, story) in enumerate(OFFERS):
        lines = {
            scene.book.categories[slug]: random.randint(*bounds)
            for slug, bounds in OFFERED.items()
            if slug == "laptop" or random.random() < 0.6
        }
        made = Offering(scene, scene.giver(random.choice(KINDS), random.choice(communes)), lines, rank)
        at = worked(ago(scene, age), random)
        scene.agenda.at(at, made.submit)
        for step, name in enumerate(story, start=1):
            at = max(worked(ago(scene, age - 2 * step), random), at + 3 * HOURS)
            scene.agenda.at(at, getattr(made, name))


@dataclass(eq=False)
class Request:
    """A request for someone, and what is answered to it."""

    scene: Scene
    prescriber: Member
    commune_code: str
    wanted: list[Category]
    usage: str
    urgent_before: datetime.date | None
    need: Need = field(init=False)

    def ask(self, at: datetime.datetime) -> None:
        chance = self.scene.book.random
        self.need = needs.ask(
            self.scene.book,
            items=self.wanted,
            usage=self.usage,
            person=self.scene.persons.enter(self.prescriber, self.commune_code, at),
            projects=chance.sample(PROJECTS, chance.randint(1, 2)),
            requirements=requirements(self.wanted[0].slug, chance),
            connection=chance.choice(CONNECTIONS),
            level=chance.choice(LEVELS),
            accompaniment=chance.choice(ACCOMPANIMENTS),
            urgent_before=self.urgent_before,
            by=self.prescriber,
            at=at,
        )

    def question(self, at: datetime.datetime) -> None:
        needs.question(self.scene.book, self.need, text=NEED_QUESTION, by=self.scene.coordinator, at=at)

    def refuse(self, at: datetime.datetime) -> None:
        needs.refuse(self.scene.book, self.need, reason=NEED_REFUSAL, by=self.scene.coordinator, at=at)


def requests(scene: Scene, prescribers: Sequence[Member], communes: Sequence[str], count: int, random: Random) -> None:
    """Requests that wait, the oldest for two months; some are asked about, one is refused."""
    for rank in range(count):
        age = 2 + round(LONGEST_WAIT * (rank / count) ** 1.6)
        made = Request(
            scene=scene,
            prescriber=random.choice(prescribers),
            commune_code=random.choice(communes),
            wanted=[scene.book.categories[slug] for slug in random.choice(WANTED)],
            usage=random.choices(USAGES, (30, 55, 15))[0],
            urgent_before=scene.today + random.randint(4, 20) * DAY if random.random() < 0.12 else None,
        )
        asked = min(worked(ago(scene, age), random), instant(scene.today - DAY, 6))
        scene.agenda.at(asked, made.ask)
        if rank in (3, 11):
            scene.agenda.at(asked + 4 * HOURS, made.question)
        elif rank == 9:
            scene.agenda.at(asked + 5 * HOURS, made.refuse)
