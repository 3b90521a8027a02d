"""Declare stock, dates and values; have a report or a receipt established; be quoted, and thanked."""

from maillon.giving.donors.actions.proof import date_devices, declare_stock, establish_report, send_link
from maillon.giving.donors.actions.receipts import PROOF, cancel_receipt, declare_value, issue_receipt, refuse_value
from maillon.giving.donors.actions.renewals import change_renewal, plan_renewal, remind_renewal, withdraw_renewal
from maillon.giving.donors.actions.voice import publish_quotation, thank, withdraw_quotation, write_pitch

__all__ = [
    "PROOF",
    "cancel_receipt",
    "change_renewal",
    "date_devices",
    "declare_stock",
    "declare_value",
    "establish_report",
    "issue_receipt",
    "plan_renewal",
    "publish_quotation",
    "refuse_value",
    "remind_renewal",
    "send_link",
    "thank",
    "withdraw_quotation",
    "withdraw_renewal",
    "write_pitch",
]  # fmt: skip
