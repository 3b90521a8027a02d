"""What donors do, by the same two hands."""

from typing import Any

from maillon.common.actors import PLATFORM, Bearer
from maillon.demo.book import Book
from maillon.demo.book import donors as book_donors
from maillon.giving.donors import actions as donors
from maillon.giving.donors.policy import SPACE
from maillon.ground.organisations.models import Member, Network
from maillon.matter.ledger.models import Category


class DonorsActions:
    """As donors do it, one act at a time."""

    by: Member
    network: Network

    def settle(self) -> None:
        """Nothing waits: each act was written as it was done."""

    def plan_renewal(self, donor: Any, category: Category, **told: Any) -> None:
        donors.plan_renewal(donor.pk, category, by=Bearer(SPACE, donor.pk), **told)

    def declare_value(self, lot: Any, **told: Any) -> Any:
        return donors.declare_value(lot.pk, by=Bearer(SPACE, lot.donor_id), **told)

    def issue_receipt(self, valuation: Any) -> None:
        donors.issue_receipt(valuation.pk, by=self.by)

    def publish_quotation(self, donor: Any, **told: Any) -> None:
        donors.publish_quotation(donor.pk, by=Bearer(SPACE, donor.pk), **told)

    def write_pitch(self, introduction: str) -> None:
        donors.write_pitch(self.network, introduction=introduction, by=self.by)

    def thank(self, lot: Any) -> None:
        donors.thank(lot.pk, by=PLATFORM)


class DonorsBulk:
    """As the demonstration does it, when the rest is written."""

    book: Book
    network: Network
    _done: Any

    def settle(self) -> None:
        self.book.save()

    def plan_renewal(self, donor: Any, category: Category, **told: Any) -> None:
        self._done(book_donors.plan_renewal, donor, category, by=Bearer(SPACE, donor.pk), **told)

    def declare_value(self, lot: Any, **told: Any) -> Any:
        return self._done(book_donors.declare_value, lot, by=Bearer(SPACE, lot.donor_id), **told)

    def issue_receipt(self, valuation: Any) -> None:
        self._done(book_donors.issue_receipt, valuation)

    def publish_quotation(self, donor: Any, **told: Any) -> None:
        self._done(book_donors.publish_quotation, donor, by=Bearer(SPACE, donor.pk), **told)

    def write_pitch(self, introduction: str) -> None:
        self._done(book_donors.write_pitch, self.network, introduction=introduction)

    def thank(self, lot: Any) -> None:
        self._done(book_donors.thank, lot, by=PLATFORM)
