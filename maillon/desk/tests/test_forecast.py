import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common.actors import PUBLIC, Bearer
from maillon.desk.queries.forecast import Quarter, forecast
from maillon.giving.donations import actions as donations
from maillon.giving.donors import actions, policy
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import State
from maillon.sharing.needs.models import Need
from tests.factories import PONTIVY, a_device, a_donor, a_lot, a_member, a_need, category

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR, Role.TECHNICIAN, Role.PRESCRIBER)


def planned(donor, units, *, ahead=1, confidence="decided"):
    when = Quarter.of(timezone.localdate()).plus(ahead)
    return actions.plan_renewal(
        donor.pk,
        category("laptop"),
        units=units,
        year=when.year,
        quarter=when.number,
        confidence=confidence,
        by=Bearer(policy.SPACE, donor.pk),
    )


def laptops(network):
    return next(line for line in forecast(network) if line.category.pk == "laptop")


def test_quarters_follow_one_another():
    assert Quarter(2026, 4).plus(1) == Quarter(2027, 1)
    assert Quarter(2026, 1).plus(-1) == Quarter(2025, 4)
    assert Quarter(2026, 2).first.isoformat() == "2026-04-01"


def test_what_is_ready_serves_those_who_wait(coordinator):
    a_need(coordinator)
    a_device(coordinator, state=State.READY)

    line = laptops(coordinator.network)

    assert (line.waiting, line.ready) == (1, 1)
    assert [balance.verdict for balance in line.balances] == ["Assez"] * 4


def test_too_little_is_a_lack_and_too_few_known_devices_promise_nothing(coordinator):
    a_need(coordinator)
    assert [balance.verdict for balance in laptops(coordinator.network).balances] == ["Manque"] * 4

    planned(a_donor(coordinator.network), 10)
    first, second, *_ = laptops(coordinator.network).balances

    assert first.verdict == "Manque"
    assert (second.low, second.high, second.planned, second.verdict) == (-1, 9, 10, "Incertain")


def test_what_was_asked_in_past_quarters_will_be_asked_again(coordinator):
    need = a_need(coordinator)
    last = Quarter.of(timezone.localdate()).plus(-1)
    Need.objects.filter(pk=need.pk).update(asked_on=last.first)

    line = laptops(coordinator.network)

    assert line.asked == (0, 1)
    assert [balance.low for balance in line.balances] == [-2, -3, -4, -5]
    assert [balance.high for balance in line.balances] == [-1, -1, -1, -1]


def test_what_a_donor_has_offered_is_not_counted_twice(coordinator):
    offer = donations.submit(
        coordinator.network,
        lines={category("laptop"): 4},
        by=PUBLIC,
        donor_kind="company",
        organisation_name="Le Goff",
        contact_name="Yann",
        email="don@legoff.example",
        commune_code=PONTIVY,
    )
    accepted = donations.accept(offer.pk, regime="don_sans_recu", by=coordinator)
    planned(accepted.donor, 10)

    line = laptops(coordinator.network)

    assert line.announced == 4
    assert line.balances[1].planned == 6


def test_the_page_says_it_in_as_many_queries_whatever_the_network_holds(
    client, coordinator, django_assert_max_num_queries
):
    for units in (3, 4, 5):
        planned(a_donor(coordinator.network), units)
        a_need(coordinator)
    a_lot(coordinator)
    client.force_login(coordinator.user)

    with django_assert_max_num_queries(8):
        forecast(coordinator.network)
    answer = client.get(reverse("desk:forecast"))

    assert "Incertain" in answer.content.decode()
