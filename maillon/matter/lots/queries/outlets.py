"""Where something may go, by the law under which it was given."""

import datetime
from dataclasses import dataclass

from maillon.common import numbers
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Ceiling, Regime

# What is lent stays its owner's.
LENT_LAW = "Code civil, art. 1875"


@dataclass(frozen=True)
class Outlet:
    """One destination: whether the regime allows it, in words, with the text that says so."""

    allowed: bool
    text: str
    source: str = ""


def outlets(regime: str, category: Category | None = None, on: datetime.date | None = None) -> list[Outlet]:
    """The destinations that a regime opens and closes; for a category, with its ceiling of that day (one query)."""
    known = Regime(regime)
    if known.public:
        return _public(known, category, on)
    if known == Regime.LOAN:
        return [
            Outlet(True, "Prêt à une personne, jusqu’à la date convenue avec le propriétaire"),
            Outlet(False, "Don ou vente : il appartient toujours à qui l’a prêté", LENT_LAW),
        ]
    opened = [
        Outlet(True, "Don à une personne ou à une association"),
        Outlet(True, "Vente solidaire, au prix fixé par le réseau"),
        Outlet(True, "Prêt, ou passage à un autre membre"),
    ]
    if known == Regime.COMPANY_GIFT_RECEIPT:
        opened.append(Outlet(False, "Retour ou avantage pour le donateur : il a un reçu fiscal", known.reference))
    return opened


SELLER = "à une personne en précarité ou à une association qui en aide, par une association d’utilité publique ou d’intérêt général"


def _public(regime: Regime, category: Category | None, on: datetime.date | None) -> list[Outlet]:
    ceiling = Ceiling.of(category, on) if category and on else None
    if ceiling:
        most = f"Vente solidaire, {numbers.euros(ceiling.amount_cents)} au plus, {SELLER}"
    elif category:
        most = f"Vente solidaire {SELLER} ; aucun plafond n’est fixé pour « {category.name.lower()} »"
    else:
        most = f"Vente solidaire, sous le plafond de chaque catégorie, {SELLER}"
    return [
        Outlet(True, "Don à une personne, ou à une association habilitée", regime.reference),
        Outlet(True, most, ceiling.source if ceiling else regime.reference),
        Outlet(True, "Prêt, ou passage à un membre habilité, avec la même règle"),
        Outlet(False, "Vente à une entreprise, ou au public sans condition", regime.reference),
    ]
