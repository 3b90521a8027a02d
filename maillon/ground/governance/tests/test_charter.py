"""The charter of a network is versioned, and accepted under a name; each year's contribution is noted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.ground.governance import actions
from maillon.ground.governance.models import Acceptance, Contribution
from maillon.ground.governance.queries import adherents
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Role
from tests.factories import a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
TEXT = "# Nos promesses\nDonner priorité aux personnes.\n\nPublier nos chiffres."


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR, network=a_network("ponant"))


@pytest.fixture
def manager(coordinator):
    member = a_member(Role.MANAGER, network=coordinator.network, organisation=an_organisation("Atelier"))
    organisations.adhere(member.network, member.organisation, starts_on=TODAY - 99 * DAY, by=coordinator)
    return member


def published(by, text=TEXT, **other):
    return actions.publish_charter(by.network_id, text=text, **{"starts_on": TODAY, "by": by, **other})


def test_a_version_is_accepted_under_a_name_and_the_next_is_to_be_accepted_again(coordinator, manager):
    first = published(coordinator)
    assert Message.objects.get(to=manager.user.email).subject.endswith("est à accepter")
    for _ in range(2):
        held = actions.accept_charter(
            first.pk, manager.organisation, name="Anne Cadiou", function="Présidente", by=manager
        )
    assert (held.accepted_on, held.name, Acceptance.objects.count()) == (TODAY, "Anne Cadiou", 1)
    assert not adherents.adherents(manager.network)[0].missing & {"charte"}

    second = published(coordinator, text=f"{TEXT}\n\nNe rien jeter.")
    assert (second.version, first.acceptances.count()) == (2, 1)
    assert "charte" in adherents.adherents(manager.network)[0].missing
    with pytest.raises(Refused, match="a remplacé ce texte"):
        actions.accept_charter(first.pk, coordinator.organisation, name="A", function="B", by=coordinator)


def test_what_changes_nothing_or_says_nothing_is_refused(coordinator, manager):
    made = published(coordinator)
    for text, day, field in ((TEXT, TODAY, "text"), (" ", TODAY, "text"), ("Autre", TODAY - DAY, "starts_on")):
        with pytest.raises(Refused) as refused:
            published(coordinator, text=text, starts_on=day)
        assert refused.value.field == field
    with pytest.raises(Refused) as refused:
        actions.accept_charter(made.pk, manager.organisation, name="Anne", function=" ", by=manager)
    assert refused.value.field == "function"


def test_only_the_right_people_publish_accept_and_note(coordinator, manager):
    made = published(coordinator)
    neighbour = a_member(Role.MANAGER, network=manager.network, organisation=an_organisation("Voisine"))
    elsewhere = a_member(Role.MANAGER, Role.COORDINATOR)
    for attempt in (
        lambda: published(manager),
        lambda: (
            published(elsewhere) and actions.publish_charter(made.network_id, text="X", starts_on=TODAY, by=elsewhere)
        ),
        lambda: actions.accept_charter(made.pk, manager.organisation, name="A", function="B", by=neighbour),
        lambda: actions.accept_charter(made.pk, manager.organisation, name="A", function="B", by=elsewhere),
        lambda: actions.note_contribution(
            manager.network, manager.organisation, year=TODAY.year, amount_cents=1, by=manager
        ),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_the_contribution_of_a_year_is_noted_then_corrected(coordinator, manager):
    def note(**fields):
        said = {"year": TODAY.year, "amount_cents": 15_000, "by": coordinator, **fields}
        return actions.note_contribution(manager.network, manager.organisation, **said)

    note()
    assert "cotisation" in adherents.adherents(manager.network)[0].missing
    note(amount_cents=12_000, paid_on=TODAY)
    assert Contribution.objects.get().amount_cents == 12_000
    assert "cotisation" not in adherents.adherents(manager.network)[0].missing
    for wrong, field in (({"year": TODAY.year + 2}, "year"), ({"paid_on": TODAY + DAY}, "paid_on")):
        with pytest.raises(Refused) as refused:
            note(**wrong)
        assert refused.value.field == field


def test_a_manager_accepts_from_her_home_and_the_coordinator_sees_who_has_not(
    coordinator, manager, client, django_assert_max_num_queries
):
    published(coordinator)
    other = an_organisation("Sans charte")
    a_member(Role.MANAGER, network=manager.network, organisation=other)
    organisations.adhere(manager.network, other, starts_on=TODAY, by=coordinator)
    client.force_login(manager.user)
    assert "Accepter la charte" in client.get("/a-faire/").content.decode()
    page = client.get("/reseau/charte/").content.decode()
    assert ">Nos promesses</h2>" in page
    assert "Cochez cette case" in client.post("/reseau/charte/", {"name": "A", "function": "B"}).content.decode()
    client.post("/reseau/charte/", {"name": "Anne Cadiou", "function": "Présidente", "read": "on"})
    assert "Accepter la charte" not in client.get("/a-faire/").content.decode()
    assert client.get("/reseau/adherents/").status_code == 403

    client.force_login(coordinator.user)
    with django_assert_max_num_queries(12):
        page = client.get("/reseau/adherents/?manque=charte").content.decode()
    assert "Sans charte</a>" in page
    assert "Atelier</a>" not in page
    panel = reverse("governance:panel", args=[manager.organisation_id])
    assert "Anne Cadiou, Présidente" in client.get(panel).content.decode()
    url = reverse("governance:note_charter", args=[other.pk])
    client.post(url, {"name": "Yann", "function": "Trésorier", "accepted_on": TODAY.isoformat()})
    url = reverse("governance:note_contribution", args=[other.pk])
    assert "en €" in client.post(url, {"year": TODAY.year, "amount_cents": "x"}).content.decode()
    client.post(url, {"year": TODAY.year, "amount_cents": "150", "paid_on": TODAY.isoformat()})
    assert (Acceptance.objects.count(), Contribution.objects.get().amount_cents) == (2, 15_000)


def test_two_organisations_that_are_one_keep_what_says_more(coordinator, manager):
    double = an_organisation("Atelier bis")
    a_member(Role.MANAGER, network=manager.network, organisation=double)
    made = published(coordinator)
    actions.accept_charter(made.pk, double, name="Anne", function="Présidente", by=coordinator)
    for organisation, paid_on in ((manager.organisation, None), (double, TODAY)):
        told = {"year": TODAY.year, "amount_cents": 100, "paid_on": paid_on, "by": coordinator}
        actions.note_contribution(manager.network, organisation, **told)
    actions.open_recertification(manager.network_id, by=coordinator)

    assert actions.reunite(manager.organisation, double, by=coordinator) == 2
    organisations.absorb(manager.organisation, double, network=manager.network, by=coordinator)

    assert Contribution.objects.get().paid_on == TODAY
    assert Acceptance.objects.get().organisation == manager.organisation
    assert manager.organisation.recertifications.count() == 1
    with pytest.raises(Forbidden):
        actions.reunite(manager.organisation, double, by=manager)
