"""How the members of a network live together: who still acts for whom, what they signed, paid and insured."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from random import Random

from maillon.demo.book import Book, charter, governance
from maillon.demo.book.book import local_day
from maillon.demo.networks import circles
from maillon.demo.networks.agenda import DAY, instant
from maillon.demo.networks.scene import PRESENT, Scene
from maillon.ground.accounts.models import User
from maillon.ground.organisations.models import Member, Membership, Network, Organisation, Quality, Role

# Of the network where it runs: opened so many days ago; elsewhere the last one is over.
RUNNING, ASKED_DAYS_AGO, OVER_DAYS_AGO = "ogo", 20, 120
ANSWERED = 0.6
NEVER_SIGNED_IN = 0.12
CHARTER_DAYS_AGO, ENDS_SOON_DAYS = 200, 24
FEES = (5_000, 10_000, 15_000, 25_000)
CHARTER_PARTS = (
    (
        "Ce que nous faisons ensemble",
        "Chaque structure membre collecte, efface, remet en état ou remet du matériel informatique pour "
        "qu’il serve encore, et pour que personne ne reste à l’écart faute d’équipement.",
    ),
    (
        "Ce que nous promettons aux donateurs",
        "Aucun appareil ne sort sans la preuve que ses données sont effacées. Ce qui est reçu est pesé, "
        "compté, et le donateur lit ce qu’il est devenu.",
    ),
    (
        "Ce que nous promettons aux personnes",
        "Un équipement ne va pas sans quelqu’un pour aider à s’en servir, sans garantie, ni à un prix qui écarte.",
    ),
    (
        "Ce que nous nous promettons",
        "Nous publions nos chiffres, nous réparons avant de jeter, nous partageons pièces et savoir- "
        "faire, et nous confirmons chaque année qui agit pour chacun de nous.",
    ),
)
CHARTER_TEXT = "\n\n".join(f"# {title}\n{text}" for title, text in CHARTER_PARTS)


def live(scene: Scene, accounts: Mapping[Role, Member], at: datetime.datetime) -> None:
    """On the evening before today, once everything else has happened."""
    random = Random(f"{scene.ground.network.slug}/together")
    _sign_in(scene.book, random, at)
    _recertify(scene.book, scene.ground.network, random, accounts, at)
    _bind(scene.book, scene.ground.network, random, accounts, at)
    count = len(circles.CIRCLES) if scene.ground.network.slug == RUNNING else 1
    circles.meet(scene.book, scene.ground.network, random, accounts, at, count)


def _sign_in(book: Book, random: Random, at: datetime.datetime) -> None:
    """Most people have signed in lately; some for the last time long ago, some never."""
    for user in book.rows[User]:
        if user.last_login is None and random.random() > NEVER_SIGNED_IN:
            days = random.choice((1, 1, 2, 3, 5, 9, 20, 45, 400))
            user.last_login = max(user.date_joined, at - days * DAY)


def _recertify(
    book: Book, network: Network, random: Random, accounts: Mapping[Role, Member], at: datetime.datetime
) -> None:
    """Some organisations have answered, the manager's account has not."""
    people: dict[Organisation, list[Member]] = defaultdict(list)
    for one in book.rows[Member]:
        if one.network_id == network.pk:
            people[one.organisation].append(one)
    managers = {
        organisation: next((one for one in members if one.has(Role.MANAGER)), accounts[Role.COORDINATOR])
        for organisation, members in people.items()
    }
    running = network.slug == RUNNING
    opened = at - (ASKED_DAYS_AGO if running else OVER_DAYS_AGO) * DAY
    waits = accounts[Role.MANAGER].organisation
    answers = {
        organisation: (manager, opened + random.randint(1, 15) * DAY)
        for organisation, manager in managers.items()
        if not (running and organisation == waits) and random.random() < (ANSWERED if running else 0.97)
    }
    silent = [organisation for organisation in managers if organisation not in answers]
    governance.recertify(
        book,
        network,
        at=opened,
        answered=answers,
        silent=silent,
        closed=not running,
        reminders=1 if running else 2,
    )


def _bind(book: Book, network: Network, random: Random, accounts: Mapping[Role, Member], at: datetime.datetime) -> None:
    """The charter, contributions of the year and insurances of the members; some are still to come."""
    coordinator = accounts[Role.COORDINATOR]
    signed = max(instant(PRESENT, 18), at - CHARTER_DAYS_AGO * DAY)
    made = charter.publish_charter(
        book, network, version=1, text=CHARTER_TEXT, starts_on=local_day(signed), by=coordinator, at=signed
    )
    waits = accounts[Role.MANAGER].organisation
    members = {row.organisation: row for row in book.rows[Membership] if row.network_id == network.pk}
    managers = {
        one.organisation_id: one for one in book.rows[Member] if one.network_id == network.pk and one.has(Role.MANAGER)
    }
    for rank, organisation in enumerate(members):
        manager = managers.get(organisation.pk, coordinator)
        if organisation != waits and rank % 9 != 4:
            accepted = min(at, signed + random.randint(2, 60) * DAY)
            function = manager.function or "Direction"
            charter.accept_charter(book, made, organisation, by=manager, function=function, at=accepted)
        paid = local_day(at - random.randint(20, 200) * DAY) if rank % 6 != 3 else None
        charter.note_contribution(
            book,
            network,
            organisation,
            year=at.year,
            amount_cents=random.choice(FEES),
            paid_on=max(paid, datetime.date(at.year, 1, 2)) if paid else None,
            by=coordinator,
            at=at,
        )
        # That of the account of the manager ends soon: her queue says so.
        left = ENDS_SOON_DAYS if organisation == waits else random.randint(20, 340)
        _insure(book, network, organisation, local_day(at), left, random.randrange(100_000, 999_999))


def _insure(
    book: Book, network: Network, organisation: Organisation, today: datetime.date, left: int, number: int
) -> None:
    """Its insurance, for a year that ends in so many days; the reminder of its end has left when it was due."""
    starts_on = today - datetime.timedelta(days=364 - left)
    book.enter(
        Quality,
        instant(starts_on),
        organisation=organisation,
        quality=Quality.Kind.INSURANCE,
        starts_on=starts_on,
        ends_on=today + datetime.timedelta(days=left),
        proof=f"contrat fictif n° {number}",
        reminders=int(left <= network.expiry_notice_days),
    )
