from maillon.giving.donors.models.proof import Acquisition, Reform, ReuseTarget
from maillon.giving.donors.models.receipts import Receipt, Valuation
from maillon.giving.donors.models.renewals import Renewal
from maillon.giving.donors.models.voice import Pitch, Quotation, Thanks

__all__ = [
    "Acquisition",
    "Pitch",
    "Quotation",
    "Receipt",
    "Reform",
    "Renewal",
    "ReuseTarget",
    "Thanks",
    "Valuation",
]  # fmt: skip
