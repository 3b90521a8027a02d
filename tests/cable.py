"""The network between a browser and the site, which a test cuts, mends, or makes lose an answer.

Playwright's own switch leaves service workers connected: here the wire itself is cut, for every tab and worker.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

CHUNK = 65536


class Cable:
    """One address for the browser, whatever server stands behind it."""

    def __init__(self, url: str):
        self.target = self._address(url)
        self.last_words = b""
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._port = 0
        self.mend()

    @staticmethod
    def _address(url: str) -> tuple[str, int]:
        parts = urlsplit(url)
        return parts.hostname or "localhost", parts.port or 80

    @property
    def url(self) -> str:
        return f"http://localhost:{self._port}"

    def plug(self, url: str) -> None:
        """Put another server behind the same address."""
        self.target = self._address(url)

    def cut(self) -> None:
        """Nothing passes any more, what was passing included."""
        listener, self._listener = self._listener, None
        if listener:
            # Closing alone would leave the thread that accepts holding the port.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for end in list(self._open):
            self._hang_up(end)

    def mend(self) -> None:
        """It passes again, at the same address."""
        self._listener = socket.create_server(("localhost", self._port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def cut_at_the_answer_to(self, words: str) -> None:
        """Let the next request that holds these words reach the server, and cut when its answer comes back."""
        self.last_words = words.encode()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self.target, timeout=20)
            except OSError:
                near.close()
                continue
            self._open |= {near, far}
            last = threading.Event()
            for start, end, upwards in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._carry, args=[start, end, upwards, last], daemon=True).start()

    def _carry(self, start: socket.socket, end: socket.socket, upwards: bool, last: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while passing := start.recv(CHUNK):
                if upwards and self.last_words and self.last_words in passing:
                    last.set()
                if not upwards and last.is_set():
                    self.last_words = b""
                    self.cut()
                end.sendall(passing)
        self._hang_up(start)
        self._hang_up(end)

    def _hang_up(self, end: socket.socket) -> None:
        self._open.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@pytest.fixture
def cable(live_server) -> Iterator[Cable]:
    """The only way from the browser to the site: `open_page(path, through=cable)`."""
    made = Cable(live_server.url)
    yield made
    made.cut()
