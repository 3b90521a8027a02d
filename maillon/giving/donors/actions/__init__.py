"""Declare stock, dates and values; have a report or a receipt established."""

from maillon.giving.donors.actions.proof import date_devices, declare_stock, establish_report, send_link
from maillon.giving.donors.actions.receipts import PROOF, cancel_receipt, declare_value, issue_receipt, refuse_value

__all__ = [
    "PROOF", "cancel_receipt", "date_devices", "declare_stock", "declare_value", "establish_report", "issue_receipt",
    "refuse_value", "send_link",
]  # fmt: skip
