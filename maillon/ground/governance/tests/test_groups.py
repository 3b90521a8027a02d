"""Working groups: who is in them, when they meet, what they decide, and who may read what."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.common.moments import PARIS
from maillon.ground.governance import actions, jobs
from maillon.ground.governance.models import Decision, Group, Meeting
from maillon.ground.governance.queries import groups
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from tests.factories import a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR, network=a_network("ponant"))


@pytest.fixture
def group(coordinator):
    return actions.open_group(coordinator.network, name="Effacement", purpose="Comparer nos outils.", by=coordinator)


def seated(group: Group, organisation=None):
    member = a_member(Role.TECHNICIAN, network=group.network, organisation=organisation or an_organisation())
    actions.take_seat(group.pk, by=member)
    return member


def planned(group, by, **other):
    told = {"starts_at": timezone.now() + 3 * DAY, "place": "Pontivy", "agenda": "1. Outils; 2. Coûts", **other}
    return actions.plan_meetings(group.pk, by=by, **told)


def proposed(group, by, **other):
    return actions.propose(group.pk, title="Un seul outil", closes_on=timezone.localdate() + DAY, by=by, **other)


def test_monthly_meetings_keep_the_weekday_and_the_hour_of_paris_across_the_change_of_clocks(group, coordinator):
    member = seated(group)
    year = timezone.localdate().year + 1
    first = datetime.datetime(year, 2, 1, 9, 30, tzinfo=PARIS)
    first += (3 - first.weekday()) % 7 * DAY  # the first Thursday

    made = planned(group, coordinator, starts_at=first, times=6)

    days = [one.starts_at.astimezone(PARIS) for one in made]
    assert [(one.weekday(), (one.day - 1) // 7, one.hour, one.minute) for one in days] == [(3, 0, 9, 30)] * 6
    assert len({one.month for one in days}) == 6
    assert Message.objects.filter(to=member.user.email).count() == 1, "one letter for all of them"
    with pytest.raises(Refused) as refused:
        planned(group, coordinator, starts_at=first)
    assert refused.value.field == "starts_at"


def test_a_fifth_weekday_becomes_the_last(group, coordinator):
    start = datetime.datetime(timezone.localdate().year + 1, 1, 31, 18, 0, tzinfo=PARIS)

    _, february = planned(group, coordinator, starts_at=start, times=2)

    local = february.starts_at.astimezone(PARIS)
    assert (local.month, local.weekday()) == (2, start.weekday())


def test_consent_is_adopted_without_objection_and_an_objection_says_why(group, coordinator):
    first, second = seated(group), seated(group)
    decision = proposed(group, coordinator)
    actions.speak(decision.pk, choice="for", by=first)
    with pytest.raises(Refused) as refused:
        actions.speak(decision.pk, choice="against", by=second)
    assert refused.value.field == "reason"
    actions.speak(decision.pk, choice="against", reason="Trop cher", by=second)
    assert not groups.tally(decision).carries(decision.mode)
    actions.speak(decision.pk, choice="abstain", by=second)

    actions.settle(decision.pk, by=coordinator)

    decision.refresh_from_db()
    assert decision.state == Decision.State.ADOPTED
    assert (
        "adoptée (1 pour, 0 contre, 1 sans avis)"
        in Message.objects.filter(to=first.user.email).latest("created_at").body
    )
    with pytest.raises(Refused, match="n’attend plus d’avis"):
        actions.speak(decision.pk, choice="for", by=second)


def test_one_voice_an_organisation_is_the_last_one_heard(group, coordinator):
    first = seated(group)
    colleague = seated(group, first.organisation)
    other = seated(group)
    decision = proposed(group, coordinator, mode="vote")
    for member, choice in ((first, "for"), (colleague, "against"), (other, "for")):
        actions.speak(decision.pk, choice=choice, by=member)
    heard = groups.tally(decision)
    assert (heard.for_, heard.against) == (1, 1)
    assert not heard.carries("vote")
    Decision.objects.update(voices=Group.Voices.PERSON)
    decision.refresh_from_db()
    assert groups.tally(decision).carries("vote")


def test_the_clock_concludes_after_the_last_day_and_nobody_heard_adopts_nothing(group, coordinator):
    decision = proposed(group, coordinator)
    assert jobs.settle_decisions() == 0
    Decision.objects.update(closes_on=timezone.localdate() - DAY)

    assert (jobs.settle_decisions(), jobs.settle_decisions()) == (1, 0)

    decision.refresh_from_db()
    assert decision.state == Decision.State.REJECTED


def test_who_is_outside_reads_the_outcome_and_not_who_said_what(group, coordinator, client):
    member = seated(group)
    decision = proposed(group, coordinator)
    actions.speak(decision.pk, choice="against", reason="Trop lent", by=member)
    document = actions.add_document(group.pk, file=(b"a;b\n1;2\n", "outils.csv"), by=member)
    outsider = a_member(Role.TECHNICIAN, network=group.network)
    url = reverse("governance:decision", args=[decision.pk])
    link = reverse("governance:group_document", args=[group.pk, document.pk])

    client.force_login(outsider.user)
    assert "Trop lent" not in client.get(url).content.decode()
    assert client.get(link).status_code == 403
    for attempt in (
        lambda: actions.speak(decision.pk, choice="for", by=outsider),
        lambda: proposed(group, member),
        lambda: actions.settle(decision.pk, by=member),
        lambda: actions.add_document(group.pk, file=(b"a;b\n", "x.csv"), by=outsider),
        lambda: actions.take_seat(group.pk, by=a_member(Role.COORDINATOR)),
        lambda: actions.take_seat(group.pk, member=outsider, by=member),
    ):
        with pytest.raises(Forbidden):
            attempt()
    client.force_login(member.user)
    assert "Trop lent" in client.get(url).content.decode()
    assert client.get(link).status_code == 200
    client.force_login(a_member(Role.COORDINATOR).user)
    assert client.get(url).status_code == 404


def test_the_next_meeting_is_on_the_home_and_in_the_calendar_of_who_is_in_the_group(group, coordinator, client):
    member = seated(group)
    [meeting] = planned(group, coordinator)
    proposed(group, coordinator)
    client.force_login(member.user)
    page = client.get("/a-faire/").content.decode()
    assert reverse("governance:meeting", args=[meeting.pk]) in page
    assert "Donner votre avis" in page

    client.logout()
    address = groups.calendar_url(member)
    answer = client.get(address[address.index("/agenda/") :])
    assert answer["Content-Type"].startswith("text/calendar")
    told = answer.content.decode()
    assert f"UID:{meeting.pk}@maillon\r\n" in told
    assert "1. Outils\\; 2. Coûts" in told
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))
    assert client.get("/agenda/faux.ics").status_code == 404
    Meeting.objects.update(starts_at=timezone.now() - DAY)
    client.force_login(coordinator.user)
    assert "Écrire le compte rendu" in client.get("/a-faire/").content.decode()


def test_a_group_lives_by_its_pages(coordinator, client, django_assert_max_num_queries):
    client.force_login(coordinator.user)
    typed = {"id": "0190aaaa-0000-7000-8000-000000000002", "name": "Pièces", "purpose": "Un stock commun."}
    wrong = client.post("/reseau/groupes/ouvrir/", {**typed, "name": " "}).content.decode()
    assert "Un stock commun." in wrong, "what was typed is kept"
    client.post("/reseau/groupes/ouvrir/", {**typed, "mode": "vote", "voices": "person", "rhythm": "Premier lundi"})
    group = Group.objects.get()
    for _ in range(3):
        seated(group)
    when = timezone.localtime() + 9 * DAY
    plan = {"starts_at": f"{when:%Y-%m-%dT%H:%M}", "minutes": 60, "place": "Vannes", "times": 3}
    url = reverse("governance:plan_meetings", args=[group.pk])
    assert client.post(url, {**plan, "id": "0190aaaa-0000-7000-8000-000000000003"}).status_code == 302
    assert group.meetings.count() == 3
    with django_assert_max_num_queries(12):
        assert "Premier lundi" in client.get("/reseau/groupes/").content.decode()
    with django_assert_max_num_queries(14):
        assert "Vannes" in client.get(reverse("governance:group", args=[group.pk])).content.decode()
    meeting = group.meetings.first()
    for name, data in (
        ("change_meeting", {**plan, "place": "Lorient"}),
        ("cancel_meeting", {}),
    ):
        assert client.post(reverse(f"governance:{name}", args=[meeting.pk]), data).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, meeting.cancelled) == ("Lorient", True)
    seat = group.seats.exclude(member=coordinator).first()
    client.post(reverse("governance:leave_seat", args=[seat.pk]))
    client.post(reverse("governance:close_group", args=[group.pk]))
    group.refresh_from_db()
    assert group.closed_on
    assert group.seats.filter(ended_on=None).count() == 3
    assert not group.meetings.filter(cancelled=False).exists()
