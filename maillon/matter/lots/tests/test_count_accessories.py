"""Accessories counted in bulk while a lot is sorted."""

import uuid

import pytest

from maillon.common.errors import Refused
from maillon.ground.organisations.models import Role
from maillon.matter.ledger.models import Account, Stock
from maillon.matter.ledger.queries import stock_faults
from maillon.matter.lots import actions as lots
from maillon.matter.lots import queries
from tests.factories import a_lot, a_member, category

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteer(client):
    member = a_member(Role.VOLUNTEER)
    client.force_login(member.user)
    return member


def test_what_is_counted_leaves_what_was_unsorted(client, volunteer):
    lot = a_lot(volunteer, counts={"laptop": 2, "charger": 3})
    url = f"/lots/{lot.pk}/accessoires/"
    form = client.get(url).context["form"]
    assert form["units_charger"].value() == 3
    sent = {field.html_name: field.value() for field in form} | {"units_charger": 5, "units_mouse": 4}

    client.post(url, sent)
    client.post(url, sent)

    assert queries.accessories(lot) == {"charger": 5, "mouse": 4}
    assert Stock.objects.get(account=Account.UNSORTED).units == 2 - 2 - 4
    assert queries.balance(lot).accessory_units == 9
    assert list(stock_faults()) == []


def test_a_count_is_corrected_by_a_counter_entry(volunteer):
    lot = a_lot(volunteer, counts={"laptop": 2, "charger": 3})

    lots.count_accessories(lot.pk, {category("charger"): -2}, by=volunteer, id=uuid.uuid4())

    assert queries.accessories(lot) == {"charger": 1}
    with pytest.raises(Refused, match="Il n’en reste pas autant"):
        lots.count_accessories(lot.pk, {category("charger"): -2}, by=volunteer, id=uuid.uuid4())


def test_two_who_count_at_once_add_up(client, volunteer):
    lot = a_lot(volunteer)
    url = f"/lots/{lot.pk}/accessoires/"
    first, second = (
        {field.html_name: field.value() for field in client.get(url).context["form"]} | {"units_mouse": units}
        for units in (3, 4)
    )

    client.post(url, first)
    client.post(url, second)

    assert queries.accessories(lot) == {"mouse": 7}


def test_nothing_is_counted_once_the_balance_is_given(client, volunteer):
    lot = a_lot(volunteer)
    lots.close(lot, reason="Palette", by=volunteer)

    page = client.post(f"/lots/{lot.pk}/accessoires/", {"id": uuid.uuid4(), "units_mouse": 3})

    assert "rien ne s’y compte plus" in page.content.decode()
    assert queries.accessories(lot) == {}


def test_the_neighbour_counts_nothing(client, volunteer):
    lot = a_lot(volunteer)
    client.force_login(a_member(Role.VOLUNTEER).user)

    assert client.get(f"/lots/{lot.pk}/accessoires/").status_code == 404
