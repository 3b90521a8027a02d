"""The queue, the benches, the wall; hours and skills, which nobody sees but the person and her supervisor."""

import datetime
import uuid

import pytest
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import State
from maillon.matter.refurbishing import actions, queries
from maillon.matter.refurbishing.models import Acquisition, Assignment, Hours, Skill
from maillon.matter.refurbishing.templatetags.refurbishing import hours_told
from tests.factories import a_device, a_member, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def colleague(member, *roles):
    return a_member(*(roles or (Role.VOLUNTEER,)), network=member.network)


def test_the_queue_says_what_to_do_and_mine_comes_first(client, technician):
    states = (State.RECEIVED, State.TO_ERASE, State.ERASED, State.IN_REPAIR)
    made = [a_device(technician, state=state) for state in states]
    client.post(f"/appareils/{made[3].pk}/etabli/prendre/")

    works = client.get("/atelier/").context["works"]

    assert [work.deed.key for work in works] == ["test", "sort", "erase", "install"]
    assert works[0].holder == technician
    assert [work.device for work in client.get("/atelier/?voir=moi").context["works"]] == [made[3]]
    assert len(client.get("/atelier/?voir=libres").context["works"]) == 3
    assert client.get("/atelier/?voir=ailleurs&poste=rien&page=99").status_code == 200


def test_a_beginner_reads_short_steps(client, technician):
    a_device(technician, state=State.TO_ERASE)
    client.force_login(colleague(technician, Role.EMPLOYEE).user)

    page = client.get("/atelier/").content.decode()

    assert "Démarrez sur la clé d’effacement." in page


def test_the_second_of_two_who_take_a_device_is_told_who_has_it(technician):
    device, other = a_device(technician, state=State.TO_ERASE), colleague(technician)
    actions.take(device.pk, by=technician)
    actions.take(device.pk, by=technician)

    with pytest.raises(Refused, match=technician.full_name):
        actions.take(device.pk, by=other)
    assert Assignment.objects.get(ended_at=None).member == technician


def test_a_device_is_given_to_a_bench_then_taken_and_left_there(technician):
    supervisor = colleague(technician, Role.SUPERVISOR)
    device, bench = a_device(technician, state=State.TO_ERASE), actions.open_bench("Effacement", by=supervisor)
    assert actions.open_bench(" Effacement ", by=supervisor) == bench

    actions.give(device.pk, bench=bench, by=technician)
    volunteer = colleague(technician)
    actions.take(device.pk, by=volunteer)
    with pytest.raises(Forbidden):
        actions.give_back(device.pk, by=colleague(technician))
    actions.give_back(device.pk, by=volunteer)
    actions.give_back(device.pk, by=volunteer)

    held = Assignment.objects.get(ended_at=None)
    assert (held.member, held.bench) == (None, bench)
    assert queries.benches(technician).get().waiting == 1
    actions.close_bench(bench.pk, by=supervisor)
    assert not Assignment.objects.filter(ended_at=None).exists()


def test_nothing_goes_to_someone_of_another_workshop(technician):
    device = a_device(technician, state=State.TO_ERASE)
    stranger = a_member(Role.VOLUNTEER, network=technician.network, organisation=an_organisation())

    for told in ({"member": stranger}, {}):
        with pytest.raises(Refused):
            actions.give(device.pk, by=technician, **told)
    with pytest.raises(Forbidden):
        actions.give(device.pk, member=technician, by=colleague(technician))
    with pytest.raises(Forbidden):
        actions.take(device.pk, by=stranger)


def test_what_is_ready_leaves_the_hands(technician):
    device = a_device(technician, state=State.IN_REPAIR)
    actions.take(device.pk, by=technician)
    good = {check.slug: "good" for check in queries.checks_for(device)}
    actions.examine(device.pk, results=good, cosmetic="fine", by=technician)

    assert not Assignment.objects.filter(ended_at=None).exists()


def test_the_queue_of_a_full_page_asks_few_questions(client, technician, django_assert_max_num_queries):
    for _ in range(2):
        a_device(technician, state=State.IN_REPAIR)
    client.get("/atelier/")
    with django_assert_max_num_queries(14):
        client.get("/atelier/")
    for _ in range(6):
        actions.take(a_device(technician, state=State.IN_REPAIR).pk, by=technician)
    with django_assert_max_num_queries(14):
        client.get("/atelier/")


def test_the_wall_counts_the_team_and_names_nobody(client, technician):
    a_device(technician, state=State.READY)
    a_device(technician, state=State.TO_ERASE)

    page = client.get("/atelier/mur").content.decode()
    wall = queries.wall(technician)

    assert 'http-equiv="refresh"' in page
    assert technician.user.last_name not in page.split("<main")[1]
    assert [(tally.ready, tally.installed) for tally in wall.tallies] == [(1, 1)] * 3
    assert [count for _, _, count in wall.waiting] == [0, 1, 0]


def declare(client, **told):
    return client.post("/atelier/heures/", {"id": uuid.uuid4(), "on": timezone.localdate(), "hours": "3,5", **told})


def test_hours_are_declared_mended_and_taken_back(client, technician):
    sent = {"id": uuid.uuid4(), "what": "Installations"}
    for _ in range(2):
        declare(client, **sent)
    made = Hours.objects.get()
    assert made.minutes == 210

    client.post(f"/atelier/heures/{made.pk}/", {"id": uuid.uuid4(), "on": made.on, "hours": "2", "what": ""})
    assert Hours.objects.get().minutes == 120
    client.post(f"/atelier/heures/{made.pk}/retirer/")
    assert not Hours.objects.exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"on": timezone.localdate() + datetime.timedelta(days=2)}, "on"),
        ({"on": "2001-01-01"}, "on"),
        ({"hours": "0"}, "hours"),
        ({"hours": "17"}, "hours"),
        ({"hours": "beaucoup"}, "hours"),
    ],
)
def test_hours_that_cannot_be_are_said_beside_their_field(client, technician, told, field):
    page = declare(client, what="Démontage", **told)

    assert page.context["form"].errors[field]
    assert page.context["form"]["what"].value() == "Démontage"
    assert not Hours.objects.exists()


def test_a_day_has_sixteen_hours_in_all(client, technician):
    declare(client, hours="10")

    assert "seize heures" in declare(client, hours="7").content.decode()


def test_hours_and_skills_are_seen_by_the_person_and_her_supervisor_alone(client, technician):
    employee = colleague(technician, Role.EMPLOYEE)
    mine = actions.declare_hours(on=timezone.localdate(), minutes=60, by=employee)
    others = [
        technician,
        colleague(technician, Role.COORDINATOR, Role.ADMINISTRATOR),
        colleague(technician, Role.MANAGER),
        colleague(technician, Role.VOLUNTEER),
        a_member(Role.SUPERVISOR, network=technician.network, organisation=an_organisation()),
        a_member(*Role.values),
    ]
    supervisor = colleague(technician, Role.SUPERVISOR)

    for member in (employee, supervisor):
        client.force_login(member.user)
        assert client.get(f"/atelier/equipe/{employee.pk}/").status_code == 200
        assert list(Hours.objects.visible_to(member)) == [mine]
    for member in others:
        client.force_login(member.user)
        assert client.get(f"/atelier/equipe/{employee.pk}/").status_code == 404, member.roles
        assert not Hours.objects.visible_to(member).exists()
        assert client.get(f"/atelier/heures/{mine.pk}/").status_code in (403, 404)
        assert client.post(f"/atelier/equipe/{employee.pk}/erase/", {"act": "keep"}).status_code == 404
    client.force_login(supervisor.user)
    assert client.get(f"/atelier/heures/{mine.pk}/").status_code == 403
    assert not Acquisition.objects.exists()


def test_a_table_of_hours_holds_only_those_one_may_see(client, technician):
    employee, supervisor = colleague(technician, Role.EMPLOYEE), colleague(technician, Role.SUPERVISOR)
    for member in (employee, technician):
        actions.declare_hours(on=timezone.localdate(), minutes=90, what="=Démontage", by=member)

    lines = {}
    for member in (employee, supervisor):
        client.force_login(member.user)
        lines[member] = client.get("/atelier/heures.csv").content.decode().splitlines()[1:]

    assert [employee.full_name in line for line in lines[employee]] == [True]
    assert len(lines[supervisor]) == 2
    assert lines[employee][0].endswith(";1,5;'=Démontage")


def test_a_skill_is_claimed_by_the_person_and_validated_by_her_supervisor(client, technician):
    employee, supervisor = colleague(technician, Role.EMPLOYEE), colleague(technician, Role.SUPERVISOR)
    skill, address = Skill.objects.get(pk="erase"), f"/atelier/equipe/{employee.pk}/erase/"
    client.force_login(employee.user)
    for _ in range(2):
        client.post(address, {"act": "keep"})
    assert Acquisition.objects.get().validated_on is None

    client.force_login(supervisor.user)
    client.post(address, {"act": "keep", "note": "Vu trois fois"})
    client.force_login(employee.user)
    client.post(address, {"act": "withdraw"})

    held = Acquisition.objects.get()
    assert (held.validated_by, held.note) == (supervisor, "Vu trois fois")
    assert queries.person(employee).validated == 1
    actions.withdraw_skill(skill, employee.pk, by=supervisor)
    assert not Acquisition.objects.exists()


def test_a_supervisor_does_not_validate_her_own_skills(technician):
    supervisor = colleague(technician, Role.SUPERVISOR)

    with pytest.raises(Forbidden):
        actions.validate_skill(Skill.objects.get(pk="erase"), supervisor.pk, by=supervisor)


def test_the_team_is_listed_by_name_never_by_figures(client, technician):
    supervisor = colleague(technician, Role.SUPERVISOR)
    for minutes in (60, 300, 120):
        actions.declare_hours(on=timezone.localdate(), minutes=minutes, by=colleague(technician))
    client.force_login(supervisor.user)

    people = client.get("/atelier/equipe/").context["people"]

    names = [(one.user.last_name, one.user.first_name) for one, _, _ in people]
    assert names == sorted(names)
    assert sorted(minutes for _, minutes, _ in people if minutes) == [60, 120, 300]


@pytest.mark.parametrize(("minutes", "told"), [(45, "45 min"), (120, "2 h"), (210, "3 h 30"), (65, "1 h 05")])
def test_a_time_is_written_as_it_is_said(minutes, told):
    assert hours_told(minutes).replace("\N{NO-BREAK SPACE}", " ") == told
