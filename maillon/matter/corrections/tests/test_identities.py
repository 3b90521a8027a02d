"""A donor or an organisation entered twice: everything of the second is the first's, and nothing is lost."""

import pytest

from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.ground.documents.models import Document
from maillon.ground.journal import jobs as journal
from maillon.ground.journal.models import Entry
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Affiliation, Member, OrganisationRole, Role
from maillon.matter.corrections import actions, queries
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.ledger import queries as ledger
from maillon.matter.ledger.models import Movement, Stock
from maillon.matter.lots.models import Donor, Lot
from maillon.matter.lots.queries import balance
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries import faults
from tests.factories import PONTIVY, a_device, a_donor, a_lot, a_member, a_need, a_network, a_user, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR)


def verified() -> None:
    journal.seal()
    assert [fault.message for fault in faults()] == []


def at_work(coordinator, name: str, *roles: str) -> Member:
    """Someone of an organisation of the network that receives, repairs and accompanies."""
    organisation = an_organisation(name)
    organisations.affiliate(
        coordinator.network,
        organisation,
        roles=[OrganisationRole.REFURBISHER, OrganisationRole.PRESCRIBER],
        by=PLATFORM,
    )
    organisations.open_site(organisation, name="Dépôt", commune_code=PONTIVY, by=PLATFORM)
    return a_member(*roles or list(Role.values), network=coordinator.network, organisation=organisation)


def test_whatever_pointed_to_the_second_points_to_the_first(coordinator):
    kept, other = at_work(coordinator, "Ressourcerie"), at_work(coordinator, "La Ressourcerie")
    lot = a_lot(other, counts={"laptop": 4, "mouse": 3}, site=other.organisation.sites.get())
    device = a_device(other, lot=lot, state=State.ERASED)
    certificate = erasure.certify(device.pk, by=other)
    gone = a_device(other, lot=lot)
    devices.recycle(gone.pk, reason="cassé", by=other)
    need = a_need(other)

    actions.merge_organisations(kept.organisation.pk, other.organisation.pk, reason="entrée deux fois", by=coordinator)

    for row in (Lot.objects.get(pk=lot.pk), Device.objects.get(pk=device.pk), Device.objects.get(pk=gone.pk)):
        assert row.holder == kept.organisation
    assert Need.objects.get(pk=need.pk).prescriber == kept.organisation
    assert Member.objects.get(pk=other.pk).organisation == kept.organisation
    assert sorted(kept.organisation.sites.values_list("name", flat=True)) == ["Dépôt", "Dépôt (La Ressourcerie)"]
    assert not Stock.objects.filter(holder=other.organisation).exclude(units=0, mass_g=0).exists()
    other.organisation.refresh_from_db()
    assert other.organisation.merged_into == kept.organisation
    assert not Affiliation.objects.present().filter(organisation=other.organisation).exists()
    verified()

    # What was issued keeps its name, and those of the first may read it.
    certificate.refresh_from_db()
    assert certificate.issuer == other.organisation
    assert Document.objects.visible_to(kept).filter(pk=certificate.pk).exists()
    assert Entry.objects.get(verb="corrections.merge_organisations").data["other"] == "La Ressourcerie"

    # Life goes on: what was entered there is repaired, given and counted here.
    assert balance(Lot.objects.get(pk=lot.pk)).device_units == 2
    devices.lose(device.pk, reason="introuvable", by=kept)
    verified()


def test_what_a_merger_moves_is_counted_once_in_the_network(coordinator):
    kept, other = at_work(coordinator, "Ressourcerie"), at_work(coordinator, "La Ressourcerie")
    a_device(other)
    before = ledger.balance(Movement.objects.filter(network=coordinator.network))[1]

    actions.merge_organisations(kept.organisation.pk, other.organisation.pk, reason="une seule", by=coordinator)

    after = ledger.balance(Movement.objects.filter(network=coordinator.network))[1]
    assert (after.received, after.stock_change, after.unexplained) == (
        before.received,
        before.stock_change,
        before.unexplained,
    )
    assert after.transfers_in == after.transfers_out


def test_a_person_of_both_keeps_the_parts_of_both(coordinator):
    kept, other = at_work(coordinator, "Ressourcerie"), at_work(coordinator, "La Ressourcerie")
    user = a_user()
    first = organisations.join(user, kept.organisation, coordinator.network, roles=[Role.DRIVER], by=PLATFORM)
    second = organisations.join(user, other.organisation, coordinator.network, roles=[Role.MANAGER], by=PLATFORM)

    actions.merge_organisations(kept.organisation.pk, other.organisation.pk, reason="une seule", by=coordinator)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (sorted(first.roles), first.ended_on) == (sorted([Role.DRIVER, Role.MANAGER]), None)
    assert second.ended_on is not None


def test_two_donor_organisations_give_as_one(coordinator):
    network = coordinator.network
    kept, other = (a_donor(network) for _ in range(2))
    for donor in (kept, other):
        organisations.affiliate(network, donor.organisation, roles=[OrganisationRole.DONOR], by=PLATFORM)
    lot = a_lot(coordinator, donor=other)

    actions.merge_organisations(kept.organisation.pk, other.organisation.pk, reason="une seule", by=coordinator)

    lot.refresh_from_db()
    assert lot.donor == kept
    assert Donor.objects.filter(network=network).count() == 1
    verified()


def test_a_head_or_an_organisation_of_elsewhere_is_the_one_to_keep(coordinator):
    network = coordinator.network
    here = at_work(coordinator, "Ici").organisation
    shared = at_work(coordinator, "Partagée").organisation
    organisations.affiliate(a_network(), shared, roles=[OrganisationRole.DONOR], by=PLATFORM)

    with pytest.raises(Refused, match="tête d’un réseau"):
        actions.merge_organisations(here.pk, network.head.pk, reason="essai", by=coordinator)
    with pytest.raises(Refused, match="agit aussi hors de ce réseau"):
        actions.merge_organisations(here.pk, shared.pk, reason="essai", by=coordinator)
    actions.merge_organisations(shared.pk, here.pk, reason="la même", by=coordinator)
    verified()


def test_two_siret_are_two_establishments_and_one_is_passed_on(coordinator):
    kept, other = at_work(coordinator, "Une").organisation, at_work(coordinator, "Deux").organisation
    type(kept).objects.filter(pk=kept.pk).update(siret="73282932000074")
    type(kept).objects.filter(pk=other.pk).update(siret="35600000000048")
    with pytest.raises(Refused, match="deux établissements"):
        actions.merge_organisations(kept.pk, other.pk, reason="essai", by=coordinator)

    type(kept).objects.filter(pk=kept.pk).update(siret="")
    actions.merge_organisations(kept.pk, other.pk, reason="la même", by=coordinator)

    kept.refresh_from_db()
    assert kept.siret == "35600000000048"


def test_only_whoever_runs_the_network_says_it(coordinator):
    kept, other = at_work(coordinator, "Une"), at_work(coordinator, "Deux", Role.MANAGER, Role.SUPERVISOR)
    with pytest.raises(Forbidden):
        actions.merge_organisations(kept.organisation.pk, other.organisation.pk, reason="essai", by=other)
    stranger = a_member(Role.COORDINATOR)
    with pytest.raises(Refused, match="deux organisations de ce réseau"):
        actions.merge_organisations(kept.organisation.pk, other.organisation.pk, reason="essai", by=stranger)


def test_two_files_of_one_person_become_one(coordinator):
    kept, other = (a_donor(coordinator.network, kind=Donor.Kind.PERSON) for _ in range(2))
    Donor.objects.filter(pk=other.pk).update(email="camille@exemple.fr")
    lot = a_lot(coordinator, donor=other, regime="don_particulier")

    actions.merge_donors(kept.pk, other.pk, reason="la même personne", by=coordinator)

    lot.refresh_from_db()
    kept.refresh_from_db()
    assert (lot.donor, kept.email) == (kept, "camille@exemple.fr")
    assert not Donor.objects.filter(pk=other.pk).exists()
    assert other.name not in str(Entry.objects.get(verb="corrections.merge_donors").data)
    verified()


def test_a_donor_whose_gifts_the_other_could_not_give_is_not_merged(coordinator):
    kept = a_donor(coordinator.network, kind=Donor.Kind.PERSON)
    other = a_donor(coordinator.network)
    a_lot(coordinator, donor=other)

    with pytest.raises(Refused, match="corrigez d’abord ces lots"):
        actions.merge_donors(kept.pk, other.pk, reason="essai", by=coordinator)


def test_duplicates_are_found_whatever_their_spelling(coordinator):
    at_work(coordinator, "Mairie de Plumélec")
    at_work(coordinator, "PLUMELEC")
    at_work(coordinator, "Ressourcerie du Blavet")
    for name in ("Éléonore Le Gall", "eleonore le gall"):
        donor = a_donor(coordinator.network, kind=Donor.Kind.PERSON)
        Donor.objects.filter(pk=donor.pk).update(name=name)

    found = {one.kind: one.title for one in queries.anomalies(coordinator)}

    assert found[queries.Kind.ORGANISATIONS] == "Mairie de Plumélec et PLUMELEC"
    assert found[queries.Kind.DONORS] == "Éléonore Le Gall et eleonore le gall"
    assert len(found) == 2
