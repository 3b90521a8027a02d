"""Each figure and the records behind it."""

import datetime

import pytest
from django.db.models import Sum
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import OrganisationRole, Role
from maillon.matter.ledger.models import Movement
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor, Lot
from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.handovers.models import HandOver
from maillon.telling.impact.queries import BY_KEY, INDICATORS, figures, report, scope_of
from maillon.telling.impact.queries.flows import NAMES, flows, gaps, movements, split_by_head
from maillon.telling.impact.queries.scope import Scope
from tests.factories import (
    LOUDEAC,
    NICE,
    PONTIVY,
    a_donor,
    a_handover,
    a_lot,
    a_member,
    a_need,
    a_network,
    a_person,
    an_organisation,
)

pytestmark = pytest.mark.django_db
EVERY_ROLE = (Role.COORDINATOR, Role.TECHNICIAN, Role.PRESCRIBER, Role.DISTRIBUTOR, Role.LOGISTICIAN, Role.VOLUNTEER)

LE_BRIS = {"last_name": "Le Bris", "born_on": datetime.date(1984, 3, 9)}


@pytest.fixture
def year() -> int:
    return timezone.localdate().year


@pytest.fixture
def network():
    """A year of a small network: its head, one adherent in Loudéac, a territory that is Loudéac alone."""
    network = a_network("marees")
    head = a_member(*EVERY_ROLE, network=network)
    adherent = an_organisation("La Fabrique", commune_code=LOUDEAC)
    organisations.affiliate(network, adherent, roles=[OrganisationRole.REFURBISHER], by=PLATFORM)
    atelier = organisations.open_site(adherent, name="Atelier", commune_code=LOUDEAC, by=PLATFORM)
    maker = a_member(Role.TECHNICIAN, Role.PRESCRIBER, Role.DISTRIBUTOR, network=network, organisation=adherent)
    for member in (network.head, adherent):
        organisations.adhere(network, member, starts_on=datetime.date(2020, 1, 1), by=PLATFORM)
    network.territories.create(slug="loudeac", name="Autour de Loudéac", communes=[LOUDEAC])

    state, company = a_donor(network, kind=Donor.Kind.STATE), a_donor(network)
    a_lot(head, donor=state, counts={"laptop": 12, "mouse": 30})
    a_lot(maker, donor=state, counts={"monitor": 3}, site=atelier)
    closed = a_lot(maker, donor=company, counts={"laptop": 2}, weighed_g=4321)
    lots.close(closed, reason="Compté deux fois.", by=maker)

    person = a_person(head, **LE_BRIS)
    a_handover(head, need=a_need(head, person=person))
    a_handover(head, need=a_need(head, person=person), commune_code=LOUDEAC)
    a_handover(maker, commune_code=LOUDEAC)
    a_handover(head, kind=HandOver.Kind.SALE, price_cents=8050)
    a_handover(head, need=a_need(head, association=adherent, commune_code=NICE), commune_code=NICE)
    _session(head, person, a_person(head, last_name="Cariou"))
    _session(head, person)
    return network


def _session(by, *people) -> Session:
    """A session to come, at which these people are noted present."""
    session = accompaniment.plan(
        kind=Session.Kind.WORKSHOP,
        title="Prise en main",
        place="À l’accueil",
        commune_code=PONTIVY,
        starts_at=timezone.now() + datetime.timedelta(minutes=5),
        minutes=60,
        seats=10,
        by=by,
    )
    for person in people:
        enrolment = accompaniment.enrol(session.pk, person=person, by=by)
        accompaniment.note_attendance(enrolment.pk, came=True, by=by)
    return session


def test_the_figures_are_those_of_the_records(network, year):
    found = report(scope_of(network, year)).values

    assert found["members"] == 2
    assert found["departments"] == 2
    assert found["devices_redistributed"] == found["equipment_reinstalled"] == 5
    assert found["equipment_distributed"] == 4
    assert found["equipment_to_associations"] == 1
    assert found["requests_fulfilled"] == 5
    assert found["people_equipped"] == 3
    assert found["distribution_partners"] == 2
    assert found["distribution_communes"] == 3
    assert (found["sales"], found["sales_amount_eur"]) == (1, 80.5)
    assert (found["sessions"], found["attendance"], found["people_trained"]) == (2, 3, 2)
    assert found["volunteers"] == 1
    assert found["mass_collected_head_kg"] + found["mass_collected_members_kg"] == found["mass_collected_kg"]
    assert found["lots_head"] + found["lots_members"] == Lot.objects.filter(network=network).count()
    assert found["donors_public"] == 1
    assert found["items_collected"] == found["equipment_collected"] + found["accessories_collected"]
    assert found["accessories_collected"] == 30
    assert found["items_collected_growth_3y_pct"] is None


def test_a_territory_keeps_what_happened_there(network, year):
    found = report(scope_of(network, year, "loudeac")).values

    assert found["devices_redistributed"] == 2
    assert found["people_equipped"] == 2
    assert found["people_trained"] == 0
    assert found["members"] == 0


def test_the_same_person_known_by_two_organisations_counts_once(network, year):
    before = report(scope_of(network, year)).values["people_equipped"]
    maker = network.members.get(organisation__name="La Fabrique")

    a_handover(maker, need=a_need(maker, person=a_person(maker, **LE_BRIS)))

    assert report(scope_of(network, year)).values["people_equipped"] == before


def listed_amount(indicator, scope) -> int | float:
    """What the list of a figure amounts to, in the unit of the figure."""
    rows = indicator.records(scope)
    divisors = {"counted": 1, "weighed_g": 1000, "price_cents": 100}
    if indicator.measure.field in divisors:
        field = indicator.measure.field
        return (rows.aggregate(sum=Sum(field))["sum"] or 0) / divisors[field]
    if indicator.key in ("attendance", "people_trained"):
        return sum(session.number for session in rows)
    assert rows.count() == len(rows)
    return len(rows)


@pytest.mark.parametrize("territory", [None, "loudeac"])
def test_every_figure_and_its_list_agree(network, year, territory):
    scope = scope_of(network, year, territory)
    counted = [indicator for indicator in INDICATORS if not indicator.growth_years]

    lists = {indicator.key: listed_amount(indicator, scope) for indicator in counted}

    assert lists == figures(counted, [scope])[0]
    silent = {"donors_ess"} if territory is None else SILENT
    assert {key for key, amount in lists.items() if not amount} == silent | PRESENCE


# Nobody signed in to this network, which has no directory: `test_presence.py` holds these figures to their lists.
PRESENCE = {"places", "places_new", "places_since_2023", "users", "users_new", "visits"}
# What does not happen in Loudéac, where the territory has no adhesion of its own.
SILENT = {
    "members",
    "departments",
    "lots_head",
    "donors_head",
    "mass_collected_head_kg",
    "accessories_collected",
    "donors_ess",
    "donors_company",
    "equipment_reinstalled",
    "volunteers",
    "equipment_to_associations",
    "sales",
    "sales_amount_eur",
    "sessions",
    "attendance",
    "people_trained",
}


def test_a_growth_lists_what_it_grows(network, year):
    scope = scope_of(network, year)

    growth = BY_KEY["items_collected_growth_3y_pct"].records(scope)

    assert set(growth) == set(BY_KEY["items_collected"].records(scope)) != set()


def test_another_network_adds_nothing(network, year):
    alone = report(scope_of(network, year)).as_json()

    a_handover(a_member(*EVERY_ROLE))

    assert report(scope_of(network, year)).as_json() == alone


def test_a_year_is_compared_with_the_same_days_of_the_year_before(network, year):
    Lot.objects.filter(network=network).update(received_on=datetime.date(year - 1, 12, 31))

    running = report(scope_of(network, year))
    whole = report(scope_of(network, year - 1))

    assert running.before["mass_collected_kg"] == (
        0 if (timezone.localdate().month, timezone.localdate().day) != (12, 31) else whole.values["mass_collected_kg"]
    )
    assert whole.values["mass_collected_kg"] > 0


def test_growth_over_three_years_is_in_whole_per_cent(network, year):
    a_lot(network.members.get(roles__icontains="animateur"), counts={"laptop": 3})
    older = Lot.objects.filter(network=network).order_by("-created_at").first()
    Lot.objects.filter(pk=older.pk).update(received_on=datetime.date(year - 3, 6, 1))
    scope = scope_of(network, year)

    [found] = figures([BY_KEY["items_collected"], BY_KEY["items_collected_growth_3y_pct"]], [scope])

    assert found["items_collected_growth_3y_pct"] == round((found["items_collected"] - 3) * 100 / 3)


def test_many_figures_take_few_queries(network, year, django_assert_max_num_queries):
    scope = scope_of(network, year)

    # One for each table that something is counted in.
    with django_assert_max_num_queries(12):
        figures(INDICATORS, [scope, scope.before()])


def test_the_movements_behind_each_flow_add_up_to_it(network, year):
    made = report(scope_of(network, year))

    sums = {name: movements(made.scope, name).aggregate(g=Sum("added_g"), u=Sum("added_units")) for name in NAMES}

    assert {name: found["g"] or 0 for name, found in sums.items()} == made.grams.as_dict()
    assert {name: found["u"] or 0 for name, found in sums.items()} == made.units.as_dict()


def test_the_two_sides_of_the_flow_weigh_the_same(network, year):
    made = report(scope_of(network, year))
    came, went = flows(made.units, made.grams)

    split = split_by_head(made.scope, came)

    assert sum(flow.mass_g for flow in came) == sum(flow.mass_g for flow in went) > 0
    assert [flow.label for flow in split] == ["Tête de réseau", "Adhérents"]
    assert sum(flow.mass_g for flow in split) == sum(flow.mass_g for flow in came)
    assert sum(flow.units for flow in split) == sum(flow.units for flow in came)


def test_a_lot_closed_with_a_difference_is_to_look_at(network, year):
    [gap] = gaps(scope_of(network, year))

    assert (gap.mass_g, gap.units) == (4321, 2)
    assert gap.lot.holder.name == "La Fabrique"
    assert report(scope_of(network, year)).grams.unexplained == 4321


def test_a_negative_amount_is_drawn_on_the_other_side(network, year):
    entry = Movement.objects.filter(network=network, target="gap").get()
    scope = scope_of(network, year)
    made = report(scope)
    made.grams.unexplained, made.grams.stock_change = -10, made.grams.stock_change + entry.mass_g + 10

    came, went = flows(made.units, made.grams)

    assert [(flow.label, flow.mass_g) for flow in came if flow.name == "unexplained"] == [("Pesé en moins", 10)]
    assert sum(flow.mass_g for flow in came) == sum(flow.mass_g for flow in went)


def test_a_person_is_listed_at_her_first_hand_over(network, year):
    first = HandOver.objects.filter(network=network, need__person__isnull=False).order_by("created_at").first()

    listed = BY_KEY["people_equipped"].records(scope_of(network, year))

    assert first in listed
    assert listed.filter(need__person=first.need.person_id).count() == 1


def test_the_year_before_a_leap_day_exists():
    scope = Scope(None, 2028, None, datetime.date(2028, 2, 29))

    assert scope.before().last == datetime.date(2027, 2, 28)
    assert scope.before().first == datetime.date(2027, 1, 1)
    assert not scope.earlier(3).running


def test_what_was_cancelled_is_no_session(network, year):
    Session.objects.filter(network=network).update(cancelled_at=timezone.now())

    found = report(scope_of(network, year)).values

    assert (found["sessions"], found["attendance"]) == (0, 0)
    assert Enrolment.objects.filter(state=Enrolment.State.ATTENDED).count() == 3
