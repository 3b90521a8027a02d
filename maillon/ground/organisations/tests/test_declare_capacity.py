"""What a member can take in: said by those who manage it, read by the network."""

import pytest
from django.urls import reverse

from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.ground.journal.models import Entry
from maillon.ground.organisations import actions
from maillon.ground.organisations.models import Capacity, Role
from tests.factories import a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
SAID = {"monthly_kg": 800, "benches": 3, "vehicle_kg": 0, "competences": ["mobile", "print"]}


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def workshop(network):
    organisation = an_organisation("Atelier du Blavet")
    actions.affiliate(network, organisation, roles=["reconditionneur"], by=PLATFORM)
    return organisation


def test_its_manager_says_it_on_its_page_and_it_is_remembered(client, network, workshop):
    client.force_login(a_member(Role.MANAGER, network=network, organisation=workshop).user)
    page = reverse("organisations:declare_capacity", args=[workshop.pk])

    assert "Kilos par mois" in client.get(page).content.decode()
    for _ in range(2):
        client.post(page, {**SAID, "benches": "", "note": "Fermé en août."})

    known = Capacity.objects.get()
    assert (known.monthly_kg, known.benches, known.vehicle_kg) == (800, None, 0)
    assert Entry.objects.filter(verb="organisations.declare_capacity").count() == 1
    shown = client.get(reverse("organisations:detail", args=[workshop.pk])).content.decode()
    assert "Tablettes et téléphones, imprimantes et copieurs" in shown
    assert "Fermé en août." in shown
    client.post(page, {**SAID, "monthly_kg": "beaucoup"})
    assert client.post(page, {**SAID, "monthly_kg": "-4"}).context["form"].errors
    known.refresh_from_db()
    assert known.monthly_kg == 800


def test_nobody_else_says_it(client, network, workshop):
    affiliation = workshop.affiliations.get()
    for other in (a_member(Role.TECHNICIAN, network=network, organisation=workshop), a_member(Role.COORDINATOR)):
        with pytest.raises(Forbidden):
            actions.declare_capacity(affiliation.pk, by=other, **SAID)
    actions.part(affiliation.pk, by=PLATFORM)
    with pytest.raises(Refused):
        actions.declare_capacity(affiliation.pk, by=PLATFORM, **SAID)
