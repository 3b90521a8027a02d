"""Sheets of labels."""

from copy import deepcopy

from maillon.common import contracts, qr
from maillon.common.sheets import SHEETS
from maillon.common.tests.samples.parts import NETWORK


def labels(sheet: str = "21", count: int | None = None) -> contracts.Labels:
    size = SHEETS[sheet]
    total = size["columns"] * size["rows"] if count is None else count
    return {
        "network": deepcopy(NETWORK),
        "issued_on": "2026-05-12",
        "demonstration": True,
        "number": "série 2026-07",
        "format": size,
        "invitation": "Une panne ? Scannez ce code.",
        "labels": [
            {"code": code, "qr": qr.matrix(label_url(code))}
            for code in (f"PNT-{i // 9 + 234}-{i % 9 + 1}KP-E" for i in range(total))
        ],
    }


def label_url(code: str) -> str:
    return f"HTTPS://MAILLON.EXAMPLE/D/{code.replace('-', '')}"
