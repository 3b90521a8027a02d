"""The printed sheets of labels."""

import datetime
from collections.abc import Iterable

from maillon.common import pdf, qr
from maillon.common.contracts import Labels, SheetFormat
from maillon.ground.organisations.models import Network
from maillon.matter.devices.queries import address

INVITATION = "Une question, une panne ? Scannez ce code."


def labels_data(
    labels: Iterable[tuple[str, str]], *, network: Network, sheet: SheetFormat, start: int, on: datetime.date
) -> Labels:
    """These labels, pairs of a code and a short caption, from the place `start` (1: the first) of the sheet."""
    return {
        "network": {"name": network.short_name},
        "issued_on": on.isoformat(),
        "format": sheet,
        "labels": [
            {"code": code, "qr": qr.matrix(address(code)), **({"caption": caption} if caption else {})}
            for code, caption in labels
        ],
        "skip": start - 1,
        "invitation": INVITATION,
        "demonstration": network.fictional,
    }


def labels_pdf(
    labels: Iterable[tuple[str, str]], *, network: Network, sheet: SheetFormat, start: int, on: datetime.date
) -> bytes:
    """The PDF of these labels. Raises `pdf.DocumentFault` when the sheet cannot bear them."""
    return pdf.compile("etiquettes.typ", labels_data(labels, network=network, sheet=sheet, start=start, on=on))
