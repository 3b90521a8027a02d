"""How far and how long by road between places: estimated from the straight line, or asked of a routing server.

The server is the operator's setting and nothing else: no address ever comes from a person, and no redirection is followed.
"""

import http.client
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Protocol
from urllib.parse import urlsplit

from maillon.common import geography

# The centre of a commune stands for every address in it: two stops there are still a short drive apart.
LEAST_M, LEAST_MINUTES = 1000, 3
# Public servers compute tables of a hundred places at most: a block is half from here, half to there.
BLOCK = 50
TIMEOUT_S = 15
LARGEST_ANSWER = 32 * 1024 * 1024


class RoadsUnavailable(Exception):
    """The routing server did not answer, or not what was asked; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stop or a depot is, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Table:
    """Journeys between places, from the row to the column: metres, and whole minutes rounded up."""

    metres: list[list[int]]
    minutes: list[list[int]]


class Roads(Protocol):
    """Whatever measures journeys."""

    def table(self, places: Sequence[Place]) -> Table:
        """All journeys between these places. Raises RoadsUnavailable."""
        ...


@dataclass(frozen=True)
class StraightLines:
    """Great circle × detour, at an average speed: needs no network."""

    detour: float = geography.ROAD_FACTOR
    speed_kmh: float = 55

    def table(self, places: Sequence[Place]) -> Table:
        metres = [[self._metres(one, other) for other in places] for one in places]
        for rank in range(len(places)):
            metres[rank][rank] = 0
        return Table(metres, [[self._minutes(length) for length in row] for row in metres])

    def _metres(self, one: Place, other: Place) -> int:
        return max(LEAST_M, round(geography.distance_km(one, other) * self.detour * 1000))

    def _minutes(self, metres: int) -> int:
        return max(LEAST_MINUTES, ceil(metres / 1000 / self.speed_kmh * 60)) if metres else 0


@dataclass(frozen=True)
class Server:
    """A routing server of the operator, on the roads as they are."""

    address: str

    def table(self, places: Sequence[Place]) -> Table:
        size = len(places)
        metres = [[0] * size for _ in places]
        minutes = [[0] * size for _ in places]
        for rows in _blocks(size):
            for columns in _blocks(size):
                block = self._block([places[row] for row in rows], [places[column] for column in columns])
                for row, line in zip(rows, block, strict=True):
                    for column, (length, seconds) in zip(columns, line, strict=True):
                        metres[row][column] = 0 if row == column else round(length)
                        minutes[row][column] = 0 if row == column else ceil(seconds / 60)
        return Table(metres, minutes)

    def _block(self, sources: Sequence[Place], targets: Sequence[Place]) -> list[list[tuple[float, float]]]:
        """Metres and seconds from each source to each target."""
        raise NotImplementedError

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        parts = urlsplit(self.address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
        try:
            sent = None if body is None else json.dumps(body)
            headers = {"Content-Type": "application/json"} if sent else {}
            connection.request("POST" if sent else "GET", parts.path.rstrip("/") + path, sent, headers)
            answer = connection.getresponse()
            content = answer.read(LARGEST_ANSWER + 1)
        except (OSError, http.client.HTTPException) as error:
            raise RoadsUnavailable(f"{self.address}: {type(error).__name__}") from error
        finally:
            connection.close()
        if answer.status != 200 or len(content) > LARGEST_ANSWER:
            raise RoadsUnavailable(f"{self.address}: status {answer.status}, {len(content)} bytes")
        try:
            return json.loads(content)
        except ValueError as error:
            raise RoadsUnavailable(f"{self.address}: not JSON") from error


@dataclass(frozen=True)
class Osrm(Server):
    """The « table » service of OSRM (HTTP API v1)."""

    def _block(self, sources: Sequence[Place], targets: Sequence[Place]) -> list[list[tuple[float, float]]]:
        places = ";".join(f"{place.longitude:.6f},{place.latitude:.6f}" for place in (*sources, *targets))
        first = ";".join(map(str, range(len(sources))))
        second = ";".join(map(str, range(len(sources), len(sources) + len(targets))))
        answer = self._ask(
            f"/table/v1/driving/{places}?annotations=distance,duration&sources={first}&destinations={second}"
        )
        try:
            return _paired(answer["distances"], answer["durations"], len(sources), len(targets))
        except (KeyError, TypeError, ValueError) as error:
            raise RoadsUnavailable(f"{self.address}: a table with holes") from error


@dataclass(frozen=True)
class Valhalla(Server):
    """The « sources_to_targets » service of Valhalla; its distances are in kilometres."""

    def _block(self, sources: Sequence[Place], targets: Sequence[Place]) -> list[list[tuple[float, float]]]:
        asked = {
            "sources": [{"lat": place.latitude, "lon": place.longitude} for place in sources],
            "targets": [{"lat": place.latitude, "lon": place.longitude} for place in targets],
            "costing": "auto",
        }
        try:
            lines = self._ask("/sources_to_targets", asked)["sources_to_targets"]
            metres = [[cell["distance"] * 1000 for cell in line] for line in lines]
            return _paired(metres, [[cell["time"] for cell in line] for line in lines], len(sources), len(targets))
        except (KeyError, TypeError, ValueError) as error:
            raise RoadsUnavailable(f"{self.address}: a table with holes") from error


def _paired(metres: Any, seconds: Any, rows: int, columns: int) -> list[list[tuple[float, float]]]:
    block = [
        [(float(length), float(time)) for length, time in zip(*line, strict=True)]
        for line in zip(metres, seconds, strict=True)
    ]
    if len(block) != rows or any(len(line) != columns for line in block):
        raise ValueError("not the table that was asked for")
    return block


def _blocks(size: int) -> Iterator[range]:
    return (range(first, min(first + BLOCK, size)) for first in range(0, size, BLOCK))


SERVERS = {"osrm": Osrm, "valhalla": Valhalla}


def server(setting: str) -> Server:
    """The server that a setting such as `osrm+http://127.0.0.1:5000` names. Raises ValueError for anything else."""
    name, _, scheme = urlsplit(setting).scheme.partition("+")
    if name not in SERVERS or scheme not in ("http", "https") or not urlsplit(setting).hostname:
        raise ValueError(f"« {setting} » : écrivez par exemple osrm+http://127.0.0.1:5000 ou valhalla+https://…")
    return SERVERS[name](setting.removeprefix(f"{name}+"))
