"""The agenda of hand-overs, what the law allows for each device, what the attestation states."""

from maillon.sharing.handovers.queries.accompaniment import missing_accompaniment
from maillon.sharing.handovers.queries.agenda import agenda, lines, name_for, phone_for
from maillon.sharing.handovers.queries.attestation import attestation_facts, attestation_of
from maillon.sharing.handovers.queries.desk import Piece, desk, distributors, handed, stock_of
from maillon.sharing.handovers.queries.outlet import Outlet, outlet, price_field

__all__ = [
    "Outlet",
    "Piece",
    "agenda",
    "attestation_facts",
    "attestation_of",
    "desk",
    "distributors",
    "handed",
    "lines",
    "missing_accompaniment",
    "name_for",
    "outlet",
    "phone_for",
    "price_field",
    "stock_of",
]
