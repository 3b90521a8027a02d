"""What must hold of a correction, and the lines of the ledger that it takes."""

from collections.abc import Mapping

from django.db.models import QuerySet

from maillon.common.errors import Refused
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Category, Movement
from maillon.matter.lots.models import Donor, Lot, Regime
from maillon.matter.lots.queries import regimes_for

WHY = "Dites pourquoi : la contre-écriture portera votre phrase."


def why(reason: str) -> str:
    """The reason of a correction, without which there is none. Raises Refused."""
    if not reason.strip():
        raise Refused(WHY, field="reason")
    return reason.strip()[:200]


def line(lot: Lot, source: Account, target: Account, units: int, mass_g: int, reason: str, **more) -> ledger.Line:
    """One movement of a lot, with its reason."""
    return ledger.Line(source=source, target=target, units=units, mass_g=mass_g, lot=lot.pk, reason=reason, **more)


def check_giver(lot: Lot, donor: Donor, regime: str, gone: QuerySet[Device]) -> None:
    """Refuse a donor of another network, and a regime that the donor or what already left does not allow."""
    if donor.network_id != lot.network_id:
        raise Refused("Ce donateur n’est pas connu de ce réseau : choisissez-en un autre.", field="donor")
    changed = donor.pk != lot.donor_id or regime != lot.regime
    if changed and regime not in regimes_for(donor.kind):
        allowed = ", ".join(f"« {known.label} »" for known in regimes_for(donor.kind))
        raise Refused(
            f"« {Regime(regime).label} » ne va pas avec ce donateur ({donor.get_kind_display().lower()}) : choisissez "
            f"parmi {allowed}.",
            field="regime",
            source=Regime(regime).reference,
        )
    if regime == lot.regime:
        return
    if Regime(regime) == Regime.LOAN:
        stuck, what = gone.filter(state__in=(State.HANDED_OVER, State.SOLD)).count(), "donnés ou vendus"
    elif Regime(regime).public:
        stuck, what = gone.filter(state=State.SOLD).count(), "vendus"
    else:
        return
    if stuck:
        raise Refused(
            f"{stuck} appareils de ce lot sont déjà {what}, ce que « {Regime(regime).label} » ne permet pas librement : "
            "faites-les revenir, ou parlez-en avec le donateur avant de corriger.",
            field="regime",
            source=Regime(regime).reference,
        )


def received(lot: Lot, heavier: int, changes: Mapping[Category, int], reason: str) -> list[ledger.Line]:
    """The difference that came, then what of it goes to the accessories in bulk."""
    units = sum(changes.values())
    first = (
        Movement.objects.filter(lot=lot.pk, source=Account.DONOR).order_by("pk").values_list("pk", flat=True).first()
    )
    lines = []
    if units or heavier:
        lines.append(line(lot, Account.DONOR, Account.UNSORTED, units, heavier, reason, corrects=first))
    lines += [
        line(
            lot,
            Account.UNSORTED,
            Account.ACCESSORIES,
            change,
            change * category.default_mass_g,
            reason,
            category=category,
        )
        for category, change in changes.items()
        if category.counted_in_bulk
    ]
    return lines
