"""The printed cards, and the labels of locations."""

import datetime
from collections.abc import Iterable

from django.conf import settings

from maillon.common import pdf, qr
from maillon.common.contracts import Cards, Labels, SheetFormat
from maillon.ground.organisations.models import Network
from maillon.matter.ledger.models import Location
from maillon.matter.scanning.queries import Mode, captions


def cards_pdf(modes: Iterable[Mode], *, network: Network, on: datetime.date) -> bytes:
    """A PDF of these cards, eight a sheet. Raises `pdf.DocumentFault` when there is none."""
    data: Cards = {
        "network": {"name": network.short_name},
        "issued_on": on.isoformat(),
        "cards": [{"title": mode.title, "sentence": mode.lead, "qr": qr.matrix(mode.address)} for mode in modes],
        "demonstration": network.fictional,
    }
    return pdf.compile("cartes.typ", data)


def place_address(code: str) -> str:
    """What the QR of a location holds: its page, from which one puts things there or counts them."""
    return f"{settings.BASE_URL}/e/{code}"


def places_pdf(
    locations: Iterable[Location], *, network: Network, sheet: SheetFormat, start: int, on: datetime.date
) -> bytes:
    """A PDF of the labels of these locations, their names in big letters. Raises `pdf.DocumentFault`."""
    data: Labels = {
        "network": {"name": network.short_name},
        "issued_on": on.isoformat(),
        "format": sheet,
        "labels": [
            {"code": name, "qr": qr.matrix(place_address(code)), "caption": f"{where} · {code}"}
            for name, code, where in captions(locations)
        ],
        "skip": start - 1,
        "demonstration": network.fictional,
    }
    return pdf.compile("etiquettes.typ", data)
