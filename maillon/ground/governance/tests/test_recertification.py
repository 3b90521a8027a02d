"""Once a year each organisation says who still acts for it; silence does what the rules of the network say."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.ground.governance import actions, jobs
from maillon.ground.governance.models import Recertification, RecertificationAnswer
from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Member, Network, Role
from tests.factories import a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR, network=a_network("ponant"))


@pytest.fixture
def manager(coordinator):
    return a_member(Role.MANAGER, network=coordinator.network, organisation=an_organisation("Atelier du Ponant"))


@pytest.fixture
def colleague(manager):
    return a_member(Role.TECHNICIAN, network=manager.network, organisation=manager.organisation)


def opened(by: Member) -> RecertificationAnswer:
    """The answer that is asked of the manager's organisation."""
    made = actions.open_recertification(by.network_id, by=PLATFORM)
    return made.answers.get(organisation=by.organisation)


def due(made: Recertification, days: int) -> None:
    """Make it end in so many days; negative, it is over."""
    Recertification.objects.filter(pk=made.pk).update(
        opened_on=timezone.localdate() - 30 * DAY, due_on=timezone.localdate() + days * DAY
    )


def letters(member: Member) -> list[str]:
    return list(Message.objects.filter(to=member.user.email).order_by("created_at").values_list("subject", flat=True))


def test_the_clock_opens_it_when_the_months_of_the_rules_have_passed_and_only_then(manager):
    assert jobs.recertify() == 0, "the network has just been born"
    Network.objects.update(created_at=timezone.now() - 366 * DAY)

    assert jobs.recertify() == 1
    assert jobs.recertify() == 0

    made = Recertification.objects.get()
    assert made.due_on - made.opened_on == 30 * DAY
    assert letters(manager) == ["Qui agit encore pour Atelier du Ponant ?"]
    Recertification.objects.update(closed_on=made.opened_on)
    assert jobs.recertify() == 0, "one a year"


def test_a_network_that_asks_for_none_is_left_alone(manager):
    Network.objects.update(created_at=timezone.now() - 900 * DAY, recertify_months=0)

    assert jobs.recertify() == 0


def test_a_manager_keeps_some_and_ends_others(manager, colleague):
    other = a_member(Role.VOLUNTEER, network=manager.network, organisation=manager.organisation)
    answer = opened(manager)

    actions.answer_recertification(answer.pk, kept=[colleague.pk], ended=[other.pk], by=manager)

    answer.refresh_from_db()
    assert (answer.kept, answer.ended, answer.member) == (2, 1, manager)
    today = timezone.localdate()
    assert Member.objects.get(pk=other.pk).ended_on == today
    assert set(Member.objects.filter(confirmed_on=today)) == {manager, colleague}
    assert Entry.objects.filter(verb="governance.answer_recertification").get().data == {"kept": 2, "ended": 1}
    assert "Atelier" not in str(list(Entry.objects.filter(verb__contains="recertif").values_list("data", flat=True)))


def test_each_person_has_an_answer_and_nobody_ends_herself(manager, colleague):
    answer = opened(manager)

    with pytest.raises(Refused, match="relisez chaque personne"):
        actions.answer_recertification(answer.pk, kept=[], ended=[], by=manager)
    with pytest.raises(Refused, match="votre propre départ"):
        actions.answer_recertification(answer.pk, kept=[colleague.pk], ended=[manager.pk], by=manager)

    answer.refresh_from_db()
    assert answer.answered_on is None
    assert not Member.objects.filter(organisation=manager.organisation, ended_on__isnull=False).exists()


def test_reminders_leave_once_each_before_the_end(manager):
    answer = opened(manager)
    sent = len(letters(manager))
    for days, more in ((15, 0), (14, 1), (14, 1), (10, 1), (3, 2), (1, 2)):
        due(answer.recertification, days)
        jobs.recertify()
        assert len(letters(manager)) == sent + more, f"{days} days before the end"


def test_silence_is_told_to_who_runs_the_network_and_ends_nothing_unless_the_rules_say_so(
    coordinator, manager, colleague
):
    due(opened(manager).recertification, -1)

    assert jobs.recertify() == 1

    assert Recertification.objects.get().closed_on
    assert letters(coordinator)[-1] == "La confirmation des accès de ponant est finie".replace(
        "ponant", coordinator.network.short_name
    )
    assert "Atelier du Ponant" in Message.objects.filter(to=coordinator.user.email).latest("created_at").body
    assert Member.objects.active().filter(organisation=manager.organisation).count() == 2


def test_where_the_rules_say_so_silence_ends_accesses_but_those_of_who_runs_the_network(
    coordinator, manager, colleague
):
    Network.objects.update(recertify_closes=True)
    made = opened(manager).recertification
    due(made, -1)
    late = a_member(Role.DRIVER, network=manager.network, organisation=manager.organisation)
    Member.objects.exclude(pk=late.pk).update(since=made.opened_on - 60 * DAY)

    jobs.recertify()

    assert set(Member.objects.active()) == {coordinator, late}, "who came since was not asked about"
    assert letters(colleague)[-1] == f"Votre accès à {manager.network.short_name} est fermé"


def test_only_the_manager_and_who_runs_the_network_answer(coordinator, manager, colleague, client):
    answer = opened(manager)
    url = reverse("governance:recertify", args=[answer.pk])
    for member, status in (
        (a_member(Role.MANAGER, network=manager.network, organisation=an_organisation("Voisine")), 404),
        (a_member(Role.MANAGER, Role.COORDINATOR), 404),
        (colleague, 403),
        (coordinator, 200),
    ):
        client.force_login(member.user)
        assert client.get(url).status_code == status
    with pytest.raises(Forbidden):
        actions.answer_recertification(answer.pk, kept=[], ended=[], by=colleague)
    with pytest.raises(Forbidden):
        actions.open_recertification(manager.network_id, by=manager)


def test_from_her_home_a_manager_answers_on_one_screen(coordinator, manager, colleague, client):
    answer = opened(manager)
    client.force_login(manager.user)
    url = reverse("governance:recertify", args=[answer.pk])
    assert url in client.get("/a-faire/").content.decode()

    page = client.post(url, {}).content.decode()
    assert "Choisissez une réponse" in page, "who never signed in is not taken as still there"
    after = client.post(url, {str(colleague.pk): "part"})

    assert after.url == reverse("organisations:detail", args=[manager.organisation_id])
    assert Member.objects.get(pk=colleague.pk).ended_on
    assert url not in client.get("/a-faire/").content.decode()


def test_who_runs_the_network_follows_reminds_and_asks(coordinator, manager, client, django_assert_max_num_queries):
    client.force_login(coordinator.user)
    page = client.get("/reseau/confirmations/").content.decode()
    assert "Demander maintenant" in page
    for _ in range(3):
        a_member(Role.MANAGER, network=manager.network, organisation=an_organisation())
    client.post("/reseau/confirmations/ouvrir/")
    answer = RecertificationAnswer.objects.get(organisation=manager.organisation)

    with django_assert_max_num_queries(12):
        page = client.get("/reseau/confirmations/").content.decode()
    assert "<b>0 structure sur 5</b>" in page
    client.post(reverse("governance:remind_recertification", args=[answer.pk]))
    assert letters(manager)[-1] == "Rappel : qui agit encore pour Atelier du Ponant ?"
    due(answer.recertification, 5)
    assert "5 structures n’ont pas confirmé" in client.get("/a-faire/").content.decode()
