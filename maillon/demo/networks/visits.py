"""Who signed in: days with their number, accounts with the year they came; many came for a while and left."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from maillon.demo.networks.agenda import instant
from maillon.demo.networks.ground import NO_PASSWORD
from maillon.demo.networks.names import Names
from maillon.demo.networks.scene import Scene
from maillon.ground.accounts.models import User
from maillon.ground.organisations.models import Member, Organisation, Role, SignIn, Visits

BUSY = (1.0, 1.1, 1.05, 1.0, 0.8, 0.15, 0.1)
"""How much a day of the week weighs, from Monday."""


@dataclass(frozen=True)
class Came:
    """The accounts of one year: how many signed in, and how many of them for the first time ever."""

    year: int
    users: int
    new: int


def come(scene: Scene, visits: Mapping[int, int], came: Came, hosts: Sequence[Organisation]) -> None:
    """Visits of each year, those of the running one up to yesterday; then the accounts, some of people who left since."""
    random = Random(f"{scene.ground.network.slug}/visits")
    for year, count in visits.items():
        _days(scene, random, year, count)
    members = [member for member in scene.book.rows[Member] if member.network_id == scene.ground.network.pk]
    known = list(dict.fromkeys(member.user for member in members if member.since.year <= came.year))[: came.users]
    for rank, user in enumerate(known):
        if rank < came.users - came.new:
            _sign_in(scene, random, user, came.year - 1, is_first=True)
        _sign_in(scene, random, user, came.year, is_first=rank >= came.users - came.new)
    names = Names(random, scene.names.landline, scene.names.series)
    for rank in range(came.users - len(known)):
        _passed(scene, random, names, hosts[rank % len(hosts)], rank, came.year)


def _days(scene: Scene, random: Random, year: int, count: int) -> None:
    """A year's visits over its days, to the unit; what is left of the running year is not told."""
    first = datetime.date(year, 1, 1)
    days = [first + datetime.timedelta(days=rank) for rank in range((datetime.date(year + 1, 1, 1) - first).days)]
    weights = [BUSY[day.weekday()] * random.uniform(0.7, 1.3) for day in days]
    total, told, owed = sum(weights), 0, 0.0
    for day, weight in zip(days, weights, strict=True):
        owed += count * weight / total
        number = (count if day == days[-1] else round(owed)) - told
        told += number
        if number and day < scene.today:
            scene.book.row(Visits, network=scene.ground.network, on=day, count=number)


def _sign_in(scene: Scene, random: Random, user: User, year: int, *, is_first: bool) -> None:
    day = datetime.date(year, 1, 5) + datetime.timedelta(days=random.randrange(350))
    scene.book.row(
        SignIn,
        id=uuid.UUID(int=random.getrandbits(128), version=4),
        created_at=instant(day, 9),
        network=scene.ground.network,
        user=user,
        year=year,
        first_on=day,
        is_first=is_first,
    )


def _passed(scene: Scene, random: Random, names: Names, host: Organisation, rank: int, year: int) -> None:
    """Someone who had an account for a while, and acts for the organisation no more."""
    first_name, last_name = names.person()
    at = instant(datetime.date(year, 1, 4), 9)
    user = scene.book.row(
        User,
        id=uuid.UUID(int=random.getrandbits(128), version=4),
        email=f"passage{rank}@{scene.ground.network.slug}.passage.example",
        first_name=first_name,
        last_name=last_name,
        password=NO_PASSWORD,
        date_joined=at,
    )
    scene.book.row(
        Member,
        id=uuid.UUID(int=random.getrandbits(128), version=4),
        created_at=at,
        user=user,
        organisation=host,
        network=scene.ground.network,
        roles=[Role.PRESCRIBER.value],
        since=at.date(),
        ended_on=datetime.date(year, 12, 30),
    )
    _sign_in(scene, random, user, year, is_first=True)
