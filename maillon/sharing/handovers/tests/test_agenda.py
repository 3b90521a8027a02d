import pytest

from maillon.ground.organisations.models import Role
from maillon.sharing.handovers import actions
from maillon.sharing.handovers.models import HandOver
from tests.factories import a_member
from tests.sharing import in_days, read, signed_in, stage

pytestmark = pytest.mark.django_db
PAGE = "/remises/"


@pytest.fixture
def scene():
    return stage()


def lines(member, query: str = ""):
    return signed_in(member).get(PAGE + query).context["lines"]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.DISTRIBUTOR, 200),
        (Role.PRESCRIBER, 200),
        (Role.COORDINATOR, 200),
        (Role.TECHNICIAN, 200),
        (Role.DONOR, 403),
        (Role.FUNDER, 403),
        (Role.DRIVER, 403),
    ],
)
def test_who_may_open_the_agenda(role, status):
    assert signed_in(a_member(role)).get(PAGE).status_code == status


def test_the_day_passed_comes_first_then_today_then_later(scene):
    later = scene.appointment(planned_at=in_days(4))
    today, late = scene.appointment(), scene.appointment()
    HandOver.objects.filter(pk=late.pk).update(planned_at=in_days(-1))
    HandOver.objects.filter(pk=today.pk).update(planned_at=in_days(0))

    found = lines(scene.distributor)

    assert [line.handover.pk for line in found] == [late.pk, today.pk, later.pk]
    assert [line.heading for line in found][:2] == ["À noter : le jour est passé", "Aujourd’hui"]
    assert "Noter la remise" in read(signed_in(scene.distributor).get(PAGE))


@pytest.mark.parametrize("reader", ["distributor", "prescriber"])
def test_the_desk_and_the_prescriber_read_the_names(scene, reader):
    scene.appointment()

    assert "Aminata Zéphyrin" in read(signed_in(getattr(scene, reader)).get(PAGE))


def test_the_coordinator_reads_all_of_them_and_no_name(scene):
    scene.appointment()

    html = read(signed_in(scene.coordinator).get(PAGE))

    assert "sans l’identité des personnes" in html
    assert "Zéphyrin" not in html
    assert len(lines(scene.coordinator)) == 1


@pytest.mark.parametrize("reader", ["colleague", "stranger", "technician"])
def test_others_see_none_of_them(scene, reader):
    handover = scene.appointment()
    member = getattr(scene, reader)

    assert lines(member) == []
    assert signed_in(member).get(f"/remises/{handover.pk}/").status_code == 404


def test_done_and_called_off_are_apart(scene):
    done, off = scene.appointment(), scene.appointment()
    actions.hand_over(done.pk, kind="gift", by=scene.distributor)
    actions.call_off(off.pk, by=scene.distributor)

    assert lines(scene.distributor) == []
    assert [line.handover for line in lines(scene.distributor, "?when=faites")] == [done]
    assert [line.handover for line in lines(scene.distributor, "?when=annulees")] == [off]


def test_called_off_the_desk_knows_the_name_no_more(scene):
    off = scene.appointment()
    actions.call_off(off.pk, by=scene.prescriber)

    assert "Zéphyrin" not in read(signed_in(scene.distributor).get(f"/remises/{off.pk}/"))
    assert "Zéphyrin" not in read(signed_in(scene.distributor).get(PAGE + "?when=annulees"))
    assert "Zéphyrin" in read(signed_in(scene.prescriber).get(f"/remises/{off.pk}/"))


def test_one_day_may_be_asked_for(scene):
    soon, later = scene.appointment(planned_at=in_days(2)), scene.appointment(planned_at=in_days(6))

    assert [line.handover for line in lines(scene.distributor, f"?day={in_days(2):%Y-%m-%d}")] == [soon]
    assert len(lines(scene.distributor, "?day=nimporte")) == 2
    assert later.state == "planned"


def test_an_empty_agenda_says_where_appointments_come_from(scene):
    assert "Un rendez-vous se fixe depuis une demande" in read(signed_in(scene.distributor).get(PAGE))


@pytest.mark.parametrize("reader", ["distributor", "coordinator"])
def test_the_agenda_costs_six_queries_however_long(scene, reader, django_assert_max_num_queries):
    for _ in range(6):
        scene.appointment()
    client = signed_in(getattr(scene, reader))
    client.get(PAGE)

    with django_assert_max_num_queries(6):
        client.get(PAGE)
