"""Someone leaves: nothing that she followed is left alone, and her access ends."""

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.desk import actions
from maillon.ground.governance import actions as governance
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices.models import State
from maillon.matter.refurbishing import actions as refurbishing
from maillon.matter.refurbishing.models import Assignment
from maillon.sharing.needs.models import Need
from tests.factories import a_device, a_member, a_need, a_network, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaving():
    return a_member(Role.PRESCRIBER, Role.TECHNICIAN, network=a_network("ponant"))


@pytest.fixture
def manager(leaving):
    return a_member(Role.MANAGER, network=leaving.network)


@pytest.fixture
def colleague(leaving):
    return a_member(Role.PRESCRIBER, network=leaving.network)


def test_what_she_followed_passes_on_then_her_access_ends(leaving, manager, colleague):
    need, device = a_need(leaving), a_device(leaving, state=State.SORTED)
    refurbishing.take(device.pk, by=leaving)
    coordinator = a_member(Role.COORDINATOR, network=leaving.network)
    group = governance.open_group(leaving.network, name="Pièces", purpose="Un stock.", by=coordinator)
    governance.take_seat(group.pk, member=leaving, leads=True, by=coordinator)
    with pytest.raises(Refused) as refused:
        actions.depart(leaving.pk, by=manager)
    assert refused.value.field == "to"
    assert Member.objects.get(pk=leaving.pk).ended_on is None
    assert Assignment.objects.filter(ended_at=None).exists(), "refused, nothing has moved"

    for _ in range(2):
        actions.depart(leaving.pk, to=colleague, by=manager)

    assert Need.objects.get(pk=need.pk).referent == colleague
    assert not Assignment.objects.filter(ended_at=None).exists()
    assert Member.objects.get(pk=leaving.pk).ended_on == timezone.localdate()
    assert set(group.seats.filter(ended_on=None, leads=True).values_list("member", flat=True)) == {
        coordinator.pk,
        colleague.pk,
    }


def test_only_herself_and_whoever_manages_and_only_to_a_colleague(leaving, manager, colleague):
    a_need(leaving)
    neighbour = a_member(Role.MANAGER, network=leaving.network, organisation=an_organisation())
    for by in (colleague, neighbour, a_member(Role.MANAGER, Role.COORDINATOR)):
        with pytest.raises(Forbidden):
            actions.depart(leaving.pk, to=colleague, by=by)
    with pytest.raises(Refused, match="Choisissez quelqu’un de"):
        actions.depart(leaving.pk, to=neighbour, by=manager)
    with pytest.raises(Refused, match="quelqu’un d’autre que la personne"):
        actions.depart(leaving.pk, to=leaving, by=manager)

    actions.depart(leaving.pk, to=colleague, by=leaving)

    assert Member.objects.get(pk=leaving.pk).ended_on


def test_the_page_tells_what_is_open_and_does_it(leaving, manager, colleague, client):
    need = a_need(leaving)
    client.force_login(manager.user)
    url = reverse("desk:depart", args=[leaving.pk])
    assert url in client.get(reverse("organisations:detail", args=[leaving.organisation_id])).content.decode()
    page = client.get(url).content.decode()
    assert need.reference in page
    assert "Choisissez qui suivra ses demandes" in client.post(url, {"to": ""}).content.decode()
    assert client.post(url, {"to": str(colleague.pk)}).status_code == 302
    assert client.get(url).status_code == 404, "she has left"
    client.force_login(leaving.user)
    assert client.get("/a-faire/").status_code == 403
