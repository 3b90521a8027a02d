"""What one organisation did in a year, read by those who act for it and by those who read the network's."""

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.ground.organisations.models import Role
from tests.factories import a_lot, a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db


def test_its_figures_are_its_own_and_by_the_definitions_of_the_network(client, django_assert_max_num_queries):
    member = a_member(*Role.values, network=a_network("ponant"))
    a_lot(member)
    other = a_member(Role.MANAGER, network=member.network, organisation=an_organisation("Voisine"))
    client.force_login(member.user)
    url = reverse("desk:own_figures", args=[member.organisation_id])

    with django_assert_max_num_queries(28):
        answer = client.get(url)

    told = {one.label: (one.value, one.before) for one in answer.context["figures"]}
    assert told["Lots reçus"] == ("1", "0")
    assert "Appareils remis" not in told, "nothing in both years is not told"
    assert url in client.get(reverse("organisations:detail", args=[member.organisation_id])).content.decode()
    assert client.get(f"{url}?annee=12").status_code == 404
    assert f"{timezone.localdate().year}, jusqu’à aujourd’hui" in answer.content.decode()

    client.force_login(other.user)
    assert client.get(url).status_code == 403
    own = client.get(reverse("desk:own_figures", args=[other.organisation_id]))
    assert "Rien n’est encore compté" in own.content.decode()
