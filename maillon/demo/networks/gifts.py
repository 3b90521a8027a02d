"""What donors do in their space around today: offers of the account, declarations, receipts, plans, pages to quote."""

import datetime
from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum

from maillon.common.actors import PLATFORM, Actor, Bearer
from maillon.demo.book import Book, donations, donors
from maillon.demo.networks import machines
from maillon.demo.networks.agenda import DAY, instant, workday
from maillon.demo.networks.collection import Giver
from maillon.demo.networks.pictures import draw
from maillon.demo.networks.queues import HOURS, Offering, ago
from maillon.giving.donors import policy, queries
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor, Lot, Regime

if TYPE_CHECKING:
    from maillon.demo.networks.scene import Scene

LISTED = {"laptop": 9, "desktop": 4, "monitor": 6}
QUESTION = "Les écrans ont-ils leur pied, et les portables leur chargeur ?"
INTRODUCTION = (
    "{name} rassemble celles et ceux qui collectent, effacent, réparent et remettent du matériel informatique {place}.\n\n"
    "Chaque ordinateur que vous nous confiez équipe quelqu’un d’ici, avec une personne pour l’aider à s’en servir. Voici ce "
    "que les donateurs nous demandent avant de se décider, et ce que nous leur répondons."
)
SAID = (
    ("Deux heures pour vider trois placards, et un certificat par disque : notre responsable des données a dit oui.", "Services généraux"),
    ("Le bilan annuel est prêt à présenter : nous n’avons rien eu à ressaisir.", "Direction des systèmes d’information"),
    ("Savoir que nos portables servent à deux rues d’ici a changé l’avis de l’équipe.", "Secrétariat général"),
    ("", ""),
)  # fmt: skip
# How likely, when (quarters from now), how many, of what.
PLANS = (("decided", 1, 40, "laptop"), ("likely", 2, 60, "monitor"), ("studied", 4, 25, "desktop"))
RATES = (0.62, 0.41, 0.55)
"""What share of their stock the public donors had reused: the second is under the target."""
RECEIPTS, TO_ANSWER, OTHERS = 3, 2, 4
BASIS = "Valeur nette comptable au 31 décembre, extrait du registre des immobilisations"


def offer(scene: "Scene", member: Member, giver: Giver) -> None:
    """What the donor's account offered lately: a list with photos, a question to answer, a day to choose; and a draft."""
    random = Random(f"{scene.ground.network.slug}/gifts")
    listed = _listed(scene, random)
    counts: dict[Category, int] = {}
    for unit in listed:
        counts[unit["category"]] = counts.get(unit["category"], 0) + 1
    photos = [(draw(slug, "front", random), f"stock-{slug}.jpg") for slug in ("laptop", "monitor")]
    laptop, monitor, phone = (scene.book.categories[slug] for slug in ("laptop", "monitor", "smartphone"))
    told = {"scene": scene, "giver": giver, "by": member}
    fresh = Offering(lines=counts, rank=2, announced=listed, photos=photos, **told)
    asked = Offering(lines={laptop: 6, monitor: 8}, rank=1, **told)
    taken = Offering(lines={phone: 14, laptop: 5}, rank=0, **told)
    days = [workday(scene.today + days * DAY) for days in (5, 6, 12)]
    for age, hour, act in (
        (2, 9, fresh.submit),
        (5, 9, asked.submit),
        (4, 14, lambda at: donations.ask(scene.book, asked.offer, question=QUESTION, by=scene.coordinator, at=at)),
        (11, 9, taken.submit),
        (9, 10, taken.accept),
        (8, 15, lambda at: donations.propose(scene.book, taken.offer, days=days, by=scene.coordinator, at=at)),
        (1, 16, lambda at: _begin(scene, member, giver, at)),
    ):
        scene.agenda.at(instant(ago(scene, age), hour), act)


def _begin(scene: "Scene", member: Member, giver: Giver, at: datetime.datetime) -> None:
    content = {
        "donor_kind": [giver.kind],
        "organisation_name": [giver.name],
        "contact_name": [giver.contact],
        "email": [giver.email],
        "units_laptop": ["18"],
        "units_printer": ["2"],
        "age": ["4-6"],
        "message": ["Nous déménageons au printemps : à confirmer avec la direction."],
    }
    donations.keep_draft(scene.book, scene.ground.network, content=content, by=member, at=at)


def _listed(scene: "Scene", random: Random) -> list[dict[str, Any]]:
    """The lines of the donor's own inventory."""
    lines: list[dict[str, Any]] = []
    for slug, count in LISTED.items():
        for _ in range(count):
            machine = machines.draw(slug, random)
            model = machine.model if machine else None
            lines.append(
                {
                    "line": len(lines) + 2,
                    "category": scene.book.categories[slug],
                    "units": 1,
                    "manufacturer": model.manufacturer if model else "",
                    "model": (model.version or model.product) if model else "",
                    "serial": machine.serial if machine else "",
                    "asset_tag": f"INV-{len(lines) + 412:05d}",
                    "acquired_on": scene.today - datetime.timedelta(days=365 * random.randint(4, 7) + 90),
                }
            )
    return lines


def tell(scene: "Scene", account: Member) -> Book:
    """What follows from what is written already: the rest of the network is in the database. Returns what it wrote."""
    network, random = scene.ground.network, Random(f"{scene.ground.network.slug}/donors")
    book = Book(random, mail_since=scene.book.mail_since, chain=scene.book.chain)
    at = instant(scene.today, 0) - 5 * HOURS
    own = Donor.objects.select_related("network__head", "organisation").get(
        network=network, organisation=account.organisation
    )
    known = Donor.objects.filter(network=network, lots__merged_into=None).select_related(
        "network__head", "organisation"
    )
    weighed = known.annotate(mass=Sum("lots__weighed_g"), given=Count("lots")).exclude(pk=own.pk)
    publics = list(weighed.filter(kind__in=queries.PUBLIC).order_by("-mass", "name")[:3])
    others = list(
        weighed.exclude(kind="person").exclude(pk__in=[one.pk for one in publics]).order_by("-mass", "name")[:OTHERS]
    )
    speakers: dict[Donor, Actor] = {own: account}
    speakers |= {donor: Bearer(policy.SPACE, donor.pk) for donor in (*publics, *others)}
    bound = [donor for donor in (own, *publics) if donor.kind in queries.PUBLIC]

    for donor, rate in zip(bound, (*RATES, RATES[0]), strict=False):
        _prove(book, donor, rate, scene.today, by=speakers[donor], at=at, random=random)
    book.save()
    for donor in (own, *publics[:2]):
        if any(lot.received_on.year == scene.today.year - 1 for lot in donor.lots.all()):
            donors.establish_report(book, donor, scene.today.year - 1, by=speakers[donor], at=at)
    _receipts(book, own, scene.coordinator, account, at)
    for rank, donor in enumerate((own, *publics, *others[:2])):
        _plan(book, donor, scene.today, rank, by=speakers[donor], at=at)
    for donor, (sentence, author) in zip((own, *publics[:1], *others[:2]), SAID, strict=False):
        said = {"shown_name": donor.name, "sentence": sentence, "author": author, "listed": True}
        donors.publish_quotation(book, donor, by=speakers[donor], at=at, **said)
    place = network.place or "ici"
    introduction = INTRODUCTION.format(name=network.name, place=place)
    donors.write_pitch(book, network, introduction=introduction, by=scene.coordinator, at=at)
    thanked = Lot.objects.select_related("donor", "network").filter(
        network=network, pk__in=queries.to_thank(scene.today)
    )
    for lot in thanked.order_by("received_on", "pk"):
        donors.thank(book, lot, by=PLATFORM, at=at)
    book.save()
    return book


def _prove(
    book: Book,
    donor: Donor,
    rate: float,
    today: datetime.date,
    *,
    by: Actor,
    at: datetime.datetime,
    random: Random,
) -> None:
    """Its stock of two years, and when three devices in four were bought: one in twenty is over ten years old."""
    for year in (today.year - 1, today.year):
        made = queries.evidence(queries.of_year(donor, year), year)
        if made is None:
            continue
        counted = round(max(len(made.counted), 4) / rate)
        old = round(counted * 0.12)
        donors.declare_stock(book, donor, year, units=counted + old, old_units=old, by=by, at=at)
    given = Device.objects.filter(lot__donor=donor).select_related("lot").order_by("label")
    dates: Mapping[Device, datetime.date] = {
        device: device.lot.received_on - datetime.timedelta(days=365 * (11 if rank % 20 == 3 else random.randint(4, 8)))
        for rank, device in enumerate(given)
        if rank % 4
    }
    donors.date_devices(book, donor, dates, by=by, at=at)


def _receipts(book: Book, own: Donor, coordinator: Member, account: Member, at: datetime.datetime) -> None:
    """Some are issued, the last declarations wait for an answer; those of the account first."""
    lots = Lot.objects.filter(network=own.network, regime=Regime.COMPANY_GIFT_RECEIPT, merged_into=None)
    related = lots.select_related("network__head", "holder", "donor__organisation", "donor__network")
    last = sorted(related.order_by("-received_on", "pk")[:20], key=lambda lot: lot.donor_id != own.pk)
    receipted = [
        lot for lot in last if queries.form_of(lot) and queries.entitlement(coordinator.organisation, lot.received_on)
    ]
    for rank, lot in enumerate(receipted[: RECEIPTS + TO_ANSWER]):
        by: Actor = account if lot.donor_id == own.pk else Bearer(policy.SPACE, lot.donor_id)
        organisation = lot.donor.organisation
        assert organisation is not None
        said = donors.declare_value(
            book,
            lot,
            value_cents=(180 + 145 * rank) * 100,
            basis=BASIS,
            name=organisation.name,
            address=f"{rank + 3} rue de la Démonstration, {organisation.commune}",
            legal_form="SAS" if rank % 2 else "SARL",
            siret=organisation.siret,
            paper=(draw("desktop", "mark", book.random), "registre-des-immobilisations.jpg"),
            by=by,
            at=at - (RECEIPTS + TO_ANSWER - rank) * DAY,
        )
        if rank % 2 == 0:
            donors.issue_receipt(book, said, by=coordinator, at=at - rank * HOURS)


def _plan(book: Book, donor: Donor, today: datetime.date, rank: int, *, by: Actor, at: datetime.datetime) -> None:
    first = today.year * 4 + (today.month - 1) // 3
    for confidence, later, units, slug in PLANS[: 3 if rank == 0 else 1 + rank % 2]:
        when = first + later + rank % 3
        donors.plan_renewal(
            book,
            donor,
            book.categories[slug],
            units=units + 5 * rank,
            year=when // 4,
            quarter=when % 4 + 1,
            confidence=confidence,
            note="Marché en cours" if rank == 0 and confidence == "decided" else "",
            by=by,
            at=at,
        )
