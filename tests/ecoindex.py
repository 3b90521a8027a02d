"""EcoIndex of a page, by the published formula: what its elements, requests and kilobytes weigh beside those of the web.

https://www.ecoindex.fr/comment-ca-marche/: each measure is placed among the quantiles of the web, then weighed 3, 2 and 1.
"""

import gzip
from collections.abc import Callable, Sequence
from html.parser import HTMLParser

ELEMENTS = (
    0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601,
)  # fmt: skip
REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
KILOBYTES = (
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06,
    2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
)  # fmt: skip
GRADE_A = 80
"""A page above is graded A."""


def ecoindex(elements: int, requests: int, kilobytes: float) -> float:
    """From 0 to 100, the higher the lighter. Elements inside a drawing (SVG) are not counted."""
    ranks = (_rank(ELEMENTS, elements), _rank(REQUESTS, requests), _rank(KILOBYTES, kilobytes))
    return 100 - 5 * (3 * ranks[0] + 2 * ranks[1] + ranks[2]) / 6


def _rank(quantiles: Sequence[float], value: float) -> float:
    for index in range(1, len(quantiles)):
        if value < quantiles[index]:
            return index - 1 + (value - quantiles[index - 1]) / (quantiles[index] - quantiles[index - 1])
    return len(quantiles) - 1


class _Reading(HTMLParser):
    """Counts the elements of a page, but those inside a drawing, and notes the files that it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.elements, self.drawings = 0, 0
        self.files: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += not self.drawings
        self.drawings += tag == "svg"
        told = dict(attrs)
        wanted = told.get("src") or (
            told.get("href") if tag == "link" and told.get("rel") in ("stylesheet", "icon") else ""
        )
        if wanted and not wanted.startswith("data:"):
            self.files.add(wanted)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += not self.drawings

    def handle_endtag(self, tag: str) -> None:
        self.drawings -= tag == "svg"


def of_page(html: str, kilobytes: Callable[[str], float]) -> float:
    """That of a page as it is served on a first visit, compressed; `kilobytes` weighs a file that it asks for."""
    reading = _Reading()
    reading.feed(html)
    sent = len(gzip.compress(html.encode())) / 1024 + sum(map(kilobytes, reading.files))
    return ecoindex(reading.elements, 1 + len(reading.files), sent)
