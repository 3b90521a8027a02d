"""On a phone, a lot whose list does not match: point at a machine, say why one lacks, end the check; the donor reads it."""

import pytest
from playwright.sync_api import expect

from maillon.giving.donors.queries import space_path
from maillon.giving.receptions import actions
from maillon.giving.receptions.models import ListedUnit
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from tests.factories import a_lot, a_member, category

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lot_whose_list_does_not_match_is_checked_on_a_phone(open_page, look, axe):
    technician = a_member(Role.TECHNICIAN, Role.MANAGER)
    lot = a_lot(technician, counts={"laptop": 2})
    listed = [
        ListedUnit(line=rank, category=category("laptop"), model="ThinkPad T480", serial=f"PF{rank:05d}X")
        for rank in (2, 3, 4)
    ]
    actions.list_units(lot.pk, listed, by=technician)
    devices.take_in(lot, category("laptop"), by=technician)

    page = open_page(f"/lots/{lot.pk}/", width=390, user=technician.user)
    page.get_by_role("link", name="Contrôler la réception").click()
    page.get_by_label("Numéro lu sur la machine").fill("pf00003x")
    page.get_by_role("button", name="Pointer").click()
    expect(page.get_by_text("Ligne 3 pointée")).to_be_visible()
    look(page, "reception-390")
    axe(page)
    page.get_by_label("Motif : Ligne 4").fill("Gardé par le donateur")
    page.get_by_role("button", name="Terminer le contrôle").click()
    page.get_by_role("dialog").get_by_role("button", name="Terminer").click()
    expect(page.get_by_text("sans motif : dites pourquoi").first).to_be_visible()
    page.get_by_label("Motif de ce qui n’en a pas").fill("Pas encore étiqueté")
    page.get_by_role("button", name="Terminer le contrôle").click()
    page.get_by_role("dialog").get_by_role("button", name="Terminer").click()
    expect(page.get_by_text("Réception contrôlée, bilan du lot")).to_be_visible()
    axe(page)

    donor = open_page(f"{space_path(lot.donor)}lots/{lot.pk}/", width=390)
    expect(donor.get_by_text("Gardé par le donateur")).to_be_visible()
    look(donor, "reception-donateur-390")
    axe(donor)
