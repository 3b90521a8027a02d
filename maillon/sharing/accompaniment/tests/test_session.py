import threading

import pytest
from django.db import connection

from maillon.common.errors import Forbidden, Refused
from maillon.ground.journal.models import Entry
from maillon.sharing.accompaniment import actions
from maillon.sharing.accompaniment.models import Enrolment, Session
from tests.factories import a_person
from tests.sharing import in_days, read, signed_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return stage()


def page(session: Session, act: str = "") -> str:
    return f"/seances/{session.pk}/{act}"


def held(session: Session) -> None:
    """As if it had taken place yesterday."""
    Session.objects.filter(pk=session.pk).update(starts_at=in_days(-1))


def test_each_organisation_reads_the_names_of_its_own_people_only(scene):
    session = scene.session()
    mine = a_person(scene.prescriber)
    theirs = a_person(scene.colleague, last_name="Benali", first_name="Karim")
    for person, member in ((mine, scene.prescriber), (theirs, scene.colleague)):
        actions.enrol(session.pk, by=member, person=person)

    own = read(signed_in(scene.prescriber).get(page(session)))
    holder = read(signed_in(scene.mediator).get(page(session)))
    coordinator = read(signed_in(scene.coordinator).get(page(session)))

    assert "Aminata Zéphyrin" in own
    assert "Benali" not in own
    for html in (holder, coordinator):
        assert "Zéphyrin" not in html
        assert "Benali" not in html
    assert f"{mine}, suivie par CCAS de Kermeur" in holder


def test_the_sheet_prints_names_for_whoever_may_read_them(scene):
    session = scene.session()
    actions.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))

    assert "Aminata Zéphyrin" in read(signed_in(scene.prescriber).get(page(session, "feuille/")))
    assert "Zéphyrin" not in read(signed_in(scene.mediator).get(page(session, "feuille/")))
    assert "Zéphyrin" not in read(signed_in(scene.coordinator).get(page(session, "feuille/")))


def test_a_session_of_another_network_does_not_exist(scene):
    session = scene.session()
    client = signed_in(scene.stranger)

    assert client.get(page(session)).status_code == 404
    for act in ("presences/", "annuler/", "inscrire/"):
        assert client.post(page(session, act)).status_code == 404


def test_the_last_seat_goes_to_one(scene):
    session = scene.session(seats=1)
    actions.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))

    with pytest.raises(Refused, match="complète") as refused:
        actions.enrol(session.pk, by=scene.colleague, person=a_person(scene.colleague))

    assert refused.value.field == "session"


@pytest.mark.parametrize("why", ["past", "cancelled"])
def test_nobody_is_enrolled_at_a_session_past_or_cancelled(scene, why):
    session = scene.session()
    if why == "past":
        held(session)
    else:
        actions.cancel(session.pk, by=scene.mediator)

    with pytest.raises(Refused):
        actions.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))


def test_a_person_of_another_network_cannot_be_enrolled(scene):
    with pytest.raises(Forbidden):
        actions.enrol(scene.session().pk, by=scene.prescriber, person=a_person(scene.stranger))


def test_professionals_keep_a_seat_for_their_organisation_once(scene):
    session = scene.session(kind="training")
    client = signed_in(scene.prescriber)
    assert "Garder une place pour CCAS de Kermeur" in read(client.get(page(session)))

    client.post(page(session, "inscrire/"))
    client.post(page(session, "inscrire/"))

    assert Enrolment.objects.get().organisation == scene.prescriber.organisation


def test_a_seat_given_back_is_free_again(scene):
    session = scene.session(seats=1)
    seat = actions.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))

    signed_in(scene.prescriber).post(page(session, f"places/{seat.pk}/rendre/"))

    assert actions.enrol(session.pk, by=scene.colleague, person=a_person(scene.colleague))


def test_another_organisation_cannot_give_it_back(scene):
    session = scene.session()
    seat = actions.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))

    assert signed_in(scene.colleague).post(page(session, f"places/{seat.pk}/rendre/")).status_code == 404
    assert Enrolment.objects.get().state == "enrolled"


def test_attendance_is_noted_on_the_day_by_whoever_holds_the_session(scene):
    session = scene.session()
    came = actions.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))
    absent = actions.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))
    client = signed_in(scene.mediator)
    assert "Noter les présences" not in read(client.get(page(session)))

    held(session)
    assert "Noter les présences" in read(client.get(page(session)))
    client.post(page(session, "presences/"), {str(came.pk): "came", str(absent.pk): "absent"})

    assert {one.pk: one.state for one in Enrolment.objects.all()} == {came.pk: "attended", absent.pk: "absent"}


def test_nobody_else_notes_it(scene):
    session = scene.session()
    seat = actions.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))
    held(session)

    assert signed_in(scene.prescriber).post(page(session, "presences/"), {str(seat.pk): "came"}).status_code == 403
    assert Enrolment.objects.get().state == "enrolled"


def test_a_session_is_cancelled_by_whoever_holds_it(scene):
    session = scene.session()

    assert signed_in(scene.prescriber).post(page(session, "annuler/")).status_code == 403
    signed_in(scene.mediator).post(page(session, "annuler/"))

    assert Session.objects.get().cancelled_at is not None
    assert "Annulée" in read(signed_in(scene.prescriber).get(page(session)))


def test_the_journal_names_nobody(scene):
    session = scene.session()
    actions.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))

    assert not any("Zéphyrin" in str(entry.data) for entry in Entry.objects.all())


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_gets_the_last_seat():
    scene = stage()
    session = scene.session(seats=1)
    people = [(scene.prescriber, a_person(scene.prescriber)), (scene.colleague, a_person(scene.colleague))]
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def enrol(member, person) -> None:
        start.wait()
        try:
            actions.enrol(session.pk, by=member, person=person)
            outcomes.append("enrolled")
        except Refused as refused:
            outcomes.append(refused.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=enrol, args=pair) for pair in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["Cette séance est complète : choisissez-en une autre.", "enrolled"]
    assert Enrolment.objects.count() == 1
