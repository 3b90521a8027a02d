"""Any sequence of acts and of corrections, by anyone, leaves the invariants true: the ledger closes to the gram."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from maillon.ground.journal.models import Entry
from maillon.matter.corrections import actions as corrections
from maillon.matter.devices.models import IN_STOCK, Device
from maillon.matter.lots.models import Lot
from tests.factories import category
from tests.test_invariants import CATEGORIES, PICK, REGIMES, Filiere

pytestmark = pytest.mark.django_db

FEWEST = 4
"""Kinds of corrections, out of seven, that a quick run does at least: each life tries some of the rules only."""
DONE: set[str] = set()


class Corrected(Filiere):
    """The same network, where what was written is put right all the time."""

    @rule(who=PICK, lot=PICK, change=st.integers(-900, 900), slug=CATEGORIES, units=st.integers(0, 4), regime=REGIMES)
    def correct_lot(self, who, lot, change, slug, units, regime):
        if found := self.one(Lot, lot):
            self.attempt(
                lambda: corrections.correct_lot(
                    found.pk,
                    weighed_g=found.weighed_g + change,
                    counts={category(slug): units, category("mouse"): units},
                    regime=regime if change % 3 == 0 else "",
                    reason="relu",
                    by=self.who(who),
                )
            )

    @rule(who=PICK, lot=PICK)
    def reopen(self, who, lot):
        if found := self.one(Lot, lot):
            self.attempt(lambda: corrections.reopen_lot(found.pk, reason="un carton oublié", by=self.who(who)))

    @rule(who=PICK, lot=PICK, share=st.integers(1, 3))
    def split(self, who, lot, share):
        """A part of the mass, with every second device and as many units as it takes."""
        found = self.one(Lot, lot)
        if not found:
            return
        moved = list(Device.objects.filter(lot=found).order_by("pk"))[::2]
        counts: dict = {category("mouse"): 1}
        for device in moved:
            counts[category(device.category_id)] = counts.get(category(device.category_id), 0) + 1
        self.attempt(
            lambda: corrections.split_lot(
                found.pk,
                weighed_g=max(found.weighed_g * share // 4, 1),
                counts=counts,
                devices=[device.pk for device in moved],
                reason="deux donateurs",
                by=self.who(who),
            )
        )

    @rule(lot=PICK, into=PICK)
    def merge_lots(self, lot, into):
        one = self.one(Lot, lot, merged_into=None, closed_on=None)
        alike = {"donor": one.donor_id, "regime": one.regime, "holder": one.holder_id} if one else {}
        if one and (other := self.one(Lot, into, merged_into=None, closed_on=None, **alike)):
            self.attempt(lambda: corrections.merge_lots(one.pk, other.pk, reason="un seul camion", by=self.members[0]))

    @rule(who=PICK, device=PICK)
    def undo(self, who, device):
        if found := self.one(Device, device):
            self.attempt(lambda: corrections.undo(found.pk, reason="mauvais appareil", by=self.who(who)))

    @rule(who=PICK, device=PICK, other=PICK)
    def merge_devices(self, who, device, other):
        one = self.one(Device, device, state__in=IN_STOCK)
        alike = {"category": one.category_id, "holder": one.holder_id} if one else {}
        if one and (two := self.one(Device, other, state__in=IN_STOCK, **alike)):
            self.attempt(lambda: corrections.merge_devices(one.pk, two.pk, reason="le même", by=self.who(who)))

    @rule(turn=PICK)
    def merge_organisations(self, turn):
        """The neighbour, now and then, was the head all along."""
        if turn % 3 == 0:
            head, neighbour = self.network.head_id, self.members[3].organisation_id
            self.attempt(lambda: corrections.merge_organisations(head, neighbour, reason="la même", by=self.members[0]))
            self.members[3].refresh_from_db()

    @invariant()
    def count_reached(self):
        super().count_reached()
        DONE.update(Entry.objects.filter(verb__startswith="corrections.").values_list("verb", flat=True))


def test_any_sequence_of_corrections_leaves_the_invariants_true():
    run_state_machine_as_test(
        Corrected,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(DONE) >= FEWEST, "too few corrections were tried"


@pytest.mark.slow
def test_any_long_sequence_of_corrections_leaves_the_invariants_true():
    run_state_machine_as_test(
        Corrected,
        settings=settings(
            max_examples=60, stateful_step_count=100, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
