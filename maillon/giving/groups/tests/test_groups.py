"""A group follows the gifts of its services while it follows them, and of nobody else."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.giving.donors import queries as donors
from maillon.giving.groups import actions, queries
from maillon.giving.groups.models import GroupMember
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor, Lot, Regime
from tests.factories import a_device, a_lot, a_member, an_organisation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR_AGO = TODAY - datetime.timedelta(days=365)


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR, Role.TECHNICIAN, Role.SUPERVISOR)


@pytest.fixture
def giver(coordinator):
    def made(name: str, kind: str = "state") -> Donor:
        organisation = an_organisation(name, kind=kind)
        organisations.affiliate(coordinator.network, organisation, roles=["donateur"], by=PLATFORM)
        return lots.enter_donor(coordinator.network, name=name, kind=kind, organisation=organisation, by=PLATFORM)

    return made


def given(by, donor: Donor, **counts: int) -> Lot:
    return a_lot(by, donor=donor, regime=Regime.STATE_GIFT, counts=counts or {"laptop": 5})


def test_a_group_sees_its_services_and_never_another_donor(client, coordinator, giver, django_assert_max_num_queries):
    sgar, rectorat, douanes, stranger = (
        giver(name) for name in ("SGAR", "Rectorat", "Douanes", "Préfecture d’ailleurs")
    )
    for one in (rectorat, douanes):
        actions.join_group(sgar.organisation, one.organisation, starts_on=YEAR_AGO, by=coordinator)
    lot = given(coordinator, rectorat, laptop=5, keyboard=4)
    devices.recycle(a_device(coordinator, lot=lot).pk, reason="Irréparable", by=coordinator)
    given(coordinator, douanes)
    given(coordinator, stranger)
    made = queries.outcome(coordinator.network, sgar.organisation)

    assert [row.membership.organisation.name for row in made.rows] == ["Douanes", "Rectorat"]
    assert (made.total.lots, made.total.units["recycled"]) == (2, 1)
    assert sum(made.total.grams.values()) == made.total.weighed_g
    alone = donors.of_lot(lot)
    one = next(row for row in made.lots if row.lot == lot).tally
    assert {fate: one.grams[fate] for fate in ("recycled", "progress")} == {
        share.fate: share.mass_g for share in alone.shares
    }, "told as in the donor's own report"

    follower = a_member(Role.DONOR, network=coordinator.network, organisation=sgar.organisation)
    client.force_login(follower.user)
    assert client.get(reverse("groups:mine")).url == reverse("groups:group", args=[sgar.organisation_id])
    with django_assert_max_num_queries(14):
        page = client.get(reverse("groups:group", args=[sgar.organisation_id])).content.decode()
    assert "Rectorat" in page
    assert "Préfecture d’ailleurs" not in page
    assert "Rattacher" not in page
    for format in ("csv", "xlsx", "ods"):
        table = client.get(reverse("groups:table", args=[sgar.organisation_id, format]))
        assert table.status_code == 200
    told = client.get(reverse("groups:table", args=[sgar.organisation_id, "csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told), delimiter=";"))
    assert {row["Service"] for row in rows} == {"Rectorat", "Douanes"}


@pytest.mark.parametrize("role", [Role.DONOR, Role.MANAGER, Role.LOGISTICIAN])
def test_who_is_not_of_the_group_sees_nothing_of_it(client, coordinator, giver, role):
    sgar, rectorat = giver("SGAR"), giver("Rectorat")
    actions.join_group(sgar.organisation, rectorat.organisation, starts_on=YEAR_AGO, by=coordinator)
    address = reverse("groups:group", args=[sgar.organisation_id])

    client.force_login(a_member(role, network=coordinator.network, organisation=rectorat.organisation).user)
    assert client.get(address).status_code in (403, 404)
    client.force_login(a_member(Role.COORDINATOR).user)
    assert client.get(address).status_code == 404
    client.force_login(a_member(Role.TECHNICIAN, network=coordinator.network, organisation=sgar.organisation).user)
    assert client.get(address).status_code == 403


def test_what_is_given_before_or_after_is_not_followed(coordinator, giver):
    region, lycee = giver("Région", "authority"), giver("Lycée", "public")
    before, during, after = (given(coordinator, lycee) for _ in range(3))
    for lot, day in ((before, YEAR_AGO), (during, TODAY - datetime.timedelta(days=20)), (after, TODAY)):
        Lot.objects.filter(pk=lot.pk).update(received_on=day)
    made = actions.join_group(
        region.organisation, lycee.organisation, starts_on=TODAY - datetime.timedelta(days=30), by=coordinator
    )
    actions.leave_group(made.pk, ends_on=TODAY - datetime.timedelta(days=10), by=coordinator)

    assert [one.lot for one in queries.outcome(coordinator.network, region.organisation).lots] == [during]
    assert not queries.sisters(coordinator.network, lycee.organisation, TODAY).exists()


def test_the_coordinator_composes_groups_in_the_page(client, coordinator, giver):
    sgar, rectorat, douanes = giver("SGAR"), giver("Rectorat"), giver("Douanes")
    client.force_login(coordinator.user)
    sent = {"group": sgar.organisation_id, "organisation": rectorat.organisation_id, "starts_on": YEAR_AGO}
    for _ in range(2):
        client.post(reverse("groups:groups"), {**sent, "id": "0190c1c2-0000-7000-8000-000000000003"})
    address = reverse("groups:group", args=[sgar.organisation_id])
    client.post(
        reverse("groups:join_group", args=[sgar.organisation_id]),
        {"id": "0190c1c2-0000-7000-8000-000000000004", "organisation": douanes.organisation_id, "starts_on": TODAY},
    )
    assert GroupMember.objects.count() == 2
    assert list(queries.sisters(coordinator.network, rectorat.organisation, TODAY)) == [douanes.organisation]
    again = client.post(
        reverse("groups:join_group", args=[sgar.organisation_id]),
        {"id": "0190c1c2-0000-7000-8000-000000000005", "organisation": douanes.organisation_id, "starts_on": TODAY},
    )
    assert "déjà suivie" in again.content.decode()
    last = GroupMember.objects.get(organisation=douanes.organisation)
    assert client.post(reverse("groups:leave_group", args=[last.pk]), {"ends_on": YEAR_AGO}).status_code == 200
    client.post(reverse("groups:leave_group", args=[last.pk]), {"ends_on": TODAY})
    last.refresh_from_db()
    assert last.ends_on == TODAY
    assert "jusqu’au" in client.get(address).content.decode()


def test_only_those_who_run_the_network_compose(coordinator, giver):
    sgar, rectorat = giver("SGAR"), giver("Rectorat")
    with pytest.raises(Forbidden):
        actions.join_group(
            sgar.organisation,
            rectorat.organisation,
            starts_on=TODAY,
            by=a_member(Role.MANAGER, network=coordinator.network, organisation=sgar.organisation),
        )
    for group, service in ((sgar, sgar), (sgar, None)):
        with pytest.raises(Refused):
            actions.join_group(
                group.organisation,
                service.organisation if service else an_organisation("Inconnue"),
                starts_on=TODAY,
                by=coordinator,
            )
