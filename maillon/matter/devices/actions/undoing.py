"""Take back what was just done by mistake."""

import uuid

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy
from maillon.matter.devices.actions.moves import lock
from maillon.matter.devices.models import Device, Label, State
from maillon.matter.devices.queries import Standing, standing
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Movement
from maillon.matter.lots.models import Lot


@transaction.atomic
def restore(device_id: uuid.UUID, before: Standing, after: Standing, *, by: Member) -> Device:
    """Take back an act that moved no mass: the device stands again as it did before.

    `before` and `after` are its `standing` around the act. Raises Refused when anything was done since.
    """
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    if standing(device) != after:
        raise Refused(
            f"{device.title} a changé depuis ({device.get_state_display().lower()}) : corrigez-le depuis sa fiche."
        )
    columns = {column.attname: column for column in Device._meta.concrete_fields}
    for name, value in before.items():
        setattr(device, name, columns[name].to_python(value))
    device.save(update_fields=list(before))
    device = lock(device_id, by=by)
    place = device.location.path if device.location else ""
    journal.record("devices.restore", device, by=by, label=device.label, state=device.state, place=place)
    return device


@transaction.atomic
def take_out(device_id: uuid.UUID, *, reason: str, by: Member) -> None:
    """Take back an intake made by mistake: the unit returns to its lot by a counter-entry, and its label is free again.

    Raises Refused once anything else was noted of the device, or the balance of its lot given.
    """
    device = lock(device_id, by=by)
    require(policy.may_take_in(by, device.holder))
    if device.state != State.RECEIVED or device.media.exists():
        raise Refused(f"{device.title} a déjà été trié ou identifié : il ne sort plus de son lot.")
    if device.lot.state == Lot.State.CLOSED:
        raise Refused(f"Le bilan du lot {device.lot.reference} est rendu : rien ne peut plus en sortir.")
    if device.holder_id != device.lot.holder_id:
        raise Refused(f"{device.title} a été transféré par un autre membre : son entrée ne s’annule plus.")
    entry = journal.record(
        "devices.take_out", device, by=by, label=device.label, mass_g=device.mass_g, lot=device.lot.reference
    )
    # The sum, since the device may have been weighed again.
    line = ledger.Line(
        source=Account.UNSORTED,
        target=Account.DEVICES,
        units=-1,
        mass_g=-device.mass_g,
        category=device.category,
        lot=device.lot_id,
        device=device.pk,
        reason=reason,
        corrects=Movement.objects.filter(device=device.pk).order_by("pk").values_list("pk", flat=True).first(),
    )
    ledger.move([line], network=device.network, holder=device.holder, on=timezone.localdate(), act=entry.pk, by=by)
    Label.objects.filter(device=device).update(device=None, used_at=None)
    try:
        with transaction.atomic():
            device.delete()
    except ProtectedError as error:
        raise Refused(f"Quelque chose est déjà noté sur {device.title} : il ne sort plus de son lot.") from error
