"""The donor's space, by its account or by its link."""

from maillon.giving.donors.views.spaces import (
    date_devices,
    document,
    documents,
    establish_lot,
    establish_year,
    list_,
    lot,
    lot_table,
    mine,
    send_link,
    space,
    year,
    year_table,
)

__all__ = [
    "date_devices", "document", "documents", "establish_lot", "establish_year", "list_", "lot", "lot_table", "mine",
    "send_link", "space", "year", "year_table",
]  # fmt: skip
