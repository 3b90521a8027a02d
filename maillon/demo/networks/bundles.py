"""What goes together: a machine and its screen for a person, a parcel for an association."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from maillon.demo.networks.collection import Unit
from maillon.demo.networks.ground import Team
from maillon.demo.networks.sessions import Meeting
from maillon.ground.organisations.models import Member, Organisation
from maillon.sharing.accompaniment.models import Enrolment
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need


@dataclass(slots=True, eq=False)
class Bundle:
    """What one request will receive. `way`: gift, sale or loan; a sale at `price_cents` a device, or at a usual price."""

    units: list[Unit]
    team: Team
    prescriber: Member
    way: str = HandOver.Kind.GIFT.value
    price_cents: int | None = None
    association: Organisation | None = None
    meeting: Meeting | None = None
    waiver: str = ""
    need: Need | None = None
    enrolment: Enrolment | None = None
    handover: HandOver | None = None

    @property
    def ready_at(self) -> datetime.datetime:
        return max(unit.ready_at for unit in self.units if unit.ready_at)


def bundles(
    units: Iterable[Unit], random: Random, *, persons: int | None, to_associations: int | None, parcels: int
) -> tuple[list[list[Unit]], list[list[Unit]]]:
    """(for persons, for associations): one machine to each of `persons` (None: every machine), some with a screen.

    `to_associations` units, all the other machines and the other screens, make `parcels` parcels; None: half the screens
    go with the other machines.
    """
    screens = sorted((unit for unit in units if unit.category == "monitor"), key=_when)
    mains = [unit for unit in units if unit.category != "monitor"]
    random.shuffle(mains)
    persons = len(mains) if persons is None else persons
    kept, given = sorted(mains[:persons], key=_when), mains[persons:]
    wanting = [unit for unit in kept if unit.category == "desktop"]
    wanting += [unit for unit in kept if unit.category == "laptop"]
    if to_associations is None:
        to_associations = len(given) + len(screens) // 2 if given else 0
    with_screens = len(screens) - (to_associations - len(given))
    if not 0 <= with_screens <= len(wanting):
        raise ValueError(f"{len(mains)} machines and {len(screens)} screens do not make these bundles.")
    pairs = dict(zip(sorted(wanting[:with_screens], key=_when), screens, strict=False))
    given += screens[with_screens:]
    groups = [[unit, pairs[unit]] if unit in pairs else [unit] for unit in kept]
    return groups, parcelled(sorted(given, key=_when), parcels)


def parcelled(units: Sequence[Unit], parcels: int) -> list[list[Unit]]:
    """The units in so many parcels of about the same size, in order."""
    if not units:
        return []
    cuts = [round(rank * len(units) / parcels) for rank in range(parcels + 1)]
    return [list(units[first:last]) for first, last in pairwise(cuts) if last > first]


def _when(unit: Unit) -> datetime.datetime:
    assert unit.ready_at is not None
    return unit.ready_at
