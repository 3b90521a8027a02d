"""What the actions keep in the database while they work, kept in memory: rows, stock, last numbers, the journal's chain."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from random import Random
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.db.models import Model

from maillon.common.actors import Actor
from maillon.common.moments import PARIS
from maillon.demo.book.chain import Chain, Entry
from maillon.demo.book.rows import make
from maillon.demo.book.tables import table
from maillon.ground.documents.models import Counter, Document, digest
from maillon.ground.journal import models as journal
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Affiliation, Network, Organisation
from maillon.matter.ledger.actions import Line
from maillon.matter.ledger.models import STOCK, Account, Category, Movement, Stock
from maillon.matter.lots.models import Donor
from maillon.matter.refurbishing.models import Check, GradingRule, cpu_key

R = TypeVar("R", bound=Model)
ENOUGH = 20_000
DELAY = datetime.timedelta(seconds=4)


class Move(NamedTuple):
    """The columns of `ledger.Movement`, ten times lighter to make."""

    network_id: uuid.UUID
    holder_id: uuid.UUID
    lot: uuid.UUID | None
    device: uuid.UUID | None
    category_id: str | None
    source: str
    target: str
    units: int
    mass_g: int
    on: datetime.date
    reason: str
    act: uuid.UUID
    corrects: int | None


class Book:
    """Rows that wait to be written. Keys and codes are drawn from `randomness`, so that the same acts give the same rows.

    Messages older than `mail_since` are not kept, as in a network that forgets them.
    """

    def __init__(self, randomness: Random, mail_since: datetime.datetime | None = None, chain: Chain | None = None):
        self.random = randomness
        self.mail_since = mail_since
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        # A chain whose entries are all written is empty, and still the chain to go on with.
        self.chain = Chain() if chain is None else chain
        self.moves: list[Move] = []
        self.written: dict[str, int] = defaultdict(int)
        self.stocks: dict[tuple, Stock] = {}
        self.accessories: dict[tuple, list[Stock]] = defaultdict(list)
        self.counters: dict[tuple, Counter] = {}
        self.affiliations: dict[tuple[uuid.UUID, uuid.UUID], Affiliation] = {}
        self.by_siret: dict[str, Organisation] = {}
        self.donors: dict[tuple[uuid.UUID, uuid.UUID], Donor] = {}
        self.codes: set[str] = set()
        self.models: dict[tuple[uuid.UUID, str], dict[str, Any]] = {}
        self.given: set[uuid.UUID] = set()
        self.categories = {category.slug: category for category in Category.objects.all()}
        self.checks = {
            slug: list(Check.objects.filter(categories=slug).values_list("slug", "blocking"))
            for slug in self.categories
        }
        self.methods: dict[tuple[str, str], Any] | None = None
        self.rule = GradingRule.objects.filter(network=None).first()
        self.scores: dict[str, int] = {}
        self.keys: dict[str, str] = {}

    def score(self, cpu: str) -> int | None:
        """As `refurbishing.queries.score_of`."""
        if cpu not in self.keys:
            self.keys[cpu] = cpu_key(cpu)
        return self.scores.get(self.keys[cpu])

    def id(self, at: datetime.datetime) -> uuid.UUID:
        """A UUIDv7 of that instant."""
        draw = self.random.getrandbits(74)
        milliseconds = int(at.timestamp() * 1000)
        return uuid.UUID(int=milliseconds << 80 | 7 << 76 | (draw >> 62) << 64 | 2 << 62 | (draw & (1 << 62) - 1))

    def row(self, model: type[R], /, **values: Any) -> R:
        """A row to write."""
        made = make(model, **values)
        self.rows[model].append(made)
        return made

    def enter(self, model: type[R], at: datetime.datetime, /, *, id: uuid.UUID | None = None, **values: Any) -> R:
        """A record entered at that instant."""
        return self.row(model, id=id or self.id(at), created_at=at, **values)

    def record(
        self,
        verb: str,
        subject: Any,
        *,
        by: Actor,
        at: datetime.datetime,
        network: uuid.UUID | None = None,
        **data: Any,
    ) -> Entry:
        """As `journal.record`, sealed at once."""
        entry = Entry(
            id=self.id(at),
            network=network if network is not None else getattr(subject, "network_id", None),
            at=at,
            verb=verb,
            kind=subject._meta.label_lower,
            subject=subject.pk,
            actor_kind=by.actor_kind,
            actor=by.actor_id,
            organisation=by.actor_organisation_id,
            data=data,
        )
        self.chain.append(entry)
        if len(self.chain) >= ENOUGH:
            self.flush()
        return entry

    def number(self, issuer: Organisation, kind: str, year: int) -> int:
        """As `documents.next_number`."""
        counter = self.counters.get((issuer.pk, kind, year))
        if counter is None:
            counter = self.row(Counter, issuer=issuer, kind=kind, year=year)
            self.counters[issuer.pk, kind, year] = counter
        counter.last += 1
        return counter.last

    def issue(
        self,
        kind: str,
        *,
        network: Network,
        issuer: Organisation,
        about: uuid.UUID,
        facts: dict[str, Any],
        on: datetime.date,
        by: Actor,
        at: datetime.datetime,
        recipient: Organisation | None = None,
    ) -> Document:
        """As `documents.issue`."""
        document = self.enter(
            Document,
            at,
            network=network,
            issuer=issuer,
            recipient=recipient,
            kind=kind,
            year=on.year,
            number=self.number(issuer, kind, on.year),
            issued_on=on,
            about=about,
            code=f"{self.random.getrandbits(160):040x}",
            facts=facts,
            digest=digest(facts),
        )
        self.record(
            "documents.issue",
            document,
            by=by,
            at=at,
            reference=document.reference,
            digest=document.digest,
            about=str(about),
        )
        return document

    def forgets(self, at: datetime.datetime) -> bool:
        """Whether a message of that instant is not kept: its text need not be written."""
        return self.mail_since is not None and at < self.mail_since

    def write(self, to: str, subject: str, body: str, *, at: datetime.datetime, network: uuid.UUID | None) -> None:
        """As `messages.write`, and sent since."""
        if self.forgets(at):
            return
        self.enter(
            Message,
            at,
            network=network,
            to=to,
            subject=subject[:200],
            body=body,
            state=Message.State.SENT,
            sent_at=at + DELAY,
        )

    def move(
        self, lines: Iterable[Line], *, network: Network, holder: Organisation, on: datetime.date, act: uuid.UUID
    ) -> None:
        """As `ledger.move`."""
        for line in lines:
            category = line.category.pk if line.category else None
            for account, sign in ((line.source, -1), (line.target, 1)):
                if account in STOCK:
                    stock = self._stock(network, holder, line.lot, account, category)
                    stock.units += sign * line.units
                    stock.mass_g += sign * line.mass_g
            self.moves.append(
                Move(
                    network_id=network.pk,
                    holder_id=holder.pk,
                    lot=line.lot,
                    device=line.device,
                    category_id=category,
                    source=line.source,
                    target=line.target,
                    units=line.units,
                    mass_g=line.mass_g,
                    on=on,
                    reason=line.reason,
                    act=act,
                    corrects=line.corrects,
                )
            )

    def _stock(
        self, network: Network, holder: Organisation, lot: uuid.UUID | None, account: Account, category: str | None
    ) -> Stock:
        if account == Account.UNSORTED:
            category = None
        place = (network.pk, holder.pk, lot, account, category)
        stock = self.stocks.get(place)
        if stock is None:
            stock = self.stocks[place] = self.row(
                Stock, network=network, holder=holder, lot=lot, account=account, category_id=category
            )
            if account == Account.ACCESSORIES:
                self.accessories[network.pk, holder.pk, category].append(stock)
        return stock

    def flush(self) -> None:
        """Write what can no longer change, so that memory stays small."""
        entries, seals = self.chain.seal()
        self._insert(journal.Entry, entries)
        self._insert(journal.Seal, seals)
        self._insert(Movement, self.moves)
        self.moves = []

    def save(self) -> None:
        """Write everything, in the transaction that the caller holds."""
        self.flush()
        for model in apps.get_models():
            self._insert(model, self.rows.pop(model, []))

    def close(self) -> None:
        """The last book of a build also writes the entries of no network."""
        self.chain.finish()
        self.flush()

    def _insert(self, model: type[Model], rows: list[Any]) -> None:
        if rows:
            table(model).insert(rows)
            self.written[model._meta.label] += len(rows)


def local_day(at: datetime.datetime) -> datetime.date:
    """The day of Paris on which an act takes place."""
    return at.astimezone(PARIS).date()


class Known(list):
    """Related rows that are known already, where Django would read them: asking for what comes with them changes nothing."""

    def all(self) -> "Known":
        return self

    def select_related(self, *names: str) -> "Known":
        return self

    def prefetch_related(self, *names: str) -> "Known":
        return self


def as_if_read(instance: Model, **lists: list[Any]) -> None:
    """Give an instance its related rows, as Django's `prefetch_related` would: what reads them asks no database."""
    cache = instance.__dict__.setdefault("_prefetched_objects_cache", {})
    cache.update((name, Known(rows)) for name, rows in lists.items())


def read(instance: Model, name: str) -> Known:
    """The related rows that `as_if_read` gave."""
    return instance.__dict__["_prefetched_objects_cache"][name]
