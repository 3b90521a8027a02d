"""Write the movements of an act."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import F

from maillon.common.actors import Actor
from maillon.common.errors import Refused
from maillon.ground.organisations.models import Network, Organisation
from maillon.matter.ledger.models import STOCK, Account, Category, Movement, Stock


@dataclass(frozen=True, kw_only=True)
class Line:
    """One movement to write: units and grams, from an account to another, for a category (None: mixed)."""

    source: Account
    target: Account
    units: int
    mass_g: int
    category: Category | None = None
    lot: uuid.UUID | None = None
    device: uuid.UUID | None = None
    reason: str = ""
    corrects: int | None = None


@transaction.atomic(savepoint=False)
def move(
    lines: Iterable[Line],
    *,
    network: Network,
    holder: Organisation,
    on: datetime.date,
    act: uuid.UUID,
    by: Actor,
) -> list[Movement]:
    """Write the lines and the stock that they change, together.

    Raises Refused when a stock other than the unsorted one would become negative: the act that called has failed with it,
    for want of a savepoint here. `by` is whoever the calling action
    allowed; the movement points to that action's act.
    """
    made = []
    for line in lines:
        for account, sign in ((line.source, -1), (line.target, 1)):
            if account in STOCK:
                _change(line, account, sign, network=network, holder=holder)
        movement = _movement(line, act, network=network, holder=holder, on=on)
        movement.save(force_insert=True)
        made.append(movement)
    return made


@transaction.atomic(savepoint=False)
def move_many(
    lines: Sequence[tuple[uuid.UUID, Line]],
    *,
    network: Network,
    holder: Organisation,
    on: datetime.date,
    by: Actor,
) -> None:
    """Write many lines at once, each with the act it comes of. As `move`, on the sums that each stock changes by."""
    sums: dict[tuple[Account, str | None, uuid.UUID | None], Line] = {}
    for _, line in lines:
        for account, sign in ((line.source, -1), (line.target, 1)):
            if account in STOCK:
                category = None if account == Account.UNSORTED else line.category
                key = (account, category.pk if category else None, line.lot)
                former = sums.get(key, replace(line, units=0, mass_g=0))
                sums[key] = replace(
                    former, units=former.units + sign * line.units, mass_g=former.mass_g + sign * line.mass_g
                )
    for (account, _, _), summed in sums.items():
        _change(summed, account, 1, network=network, holder=holder)
    Movement.objects.bulk_create(
        [_movement(line, act, network=network, holder=holder, on=on) for act, line in lines], batch_size=1000
    )


def _movement(line: Line, act: uuid.UUID, *, network: Network, holder: Organisation, on: datetime.date) -> Movement:
    """The line as a row of the ledger, not yet written."""
    return Movement(
        network=network,
        holder=holder,
        on=on,
        act=act,
        category=line.category,
        lot=line.lot,
        device=line.device,
        source=line.source,
        target=line.target,
        units=line.units,
        mass_g=line.mass_g,
        reason=line.reason,
        corrects=line.corrects,
    )


def _change(line: Line, account: Account, sign: int, *, network: Network, holder: Organisation) -> None:
    place = {
        "network": network,
        "holder": holder,
        "lot": line.lot,
        "account": account,
        "category": None if account == Account.UNSORTED else line.category,
    }
    change = {"units": F("units") + sign * line.units, "mass_g": F("mass_g") + sign * line.mass_g}
    try:
        if not Stock.objects.filter(**place).update(**change):
            Stock.objects.create(**place, units=sign * line.units, mass_g=sign * line.mass_g)
    except IntegrityError as error:
        raise Refused("Il n’en reste pas autant en stock : recomptez, ou choisissez un autre lot.") from error
