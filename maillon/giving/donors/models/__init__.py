from maillon.giving.donors.models.proof import Acquisition, Reform, ReuseTarget
from maillon.giving.donors.models.receipts import Receipt, Valuation
from maillon.giving.donors.models.renewals import Renewal

__all__ = ["Acquisition", "Receipt", "Reform", "Renewal", "ReuseTarget", "Valuation"]
