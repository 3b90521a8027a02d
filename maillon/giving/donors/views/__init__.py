"""The donor's space, by its account or by its link."""

from maillon.giving.donors.views.plans import change_plan, plans, withdraw_plan
from maillon.giving.donors.views.receipts import (
    cancel_receipt,
    declare_value,
    issue_receipt,
    receipts,
    receipts_table,
    refuse_value,
    valuation_paper,
)
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
    reception_table,
    send_link,
    space,
    year,
    year_table,
)
from maillon.giving.donors.views.voice import quotation, quote, withdraw_quotation

__all__ = [
    "cancel_receipt",
    "change_plan",
    "date_devices",
    "declare_value",
    "document",
    "documents",
    "establish_lot",
    "establish_year",
    "issue_receipt",
    "list_",
    "lot",
    "lot_table",
    "mine",
    "plans",
    "quotation",
    "quote",
    "receipts",
    "receipts_table",
    "reception_table",
    "refuse_value",
    "send_link",
    "space",
    "valuation_paper",
    "withdraw_plan",
    "withdraw_quotation",
    "year",
    "year_table",
]  # fmt: skip
