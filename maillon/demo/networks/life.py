"""The life of a workshop around today: benches, who has what in hand, hours, skills, tests begun, a second check, photos."""

import datetime
from collections.abc import Mapping, Sequence
from random import Random

from maillon.demo.book import Book, files, refurbishing
from maillon.demo.networks import gifts, together, visitors, writings
from maillon.demo.networks.agenda import DAY, instant, workday
from maillon.demo.networks.machines import INSTALLED
from maillon.demo.networks.pictures import draw
from maillon.demo.networks.scene import Scene
from maillon.ground.organisations.models import Member, Organisation, Role
from maillon.matter.devices.models import Device, State
from maillon.matter.devices.queries.photos import FOR_US, SHOWN
from maillon.matter.refurbishing.models import (
    Acquisition,
    Assignment,
    Bench,
    Examination,
    Finding,
    GradingRule,
    Hours,
    Skill,
    WorkshopRule,
)

BENCHES = ("Effacement", "Table 1", "Table 2")
WORK = ("Installations", "Tests et nettoyage", "Réception d’un lot", "Démontage", "Accueil du public")
HANDS = (Role.TECHNICIAN, Role.VOLUNTEER, Role.EMPLOYEE)
SKILLS_VALIDATED, SKILLS_CLAIMED = 7, 3
PHOTOGRAPHED = 10
OLD_SYSTEM, OLD_UNTIL = "Linux Mint 20", datetime.date(2025, 4, 30)


def live(scene: Scene, accounts: Mapping[Role, Member], *, second_check: bool = False, own_rule: bool = False) -> None:
    """Plan it for the evening before today, when everything else has happened."""
    evening = instant(scene.today - DAY, 18)
    random = Random(f"{scene.ground.network.slug}/team")
    team = [accounts[role] for role in (*HANDS, Role.SUPERVISOR)]
    scene.agenda.at(evening, lambda at: _team(scene.book, random, team, accounts[Role.SUPERVISOR], at))
    scene.agenda.at(evening, lambda at: _queues(scene.book, random, accounts, second_check, at))
    scene.agenda.at(evening, lambda at: _photos(scene.book, random, accounts[Role.TECHNICIAN], at))
    if own_rule:
        scene.agenda.at(evening, lambda at: _rule(scene.book, accounts[Role.COORDINATOR], scene.today, at))
    gifts.offer(scene, accounts[Role.DONOR], scene.known_giver(accounts[Role.DONOR]))
    scene.agenda.at(evening, lambda at: visitors.write(scene.book, accounts[Role.COORDINATOR], at))
    scene.agenda.at(evening, lambda at: writings.write(scene.book, accounts[Role.COORDINATOR], at))
    scene.agenda.at(evening, lambda at: together.live(scene, accounts, at))


def _team(book: Book, random: Random, team: Sequence[Member], supervisor: Member, at: datetime.datetime) -> None:
    """Hours over two months, skills of the employee."""
    for member in team:
        for week in range(9):
            day = workday(at.date() - datetime.timedelta(days=7 * week + random.randint(1, 5)))
            minutes = random.choice((120, 150, 180, 210, 420))
            book.enter(Hours, at, member=member, on=min(day, at.date()), minutes=minutes, what=random.choice(WORK))
    learner = next(member for member in team if member.has(Role.EMPLOYEE))
    skills = list(Skill.objects.all())
    for rank, skill in enumerate(random.sample(skills, SKILLS_VALIDATED + SKILLS_CLAIMED)):
        done = rank < SKILLS_VALIDATED
        book.enter(
            Acquisition,
            at,
            member=learner,
            skill=skill,
            validated_on=at.date() - datetime.timedelta(days=9 * rank) if done else None,
            validated_by=supervisor if done else None,
            note="Vu trois fois, seul" if rank == 0 else "",
        )


def _queues(
    book: Book, random: Random, accounts: Mapping[Role, Member], second_check: bool, at: datetime.datetime
) -> None:
    """In each workshop that has an account: benches, devices in hand, a test begun; and where asked, checks that wait."""
    if second_check:
        book.row(WorkshopRule, network=accounts[Role.COORDINATOR].network, second_check=True)
    hands = [accounts[role] for role in HANDS]
    for organisation in dict.fromkeys(member.organisation for member in (*hands, accounts[Role.SUPERVISOR])):
        here = [member for member in hands if member.organisation == organisation]
        benches = [
            book.enter(Bench, at, network=accounts[Role.COORDINATOR].network, organisation=organisation, name=name)
            for name in BENCHES
        ]
        waiting = _held(book, organisation, State.TO_ERASE)[:6], _held(book, organisation, State.IN_REPAIR)
        for device in waiting[0][:3]:
            book.enter(Assignment, at, device=device, bench=benches[0], given_by=here[0])
        tested = [device for device in waiting[1] if device.category.slug in ("laptop", "desktop")]
        if second_check and here:
            for device in tested[:3]:
                results = {slug: Examination.Result.GOOD.value for slug, _ in book.checks[device.category.slug]}
                told = {"results": results, "cosmetic": "worn", "second_check": True}
                refurbishing.examine(book, device, by=here[0], at=at, **told)
            tested = tested[3:]
        for rank, member in enumerate(here):
            for device in (*waiting[0][3 + rank : 4 + rank], *tested[2 * rank : 2 * rank + 2]):
                book.enter(Assignment, at, device=device, member=member, given_by=member)
            for device in tested[2 * rank : 2 * rank + 1]:
                _begin(book, device, member, at)
        _outdate(book, organisation, accounts[Role.SUPERVISOR], at)


def _outdate(book: Book, organisation: Organisation, by: Member, at: datetime.datetime) -> None:
    """Two that stayed long on the shelf: their system is no longer maintained."""
    shelf = [one for one in _held(book, organisation, State.READY) if one.category.slug in INSTALLED]
    for device in shelf[:2]:
        refurbishing.install(book, device, system=OLD_SYSTEM, until=OLD_UNTIL, by=by, at=at)


def _held(book: Book, organisation: Organisation, state: State) -> list[Device]:
    held = [one for one in book.rows[Device] if one.state == state and one.holder_id == organisation.pk]
    return sorted(held, key=lambda one: (one.state_since, one.label))


def _begin(book: Book, device: Device, member: Member, at: datetime.datetime) -> None:
    """A guided test left half-way, with a remark."""
    slugs = [slug for slug, _ in book.checks[device.category.slug]]
    for rank, slug in enumerate(slugs[: len(slugs) // 2]):
        note = "Une touche accroche un peu" if slug == "keyboard" else ""
        book.enter(
            Finding,
            at + datetime.timedelta(minutes=rank),
            device=device,
            check_of_id=slug,
            finder=member,
            result=Examination.Result.GOOD,
            note=note,
        )


def _photos(book: Book, random: Random, by: Member, at: datetime.datetime) -> None:
    """Of some of what the technician's workshop has ready, and of a mark on the first."""
    ready = _held(book, by.organisation, State.READY)
    for rank, device in enumerate(ready[-PHOTOGRAPHED:]):
        views = (("front", "Ouvert et allumé", SHOWN), ("mark", "Rayures sur le capot", SHOWN if rank else FOR_US))
        for view, caption, purpose in views[: 2 if rank < 3 else 1]:
            content = draw(device.category.slug, view, random)
            told = {"name": f"{device.label}.jpg", "purpose": purpose, "caption": caption}
            files.keep(book, content, owner=device, by=by, at=at, **told)


def _rule(book: Book, by: Member, today: datetime.date, at: datetime.datetime) -> None:
    """A version of the network's own, in force from next month: what it changes can be seen before."""
    assert book.rule is not None
    table = {**book.rule.thresholds, "cosmetic": {"fine": 0, "worn": 0, "marked": -1, "damaged": -3}}
    starts_on = (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    made = book.enter(
        GradingRule,
        at,
        network=by.network,
        version=book.rule.version + 1,
        starts_on=starts_on,
        thresholds=table,
        source="Comité technique du réseau : un appareil abîmé perd un point de plus",
    )
    book.record("refurbishing.publish_rule", made, by=by, at=at, version=made.version, starts_on=str(starts_on))
