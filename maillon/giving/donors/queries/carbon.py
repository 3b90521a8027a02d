"""What the reuse of a donor's equipment spares, by each method, never added together."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Sum

from maillon.common import numbers
from maillon.giving.donors.queries.outcome import Outcome
from maillon.matter.ledger.models import Movement
from maillon.matter.ledger.queries import Carbon, spared, with_people
from maillon.matter.lots.models import Donor

TONNE_G = 1_000_000


def carbon(outcome: Outcome) -> list[Carbon]:
    """Of what an outcome counts as reused, with the factors of the day on which each device was handed over."""
    reused = [*outcome.reused, *outcome.earlier]
    return spared(Counter((line.device.category_id, line.on) for line in reused))


@dataclass(frozen=True)
class Given:
    """All that a donor gave: what was weighed, how many devices someone has today, and what that spares."""

    mass_g: int
    reused: int
    carbon: list[Carbon]

    @property
    def stats(self) -> list[dict[str, str]]:
        """As the component of figures shows them."""
        mass, _, unit = (numbers.tonnes if self.mass_g >= TONNE_G else numbers.kg)(self.mass_g).rpartition(
            numbers.NO_BREAK
        )
        plural = "s" if self.reused > 1 else ""
        return [
            {"number": mass, "unit": unit, "label": "de matériel reçu et pesé", "note": "Accessoires compris."},
            {
                "number": numbers.number(self.reused),
                "label": f"appareil{plural} réemployé{plural}",
                "note": "Chez quelqu’un aujourd’hui : donnés, vendus à prix solidaire ou prêtés.",
            },
        ]


def given(donor: Donor) -> Given:
    """Since its first gift; three queries."""
    lots = donor.lots.filter(merged_into=None)
    reused = with_people(Movement.objects.filter(lot__in=lots.values("pk")))
    mass_g = lots.order_by().aggregate(mass=Sum("weighed_g"))["mass"] or 0
    return Given(mass_g, reused.total(), spared(reused))
