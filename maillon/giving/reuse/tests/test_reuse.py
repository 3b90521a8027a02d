"""A public body offers to its sister services first: they take, give back; the rest goes to the network, and nothing is lost."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common import links, spam
from maillon.common.actors import PLATFORM, PUBLIC, Bearer
from maillon.common.errors import Forbidden, Refused
from maillon.giving.donations.models import Offer
from maillon.giving.groups import actions as groups
from maillon.giving.reuse import actions, jobs, policy, queries
from maillon.giving.reuse.models import Proposal, Take
from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Role
from tests.factories import PONTIVY, a_member, an_organisation, category

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR)


@pytest.fixture
def service(coordinator):
    """A member of a new service of the State, with the role of donor."""

    def made(name: str):
        organisation = an_organisation(name, kind="state")
        organisations.affiliate(coordinator.network, organisation, roles=["donateur"], by=PLATFORM)
        return a_member(Role.DONOR, network=coordinator.network, organisation=organisation)

    return made


@pytest.fixture
def sisters(coordinator, service):
    """Two services that one group follows."""
    sgar, one, two = service("SGAR"), service("Rectorat"), service("Douanes")
    for member in (one, two):
        groups.join_group(sgar.organisation, member.organisation, starts_on=TODAY, by=coordinator)
    return one, two


def proposed(by, **changes) -> Proposal:
    network = changes.pop("network", None) or by.network
    said = {
        "lines": {category("laptop"): 10, category("monitor"): 4},
        "days": 10,
        "donor_kind": "state",
        "organisation_name": "Rectorat",
        "contact_name": "Océane Le Gall",
        "email": "don@rectorat.example",
        "commune_code": PONTIVY,
        "opens_at": datetime.time(9),
        **changes,
    }
    return actions.propose(network, by=by, **said)


def item(proposal, slug="laptop"):
    return proposal.items.get(category=slug)


def ended(proposal):
    Proposal.objects.filter(pk=proposal.pk).update(closes_on=TODAY - datetime.timedelta(days=1))


def test_a_sister_service_takes_in_its_space_and_the_rest_goes_to_the_network(client, sisters, coordinator):
    giver, taker = sisters
    proposal = proposed(giver)
    assert Message.objects.filter(to=taker.user.email, subject__contains="vous propose").count() == 1
    client.force_login(taker.user)
    assert "Rectorat vous propose" in client.get(reverse("desk:home")).content.decode()
    page = reverse("reuse:take", args=[proposal.pk])

    sent = {"item": item(proposal).pk, "units": 3, "name": "Malo", "id": "0190c1c2-0000-7000-8000-000000000006"}
    for _ in range(2):
        client.post(page, sent)
    answer = client.post(page, {**sent, "id": "0190c1c2-0000-7000-8000-000000000007", "units": 8})
    assert "Il reste 7 ordinateurs portables" in answer.content.decode()

    assert Take.objects.get().units == 3
    assert "Océane Le Gall" in Message.objects.get(to=taker.user.email, subject__contains="Vous prenez").body
    assert "Malo" not in str(list(Entry.objects.values_list("data", flat=True)))
    assert (jobs.pass_on_ended(), Offer.objects.count()) == (0, 0)
    ended(proposal)
    assert (jobs.pass_on_ended(), jobs.pass_on_ended()) == (1, 0)
    offer = Offer.objects.get()
    assert {line.category_id: line.units for line in offer.lines.all()} == {"laptop": 7, "monitor": 4}
    assert (offer.pk, offer.opens_at, offer.offered_by) == (proposal.pk, datetime.time(9), giver)
    assert "3 objets pris par d’autres services" in offer.message
    assert "terminée" in client.get(page).content.decode()
    client.force_login(coordinator.user)
    assert offer.reference in client.get(reverse("reuse:lead", args=[proposal.pk])).content.decode()


def test_what_is_given_back_may_be_taken_again_and_all_taken_gives_nothing(client, sisters):
    giver, taker = sisters
    proposal = proposed(giver, lines={category("laptop"): 2})
    invitee = proposal.invitees.get()
    made = actions.take(invitee.pk, item(proposal).pk, units=2, name="Malo", by=taker)
    client.force_login(taker.user)
    client.post(reverse("reuse:give_back", args=[proposal.pk, made.pk]))
    assert queries.left_of(proposal) == {category("laptop"): 2}
    actions.take(invitee.pk, item(proposal).pk, units=2, name="Malo", by=taker)

    actions.pass_on(proposal.pk, by=giver)

    proposal.refresh_from_db()
    assert (proposal.state, Offer.objects.exists()) == (Proposal.State.TAKEN, False)
    with pytest.raises(Refused):
        actions.take(invitee.pk, item(proposal).pk, units=1, name="Malo", by=taker)


def test_without_an_account_nothing_is_sent_before_the_address_is_proved(client, coordinator):
    network = coordinator.network
    typed = {
        "id": "0190c1c2-0000-7000-8000-000000000008",
        "stamp": spam.stamp(timezone.now() - datetime.timedelta(minutes=2)),
        "donor_kind": "authority",
        "organisation_name": "Commune de Valserres-les-Pins",
        "contact_name": "Océane",
        "email": "don@valserres.example",
        "units_laptop": "5",
        "age": "4-6",
        "condition": "working",
        "data": "ordinary",
        "commune": "Pontivy (56300)",
        "days": "7",
        "addresses": "ecole@valserres.example, ccas@valserres.example",
    }
    address = reverse("reuse:offer", args=[network.slug])
    begun = client.post(address, {**typed, "begin": "1"})
    assert begun.context["form"].initial["units_laptop"] == "5"
    for wrong in ({"addresses": "pas une adresse"}, {"addresses": ""}, {"days": "900"}, {"units_laptop": ""}):
        assert client.post(address, {**typed, **wrong}).context["form"].errors
    assert not Proposal.objects.exists()
    for _ in range(2):
        client.post(address, typed)

    proposal = Proposal.objects.get()
    assert list(Message.objects.values_list("to", flat=True)) == ["don@valserres.example"]
    key = links.seal(policy.OWN, proposal.pk)
    assert "Confirmer et prévenir" in client.get(reverse("reuse:lead", args=[key])).content.decode()
    for _ in range(2):
        client.post(reverse("reuse:announce", args=[key]))
    assert Message.objects.filter(subject__contains="vous propose").count() == 2
    invitee = proposal.invitees.get(email="ccas@valserres.example")
    take = reverse("reuse:take", args=[links.seal(policy.TAKE, invitee.pk)])
    sent = {"item": item(proposal).pk, "units": 1, "name": "Anne", "id": "0190c1c2-0000-7000-8000-000000000009"}
    assert "Combien en prenez-vous" in client.get(take).content.decode()
    client.post(take, sent)
    client.post(reverse("reuse:withdraw", args=[key]))
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.OPEN, "something is taken: it is not withdrawn"
    client.post(reverse("reuse:pass_on", args=[key]))
    offer = Offer.objects.get()
    assert (offer.summary, offer.offered_by) == ("4 ordinateurs portables", None)
    assert f"suivre l’offre {offer.reference}" in client.get(reverse("reuse:lead", args=[key])).content.decode()


def test_it_is_for_public_bodies_with_a_service_to_tell(sisters, service):
    giver, _ = sisters
    for wrong in ({"donor_kind": "company"}, {"days": 0}, {"lines": {}}):
        with pytest.raises(Refused):
            proposed(giver, **wrong)
    with pytest.raises(Refused):
        proposed(service("Sans groupe"))
    assert proposed(service("Seule"), addresses=["x@y.example"]).state == Proposal.State.OPEN


def test_nobody_else_sees_takes_or_decides(client, sisters, service):
    giver, taker = sisters
    proposal, stranger = proposed(giver), service("Préfecture d’ailleurs")
    invitee = proposal.invitees.get()

    for act in (
        lambda: actions.take(invitee.pk, item(proposal).pk, units=1, name="X", by=stranger),
        lambda: actions.take(invitee.pk, item(proposal).pk, units=1, name="X", by=Bearer("other", invitee.pk)),
        lambda: actions.pass_on(proposal.pk, by=taker),
        lambda: actions.withdraw(proposal.pk, by=PUBLIC),
    ):
        with pytest.raises(Forbidden):
            act()
    for member in (stranger, a_member(*Role.values)):
        client.force_login(member.user)
        for name in ("lead", "take"):
            assert client.get(reverse(f"reuse:{name}", args=[proposal.pk])).status_code == 404
    assert client.get(reverse("reuse:lead", args=["n-importe-quoi"])).status_code == 404
    actions.withdraw(proposal.pk, by=giver)
    ended(proposal)
    assert jobs.pass_on_ended() == 0


def test_the_list_costs_the_same_for_many(client, sisters, django_assert_max_num_queries):
    giver, taker = sisters
    for rank in range(6):
        proposed(giver, days=rank + 1)
    client.force_login(taker.user)
    with django_assert_max_num_queries(14):
        page = client.get(reverse("reuse:list")).content.decode()
    assert page.count("Rectorat") >= 12
