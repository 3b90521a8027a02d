"""Transfers between members, for the access matrix and for the machine that tries everything."""

from typing import Any, ClassVar

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from maillon.ground.files import queries as files
from maillon.ground.organisations.models import Member, Network, Organisation
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Account, Movement
from maillon.matter.ledger.queries import balance
from maillon.matter.lots.models import Lot
from maillon.matter.transfers import actions as transfers
from maillon.matter.transfers.models import Item, Outcome, Transfer
from tests.factories import a_device, category, photo

PICK = st.integers(min_value=0, max_value=50)


def a_list(by: Member, receiver: Organisation, lot: Lot) -> dict[str, Any]:
    """What the addresses of a transfer name: one that is being prepared, with a device on its list."""
    device = a_device(by, lot=lot)
    transfer = transfers.open_transfer(receiver, agreement="C", by=by)
    transfers.add(transfer.pk, device.pk, by=by)
    return {"pk": transfer.pk, "device": device.pk, "format": "csv"}


def an_agreement(by: Member, other: Organisation) -> dict[str, dict[str, Any]]:
    """What the addresses of agreements name."""
    today = timezone.localdate()
    made = transfers.record_agreement(other, title="D", starts_on=today, scan=(photo(), "signee.jpg"), by=by)
    file = files.of(made).get()
    return {
        "transfers:end_agreement": {"pk": made.pk},
        "transfers:agreement_file": {"pk": made.pk, "file": file.pk},
    }


class Exchanges(RuleBasedStateMachine):
    """Members of a network, and a stranger, hand on to each other whatever they can."""

    network: Network
    members: list[Member]
    attempt: Any
    one: Any
    who: Any
    reached: ClassVar[set[str]] = set()

    @rule(who=PICK, to=PICK, picks=st.lists(PICK, min_size=1, max_size=3), mice=st.integers(0, 2), sealed=st.booleans())
    def send(self, who, to, picks, mice, sealed):
        """Someone lists a few devices, and mice, for a member or a stranger, and lets them leave."""
        by = self.who(who)
        receiver = self.members[to % len(self.members)].organisation

        def act():
            transfer = transfers.open_transfer(receiver, agreement="C", by=by)
            for pick in picks:
                if found := self.one(Device, pick):
                    transfers.add(transfer.pk, found.pk, by=by)
            if mice:
                transfers.count(transfer.pk, {(Account.ACCESSORIES, category("mouse")): mice}, by=by)
            transfers.send(transfer.pk, agreement="C", seals="SC-1" if sealed else "", by=by)

        self.attempt(act)

    @rule(who=PICK, transfer=PICK, act=st.sampled_from(["call_back", "cancel", "stay", "lose"]))
    def change_transfer(self, who, transfer, act):
        by, found = self.who(who), self.one(Transfer, transfer)
        if not found:
            return
        gone = {"stay": Outcome.STAYED, "lose": Outcome.LOST}.get(act)
        said = {item.device_id: (gone, "vu") for item in found.items.filter(outcome=Outcome.MISSING)}
        bulk = {line.pk: (gone, "vu") for line in found.bulks.filter(outcome=Outcome.MISSING)}
        if gone:
            self.attempt(lambda: transfers.settle(found.pk, decisions=said, bulk=bulk, by=by))
        elif act == "cancel":
            self.attempt(lambda: transfers.cancel(found.pk, by=by))
        else:
            self.attempt(lambda: transfers.call_back(found.pk, reason="essai", by=by))

    @rule(transfer=PICK, seen=PICK, stray=PICK, lacks=st.integers(0, 2))
    def arrive(self, transfer, seen, stray, lacks):
        """The receiver scans some of it, perhaps a stranger, and ends: each difference has its reason."""
        found = self.one(Transfer, transfer, state=Transfer.State.SENT)
        by = next((m for m in self.members if found and m.organisation_id == found.receiver_id and m.in_workshop), None)
        if by is None:
            return
        for rank, key in enumerate(found.items.values_list("device", flat=True)):
            if seen >> rank & 1:
                self.attempt(lambda key=key: transfers.see(found.pk, key, by=by))
        if other := self.one(Device, stray):
            self.attempt(lambda: transfers.see(found.pk, other.pk, by=by))
        said = {
            item.device_id: (
                Outcome.MISSING if not item.seen_at else Outcome.DAMAGED if item.expected else Outcome.KEPT,
                "essai",
            )
            for item in Item.objects.filter(transfer=found)
        }
        bulk = {line.pk: (max(0, line.units - lacks), "essai") for line in found.bulks.all()}
        seals = dict.fromkeys(found.seal_numbers, ("broken", "essai"))
        self.attempt(lambda: transfers.finish(found.pk, site=None, decisions=said, bulk=bulk, seals=seals, by=by))

    @invariant()
    def nothing_goes_to_another_network(self):
        strangers = self.members[4].organisation
        assert not Device.objects.filter(network=self.network, holder=strangers).exists()

    @invariant()
    def what_members_exchange_cancels_out(self):
        """To the gram, and in units, whatever is on the way."""
        units, grams = balance(Movement.objects.filter(network=self.network))
        assert (units.transfers_in, grams.transfers_in) == (units.transfers_out, grams.transfers_out)

    @invariant()
    def count_transfers(self):
        self.reached.update(Transfer.objects.values_list("state", flat=True))
