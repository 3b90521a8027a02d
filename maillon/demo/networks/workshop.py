"""What happens to each unit between the truck and the shelf, as acts of the agenda."""

import datetime
import uuid
from random import Random

from maillon.common.actors import PUBLIC
from maillon.demo.book import Book, devices, donations, erasure, lots, refurbishing
from maillon.demo.networks import machines
from maillon.demo.networks.agenda import Agenda, after, instant, worked
from maillon.demo.networks.collection import Delivery, Unit
from maillon.giving.donations.models import Offer
from maillon.ground.documents.models import digest
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Label
from maillon.matter.lots.models import Donor
from maillon.matter.lots.queries import regimes_for
from maillon.matter.refurbishing.models import Examination

SHEET = 84  # labels on four pages
GAP_REASONS = (
    "Palettes, cartons et films pesés avec le matériel",
    "Visserie, mousses et câbles hors décompte",
    "Balance au demi-kilogramme",
    "Masses de catégorie pour les objets non pesés",
)
WORN_REASONS = (
    "Trop ancien pour être utile",
    "Ne s’allume pas, carte mère en panne",
    "Dalle cassée",
    "Écran à tube",
    "Modèle sans pilote libre",
    "Coque et charnières cassées",
)
BENCH_REASONS = ("Arrêts répétés à l’épreuve, cause introuvable", "Carte mère en panne", "Mémoire soudée défectueuse")
DEFECTS = {
    "camera": "Webcam absente ou en panne",
    "sound": "Micro en panne",
    "jack": "Prise casque en panne",
    "bluetooth": "Bluetooth absent ou en panne",
    "drive": "Lecteur de disques absent ou en panne",
}
AGES = list(Offer.Age.values)


class Workshop:
    """Puts the acts of deliveries on the agenda of a network.

    What is decided when an act is planned is drawn from the `random` of its season; what is decided when it is played,
    from the book's: so that what happens this year changes nothing in the years before.
    """

    def __init__(self, book: Book, agenda: Agenda, coordinator: Member):
        self.book = book
        self.agenda = agenda
        self.coordinator = coordinator
        self.grades = machines.Grades(book)
        self.labels: dict[uuid.UUID, list[Label]] = {}
        self.installers: list[Member] = []
        self.deliveries: list[Delivery] = []

    def deliver(self, delivery: Delivery, random: Random, *, slow: float = 1.0) -> None:
        """Offer, agreement, reception, sorting, bench, closing. `slow` stretches the days between them."""
        self.deliveries.append(delivery)
        received = delivery.at or worked(delivery.day, random)
        if delivery.offered:
            offered = worked(delivery.day - datetime.timedelta(days=random.randint(12, 30)), random)
            accepted = min(after(offered, random.randint(1, 6), random), received)
            self.agenda.at(offered, lambda at: self._submit(delivery, at))
            self.agenda.at(accepted, lambda at: self._accept(delivery, at))
        self.agenda.at(received, lambda at: self._receive(delivery, at))
        last = received
        random.shuffle(delivery.units)
        for rank, unit in enumerate(delivery.units):
            days = 1 + round((rank // 40 + random.randint(0, 3)) * slow)
            taken = after(received, days, random)
            last = max(last, taken)
            self._follow(unit, taken, random, slow)
        self.agenda.at(after(last, random.randint(1, 4), random), lambda at: self._close(delivery, at))

    def _submit(self, delivery: Delivery, at: datetime.datetime) -> None:
        giver = delivery.giver
        told = {
            self.book.categories[slug]: max(1, round(count * self.book.random.uniform(0.9, 1.06)))
            for slug, count in delivery.counts().items()
            if count > 2
        }
        delivery.offer = donations.submit(
            self.book,
            self.coordinator.network,
            lines=told or {self.book.categories["laptop"]: 1},
            by=PUBLIC,
            at=at,
            donor_kind=giver.kind,
            organisation_name="" if giver.kind == Donor.Kind.PERSON else giver.name,
            siret=giver.siret,
            contact_name=giver.contact,
            email=giver.email,
            phone=giver.phone,
            address=f"{self.book.random.randrange(1, 90)} rue de la Démonstration",
            commune_code=giver.commune_code,
            access=self.book.random.choice(("Quai de chargement", "Rez-de-chaussée, diable utile", "Ascenseur", "")),
            age=self.book.random.choice(AGES),
            condition=self.book.random.choice(list(Offer.Condition.values)),
            data=self.book.random.choices(list(Offer.Data.values), (80, 12, 8))[0],
        )

    def _accept(self, delivery: Delivery, at: datetime.datetime) -> None:
        assert delivery.offer is not None
        regime = self.regime(delivery)
        donations.accept(self.book, delivery.offer, regime=regime, by=self.coordinator, at=at)
        delivery.giver.donor = delivery.offer.donor

    def regime(self, delivery: Delivery) -> str:
        """The usual regime of such a donor; one company in three asks for a receipt."""
        usual = regimes_for(delivery.giver.kind)
        return usual[1] if delivery.giver.kind == Donor.Kind.COMPANY and delivery.day.day % 3 == 0 else usual[0]

    def _receive(self, delivery: Delivery, at: datetime.datetime) -> None:
        team, giver = delivery.team, delivery.giver
        told = {
            "holder": team.organisation,
            "received_on": at.date(),
            "weighed_g": delivery.weighed_g,
            "counts": {self.book.categories[slug]: count for slug, count in delivery.counts().items()},
            "by": team.lead,
            "at": at,
            "site": team.site,
        }
        if delivery.collect is not None:
            delivery.lot = delivery.collect(delivery, told)
            return
        if delivery.offer is not None:
            delivery.lot = donations.receive(self.book, delivery.offer, **told)
            return
        if giver.donor is None:
            giver.donor = lots.welcome(
                self.book,
                name=giver.name,
                kind=giver.kind,
                siret=giver.siret,
                email=giver.email,
                phone=giver.phone,
                commune_code=giver.commune_code,
                by=team.lead,
                at=at,
            )
        delivery.lot = lots.drop_off(self.book, giver.donor, regime=self.regime(delivery), **told)

    def _close(self, delivery: Delivery, at: datetime.datetime) -> None:
        assert delivery.lot is not None
        lots.close(
            self.book,
            delivery.lot,
            reason=self.book.random.choice(GAP_REASONS),
            by=delivery.team.lead,
            at=at,
            on=at.date(),
        )

    def _follow(self, unit: Unit, taken: datetime.datetime, random: Random, slow: float) -> None:
        """The acts of one unit, from its label on."""
        who = random.choice(unit.lot.team.bench)
        self.agenda.at(taken, lambda at: self._take_in(unit, who, at))
        if unit.fate == "recycled":
            reason = random.choice(WORN_REASONS)
            self.agenda.at(taken, lambda at: self._recycle(unit, who, reason, at))
            return
        if unit.fate == "lost":
            self.agenda.at(after(taken, 40, random), lambda at: self._lose(unit, at))
            return
        clear = kept = after(taken, random.randint(0, 1), random)
        self.agenda.at(kept, lambda at: devices.sort(self.book, unit.device, by=who, at=at))
        if unit.machine is not None:
            seen = after(kept, _days(random, 1, 6, slow), random)
            if unit.lot.bench_from is not None:
                seen = max(seen, after(instant(unit.lot.bench_from), _days(random, 1, 12, slow), random))
            clear = after(seen, _days(random, 0, 2, slow), random)
            self.agenda.at(seen, lambda at: self._identify(unit, who, at))
            self.agenda.at(clear, lambda at: self._erase(unit, who, at))
        if unit.fate == "failed":
            return
        installed = clear
        if unit.installed and unit.category in machines.INSTALLED:
            hand = random.choice(self.installers) if self.installers else who
            installed = after(clear, _days(random, 1, 6, slow), random)
            self.agenda.at(installed, lambda at: self._install(unit, hand, at))
        tested = after(installed, _days(random, 0, 3, slow), random)
        self.agenda.at(tested, lambda at: self._examine(unit, who, at))
        if unit.fate == "reuse":
            unit.ready_at = tested
            unit.usage = self.grades.of(unit.category, unit.machine, unit.cosmetic)

    def _take_in(self, unit: Unit, who: Member, at: datetime.datetime) -> None:
        assert unit.lot.lot is not None
        labels = self.labels.setdefault(unit.lot.team.organisation.pk, [])
        if not labels:
            labels += devices.print_labels(self.book, SHEET, by=unit.lot.team.lead, at=at)
        unit.device = devices.take_in(
            self.book,
            unit.lot.lot,
            self.book.categories[unit.category],
            labels.pop(),
            by=who,
            at=at,
            mass_g=unit.mass_g,
        )

    def _recycle(self, unit: Unit, who: Member, reason: str, at: datetime.datetime) -> None:
        devices.recycle(self.book, unit.device, reason=reason, by=who, at=at)

    def _lose(self, unit: Unit, at: datetime.datetime) -> None:
        devices.lose(self.book, unit.device, reason="Introuvable à l’inventaire", by=unit.lot.team.lead, at=at)

    def _identify(self, unit: Unit, who: Member, at: datetime.datetime) -> None:
        told = machines.report(unit.machine, unit.category)
        devices.identify(self.book, unit.device, told, digest=digest({"serial": told.serial}), by=who, at=at)

    def _erase(self, unit: Unit, who: Member, at: datetime.datetime) -> None:
        failed = unit.fate == "failed"
        told = machines.erasure(unit.machine, unit.category, at, failed=failed)
        evidence = digest({"disk": unit.machine.disk_serial, "ended_at": at.isoformat()})
        erasure.record_log(self.book, unit.device, told, evidence=evidence, by=who, at=at)
        if failed:
            self._recycle(unit, who, "Effacement impossible, disque détruit avec l’appareil", at)
        else:
            unit.certificate = erasure.certify(self.book, unit.device, by=who, at=at)

    def _install(self, unit: Unit, who: Member, at: datetime.datetime) -> None:
        system, until = machines.system(at.date())
        refurbishing.install(self.book, unit.device, system=system, until=until, by=who, at=at)

    def _examine(self, unit: Unit, who: Member, at: datetime.datetime) -> None:
        good = Examination.Result.GOOD.value
        results = {slug: good for slug, _ in self.book.checks[unit.category]}
        defects = []
        for slug, blocking in self.book.checks[unit.category]:
            if not blocking and self.book.random.random() < 0.06:
                results[slug] = Examination.Result.BAD.value
                defects.append(DEFECTS[slug])
        if unit.fate == "bench":
            results["power"] = Examination.Result.BAD.value
        refurbishing.examine(
            self.book,
            unit.device,
            results=results,
            cosmetic=unit.cosmetic,
            known_defects=", ".join(defects),
            by=who,
            at=at,
        )
        if unit.fate == "bench":
            self._recycle(unit, who, self.book.random.choice(BENCH_REASONS), at)


def _days(random: Random, least: int, most: int, slow: float) -> int:
    return round(random.randint(least, most) * slow)
