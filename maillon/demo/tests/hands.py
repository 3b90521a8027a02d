"""The same acts by two hands: the actions of the site, and the bulk writer of the demonstration."""

import datetime
import hashlib
from random import Random
from typing import Any

from django.utils import timezone

from maillon.common.actors import PLATFORM, PUBLIC, Bearer
from maillon.demo.book import Book
from maillon.demo.book import accompaniment as book_accompaniment
from maillon.demo.book import devices as book_devices
from maillon.demo.book import donations as book_donations
from maillon.demo.book import erasure as book_erasure
from maillon.demo.book import handovers as book_handovers
from maillon.demo.book import lots as book_lots
from maillon.demo.book import needs as book_needs
from maillon.demo.book import organisations as book_organisations
from maillon.demo.book import people as book_people
from maillon.demo.book import places as book_places
from maillon.demo.book import refurbishing as book_refurbishing
from maillon.demo.book import rounds as book_rounds
from maillon.demo.book import transfers as book_transfers
from maillon.demo.book.book import read
from maillon.demo.tests.donors_hands import DonorsActions, DonorsBulk
from maillon.giving.donations import actions as donations
from maillon.giving.donations import policy as offers
from maillon.giving.rounds import actions as rounds
from maillon.giving.rounds import tasks as rounds_tasks
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, Network
from maillon.matter.devices import actions as devices
from maillon.matter.devices import reports
from maillon.matter.erasure import actions as erasure
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Category
from maillon.matter.lots import actions as lots
from maillon.matter.refurbishing import actions as refurbishing
from maillon.matter.transfers import actions as transfers
from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.handovers import actions as handovers
from maillon.sharing.needs import actions as needs
from maillon.sharing.people import actions as people


class Actions(DonorsActions):
    """As people do it, one act at a time."""

    def __init__(self, by: Member):
        self.by = by
        self.network: Network = by.network

    def found(self, **fields: Any) -> Any:
        return organisations.found(by=PLATFORM, **fields)

    def affiliate(self, organisation: Any, roles: list[str]) -> Any:
        return organisations.affiliate(self.network, organisation, roles=roles, by=PLATFORM)

    def adhere(self, organisation: Any, territory: Any, starts_on: datetime.date) -> Any:
        return organisations.adhere(self.network, organisation, starts_on=starts_on, territory=territory, by=PLATFORM)

    def join(self, user: Any, organisation: Any, roles: list[str]) -> Any:
        return organisations.join(user, organisation, self.network, roles=roles, by=PLATFORM)

    def open_site(self, organisation: Any, **fields: Any) -> Any:
        return organisations.open_site(organisation, by=PLATFORM, **fields)

    def open_location(self, site: Any, name: str, parent: Any = None) -> Any:
        return ledger.open_location(site, name=name, parent=parent, by=self.by)

    def place(self, device: Any, location: Any) -> None:
        devices.place(device.pk, location, by=self.by)

    def submit(self, lines: dict[Category, int], **fields: Any) -> Any:
        return donations.submit(self.network, lines=lines, by=PUBLIC, **fields)

    def ask_donor(self, offer: Any, question: str) -> None:
        donations.ask(offer.pk, question=question, by=self.by)

    def reply(self, offer: Any, answer: str) -> None:
        donations.reply(offer.pk, answer=answer, by=Bearer(offers.FOLLOW, offer.pk))

    def turn_down(self, offer: Any, reason: str) -> None:
        donations.refuse(offer.pk, reason=reason, by=self.by)

    def accept(self, offer: Any, regime: str) -> None:
        donations.accept(offer.pk, regime=regime, by=self.by)

    def receive(self, offer: Any, **told: Any) -> Any:
        return donations.receive(offer.pk, by=self.by, **told)

    def enter_vehicle(self, **told: Any) -> Any:
        return rounds.enter_vehicle(self.network, self.by.organisation, by=self.by, **told)

    def add_container(self, **told: Any) -> Any:
        return rounds.add_container(self.network, by=self.by, **told)

    def keep_round(self, vehicle: Any, day: datetime.date, offer: Any) -> Any:
        plan = rounds.ask(days=[day], vehicles=[vehicle], by=self.by)
        rounds_tasks.compute.call(str(plan.pk))
        (round_,) = rounds.keep(plan.pk, drivers={str(vehicle.pk): self.by}, by=self.by)
        return round_

    def send_round(self, round_: Any) -> None:
        rounds.send(round_.pk, by=self.by)

    def collect(self, round_: Any, **told: Any) -> None:
        stop = round_.stops.get()
        rounds.arrive(stop.pk, by=self.by)
        rounds.collect(stop.pk, by=self.by, **told)

    def finish_round(self, round_: Any) -> None:
        rounds.finish(round_.pk, by=self.by)

    def drop_off(self, newcomer: dict[str, Any], **told: Any) -> Any:
        return lots.drop_off(None, newcomer=newcomer, by=self.by, **told)

    def close(self, lot: Any, reason: str) -> None:
        lots.close(lot, reason=reason, by=self.by)

    def print_labels(self, count: int) -> list[Any]:
        return devices.print_labels(count, by=self.by)

    def take_in(self, lot: Any, category: Category, label: Any, mass_g: int | None) -> Any:
        return devices.take_in(lot, category, code=label.code, mass_g=mass_g, by=self.by)

    def sort(self, device: Any) -> None:
        devices.sort(device.pk, by=self.by)

    def identify(self, device: Any, data: bytes) -> None:
        devices.identify(device.pk, data, name="lshw.json", by=self.by)

    def erase(self, device: Any, data: bytes) -> None:
        erasure.record_log(device.pk, data, name="nwipe.log", by=self.by)

    def certify(self, device: Any) -> None:
        erasure.certify(device.pk, by=self.by)

    def install(self, device: Any, **told: Any) -> None:
        refurbishing.install(device.pk, by=self.by, **told)

    def examine(self, device: Any, **told: Any) -> None:
        refurbishing.examine(device.pk, by=self.by, **told)

    def recycle(self, device: Any, reason: str) -> None:
        devices.recycle(device.pk, reason=reason, by=self.by)

    def lose(self, device: Any, reason: str) -> None:
        devices.lose(device.pk, reason=reason, by=self.by)

    def take_back(self, device: Any, reason: str) -> None:
        handovers.take_back(device.pk, reason=reason, by=self.by)

    def enter(self, **told: Any) -> Any:
        return people.enter(informed=True, by=self.by, **told)

    def anonymise(self, person: Any) -> None:
        people.anonymise(person.pk, by=PLATFORM)

    def ask(self, **told: Any) -> Any:
        return needs.ask(eligible=True, by=self.by, **told)

    def question(self, need: Any, text: str) -> None:
        needs.question(need.pk, text=text, by=self.by)

    def refuse(self, need: Any, reason: str) -> None:
        needs.refuse(need.pk, reason=reason, by=self.by)

    def reserve(self, need: Any, given: dict[str, Any]) -> None:
        for item in need.items.order_by("category__rank"):
            needs.reserve(item.pk, given[item.category_id].pk, by=self.by)

    def plan(self, **told: Any) -> Any:
        return accompaniment.plan(by=self.by, **told)

    def enrol(self, session: Any, **who: Any) -> Any:
        return accompaniment.enrol(session.pk, by=self.by, **who)

    def came(self, enrolment: Any, *, came: bool) -> None:
        accompaniment.note_attendance(enrolment.pk, came=came, by=self.by)

    def appoint(self, need: Any, **told: Any) -> Any:
        return handovers.plan(need.pk, by=self.by, **told)

    def hand_over(self, handover: Any, **told: Any) -> None:
        handovers.hand_over(handover.pk, by=self.by, **told)

    def hand_on(self, device: Any, to: Any, site: Any, on: datetime.date) -> None:
        transfers.record_agreement(to, title="C-1", starts_on=on, by=self.by)
        made = transfers.open_transfer(to, by=self.by)
        transfers.add(made.pk, device.pk, by=self.by)
        transfers.send(made.pk, agreement="C-1", seals="SC-1", by=self.by)
        transfers.see(made.pk, device.pk, by=self.by)
        transfers.finish(made.pk, site=site, seals={"SC-1": ("intact", "")}, by=self.by)

    def finish(self) -> None:
        """Nothing waits: each act was written as it was done."""


class Bulk(DonorsBulk):
    """As the demonstration does it, all rows at the end."""

    def __init__(self, by: Member):
        self.by = by
        self.network: Network = by.network
        self.book = Book(Random(1))

    def _done(self, verb: Any, *things: Any, by: Any = None, **told: Any) -> Any:
        return verb(self.book, *things, by=by or self.by, at=timezone.now(), **told)

    def found(self, **fields: Any) -> Any:
        return self._done(book_organisations.found, by=PLATFORM, **fields)

    def affiliate(self, organisation: Any, roles: list[str]) -> Any:
        return self._done(book_organisations.affiliate, self.network, organisation, roles=roles, by=PLATFORM)

    def adhere(self, organisation: Any, territory: Any, starts_on: datetime.date) -> Any:
        verb = book_organisations.adhere
        return self._done(verb, self.network, organisation, starts_on=starts_on, territory=territory, by=PLATFORM)

    def join(self, user: Any, organisation: Any, roles: list[str]) -> Any:
        return self._done(book_organisations.join, user, organisation, self.network, roles=roles, by=PLATFORM)

    def open_site(self, organisation: Any, **fields: Any) -> Any:
        return self._done(book_organisations.open_site, organisation, by=PLATFORM, **fields)

    def open_location(self, site: Any, name: str, parent: Any = None) -> Any:
        return self._done(book_places.open_location, site, name=name, parent=parent)

    def place(self, device: Any, location: Any) -> None:
        self._done(book_places.place, device, location)

    def submit(self, lines: dict[Category, int], **fields: Any) -> Any:
        return self._done(book_donations.submit, self.network, lines=lines, by=PUBLIC, **fields)

    def ask_donor(self, offer: Any, question: str) -> None:
        self._done(book_donations.ask, offer, question=question)

    def reply(self, offer: Any, answer: str) -> None:
        self._done(book_donations.reply, offer, answer=answer, by=Bearer(offers.FOLLOW, offer.pk))

    def turn_down(self, offer: Any, reason: str) -> None:
        self._done(book_donations.refuse, offer, reason=reason)

    def accept(self, offer: Any, regime: str) -> None:
        self._done(book_donations.accept, offer, regime=regime)

    def receive(self, offer: Any, **told: Any) -> Any:
        return self._done(book_donations.receive, offer, **told)

    def enter_vehicle(self, **told: Any) -> Any:
        return self._done(book_rounds.enter_vehicle, self.network, self.by.organisation, **told)

    def add_container(self, **told: Any) -> Any:
        return self._done(book_rounds.add_container, self.network, **told)

    def keep_round(self, vehicle: Any, day: datetime.date, offer: Any) -> Any:
        return self._done(book_rounds.keep, vehicle, day, [offer], driver=self.by)

    def send_round(self, round_: Any) -> None:
        self._done(book_rounds.send, round_)

    def collect(self, round_: Any, **told: Any) -> None:
        (stop,) = read(round_, "stops")
        self._done(book_rounds.arrive, stop)
        self._done(book_rounds.collect, stop, **told)

    def finish_round(self, round_: Any) -> None:
        self._done(book_rounds.finish, round_)

    def drop_off(self, newcomer: dict[str, Any], **told: Any) -> Any:
        donor = self._done(book_lots.welcome, **newcomer)
        return self._done(book_lots.drop_off, donor, **told)

    def close(self, lot: Any, reason: str) -> None:
        self._done(book_lots.close, lot, reason=reason, on=timezone.localdate())

    def print_labels(self, count: int) -> list[Any]:
        return self._done(book_devices.print_labels, count)

    def take_in(self, lot: Any, category: Category, label: Any, mass_g: int | None) -> Any:
        return self._done(book_devices.take_in, lot, category, label, mass_g=mass_g)

    def sort(self, device: Any) -> None:
        self._done(book_devices.sort, device)

    def identify(self, device: Any, data: bytes) -> None:
        report = reports.read(data, "lshw.json")
        self._done(book_devices.identify, device, report, digest=hashlib.sha256(data).hexdigest())

    def erase(self, device: Any, data: bytes) -> None:
        evidence = hashlib.sha256(data).hexdigest()
        self._done(book_erasure.record_log, device, reports.read(data, "nwipe.log"), evidence=evidence)

    def certify(self, device: Any) -> None:
        self._done(book_erasure.certify, device)

    def install(self, device: Any, **told: Any) -> None:
        self._done(book_refurbishing.install, device, **told)

    def examine(self, device: Any, **told: Any) -> None:
        self._done(book_refurbishing.examine, device, **told)

    def recycle(self, device: Any, reason: str) -> None:
        self._done(book_devices.recycle, device, reason=reason)

    def lose(self, device: Any, reason: str) -> None:
        self._done(book_devices.lose, device, reason=reason)

    def take_back(self, device: Any, reason: str) -> None:
        self._done(book_devices.take_back, device, reason=reason)

    def enter(self, **told: Any) -> Any:
        return self._done(book_people.enter, **told)

    def anonymise(self, person: Any) -> None:
        self._done(book_people.anonymise, person, by=PLATFORM)

    def ask(self, **told: Any) -> Any:
        return self._done(book_needs.ask, **told)

    def question(self, need: Any, text: str) -> None:
        self._done(book_needs.question, need, text=text)

    def refuse(self, need: Any, reason: str) -> None:
        self._done(book_needs.refuse, need, reason=reason)

    def reserve(self, need: Any, given: dict[str, Any]) -> None:
        for item in sorted(need.items.all(), key=lambda item: item.category.rank):
            self._done(book_needs.reserve, item, given[item.category_id])

    def plan(self, **told: Any) -> Any:
        return self._done(book_accompaniment.plan, **told)

    def enrol(self, session: Any, **who: Any) -> Any:
        return self._done(book_accompaniment.enrol, session, **who)

    def came(self, enrolment: Any, *, came: bool) -> None:
        self._done(book_accompaniment.note_attendance, enrolment, came=came)

    def appoint(self, need: Any, **told: Any) -> Any:
        return self._done(book_handovers.plan, need, **told)

    def hand_over(self, handover: Any, **told: Any) -> None:
        self._done(book_handovers.hand_over, handover, **told)

    def hand_on(self, device: Any, to: Any, site: Any, on: datetime.date) -> None:
        under = self._done(book_transfers.record_agreement, to, title="C-1", starts_on=on)
        made = self._done(book_transfers.open_transfer, to, agreement=under)
        items = [self._done(book_transfers.add, made, device)]
        self._done(book_transfers.send, made, items, seals="SC-1")
        self._done(book_transfers.finish, made, items, site=site)

    def finish(self) -> None:
        self.book.save()
        self.book.close()
