"""The whole demonstration, built as `make demo` builds it: the published figures come out of the ordinary report."""

import hashlib
import json
import re
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings

from maillon.demo.networks.accounts import PASSWORD
from maillon.demo.tests.command import TODAY, Maillon
from maillon.sharing.people.models import SealedField

pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="La démonstration est construite dans son propre fichier SQLite, quelle que soit la base des tests.",
)

# What the networks publish: `design/figures.md`. The numbers are typed here and nowhere else.
OGO_2025 = {
    "departments": 5,
    "lots_head": 25,
    "donors_head": 15,
    "mass_collected_head_kg": 21_800,
    "lots_members": 146,
    "donors_members": 132,
    "mass_collected_members_kg": 66_500,
    "mass_collected_kg": 88_300,
    "devices_redistributed": 7_000,
}
OGO_2026 = {"members": 26}
PTCE_2025 = {"members": 14, "mass_collected_kg": 4_700, "people_equipped": 800}
PTCE_TRAINED = 900
BDN_2025 = {
    "items_collected": 5_823,
    "equipment_collected": 3_184,
    "accessories_collected": 2_639,
    "items_collected_growth_3y_pct": 315,
    "equipment_distributed": 890,
    "requests_fulfilled": 708,
    "equipment_to_associations": 177,
    "equipment_reinstalled": 1_046,
    "volunteers": 41,
    "distribution_partners": 100,
    "distribution_communes": 28,
    "donors": 50,
    "places_new": 35,
    "places_since_2023": 88,
    "places": 1_168,
    "visits": 51_527,
    "users": 1_757,
    "users_new": 1_699,
}
BDN_2022 = {"items_collected": 1_403}
REBINCOOP_2025 = {"sales": 50}
# Manufacture, assembly and distribution of one device, in kilograms of CO2 equivalent (Impact CO2, 2025).
AVOIDED_KG = {"laptop": 182.3, "desktop": 204.85, "monitor": 65.89, "tablet": 83.93, "smartphone": 79.27}
AVOIDED_T = (1_010.4, 1_012.4)


def figures(maillon: Maillon, folder: Path, network: str, year: int, *scope: str) -> dict[str, float]:
    answer = maillon(folder, "report", network, "--year", str(year), *scope)
    assert answer.returncode == 0, answer.stderr
    return {key: told["value"] for key, told in json.loads(answer.stdout)["indicators"].items()}


@pytest.mark.parametrize(
    ("scope", "published"),
    [
        (("ogo", 2025), OGO_2025),
        (("ogo", 2026), OGO_2026),
        (("ogo", 2025, "--territory", "ptce-centre-bretagne"), PTCE_2025),
        (("bdn", 2025), BDN_2025),
        (("bdn", 2022), BDN_2022),
        (("rebincoop", 2025), REBINCOOP_2025),
    ],
    ids=str,
)
def test_the_report_arrives_at_the_published_figures(maillon, demonstration, scope, published):
    found = figures(maillon, demonstration, *scope)

    assert {key: found[key] for key in published} == published


def test_more_than_nine_hundred_people_were_trained_in_the_ptce(maillon, demonstration):
    found = figures(maillon, demonstration, "ogo", 2025, "--territory", "ptce-centre-bretagne")

    assert found["people_trained"] >= PTCE_TRAINED


@pytest.mark.parametrize("network", ["ogo", "bdn", "rebincoop"])
def test_the_mass_balance_closes_to_the_gram(maillon, demonstration, network):
    found = figures(maillon, demonstration, network, 2025)

    came = found["mass_in_g"] + found["mass_returns_g"] + found["mass_transfers_in_g"]
    went = (
        found["mass_reuse_out_g"] + found["mass_waste_out_g"] + found["mass_losses_g"] + found["mass_transfers_out_g"]
    )
    assert came == went + found["mass_stock_change_g"] + found["mass_unexplained_g"]
    assert abs(found["mass_unexplained_g"]) < 0.005 * came


def test_what_was_handed_over_avoided_about_a_thousand_tonnes(demonstration):
    rows = _query(
        demonstration,
        """
        SELECT category_id, count(*) FROM handovers_handoveritem
        JOIN handovers_handover ON handovers_handover.id = handover_id
        JOIN devices_device ON devices_device.id = device_id
        JOIN organisations_network ON organisations_network.id = handovers_handover.network_id
        WHERE slug = 'ogo' AND done_on BETWEEN '2025-01-01' AND '2025-12-31' AND first
        GROUP BY category_id
        """,
    )

    tonnes = sum(AVOIDED_KG[category] * count for category, count in rows) / 1000
    least, most = AVOIDED_T
    assert least < tonnes < most


def test_verify_finds_no_fault(maillon, demonstration):
    answer = json.loads(maillon(demonstration, "verify", "--json").stdout)

    assert answer["ok"], answer["problems"][:5]
    assert answer["unsealed"] == 0
    assert answer["entries"] > 100_000


def test_no_figure_is_kept_anywhere(demonstration):
    """Each of the 7 000 devices is a row of its own, with its label, its proof and its hand-over."""
    [[devices]] = _query(demonstration, "SELECT count(*) FROM handovers_handoveritem WHERE first")
    [[bare]] = _query(
        demonstration,
        """
        SELECT count(*) FROM devices_device
        WHERE state IN ('handed_over', 'sold', 'on_loan')
        AND (label = '' OR cleared_at IS NULL OR tested_at IS NULL OR grade = '')
        """,
    )

    assert devices > OGO_2025["devices_redistributed"]
    assert bare == 0


def test_identities_are_sealed(demonstration):
    [[sealed]] = _query(demonstration, "SELECT identity FROM people_person WHERE identity IS NOT NULL LIMIT 1")

    assert b"last_name" not in bytes(sealed)
    assert "last_name" in SealedField().from_db_value(sealed, None, None)


def test_the_build_says_how_long_each_part_took_and_how_to_sign_in(demonstration):
    told = (demonstration / "told").read_text()

    assert len(re.findall(r" \d+\.\d s$", told, re.MULTILINE)) > 3
    assert PASSWORD in told


@pytest.mark.slow
def test_two_builds_of_one_day_are_the_same_to_the_letter(maillon, tmp_path):
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
        assert maillon(folder, "demo", "build", "--today", TODAY).returncode == 0

    one, other = map(_fingerprints, folders)

    assert len(one) > 30
    assert one == other


def test_a_second_build_touches_nothing(maillon, demonstration):
    before = (demonstration / "maillon.sqlite3").stat().st_mtime_ns

    answer = maillon(demonstration, "demo", "build", "--today", TODAY)

    assert answer.returncode == 1
    assert "contient déjà des fiches" in answer.stderr
    assert (demonstration / "maillon.sqlite3").stat().st_mtime_ns == before


def test_a_day_before_the_story_is_refused(maillon, tmp_path):
    answer = maillon(tmp_path, "demo", "build", "--today", "2025-12-31")

    assert answer.returncode == 1
    assert "12 janvier 2026" in answer.stderr.replace("\N{NO-BREAK SPACE}", " ")


def _query(folder: Path, statement: str) -> list:
    with sqlite3.connect(folder / "maillon.sqlite3") as connection:
        return connection.execute(statement).fetchall()


def _fingerprints(folder: Path) -> dict[str, str]:
    """A digest of each table. What migrations wrote, and the sealing of identities, are never twice the same."""
    tables = [name for [name] in _query(folder, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    left_out = {"django_migrations", "sqlite_sequence", "refurbishing_gradingrule", "refurbishing_check_categories"}
    left_out |= {"refurbishing_system"}
    return {name: _fingerprint(folder, name) for name in tables if name not in left_out}


def _fingerprint(folder: Path, table: str) -> str:
    columns = [row[1] for row in _query(folder, f"PRAGMA table_info({table})") if row[1] not in ("identity", "rule_id")]
    digest = hashlib.sha256()
    named = ", ".join(f'"{column}"' for column in columns)
    for row in _query(folder, f"SELECT {named} FROM {table} ORDER BY rowid"):
        digest.update(repr(row).encode())
    return digest.hexdigest()
