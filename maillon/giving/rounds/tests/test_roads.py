"""Journeys: estimated, or asked of the operator's server."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from maillon.giving.rounds import roads
from maillon.giving.rounds.queries.problem import Fallback
from maillon.giving.rounds.roads import Place, RoadsUnavailable, StraightLines

PONTIVY, LOUDEAC = Place(48.0665, -2.967), Place(48.178, -2.754)


class FakeServer(BaseHTTPRequestHandler):
    """Answers as OSRM and Valhalla do, from the degrees between places: 100 km a degree, at 60 km/h."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        if parts.path.startswith("/broken"):
            return self._say(b"<html>")
        asked = parse_qs(parts.query)
        places = [tuple(map(float, place.split(","))) for place in parts.path.rsplit("/", 1)[1].split(";")]
        rows, columns = ([places[int(n)] for n in asked[key][0].split(";")] for key in ("sources", "destinations"))
        metres = [[self._metres(one, other) for other in columns] for one in rows]
        if parts.path.startswith("/holes"):
            metres[0][0] = None
        self._say(
            json.dumps({"distances": metres, "durations": [[m * 0.06 for m in row if m] for row in metres]}).encode()
        )

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        sides = [[(place["lon"], place["lat"]) for place in asked[side]] for side in ("sources", "targets")]
        lines = [
            [
                {"distance": self._metres(one, other) / 1000, "time": self._metres(one, other) * 0.06}
                for other in sides[1]
            ]
            for one in sides[0]
        ]
        self._say(json.dumps({"sources_to_targets": lines}).encode())

    @staticmethod
    def _metres(one, other) -> float:
        return 100_000 * (abs(one[0] - other[0]) + abs(one[1] - other[1])) + 1

    def _say(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeServer)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_straight_line_is_lengthened_by_the_detour_of_the_network():
    table = StraightLines(detour=1.5, speed_kmh=60).table([PONTIVY, LOUDEAC])

    assert table.metres[0][1] == pytest.approx(20_100 * 1.5, rel=0.01)
    assert table.minutes[0][1] == -(-table.metres[0][1] // 1000)
    assert table.metres[0][0] == table.minutes[0][0] == 0


def test_two_stops_of_one_commune_are_still_a_drive_apart():
    table = StraightLines().table([PONTIVY, PONTIVY])

    assert table.metres[0][1] == 1000
    assert table.minutes[0][1] == 3


@pytest.mark.parametrize("name", ["osrm", "valhalla"])
def test_a_server_measures_on_its_roads(address, name):
    table = roads.server(f"{name}+{address}").table([PONTIVY, LOUDEAC])

    assert table.metres[0][1] == pytest.approx(32_450, abs=2)
    assert table.minutes[0][1] == 33
    assert table.metres[1][1] == 0


@pytest.mark.parametrize("name", ["osrm", "valhalla"])
def test_a_large_table_is_asked_in_blocks(address, name):
    places = [Place(48 + number / 1000, -3) for number in range(60)]
    table = roads.server(f"{name}+{address}").table(places)

    assert table.metres[0][59] == pytest.approx(5_900, abs=2)
    assert table.metres[59][3] == pytest.approx(5_600, abs=2)


@pytest.mark.parametrize("path", ["/moved", "/broken", "/holes"])
def test_a_server_that_answers_something_else_is_not_followed(address, path):
    with pytest.raises(RoadsUnavailable):
        roads.server(f"osrm+{address}{path}").table([PONTIVY, LOUDEAC])


def test_a_server_that_is_down_leaves_the_estimate():
    fallen = Fallback(roads.server("osrm+http://127.0.0.1:1"), StraightLines())

    assert fallen.table([PONTIVY, LOUDEAC]) == StraightLines().table([PONTIVY, LOUDEAC])
    assert fallen.failed


@pytest.mark.parametrize(
    "setting", ["http://127.0.0.1", "osrm+file:///etc/passwd", "osrm+http://", "google+https://a.example"]
)
def test_only_a_known_server_may_be_set(setting):
    with pytest.raises(ValueError, match="osrm"):
        roads.server(setting)
