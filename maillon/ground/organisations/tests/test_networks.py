"""Organisations come in, adhere, leave; what they are in law is recorded."""

import datetime

import pytest
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.common.models import new_id
from maillon.ground.journal.models import Entry
from maillon.ground.organisations import actions
from maillon.ground.organisations.models import Affiliation, Member, Membership, Organisation, Quality, Role
from tests.factories import LOUDEAC, PONTIVY, a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"
NEW_YEAR = datetime.date(2024, 1, 1)


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def coordinator(network):
    return a_member(Role.COORDINATOR, network=network)


@pytest.fixture
def manager(network):
    return a_member(Role.MANAGER, network=network, organisation=an_organisation("La Fabrique"))


def enter(by, **asked) -> Organisation:
    asked = {"name": "Emmaüs d’Essai", "kind": "association", "commune_code": LOUDEAC, "roles": ["donateur"], **asked}
    return actions.enter(by.network, by=by, **asked)


def test_an_organisation_enters_the_network_with_its_roles(coordinator, network):
    organisation = enter(coordinator, siret_number="732 829 320 00074", roles=["collecteur", "donateur"])

    affiliation = Affiliation.objects.get(network=network, organisation=organisation)
    assert organisation.siret == SIRET
    assert affiliation.roles == ["collecteur", "donateur"]
    assert affiliation.since == timezone.localdate()
    verbs = Entry.objects.about(organisation.pk).values_list("verb", flat=True)
    assert list(verbs) == ["organisations.found", "organisations.affiliate"]


def test_who_bears_the_siret_is_joined_and_left_as_known(coordinator, network):
    elsewhere = a_member(Role.COORDINATOR)
    known = enter(elsewhere, siret_number=SIRET, name="Son vrai nom")

    joined = enter(coordinator, siret_number=SIRET, name="Un autre nom")

    assert joined == known
    assert Organisation.objects.get(siret=SIRET).name == "Son vrai nom"
    assert known.affiliations.count() == 2


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"siret_number": "73282932000075"}, "siret", "faute de frappe"),
        ({"commune_code": "99999"}, "commune", "Aucune commune"),
        ({"roles": ["tete"]}, "roles", "La tête de ce réseau est"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field_and_nothing_stays(coordinator, asked, field, sentence):
    before = Organisation.objects.count()

    with pytest.raises(Refused, match=sentence) as refused:
        enter(coordinator, **asked)

    assert refused.value.field == field
    assert Organisation.objects.count() == before


def test_the_same_message_twice_enters_one(coordinator):
    id = new_id()

    assert enter(coordinator, id=id) == enter(coordinator, id=id)
    assert Organisation.objects.filter(name="Emmaüs d’Essai").count() == 1


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TECHNICIAN, Role.FUNDER])
def test_only_those_who_run_the_network_let_organisations_in(network, role):
    with pytest.raises(Forbidden):
        enter(a_member(role, network=network))


def test_a_coordinator_changes_nothing_in_another_network(coordinator):
    other = a_network()
    affiliation = other.affiliations.get()

    for act in (
        lambda: actions.affiliate(other, an_organisation(), roles=["donateur"], by=coordinator),
        lambda: actions.reassign(affiliation.pk, roles=["donateur"], by=coordinator),
        lambda: actions.part(affiliation.pk, by=coordinator),
        lambda: actions.adhere(other, other.head, starts_on=NEW_YEAR, by=coordinator),
        lambda: actions.open_site(other.head, name="Ici", commune_code=PONTIVY, by=coordinator),
        lambda: actions.record_quality(other.head, quality="ig", proof="P", starts_on=NEW_YEAR, by=coordinator),
    ):
        with pytest.raises(Forbidden):
            act()


def test_roles_are_said_anew_and_the_head_stays_the_head(coordinator, network):
    organisation = enter(coordinator)
    affiliation = organisation.affiliations.get()

    assert actions.reassign(affiliation.pk, roles=["recycleur"], by=coordinator).roles == ["recycleur"]

    head = network.affiliations.get(organisation=network.head)
    assert actions.reassign(head.pk, roles=["donateur"], by=coordinator).roles == ["tete", "donateur"]
    with pytest.raises(Refused, match="au moins un rôle"):
        actions.reassign(affiliation.pk, roles=[], by=coordinator)


def test_an_adhesion_begins_and_ends(coordinator, network, manager):
    fabrique = manager.organisation
    membership = actions.adhere(network, fabrique, starts_on=NEW_YEAR, by=coordinator)

    with pytest.raises(Refused, match="est déjà adhérente depuis le 1er"):
        actions.adhere(network, fabrique, starts_on=datetime.date(2025, 1, 1), by=coordinator)
    with pytest.raises(Refused, match="L’adhésion commence le") as refused:
        actions.end_membership(membership.pk, ends_on=datetime.date(2023, 12, 31), by=coordinator)
    assert refused.value.field == "ends_on"

    actions.end_membership(membership.pk, ends_on=datetime.date(2024, 12, 31), by=coordinator)
    again = actions.adhere(network, fabrique, starts_on=datetime.date(2025, 1, 1), by=coordinator)

    assert list(Membership.objects.in_force(datetime.date(2024, 6, 1))) == [membership]
    assert list(Membership.objects.in_force(timezone.localdate())) == [again]
    with pytest.raises(Refused, match="déjà adhérente"):
        actions.adhere(
            network, fabrique, starts_on=datetime.date(2023, 1, 1), ends_on=datetime.date(2024, 1, 1), by=coordinator
        )


def test_an_adhesion_to_a_territory_is_beside_that_to_the_network(coordinator, network, manager):
    territory = network.territories.create(slug="centre", name="Centre", communes=[PONTIVY])
    actions.adhere(network, manager.organisation, starts_on=NEW_YEAR, by=coordinator)

    actions.adhere(network, manager.organisation, starts_on=NEW_YEAR, territory=territory, by=coordinator)

    assert manager.organisation.memberships.count() == 2
    foreign = a_network().territories.create(slug="autre", name="Autre", communes=[])
    with pytest.raises(Refused, match="d’un autre réseau"):
        actions.adhere(network, manager.organisation, starts_on=NEW_YEAR, territory=foreign, by=coordinator)


def test_an_organisation_leaves_with_its_adhesions_and_its_people(coordinator, network, manager):
    actions.adhere(network, manager.organisation, starts_on=NEW_YEAR, by=coordinator)
    affiliation = manager.organisation.affiliations.get()

    actions.part(affiliation.pk, by=coordinator)

    today = timezone.localdate()
    assert Affiliation.objects.get(pk=affiliation.pk).ended_on == today
    assert manager.organisation.memberships.get().ends_on == today
    assert not Member.objects.active().filter(pk=manager.pk).exists()
    with pytest.raises(Forbidden):
        actions.open_site(manager.organisation, name="Ici", commune_code=PONTIVY, by=coordinator)

    actions.affiliate(network, manager.organisation, roles=["collecteur"], by=coordinator)
    assert Affiliation.objects.get(pk=affiliation.pk).ended_on is None


def test_the_head_does_not_leave(coordinator, network):
    with pytest.raises(Refused, match="tête du réseau"):
        actions.part(network.affiliations.get(organisation=network.head).pk, by=coordinator)


def test_a_manager_opens_her_own_sites_only(manager, network):
    site = actions.open_site(manager.organisation, name="Atelier", commune_code=LOUDEAC, by=manager)

    assert site.departement == "22"
    with pytest.raises(Refused, match="déjà un site « atelier »"):
        actions.open_site(manager.organisation, name="atelier ", commune_code=LOUDEAC, by=manager)
    with pytest.raises(Forbidden):
        actions.open_site(network.head, name="Chez vous", commune_code=LOUDEAC, by=manager)


def test_a_quality_has_its_proof_and_its_dates(coordinator, manager):
    fabrique = manager.organisation

    held = actions.record_quality(
        fabrique, quality="ig", starts_on=NEW_YEAR, proof="Rescrit du 3 mars 2023", by=coordinator
    )

    assert fabrique.may_resell_public_gifts(timezone.localdate())
    with pytest.raises(Refused, match="déjà notée") as refused:
        actions.record_quality(fabrique, quality="ig", starts_on=timezone.localdate(), proof="P", by=coordinator)
    assert refused.value.field == "starts_on"
    with pytest.raises(Refused, match="référence de la preuve"):
        actions.record_quality(fabrique, quality="rup", starts_on=NEW_YEAR, proof=" ", by=coordinator)
    with pytest.raises(Refused, match="précède"):
        actions.end_quality(held.pk, ends_on=datetime.date(2023, 1, 1), by=coordinator)

    actions.end_quality(held.pk, ends_on=datetime.date(2024, 12, 31), by=coordinator)

    assert not Organisation.objects.get(pk=fabrique.pk).may_resell_public_gifts(timezone.localdate())


def test_an_organisation_does_not_prove_its_own_quality(manager):
    with pytest.raises(Forbidden):
        actions.record_quality(manager.organisation, quality="rup", starts_on=NEW_YEAR, proof="Moi", by=manager)
    assert not Quality.objects.exists()


def test_the_platform_may_do_all_of_it(network):
    organisation = an_organisation()

    actions.affiliate(network, organisation, roles=["donateur"], by=PLATFORM)
    actions.adhere(network, organisation, starts_on=NEW_YEAR, by=PLATFORM)
    actions.record_quality(organisation, quality="esus", starts_on=NEW_YEAR, proof="Agrément", by=PLATFORM)

    assert organisation.qualities.count() == organisation.memberships.count() == 1
