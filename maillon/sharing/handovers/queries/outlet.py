"""What the regime of a gift allows when the device leaves: whether it may be sold, to whom, up to what price."""

import datetime
import uuid
from dataclasses import dataclass

from maillon.common import numbers
from maillon.ground.organisations.models import RESELLING, Organisation
from maillon.matter.devices.models import Device
from maillon.matter.lots.models import Ceiling, Regime
from maillon.sharing.handovers.models import HandOver


@dataclass(frozen=True)
class Outlet:
    """Whether a device may be sold at this hand-over; the ceiling of its price, in cents, and the law."""

    refusal: str
    ceiling_cents: int | None
    law: str

    def refuse(self, price_cents: int) -> str:
        """Why this price is not possible; empty when it is."""
        if self.refusal or self.ceiling_cents is None or price_cents <= self.ceiling_cents:
            return self.refusal
        most = numbers.euros(self.ceiling_cents)
        return f"{numbers.euros(price_cents)} dépasse le plafond de {most} : proposez {most} ou moins."


def outlet(handover: HandOver, device: Device, on: datetime.date) -> Outlet:
    """What the law says of a sale of this device to whom this request is for, on that day.

    What a public body gave is sold only by an association recognised as of public utility or general interest, only to
    a person in precarity or an association that helps some, never above the ceiling in force.
    """
    regime = Regime(device.regime)
    if not regime.public:
        return Outlet("", None, "")
    if not device.holder.may_resell_public_gifts(on):
        return Outlet(
            f"{device.title} vient d’un organisme public : seule une association reconnue d’utilité publique ou "
            f"d’intérêt général peut le vendre, et {device.holder.name} ne l’a pas prouvé."
            f"{device.holder.lapsed(RESELLING, on)} Donnez-le.",
            None,
            regime.reference,
        )
    association = handover.need.association
    if association is not None and association.kind not in (Organisation.Kind.ASSOCIATION, Organisation.Kind.ESS):
        return Outlet(
            f"{device.title} vient d’un organisme public : il ne se vend qu’à une personne en précarité, ou à une "
            "association qui en aide.",
            None,
            regime.reference,
        )
    ceiling = Ceiling.of(device.category, on)
    return Outlet("", ceiling.amount_cents, ceiling.source) if ceiling else Outlet("", None, regime.reference)


def price_field(device_id: uuid.UUID) -> str:
    """The name of the form field where the price of this device is typed, and beside which it is refused."""
    return f"price_{device_id}"
