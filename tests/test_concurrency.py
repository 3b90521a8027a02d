"""Two people at the same instant: one gets it, the other gets a clear refusal, and nothing is half done."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from maillon.common.actors import Bearer
from maillon.common.errors import Refused
from maillon.common.models import new_id
from maillon.giving.donors import actions as donors
from maillon.giving.donors.models import Receipt
from maillon.giving.donors.policy import SPACE
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Counter, Document
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.devices.models import Device, State
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Lot, Regime
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import NeedItem
from maillon.telling.impact.queries import faults
from tests.factories import a_device, a_donor, a_lot, a_member, a_need, category, photo

pytestmark = pytest.mark.django_db(transaction=True)

EVERYTHING = (Role.COORDINATOR, Role.TECHNICIAN, Role.PRESCRIBER, Role.DISTRIBUTOR)


def together(*acts: Callable[[], object]) -> list[object]:
    """Start these acts at the same instant, each on its own connection; what each returned, or its refusal."""
    barrier = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(rank: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            results[rank] = act()
        except Exception as error:
            results[rank] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(rank, act)) for rank, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def _valued(member, rank):
    lot = a_lot(member, regime=Regime.COMPANY_GIFT_RECEIPT)
    return donors.declare_value(
        lot.pk,
        value_cents=100 * rank,
        basis="Valeur nette comptable",
        name="Donateur",
        address="Pontivy",
        legal_form="SAS",
        siret="73282932000074",
        paper=(photo(), "registre.jpg"),
        by=Bearer(SPACE, lot.donor_id),
    )


def test_two_people_who_issue_tax_receipts_at_once_leave_no_gap_and_no_duplicate():
    first = a_member(*EVERYTHING)
    second = a_member(*EVERYTHING, network=first.network)
    first.organisation.qualities.create(quality="ig", starts_on="2020-01-01", proof="Rescrit")
    Organisation.objects.filter(pk=first.organisation_id).update(siret="13002526500013")
    Network.objects.filter(pk=first.network_id).update(purpose="Équiper ceux qui n’ont rien")
    first, second = Member.objects.select_related("organisation", "network").filter(pk__in=(first.pk, second.pk))
    values = [_valued(first, rank) for rank in range(1, 7)]

    results = together(
        *(
            lambda value=value, by=by: donors.issue_receipt(value.pk, by=by)
            for value in values
            for by in (first, second)
        )
    )

    numbers = sorted(Document.objects.filter(kind="receipt").values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert sorted(type(result).__name__ for result in results) == ["Receipt"] * 6 + ["Refused"] * 6
    assert sorted(Receipt.objects.values_list("value_cents", flat=True)) == [100, 200, 300, 400, 500, 600]
    assert list(faults()) == []


def test_of_two_who_reserve_the_same_device_one_is_refused():
    first = a_member(*EVERYTHING)
    second = a_member(*EVERYTHING, network=first.network)
    device = a_device(first, state=State.READY)
    wanted = [a_need(first).items.get().pk, a_need(second).items.get().pk]

    results = together(
        lambda: needs.reserve(wanted[0], device.pk, by=first),
        lambda: needs.reserve(wanted[1], device.pk, by=second),
    )

    assert sorted(type(result).__name__ for result in results) == ["NeedItem", "Refused"]
    assert "réservé pour une autre demande" in str(next(r for r in results if isinstance(r, Refused)))
    assert NeedItem.objects.filter(device=device, state=NeedItem.State.RESERVED).count() == 1
    assert Device.objects.get(pk=device.pk).state == State.RESERVED
    assert list(faults()) == []


def test_one_message_that_arrives_twice_at_once_makes_one_lot():
    member = a_member(*EVERYTHING)
    donor, id = a_donor(member.network), new_id()

    def receive() -> Lot:
        return lots.receive(
            donor,
            holder=member.organisation,
            regime=Regime.COMPANY_GIFT,
            received_on=timezone.localdate(),
            weighed_g=16_000,
            counts={category("laptop"): 10},
            by=member,
            id=id,
        )

    results = together(receive, receive, receive)

    assert {result.pk for result in results} == {id}
    assert Lot.objects.count() == 1
    assert list(faults()) == []


def test_numbers_given_at_once_leave_no_gap():
    member = a_member(*EVERYTHING)

    def number() -> object:
        return documents.issue(
            "erasure",
            network=member.network,
            issuer=member.organisation,
            about=uuid.uuid4(),
            facts={},
            on=timezone.localdate(),
            by=member,
        )

    results = together(*[number] * 6)

    assert sorted(document.number for document in results) == [1, 2, 3, 4, 5, 6]
    assert Counter.objects.get(kind="erasure").last == 6
