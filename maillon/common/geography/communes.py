"""The communes of France, by official code.

The file is read once, in about a tenth of a second, and kept as columns: a `Commune` is made when it is asked for.
"""

import lzma
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Protocol

from . import departements

FILE = Path(__file__).parent / "communes.columns.xz"

EARTH_DIAMETER_KM = 2 * 6371.0088

# A road is longer than the straight line. Measured on European networks: 1.3 between any two places of a motorway
# network (Wang et al. 2024, arXiv:2406.06490), 1.34 on average from the homes of 300 cities to their centres
# (doi:10.1177/23998083231168870). A straight trunk road is shorter, mountains and estuaries are longer: use a routing
# engine where one is set up.
ROAD_FACTOR = 1.3

COMBINING = re.compile("[\u0300-\u036f]")
SEPARATORS = re.compile("[^a-z0-9\t]+")


class UnknownCommune(ValueError):
    """No commune, or no single one, is meant by this text.

    The message is a sentence for the person; `proposals` are the communes it names.
    """

    def __init__(self, sentence: str, proposals: "tuple[Commune, ...]" = ()):
        super().__init__(sentence)
        self.proposals = proposals


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune as the official geographic code knows it.

    `code` is Insee's, never a postcode. The first of `postcodes` is the town hall's. `latitude` and `longitude`
    are the centre of its outline, in degrees (WGS 84), to about 100 m. `population` is 0 where the source has none.
    """

    code: str
    name: str
    postcodes: tuple[str, ...]
    departement: str
    latitude: float
    longitude: float
    population: int = 0

    def __str__(self) -> str:
        """« Pontivy (56300) »: no two communes share it, and `resolve` reads it back."""
        return f"{self.name.replace(chr(39), '’')} ({self.postcodes[0]})"


class Position(Protocol):
    """Anything with coordinates in degrees."""

    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


def commune(code: str) -> Commune:
    """The commune with this official code, raising UnknownCommune.

    The code of a commune that merged, or of an arrondissement of Paris, Lyon or Marseille, gives the commune it is in.
    """
    register = load()
    row = register.rows.get(code) if isinstance(code, str) else None
    if row is None:
        raise UnknownCommune(
            f"Aucune commune ne porte le code officiel « {str(code)[:20]} ». "
            "Ce code a cinq signes et n’est pas le code postal : par exemple 56178 pour Pontivy."
        )
    return register.commune(row)


def communes(departement: str | None = None) -> Iterator[Commune]:
    """Every commune, or those of one département by its code, the most populated first.

    Raises UnknownDepartement.
    """
    register = load()
    if departement is None:
        return map(register.commune, range(len(register.codes)))
    return map(register.commune, register.codes.holding(f"\n {departements.departement(departement).code}"))


def distance_km(one: Position, other: Position) -> float:
    """The great-circle distance, in kilometres. Multiply by ROAD_FACTOR to estimate a journey."""
    south, north = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    haversine = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(across / 2) ** 2
    return EARTH_DIAMETER_KM * asin(sqrt(min(1.0, haversine)))


def plain(text: str) -> str:
    """Lower case, without accents, every sign but letters and digits turned into one space.

    Tabs stay, so that all the names of France are read in one call, fifty times faster than one by one.
    """
    text = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return SEPARATORS.sub(" ", COMBINING.sub("", text)).replace(" \t", "\t").strip(" ")


class Lines:
    r"""Texts searched as one: `str.find` over a megabyte is faster than a loop over 35 000 strings.

    A line is written `\n some words\n`, so that this whole as needle finds exact lines, `\n some` beginnings of lines,
    and `words` with a space before it beginnings of words.
    """

    __slots__ = ("starts", "text")

    def __init__(self, lines: str):
        """`lines` are separated by tabs."""
        self.text = "\n " + lines.replace("\t", "\n ") + "\n"
        self.starts = array("I", accumulate(map(len, self.text[1:].splitlines(keepends=True)), initial=0))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.text[self.starts[number] + 2 : self.starts[number + 1]]

    def holding(self, needle: str, among: Iterable[int] | None = None) -> Iterator[int]:
        """The numbers of the lines that hold the needle, in order."""
        if among is not None:
            for number in among:
                if needle in self.text[self.starts[number] : self.starts[number + 1] + 1]:
                    yield number
            return
        at = self.text.find(needle)
        while at >= 0:
            number = bisect_right(self.starts, at) - 1
            yield number
            at = self.text.find(needle, self.starts[number + 1])


class Register:
    """The file in memory, a row being the rank of a commune, the most populated first.

    `absorbed` are the plain names of what merged into a commune, `absorbed_in` the row of that commune.
    """

    __slots__ = (
        "absorbed",
        "absorbed_in",
        "codes",
        "latitudes",
        "longitudes",
        "names",
        "plain_names",
        "populations",
        "postcodes",
        "rows",
    )

    def __init__(self, text: str):
        columns = dict(line.split("\t", 1) for line in text.split("\n"))
        self.codes = Lines(columns["code"])
        self.names = Lines(columns["name"])
        self.plain_names = Lines(plain(columns["name"]))
        self.postcodes = Lines(columns["postcodes"])
        self.latitudes = Lines(columns["latitude"])
        self.longitudes = Lines(columns["longitude"])
        self.populations = Lines(columns["population"])

        parts = [
            (row, part) for row, all in enumerate(columns["absorbed"].split("\t")) if all for part in all.split("|")
        ]
        self.absorbed = Lines(plain("\t".join(part[6:] for _, part in parts)))
        self.absorbed_in = array("I", [row for row, _ in parts])
        self.rows = {part[:5]: row for row, part in parts}
        self.rows.update((code, row) for row, code in enumerate(columns["code"].split("\t")))

    def commune(self, row: int) -> Commune:
        code = self.codes[row]
        return Commune(
            code=code,
            name=self.names[row],
            postcodes=tuple(self.postcodes[row].split(" ")),
            departement=code[:3] if code.startswith("97") else code[:2],
            latitude=float(self.latitudes[row]),
            longitude=float(self.longitudes[row]),
            population=int(self.populations[row]),
        )


@cache
def load() -> Register:
    return Register(lzma.decompress(FILE.read_bytes()).decode().rstrip("\n"))
