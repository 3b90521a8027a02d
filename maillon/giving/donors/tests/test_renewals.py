import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common import links
from maillon.common.actors import PLATFORM, Bearer
from maillon.common.errors import Forbidden, Refused
from maillon.giving.donors import actions, jobs, policy
from maillon.giving.donors.models import Renewal
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.matter.lots import actions as lots
from tests.factories import a_member, an_organisation, category

pytestmark = pytest.mark.django_db


@pytest.fixture
def donor():
    return lots.enter_donor(
        a_member(Role.COORDINATOR).network,
        name="Ville de Kermeur",
        kind="authority",
        organisation=an_organisation("Ville de Kermeur", kind="authority"),
        email="mairie@kermeur.example",
        by=PLATFORM,
    )


def in_quarters(count):
    """The year and quarter so many quarters from now."""
    today = timezone.localdate()
    year, rank = divmod(today.year * 4 + (today.month - 1) // 3 + count, 4)
    return {"year": year, "quarter": rank + 1}


def planned(donor, *, ahead=2, **fields):
    said = {"units": 40, "confidence": "likely", **in_quarters(ahead), **fields}
    return actions.plan_renewal(donor.pk, category("laptop"), by=Bearer(policy.SPACE, donor.pk), **said)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"units": 0}, "units"), ({"ahead": -1}, "quarter"), ({"ahead": 40}, "quarter")]
)
def test_what_cannot_be_planned_is_refused_beside_its_field(donor, wrong, field):
    with pytest.raises(Refused) as refused:
        planned(donor, **wrong)

    assert refused.value.field == field


def test_only_the_donor_plans_for_itself(donor):
    with pytest.raises(Forbidden):
        actions.plan_renewal(
            donor.pk,
            category("laptop"),
            units=4,
            confidence="likely",
            by=a_member(Role.COORDINATOR, network=donor.network),
            **in_quarters(1),
        )


def test_a_donor_is_reminded_once_in_the_month_before(donor):
    soon, later = planned(donor, ahead=0), planned(donor, ahead=3)

    assert (jobs.remind_renewals(), jobs.remind_renewals()) == (1, 0)
    assert Renewal.objects.get(pk=later.pk).reminded_at is None
    assert "40 ordinateurs portables" in Message.objects.latest("created_at").body
    assert soon.when in Message.objects.latest("created_at").subject


def test_moved_to_another_quarter_its_reminder_comes_again(donor):
    made = planned(donor, ahead=0)
    jobs.remind_renewals()

    changed = actions.change_renewal(
        made.pk, made.category, units=12, confidence="decided", by=Bearer(policy.SPACE, donor.pk), **in_quarters(3)
    )

    assert (changed.units, changed.reminded_at) == (12, None)


def test_the_donor_plans_changes_and_takes_back_by_its_link(client, donor):
    key = links.seal(policy.SPACE, donor.pk)
    when = in_quarters(2)
    sent = {
        "id": client.get(reverse("donors:plans", args=[key])).context["form"]["id"].value(),
        "category": "laptop",
        "units": 40,
        "quarter": f"{when['year']}-{when['quarter']}",
        "confidence": "decided",
    }

    client.post(reverse("donors:plans", args=[key]), sent)
    client.post(reverse("donors:plans", args=[key]), sent)
    made = donor.renewals.get()
    client.post(reverse("donors:change_plan", args=[key, made.pk]), {**sent, "units": 45})
    assert donor.renewals.get().units == 45
    client.post(reverse("donors:withdraw_plan", args=[key, made.pk]))

    assert not donor.renewals.expected().exists()
    assert (
        "units"
        in client.post(reverse("donors:plans", args=[key]), {**sent, "units": "beaucoup"}).context["form"].errors
    )


def test_a_quarter_starts_on_its_first_day():
    assert Renewal(year=2027, quarter=4).starts_on == datetime.date(2027, 10, 1)
