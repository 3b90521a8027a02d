"""Under which law each kind of donor may give."""

from maillon.matter.lots.models import Donor, Regime

REGIMES_OF = {
    Donor.Kind.STATE: (Regime.STATE_GIFT, Regime.PURCHASE),
    Donor.Kind.PUBLIC: (Regime.STATE_GIFT, Regime.AUTHORITY_GIFT, Regime.PURCHASE),
    Donor.Kind.AUTHORITY: (Regime.AUTHORITY_GIFT, Regime.PURCHASE),
    Donor.Kind.COMPANY: (Regime.COMPANY_GIFT, Regime.COMPANY_GIFT_RECEIPT, Regime.PURCHASE, Regime.WASTE_REUSE),
    Donor.Kind.ESS: (Regime.COMPANY_GIFT, Regime.COMPANY_GIFT_RECEIPT, Regime.PURCHASE, Regime.LOAN),
    Donor.Kind.PERSON: (Regime.PERSON_GIFT, Regime.WASTE_REUSE),
}


def regimes_for(kind: str) -> list[Regime]:
    """The regimes under which a donor of this kind may give, the usual one first."""
    return list(REGIMES_OF[Donor.Kind(kind)])
