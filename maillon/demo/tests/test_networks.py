"""What the smallest network of the demonstration is made of; the others are made by the same hand."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import transaction

from maillon.demo.networks import rebincoop
from maillon.demo.networks.accounts import PASSWORD, TWO_HATS, address
from maillon.demo.tests.rows import build
from maillon.giving.donations import policy as donations
from maillon.giving.donations.models import Offer
from maillon.ground.accounts.models import User
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices import policy as devices
from maillon.matter.erasure.models import Erasure
from maillon.matter.ledger.models import Movement
from maillon.matter.lots.models import PUBLIC_GIFTS, Ceiling, Lot
from maillon.matter.refurbishing.models import Examination, Installation
from maillon.sharing.accompaniment.models import Programme, Session
from maillon.sharing.handovers import policy as handovers
from maillon.sharing.handovers.models import HandOver, HandOverItem
from maillon.sharing.needs import policy as needs
from maillon.sharing.needs.models import Need
from maillon.sharing.people.models import Person

pytestmark = pytest.mark.usefixtures("built")


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The network, built once for all these tests, which only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(datetime.date(2026, 6, 15))
        yield
        transaction.set_rollback(True)


def test_an_account_opens_for_each_role_with_the_common_password():
    for role in Role.values:
        user = User.objects.get(email=address(role, rebincoop.SLUG))
        assert user.check_password(PASSWORD)
        assert Member.objects.get(user=user).roles == [role]


def test_one_person_acts_for_two_organisations():
    members = Member.objects.filter(user__email=address(TWO_HATS, rebincoop.SLUG))

    assert members.values("organisation").distinct().count() == 2


def test_nobody_else_has_a_password():
    others = User.objects.exclude(email__endswith=f"@{rebincoop.SLUG}.example")

    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_every_address_and_number_belongs_to_nobody():
    for mailbox in User.objects.values_list("email", flat=True):
        assert mailbox.endswith(".example")
    for offer in Offer.objects.all():
        assert offer.email.endswith(".example")
        assert offer.phone.startswith(("+3326191", "+3363998"))
        assert offer.siret.startswith("0")
    for person in Person.objects.filter(anonymised_on=None):
        assert person.identity["phone"].startswith("+3363998") or person.identity["reference"]


def test_every_act_was_allowed_to_whoever_did_it():
    for model, who in ((Erasure, "operator"), (Installation, "installer"), (Examination, "examiner")):
        for made in model.objects.select_related("device__holder", who):
            assert devices.may_work_on(getattr(made, who), made.device)
    for handover in HandOver.objects.done().select_related("done_by", "distributor"):
        assert handovers.may_hand_over(handover.done_by, handover)
    for need in Need.objects.select_related("referent"):
        assert needs.may_ask(need.referent)
        assert need.person is None or need.person.organisation_id == need.referent.organisation_id
    coordinators = {member.pk for member in Member.objects.all() if member.coordinates}
    assert set(Entry.objects.filter(verb="donations.accept").values_list("actor", flat=True)) <= coordinators
    assert donations.may_answer(Member.objects.get(pk=min(coordinators)), Offer.objects.first())


def test_what_a_public_body_gave_is_sold_within_the_law():
    sold = HandOverItem.objects.filter(handover__kind=HandOver.Kind.SALE).select_related(
        "device__holder", "device__category", "handover"
    )

    public = [item for item in sold if item.device.regime in PUBLIC_GIFTS]
    assert public
    for item in public:
        assert item.device.holder.may_resell_public_gifts(item.handover.done_on)
        assert item.price_cents <= Ceiling.of(item.device.category, item.handover.done_on).amount_cents


def test_every_lot_of_the_past_is_closed_with_a_small_difference_and_its_reason():
    lots = Lot.objects.filter(year=2025)

    assert lots.exists()
    for lot in lots:
        gap = sum(Movement.objects.filter(lot=lot.pk, target="gap").values_list("mass_g", flat=True))
        assert lot.state == Lot.State.CLOSED
        assert lot.gap_reason
        assert abs(gap) <= 0.02 * lot.weighed_g + 1000


def test_rebincoop_holds_what_is_told_of_it():
    """The seed: about fifty portables sold to employees in insertion, each with a workshop; courses; immersions."""
    sale = HandOver.objects.filter(kind=HandOver.Kind.SALE, done_on__year=2025)
    assert sale.count() == 50
    assert all(handover.enrolment and handover.enrolment.session.programme for handover in sale)
    assert set(Programme.objects.values_list("name", flat=True)) >= {
        "Parcours Parent Solo",
        "Explorateurs du Numérique",
        "Impact Transition",
    }
    assert Session.objects.filter(kind=Session.Kind.IMMERSION).exists()
    assert Session.objects.filter(title__contains="payé par la ville").exists()
    # Never equipment without accompaniment, or a reason to do without.
    assert not HandOver.objects.filter(enrolment=None, waiver="").exists()
