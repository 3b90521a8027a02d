from maillon.giving.donors.models.proof import Acquisition, Reform, ReuseTarget

__all__ = ["Acquisition", "Reform", "ReuseTarget"]
