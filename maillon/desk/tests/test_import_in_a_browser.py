"""A spreadsheet brought in by hand, at a desk then on a phone: four steps, each one clear, and nothing written before the last."""

import pytest
from playwright.sync_api import expect

from maillon.desk.jobs import write_import
from maillon.ground.imports.models import Import
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device
from tests.factories import a_lot, a_member

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = (
    "Inventaire de la mairie;;;\nType;Marque;N° de série;Poids\nPC portable;Lenovo;PF1ABCDE;1,78 kg\n"
    "Grille-pain;Moulinex;;\nÉcran;Dell;CN0ABC12;\nTotal;;;2\n"
).encode("cp1252")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_spreadsheet_is_matched_checked_and_written(open_page, axe, look, width):
    technician = a_member(Role.TECHNICIAN)
    lot = a_lot(technician)
    page = open_page(f"/appareils/lot/{lot.pk}/", width=width, user=technician.user)

    page.get_by_role("link", name="Importer un tableau").click()
    expect(page.get_by_label("Dans quel lot")).to_have_value(str(lot.pk))
    axe(page)
    page.get_by_label("Le tableau").set_input_files({"name": "été.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.get_by_role("button", name="Lire le fichier").click()

    expect(page.get_by_role("heading", name="Quelle colonne dit quoi ?")).to_be_visible()
    expect(page.get_by_label("Numéro de série")).to_have_value("2")
    axe(page)
    page.get_by_role("button", name="Vérifier les lignes").click()

    expect(page.get_by_role("heading", name="1 ligne à corriger")).to_be_visible()
    expect(page.get_by_role("row", name="Ligne 4")).to_contain_text("Grille-pain")
    look(page, f"import-verifier-{width}")
    axe(page)
    assert not Device.objects.exists()
    page.get_by_role("button", name="Importer les lignes justes").click()
    expect(page.get_by_role("status")).to_contain_text("0 sur 3")

    write_import.call(str(Import.objects.get().pk))
    expect(page.get_by_role("link", name="Voir les appareils")).to_be_visible(timeout=10_000)
    axe(page)
    assert set(Device.objects.values_list("serial", flat=True)) == {"PF1ABCDE", "CN0ABC12"}
    page.get_by_role("link", name="Voir les appareils").click()
    expect(page.get_by_role("heading", name="Entrer les appareils")).to_be_visible()
