import pytest

from maillon.common.actors import PLATFORM
from maillon.common.errors import Refused
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import OrganisationRole
from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.accompaniment.models import Enrolment
from maillon.sharing.handovers import actions
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need
from tests.factories import a_need, a_person, an_organisation
from tests.sharing import in_days, read, signed_in, stage, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return stage()


def page(need: Need) -> str:
    return f"/demandes/{need.pk}/rendez-vous/"


def form(scene, **said):
    return {
        "id": "019a0000-0000-7000-8000-000000000004",
        "replaces": "",
        "distributor": str(scene.distributor.organisation_id),
        "planned_at": typed(in_days(3)),
        "place": "",
        "commune": "",
        "session": "",
        "waiver": "",
        **said,
    }


def test_an_appointment_takes_a_seat_at_an_open_session_near(scene):
    need, session = scene.promised(), scene.session()

    answer = signed_in(scene.prescriber).post(page(need), form(scene, session=str(session.pk)))

    handover = HandOver.objects.get()
    assert answer.url == f"/remises/{handover.pk}/"
    assert handover.enrolment == Enrolment.objects.get(person=need.person, session=session)
    assert (handover.place, handover.planned_at) == ("Mairie de Kermeur", in_days(3))
    assert Need.objects.get(pk=need.pk).state == "appointed"


def test_without_accompaniment_it_is_refused_beside_the_session(scene):
    need = scene.promised()

    answer = signed_in(scene.prescriber).post(page(need), form(scene, place="Salle des fêtes"))

    assert "ne va pas sans accompagnement" in answer.context["form"].errors["session"][0]
    assert 'value="Salle des fêtes"' in read(answer)
    assert not HandOver.objects.exists()
    assert Need.objects.get(pk=need.pk).state == "reserved"


def test_a_reason_waives_it(scene):
    need = scene.promised()

    signed_in(scene.prescriber).post(page(need), form(scene, waiver="Déjà accompagnée chaque semaine."))

    assert HandOver.objects.get().waiver == "Déjà accompagnée chaque semaine."


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_empty_reason_waives_nothing(scene, reason):
    need = scene.promised()

    signed_in(scene.prescriber).post(page(need), form(scene, waiver=reason))

    assert not HandOver.objects.exists()


def test_where_the_network_does_not_require_it_nothing_is_asked():
    scene = stage(accompaniment_required=False)

    signed_in(scene.prescriber).post(page(scene.promised()), form(scene))

    assert HandOver.objects.get().waiver == ""


def test_a_seat_already_kept_serves(scene):
    need, session = scene.promised(), scene.session()
    signed_in(scene.prescriber).post(f"/demandes/{need.pk}/seance/", {"session": str(session.pk)})
    seat = Enrolment.objects.get()

    signed_in(scene.prescriber).post(page(need), form(scene, session=f"kept:{seat.pk}"))

    assert HandOver.objects.get().enrolment == seat


def test_a_session_full_or_of_another_network_is_not_a_choice(scene):
    need = scene.promised()
    full = scene.session(seats=1)
    signed_in(scene.colleague).post(f"/demandes/{scene_need(scene).pk}/seance/", {"session": str(full.pk)})

    for session in (full, stage().session()):
        answer = signed_in(scene.prescriber).post(page(need), form(scene, session=str(session.pk)))
        assert "session" in answer.context["form"].errors
    assert not HandOver.objects.exists()


def scene_need(scene) -> Need:
    """A request of the other prescriber."""
    return a_need(scene.colleague)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"planned_at": "2020-01-01T10:00"}, "planned_at"),
        ({"planned_at": "demain"}, "planned_at"),
        ({"commune": "Trifouilly"}, "commune"),
        ({"distributor": "019a0000-0000-7000-8000-000000000009"}, "distributor"),
        ({"waiver": "Mme Zéphyrin est déjà suivie"}, "waiver"),
        ({"place": "Chez Mme Zéphyrin, 3 rue du Port", "waiver": "Déjà suivie"}, "place"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(scene, said, field):
    answer = signed_in(scene.prescriber).post(page(scene.promised()), form(scene, **said))

    assert field in answer.context["form"].errors
    assert not HandOver.objects.exists()


def test_an_organisation_of_another_network_cannot_hand_over(scene):
    need = scene.promised()

    with pytest.raises(Refused) as refused:
        actions.plan(
            need.pk,
            distributor=an_organisation(),
            planned_at=in_days(2),
            place="Ici",
            commune_code="56178",
            waiver="Déjà suivie",
            by=scene.prescriber,
        )

    assert refused.value.field == "distributor"


def test_nothing_is_planned_before_all_is_reserved(scene):
    with pytest.raises(Refused, match="pas encore tout son équipement"):
        scene.appointment(scene.need())


def test_sent_twice_it_is_one_appointment(scene):
    need = scene.promised()
    client = signed_in(scene.prescriber)

    client.post(page(need), form(scene, waiver="Déjà suivie"))
    client.post(page(need), form(scene, waiver="Déjà suivie"))

    assert HandOver.objects.count() == 1
    assert Message.objects.filter(subject__contains="rendez-vous").count() == 1


def test_two_at_once_do_not_overwrite_each_other(scene):
    need = scene.promised()
    first = form(scene, waiver="Déjà suivie")
    second = {**first, "id": "019a0000-0000-7000-8000-000000000005", "planned_at": typed(in_days(8))}
    signed_in(scene.prescriber).post(page(need), first)

    answer = signed_in(scene.coordinator).post(page(need), second)

    assert "vient d’être pris" in read(answer)
    assert HandOver.objects.get().planned_at == in_days(3)


def test_it_is_moved_by_whoever_has_seen_it(scene):
    handover = scene.appointment()
    client = signed_in(scene.prescriber)
    shown = client.get(page(handover.need))
    assert "Déplacer le rendez-vous" in read(shown)

    moved = form(scene, planned_at=typed(in_days(8)), replaces=str(handover.pk), waiver="Déjà suivie")
    client.post(page(handover.need), moved)

    assert HandOver.objects.get(state="planned").planned_at == in_days(8)
    assert HandOver.objects.get(pk=handover.pk).state == "cancelled"


def test_called_off_the_equipment_stays_reserved(scene):
    handover = scene.appointment()

    signed_in(scene.prescriber).post(f"/remises/{handover.pk}/annuler/")

    assert HandOver.objects.get().state == "cancelled"
    assert Need.objects.get(pk=handover.need_id).state == "reserved"
    assert handover.need.items.get().device.state == "reserved"
    assert Message.objects.filter(subject__contains="rendez-vous annulé").exists()


def test_the_referent_is_told_the_day_and_never_the_name(scene):
    scene.appointment()

    message = Message.objects.get(subject__contains="rendez-vous le")
    assert message.to == scene.prescriber.user.email
    assert "Mairie de Kermeur" in message.body
    assert "/remises/" in message.body
    assert "Zéphyrin" not in message.subject + message.body


@pytest.mark.parametrize("reader", ["coordinator", "distributor", "prescriber"])
def test_who_may_plan(scene, reader):
    assert signed_in(getattr(scene, reader)).get(page(scene.promised())).status_code == 200


@pytest.mark.parametrize(("reader", "status"), [("colleague", 404), ("stranger", 404), ("technician", 403)])
def test_who_may_not(scene, reader, status):
    client = signed_in(getattr(scene, reader))
    need = scene.promised()

    assert client.get(page(need)).status_code == status
    assert client.post(page(need), form(scene, waiver="x")).status_code == status


def test_opened_by_itself_the_panel_leads_to_what_comes_next(scene):
    need = scene.promised()
    client = signed_in(scene.prescriber)
    panel = f"/demandes/{need.pk}/remise/"

    assert client.get(panel).url == page(need)
    handover = scene.appointment(need)
    assert client.get(panel).url == f"/remises/{handover.pk}/"
    assert "<html" not in read(client.get(panel, headers={"HX-Request": "true"}))


def test_an_enrolment_of_someone_else_is_refused(scene):
    need, session = scene.promised(), scene.session()
    other = accompaniment.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))

    with pytest.raises(Refused, match="autre personne"):
        scene.appointment(need, enrolment=other, waiver="")


def test_in_one_commune_the_prescriber_comes_first(scene):
    need = scene.promised()
    other = an_organisation("Aaa", commune_code=need.prescriber.commune_code)
    organisations.affiliate(need.network, other, roles=[OrganisationRole.DISTRIBUTOR], by=PLATFORM)

    choices = signed_in(scene.prescriber).get(page(need)).context["form"].fields["distributor"].choices

    near = [name for _, name in choices if "sur place" in name]
    assert len(near) > 1
    assert near[0].startswith(need.prescriber.name)
