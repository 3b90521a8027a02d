"""Any sequence of acts, by anyone, leaves the invariants true."""

import datetime
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from maillon.common.errors import Forbidden, Refused
from maillon.ground.journal import jobs as journal
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import EXITS, Device, Medium, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure.models import Erasure, Recheck
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Lot, Regime
from maillon.matter.refurbishing import actions as refurbishing
from maillon.matter.refurbishing.queries import checks_for
from maillon.matter.transfers import actions as transfers
from maillon.sharing.handovers import actions as handovers
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need, NeedItem
from maillon.telling.impact.queries import faults
from tests.factories import PONTIVY, a_donor, a_lot, a_member, a_need, a_network, an_organisation, category
from tests.machines import nwipe, smartctl
from tests.transfers import Exchanges

pytestmark = pytest.mark.django_db

CATEGORIES = st.sampled_from(["laptop", "desktop", "monitor", "tablet"])
PICK = st.integers(min_value=0, max_value=50)
REGIMES = st.sampled_from(list(Regime))
STATUSES = st.sampled_from(["Erased", "-FAILED-", "UABORTED"])


REACHED: set[str] = set()


class Filiere(RuleBasedStateMachine):
    """A network where everybody tries everything, allowed or not."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.serials = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def people_arrive(self):
        self.network = a_network()
        neighbour = an_organisation("Atelier voisin")
        stranger = a_network()
        self.members = [
            a_member(Role.COORDINATOR, network=self.network),
            a_member(Role.TECHNICIAN, network=self.network),
            a_member(Role.PRESCRIBER, Role.DISTRIBUTOR, network=self.network),
            a_member(Role.TECHNICIAN, network=self.network, organisation=neighbour),
            a_member(Role.COORDINATOR, Role.TECHNICIAN, network=stranger),
        ]
        self.donor = a_donor(self.network)
        coordinator, technician, prescriber = self.members[:3]
        for regime in (Regime.COMPANY_GIFT, Regime.STATE_GIFT):
            lot = a_lot(coordinator, regime=regime, counts={"laptop": 3, "monitor": 1, "mouse": 2})
            devices.take_in(lot, category("laptop"), by=technician)
            devices.take_in(lot, category("monitor"), by=technician)
        a_need(prescriber, "laptop")
        a_need(prescriber, "laptop", "monitor")

    def attempt(self, act: Callable[[], object]) -> None:
        """Acts are tried by whoever: a refusal is an answer, anything else a fault."""
        try:
            with transaction.atomic():
                act()
        except (Refused, Forbidden):
            pass

    def one(self, model, pick: int, **filters):
        found = list(model.objects.filter(**filters).order_by("pk"))
        return found[pick % len(found)] if found else None

    def who(self, pick: int):
        """Mostly someone of the network's head, sometimes a neighbour or another network's."""
        return self.members[pick % (len(self.members) if pick > 40 else 3)]

    @rule(who=PICK, slug=CATEGORIES, units=st.integers(0, 3), regime=REGIMES, grams=st.integers(-1, 60_000))
    def receive(self, who, slug, units, regime, grams):
        by = self.who(who)
        self.attempt(
            lambda: lots.receive(
                self.donor,
                holder=by.organisation,
                regime=regime,
                received_on=timezone.localdate(),
                weighed_g=grams,
                counts={category(slug): units, category("mouse"): units},
                explanation="essai" if grams % 2 else "",
                by=by,
            )
        )

    @rule(who=PICK, lot=PICK, slug=CATEGORIES, grams=st.one_of(st.none(), st.integers(0, 30_000)))
    def take_in(self, who, lot, slug, grams):
        if found := self.one(Lot, lot):
            self.attempt(lambda: devices.take_in(found, category(slug), mass_g=grams, by=self.who(who)))

    @rule(who=PICK, lot=PICK)
    def close(self, who, lot):
        if found := self.one(Lot, lot):
            self.attempt(lambda: lots.close(found, reason="rien de plus", by=self.who(who)))

    @rule(who=PICK, device=PICK, act=st.sampled_from(["sort", "recycle", "lose", "find", "attest", "reweigh", "back"]))
    def handle(self, who, device, act):
        by, found = self.who(who), self.one(Device, device)
        if not found:
            return
        acts = {
            "sort": lambda: devices.sort(found.pk, by=by),
            "recycle": lambda: devices.recycle(found.pk, reason="essai", by=by),
            "lose": lambda: devices.lose(found.pk, reason="introuvable", by=by),
            "find": lambda: devices.find(found.pk, by=by),
            "attest": lambda: devices.attest_no_medium(found.pk, reason="vide", by=by),
            "reweigh": lambda: devices.reweigh(found.pk, mass_g=found.mass_g + 37, by=by),
            "back": lambda: handovers.take_back(found.pk, reason="panne", by=by),
        }
        self.attempt(acts[act])

    @rule(device=PICK, steps=st.integers(1, 5))
    def work_on(self, device, steps):
        """Someone of the workshop does what comes next, so that long lives are tried too."""
        found = self.one(Device, device)
        for _ in range(steps if found else 0):
            found.refresh_from_db()
            by = next((m for m in self.members[:4] if m.organisation_id == found.holder_id and m.in_workshop), None)
            if by is None:
                return
            results = {check.slug: "good" for check in checks_for(found)}
            following = {
                State.RECEIVED: lambda by=by: devices.sort(found.pk, by=by),
                State.RETURNED: lambda by=by: devices.sort(found.pk, by=by),
                State.TO_ERASE: lambda by=by: self._clear(found, by),
                State.ERASED: lambda by=by, r=results: refurbishing.examine(
                    found.pk, results=r, cosmetic="fine", by=by
                ),
                State.IN_REPAIR: lambda by=by, r=results: refurbishing.examine(
                    found.pk, results=r, cosmetic="fine", by=by
                ),
            }
            if found.state in following:
                self.attempt(following[found.state])

    def _clear(self, device, by):
        for medium in device.media.exclude(state__in=Medium.CLEAR):
            erasure.record_log(device.pk, nwipe(medium.serial), name="nwipe.log", by=by)
        if not device.media.exists():
            devices.attest_no_medium(device.pk, reason="vide", by=by)

    @rule(need=PICK)
    def serve(self, need):
        """The coordinator and the distributor bring a request to its end, if they can."""
        found = self.one(Need, need, state__in=Need.OPEN)
        coordinator, distributor = self.members[0], self.members[2]
        if not found:
            return
        for item in found.items.filter(state=NeedItem.State.WAITING):
            device = self.one(Device, need, state=State.READY, category=item.category_id)
            if device:
                self.attempt(lambda item=item, device=device: needs.reserve(item.pk, device.pk, by=coordinator))
        self.attempt(
            lambda: handovers.hand_over(
                handovers.plan(
                    found.pk,
                    distributor=distributor.organisation,
                    planned_at=timezone.now() + datetime.timedelta(days=1),
                    place="au comptoir",
                    commune_code=PONTIVY,
                    waiver="à l’aise",
                    by=coordinator,
                ).pk,
                kind=HandOver.Kind.GIFT,
                by=distributor,
            )
        )

    @rule(who=PICK, device=PICK)
    def identify(self, who, device):
        if found := self.one(Device, device):
            self.serials += 1
            report = smartctl(f"SN{self.serials:06d}X")
            self.attempt(lambda: devices.identify(found.pk, report, name="smart.json", by=self.who(who)))

    @rule(who=PICK, medium=PICK, status=STATUSES)
    def erase(self, who, medium, status):
        if found := self.one(Medium, medium):
            log = nwipe(found.serial, status=status)
            self.attempt(lambda: erasure.record_log(found.device_id, log, name="nwipe.log", by=self.who(who)))

    @rule(who=PICK, medium=PICK)
    def destroy(self, who, medium):
        if found := self.one(Medium, medium):
            self.attempt(lambda: erasure.destroy(found.pk, how="shred", reference="D-1", by=self.who(who)))

    @rule(
        who=PICK,
        medium=PICK,
        device=PICK,
        act=st.sampled_from(["out", "back", "move", "absent", "there", "cancel", "hidden", "attest"]),
    )
    def handle_medium(self, who, medium, device, act):
        """Disks are taken out, mounted elsewhere, called absent, and proofs taken back, by anyone at any time."""
        by, found, other = self.who(who), self.one(Medium, medium), self.one(Device, device)
        if not found:
            return
        proof = found.erasures.filter(cancelled_at=None).first()
        said = {"tool": "nvme-cli", "command": "nvme sanitize", "statement": "vu", "read_back": False}
        acts = {
            "out": lambda: erasure.take_out(found.pk, reason="carton", by=by),
            "back": lambda: erasure.put_back(found.pk, by=by),
            "move": lambda: erasure.move_medium(found.pk, code=other.label, reason="essai", by=by),
            "absent": lambda: erasure.attest_absent(found.pk, reason="vide", by=by),
            "there": lambda: erasure.restore_medium(found.pk, reason="trouvé", by=by),
            "cancel": lambda: proof and erasure.cancel(proof.pk, reason="erreur", by=by),
            "hidden": lambda: proof and erasure.accept_hidden(proof.pk, how="ôtées", by=by),
            "attest": lambda: erasure.record_manual(found.pk, technique="sanitize_block", by=by, **said),
        }
        self.attempt(acts[act])

    @rule(who=PICK, recheck=PICK, good=st.booleans(), percent=st.integers(-5, 105))
    def read_again(self, who, recheck, good, percent):
        by, found = self.who(who), self.one(Recheck, recheck, state=Recheck.State.WAITING)
        self.attempt(lambda: erasure.set_rules(self.network, recheck_percent=percent, manual_entry=True, by=by))
        if found:
            self.attempt(lambda: erasure.recheck(found.pk, good=good, finding="lu", by=by))

    @rule(who=PICK, device=PICK)
    def certify(self, who, device):
        if found := self.one(Device, device):
            self.attempt(lambda: erasure.certify(found.pk, by=self.who(who)))

    @rule(who=PICK, device=PICK, bad=st.booleans())
    def examine(self, who, device, bad):
        if found := self.one(Device, device):
            results = {check.slug: "bad" if bad else "good" for check in checks_for(found)}
            self.attempt(lambda: refurbishing.examine(found.pk, results=results, cosmetic="worn", by=self.who(who)))

    @rule(who=PICK, slug=CATEGORIES)
    def ask(self, who, slug):
        by = self.who(who)
        self.attempt(lambda: a_need(by, slug))

    @rule(who=PICK, item=PICK, device=PICK)
    def reserve(self, who, item, device):
        asked, found = self.one(NeedItem, item), self.one(Device, device)
        if asked and found:
            self.attempt(lambda: needs.reserve(asked.pk, found.pk, by=self.who(who)))

    @rule(who=PICK, item=PICK)
    def release(self, who, item):
        if asked := self.one(NeedItem, item):
            self.attempt(lambda: needs.release(asked.pk, by=self.who(who)))

    @rule(who=PICK, need=PICK)
    def cancel(self, who, need):
        if found := self.one(Need, need):
            self.attempt(lambda: needs.cancel(found.pk, by=self.who(who)))

    @rule(who=PICK, need=PICK)
    def appoint(self, who, need):
        by, found = self.who(who), self.one(Need, need)
        if found:
            self.attempt(
                lambda: handovers.plan(
                    found.pk,
                    distributor=by.organisation,
                    planned_at=timezone.now() + datetime.timedelta(days=1),
                    place="au comptoir",
                    commune_code=PONTIVY,
                    waiver="à l’aise",
                    by=by,
                )
            )

    @rule(who=PICK, handover=PICK, kind=st.sampled_from(HandOver.Kind.values), cents=st.integers(0, 30_000), mice=PICK)
    def hand_over(self, who, handover, kind, cents, mice):
        if found := self.one(HandOver, handover):
            promised = found.need.items.filter(state=NeedItem.State.RESERVED)
            prices = dict.fromkeys(promised.values_list("device", flat=True), cents)
            self.attempt(
                lambda: handovers.hand_over(
                    found.pk,
                    kind=kind,
                    prices=prices,
                    accessories={category("mouse"): mice % 3},
                    by=self.who(who),
                )
            )

    @invariant()
    def nothing_is_wrong(self):
        journal.seal()
        assert [fault.message for fault in faults()] == []

    @invariant()
    def count_reached(self):
        REACHED.update(Device.objects.values_list("state", flat=True))

    @invariant()
    def nothing_left_with_data(self):
        assert not Device.objects.filter(state__in=EXITS, cleared_at=None).exists()

    @invariant()
    def nothing_leaves_before_its_second_reading(self):
        assert not Medium.objects.inside().filter(device__state__in=(*EXITS, State.READY), recheck_due=True).exists()

    @invariant()
    def no_medium_claims_more_than_its_method(self):
        assert not Erasure.objects.filter(level="purge", technique="overwrite").exists()

    @invariant()
    def a_public_gift_is_not_sold_by_whoever(self):
        # Nobody here proved to be RUP or of general interest.
        assert not Device.objects.filter(state="sold", regime__in=("don_etat", "don_collectivite")).exists()


def test_any_sequence_of_acts_leaves_the_invariants_true():
    run_state_machine_as_test(
        Filiere,
        settings=settings(
            max_examples=20,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {"to_erase", "ready", "handed_over"} <= REACHED, "too few lives were tried"
    assert {"recycled", "lost"} & REACHED, "too few ends were tried"


class Exchanging(Exchanges, Filiere):
    """The same network, whose members also hand on to each other what they hold; something is on the way already."""

    @initialize()
    def people_arrive(self):
        super().people_arrive()
        by, neighbour = self.members[0], self.members[3].organisation
        sent = transfers.open_transfer(neighbour, agreement="C", by=by)
        private = Device.objects.filter(network=self.network, regime=Regime.COMPANY_GIFT)
        for device in private:
            transfers.add(sent.pk, device.pk, by=by)
        transfers.send(sent.pk, agreement="C", seals="SC-0", by=by)


def test_whatever_members_hand_on_to_each_other_leaves_the_invariants_true():
    run_state_machine_as_test(
        Exchanging,
        settings=settings(
            max_examples=8,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {"sent", "received", "closed"} <= Exchanging.reached, "too few transfers went all the way"


@pytest.mark.slow
def test_any_long_sequence_of_acts_leaves_the_invariants_true():
    run_state_machine_as_test(
        Filiere,
        settings=settings(
            max_examples=100, stateful_step_count=120, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
