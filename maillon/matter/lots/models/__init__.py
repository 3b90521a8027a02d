from maillon.matter.lots.models.lots import Count, Donor, Lot
from maillon.matter.lots.models.regimes import PUBLIC_GIFTS, Ceiling, Regime

__all__ = ["PUBLIC_GIFTS", "Ceiling", "Count", "Donor", "Lot", "Regime"]
