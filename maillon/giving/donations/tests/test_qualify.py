"""What the coordinator does with an offer: entrust it, propose days, send it to someone nearer."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common.actors import PLATFORM, PUBLIC, Bearer
from maillon.common.errors import Forbidden, Refused
from maillon.giving.donations import actions, policy, queries
from maillon.giving.donations.models import Offer
from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import OrganisationRole, Role
from tests.factories import PONTIVY, a_member, an_organisation, category

pytestmark = pytest.mark.django_db
BREST = "29019"


@pytest.fixture
def coordinator(client):
    member = a_member(Role.COORDINATOR)
    client.force_login(member.user)
    return member


@pytest.fixture
def offer(coordinator):
    return actions.submit(
        coordinator.network,
        lines={category("laptop"): 12},
        by=PUBLIC,
        donor_kind="authority",
        organisation_name="Commune de Valserres-les-Pins",
        contact_name="Océane Le Gall",
        email="don@valserres.example",
        commune_code=PONTIVY,
    )


@pytest.fixture
def member_of(coordinator):
    def join(name, *roles, commune_code=PONTIVY):
        made = an_organisation(name, commune_code=commune_code)
        organisations.affiliate(coordinator.network, made, roles=roles, by=PLATFORM)
        return made

    return join


def accepted(offer, by):
    actions.accept(offer.pk, regime="don_collectivite", by=by)
    offer.refresh_from_db()
    return offer


def day(ahead):
    return timezone.localdate() + datetime.timedelta(days=ahead)


def donor(offer):
    return Bearer(purpose=policy.FOLLOW, actor_id=offer.pk)


def test_the_nearest_member_comes_first_with_what_it_has_to_do(coordinator, offer, member_of):
    far = member_of("Atelier de Brest", OrganisationRole.REFURBISHER, commune_code=BREST)
    near = member_of("Atelier de Pontivy", OrganisationRole.COLLECTOR)
    member_of("Médiathèque", OrganisationRole.MEDIATOR)
    actions.assign(accepted(offer, coordinator).pk, to=far, by=coordinator)

    rows = queries.takers(offer)

    assert [row.organisation for row in rows if row.organisation in (near, far)] == [near, far]
    assert "Médiathèque" not in [row.organisation.name for row in rows]
    kept = next(row for row in rows if row.organisation == far)
    assert kept.distance_km > 100
    assert kept.to_collect_g == 12 * 1600


def test_the_takers_cost_the_same_for_many(coordinator, offer, member_of, django_assert_max_num_queries):
    for rank in range(8):
        member_of(f"Atelier {rank}", OrganisationRole.REFURBISHER)

    with django_assert_max_num_queries(4):
        assert len(queries.takers(offer)) >= 8


def test_who_knows_how_and_has_room_comes_before_who_is_nearer(client, coordinator, member_of):
    made = actions.submit(
        coordinator.network,
        lines={category("server"): 4, category("laptop"): 10},
        by=PUBLIC,
        donor_kind="authority",
        organisation_name="Commune de Valserres-les-Pins",
        contact_name="Océane Le Gall",
        email="don@valserres.example",
        commune_code=PONTIVY,
        data="sensitive",
    )
    far = member_of("Atelier de Brest", OrganisationRole.REFURBISHER, commune_code=BREST)
    full = member_of("Atelier de Pontivy", OrganisationRole.REFURBISHER)
    short = member_of("Fabrique de Pontivy", OrganisationRole.REFURBISHER)
    both = ["sensitive", "server"]
    for one, monthly_kg, vehicle_kg, competences in (
        (far, 2000, 50, both),
        (full, 50, 0, both),
        (short, None, None, ["mobile"]),
    ):
        affiliation = one.affiliations.get()
        said = {"monthly_kg": monthly_kg, "vehicle_kg": vehicle_kg, "competences": competences, "benches": 2}
        organisations.declare_capacity(affiliation.pk, by=PLATFORM, **said)

    rows = {row.organisation: row for row in queries.takers(made)}

    ours = [one for one in rows if one in (far, full, short)]
    assert ours == [far, full, short]
    assert (rows[far].full, rows[far].trips, rows[far].left_g) == (False, 3, 2_000_000)
    assert (rows[full].full, rows[full].trips) == (True, 0)
    assert rows[short].lacks == ("Données sensibles (santé, social)", "Serveurs et réseau")
    actions.accept(made.pk, regime="don_collectivite", by=coordinator)
    actions.assign(made.pk, to=far, by=coordinator)
    made.refresh_from_db()
    again = {row.organisation: row for row in queries.takers(made)}
    assert again[far].left_g == 2_000_000, "the gift itself does not take its place twice"
    page = client.get(reverse("donations:detail", args=[made.pk])).content.decode()
    assert "plus assez de place ce mois-ci" in page
    assert "3 voyages" in page


def test_the_member_entrusted_is_told_and_sees_the_offer(client, coordinator, offer, member_of):
    workshop = member_of("Atelier de Pontivy", OrganisationRole.REFURBISHER)
    manager = a_member(Role.MANAGER, Role.DONOR, network=coordinator.network, organisation=workshop)

    client.post(reverse("donations:assign", args=[offer.pk]), {"to": str(workshop.pk)})
    client.post(reverse("donations:assign", args=[offer.pk]), {"to": str(workshop.pk)})

    offer.refresh_from_db()
    assert offer.assigned_to == workshop
    assert Entry.objects.filter(verb="donations.assign", subject=offer.pk).count() == 1
    assert Message.objects.filter(to=manager.user.email).count() == 1
    client.force_login(manager.user)
    assert client.get(reverse("donations:detail", args=[offer.pk])).status_code == 200


def test_an_offer_goes_to_who_collects_or_refurbishes_only(client, coordinator, offer, member_of):
    recycler = member_of("Recycleur", OrganisationRole.RECYCLER)
    with pytest.raises(Refused):
        actions.assign(offer.pk, to=recycler, by=coordinator)
    with pytest.raises(Refused):
        actions.assign(offer.pk, to=an_organisation("Inconnue"), by=coordinator)

    answer = client.post(reverse("donations:assign", args=[offer.pk]), {"to": "n’importe quoi"})

    assert answer.status_code == 200
    assert answer.context["assign_form"].errors


def test_the_donor_chooses_one_of_the_days_proposed(client, coordinator, offer):
    accepted(offer, coordinator)
    client.post(reverse("donations:propose", args=[offer.pk]), {"first": day(3), "second": day(5)})
    follow = queries.follow_path(offer)

    page = client.get(follow).content.decode()
    assert "Quel jour vous convient" in page
    client.post(f"{follow}jour/", {"on": day(5).isoformat()})

    offer.refresh_from_db()
    assert offer.agreed_on == day(5)
    assert "Nous venons le" in client.get(follow).content.decode()
    assert Entry.objects.filter(verb="donations.agree", subject=offer.pk).count() == 1
    for wrong in (day(4).isoformat(), "demain", ""):
        client.post(f"{follow}jour/", {"on": wrong})
    offer.refresh_from_db()
    assert offer.agreed_on == day(5)


@pytest.mark.parametrize("days", [[], [0], [-1, 4], [2, 3, 4, 5]])
def test_days_are_one_to_three_and_to_come(coordinator, offer, days):
    accepted(offer, coordinator)

    with pytest.raises(Refused):
        actions.propose(offer.pk, days=[day(ahead) for ahead in days], by=coordinator)


def test_another_proposal_takes_back_the_day_agreed(coordinator, offer):
    accepted(offer, coordinator)
    actions.propose(offer.pk, days=[day(2)], by=coordinator)
    actions.agree(offer.pk, on=day(2), by=donor(offer))

    actions.propose(offer.pk, days=[day(6)], by=coordinator)

    offer.refresh_from_db()
    assert offer.agreed_on is None
    with pytest.raises(Refused):
        actions.agree(offer.pk, on=day(2), by=donor(offer))
    with pytest.raises(Forbidden):
        actions.agree(offer.pk, on=day(6), by=Bearer(purpose="other", actor_id=offer.pk))


def test_days_are_not_proposed_before_the_offer_is_accepted(coordinator, offer):
    with pytest.raises(Refused):
        actions.propose(offer.pk, days=[day(2)], by=coordinator)


def test_a_refusal_says_who_is_nearer_and_how_to_reach_them(client, coordinator, offer, member_of):
    nearer = member_of("Recyclerie de Brest", OrganisationRole.RECYCLER, commune_code=BREST)
    nearer.email = "accueil@recyclerie.example"
    nearer.save()

    client.post(
        reverse("donations:refuse", args=[offer.pk]),
        {"refuse-exchange": "Trop loin pour nous.", "refuse-referred_to": str(nearer.pk)},
    )

    offer.refresh_from_db()
    assert (offer.state, offer.referred_to) == (Offer.State.REFUSED, nearer)
    assert "accueil@recyclerie.example" in Message.objects.get(subject__contains="pas pu").body
    assert "accueil@recyclerie.example" in client.get(queries.follow_path(offer)).content.decode()


def test_a_refusal_sends_to_members_of_the_network_only(coordinator, offer):
    with pytest.raises(Refused):
        actions.refuse(offer.pk, reason="Trop loin.", referred_to=an_organisation("Ailleurs"), by=coordinator)


@pytest.mark.parametrize("act", ["assign", "propose", "refuse"])
def test_another_network_decides_nothing(client, offer, act):
    client.force_login(a_member(Role.COORDINATOR).user)

    assert client.post(reverse(f"donations:{act}", args=[offer.pk]), {}).status_code == 404
