from maillon.giving.donors.models.proof import Acquisition, Reform, ReuseTarget
from maillon.giving.donors.models.receipts import Receipt, Valuation

__all__ = ["Acquisition", "Receipt", "Reform", "ReuseTarget", "Valuation"]
