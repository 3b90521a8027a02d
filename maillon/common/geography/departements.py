"""The 101 départements, and their outlines for maps."""

import csv
import json
import lzma
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

HERE = Path(__file__).parent


class UnknownDepartement(ValueError):
    """No département has this code. The message is a sentence for the person."""


class Departement(NamedTuple):
    """A département, `code` being Insee's: « 01 » to « 95 », « 2A », « 2B », « 971 » to « 976 »."""

    code: str
    name: str
    region: str

    def __str__(self) -> str:
        return f"{self.name.replace(chr(39), '’')} ({self.code})"


def _read() -> Mapping[str, Departement]:
    with (HERE / "departements.csv").open(encoding="utf-8", newline="") as lines:
        return MappingProxyType({row["code"]: Departement(**row) for row in csv.DictReader(lines)})


DEPARTEMENTS = _read()


def departement(code: str) -> Departement:
    """The département with this code, raising UnknownDepartement."""
    try:
        return DEPARTEMENTS[code]
    except (KeyError, TypeError):
        raise UnknownDepartement(f"Aucun département ne porte le code « {code} ». Exemples : 29, 2A, 974.") from None


@cache
def outlines() -> Mapping[str, list[list[tuple[float, float]]]]:
    """The rings of each département by code, as (longitude, latitude) in degrees; the last point is not the first.

    Details under a few hundred metres and islets are left out; holes are the land of other départements.
    """
    data = json.loads(lzma.decompress((HERE / "departements.json.xz").read_bytes()))
    units = data["units"]
    return MappingProxyType(
        {code: [_degrees(ring, units) for ring in rings] for code, rings in data["outlines"].items()}
    )


def _degrees(steps: list[int], units: int) -> list[tuple[float, float]]:
    eastward, northward = accumulate(steps[::2]), accumulate(steps[1::2])
    return [(x / units, y / units) for x, y in zip(eastward, northward, strict=True)]
