"""`/lots/`: what a member sees of the lots, filtered and paged."""

import pytest
from django.utils import timezone

from maillon.ground.organisations.models import Role
from tests.factories import a_device, a_lot, a_member, an_organisation

pytestmark = pytest.mark.django_db


def test_a_technician_sees_the_lots_of_her_organisation_only(client):
    technician = a_member(Role.TECHNICIAN)
    other = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    mine, theirs = a_lot(technician), a_lot(other)
    client.force_login(technician.user)

    page = client.get("/lots/").content.decode()

    assert mine.reference in page
    assert theirs.reference not in page


def test_the_coordinator_filters_by_holder_state_year_and_donor(client):
    coordinator = a_member(Role.COORDINATOR)
    other = a_member(Role.TECHNICIAN, network=coordinator.network, organisation=an_organisation())
    sorting = a_device(coordinator).lot
    waiting = a_lot(other)
    client.force_login(coordinator.user)

    def shown(**asked):
        return {lot.pk for lot in client.get("/lots/", asked).context["page"]}

    assert shown() == {sorting.pk, waiting.pk}
    assert shown(detenteur=other.organisation_id) == {waiting.pk}
    assert shown(etat="sorting") == {sorting.pk}
    assert shown(donateur=waiting.donor.name) == {waiting.pk}
    assert shown(annee=timezone.localdate().year - 1) == set()
    assert shown(etat="nonsense", annee="abc") == {sorting.pk, waiting.pk}


def test_an_empty_list_says_what_to_do(client):
    client.force_login(a_member(Role.TECHNICIAN).user)

    assert "Recevoir un dépôt" in client.get("/lots/").content.decode()
    assert "Voir tous les lots" in client.get("/lots/", {"etat": "closed"}).content.decode()


def test_a_list_of_two_pages_asks_as_few_questions_as_one_of_two_rows(client, django_assert_max_num_queries):
    coordinator = a_member(Role.COORDINATOR)
    for _ in range(52):
        a_lot(coordinator)
    client.force_login(coordinator.user)

    with django_assert_max_num_queries(6):
        first = client.get("/lots/")
    second = client.get("/lots/", {"page": 2, "etat": "received"})

    assert len(first.context["page"]) == 50
    assert (
        "etat=received&amp;page=1" in second.content.decode() or "page=1&amp;etat=received" in second.content.decode()
    )
