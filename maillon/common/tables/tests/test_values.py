"""What people type in cells, and what their spreadsheets make of it."""

import datetime

import pytest
from stdnum import luhn

from maillon.common.tables import values


@pytest.mark.parametrize(
    ("read", "cell", "head", "expected"),
    [
        (values.mass, "1,5 kg", "", 1500),
        (values.mass, "1500 g", "", 1500),
        (values.mass, "1500", "Poids (g)", 1500),
        (values.mass, "1.5", "Poids", 1500),
        (values.mass, "1 234,5", "", 1_234_500),
        (values.mass, "1.234,5 kg", "", 1_234_500),
        (values.mass, "2 t", "", 2_000_000),
        (values.memory, "8 Go", "", 8192),
        (values.memory, "8192", "RAM (MB)", 8192),
        (values.memory, "16", "RAM", 16384),
        (values.memory, "4096 Mo", "", 4096),
        (values.percent, "83 %", "", 83),
        (values.percent, "0.83", "", 83),
        (values.percent, "100", "", 100),
        (values.date, "31/01/2026", "", datetime.date(2026, 1, 31)),
        (values.date, "2026-01-31 10:00", "", datetime.date(2026, 1, 31)),
        (values.date, "31.1.26", "", datetime.date(2026, 1, 31)),
        (values.date, "1er février 2025", "", datetime.date(2025, 2, 1)),
        (values.date, "46053", "", datetime.date(2026, 1, 31)),
        (values.establishment, "732 829 320 00074", "", "73282932000074"),
        (values.establishment, "5520241500004", "", None),
        (values.telephone, "261910012", "", "+33261910012"),
        (values.commune, "pontivy", "", "56178"),
        (values.commune, "Pontivy", "56300", "56178"),
        (values.commune, "56300 PONTIVY", "", "56178"),
        (values.commune, "PONTIVY CEDEX", "56306", "56178"),
        (values.commune, "Bourg-en-Bresse", "1000", "01053"),
        (values.words, '="0123"', "", "0123"),
        (values.words, "'=1+1", "", "=1+1"),
        (values.words, "  deux   mots ", "", "deux mots"),
        (values.yes, "X", "", True),
        (values.whole, "1 200", "", 1200),
    ],
)
def test_a_cell_is_understood(read, cell, head, expected):
    if expected is None:
        with pytest.raises(ValueError):
            read(cell, head)
    else:
        assert read(cell, head) == expected


def test_the_zeros_that_a_spreadsheet_took_from_a_siret_come_back():
    siren = "01234567"
    siren += luhn.calc_check_digit(siren)
    siret = f"{siren}0001"
    siret += luhn.calc_check_digit(siret)

    assert values.establishment(siret.lstrip("0")) == siret
    with pytest.raises(ValueError, match="13"):
        values.establishment(siret[1:-1] + str((int(siret[-1]) + 1) % 10))


@pytest.mark.parametrize(
    ("read", "cell", "said"),
    [
        (values.mass, "lourd", "attendu un nombre et son unité"),
        (values.mass, "3 lb", "« lb » n’est pas une unité"),
        (values.mass, "0", "n’est pas une masse possible"),
        (values.mass, "-2", "attendu un nombre"),
        (values.mass, "#REF!", "La formule de cette case a échoué"),
        (values.date, "8/24/22", "écrivez jour/mois/année"),
        (values.date, "hier", "écrivez jour/mois/année"),
        (values.date, "01/01/0005", "cette année n’est pas possible"),
        (values.code(80), "7,32829E+13", "Le tableur a arrondi ce numéro"),
        (values.short(3), "quatre", "6 signes, 3 au plus"),
        (values.electronic_address, "camille", "nom@domaine.fr"),
        (values.whole, "1,5", "nombre entier"),
        (values.percent, "120", "de 0 à 100"),
        (values.yes, "peut-être", "oui ou non"),
        (values.decimal, "1e999999", "n’est pas un nombre"),
    ],
)
def test_a_cell_that_is_not_understood_says_what_to_write(read, cell, said):
    with pytest.raises(ValueError, match=said):
        read(cell, "")
