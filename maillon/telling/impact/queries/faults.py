"""What `maillon verify` looks for: the chain of the journal, the invariants, the mass balance, the numbered documents."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Sum

from maillon.ground.documents import queries as documents
from maillon.ground.journal import queries as journal
from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import EXITS, IN_STOCK, Device, Medium, State
from maillon.matter.erasure import queries as erasure
from maillon.matter.ledger import queries as ledger
from maillon.matter.ledger.models import Account, Movement
from maillon.matter.transfers import queries as transfers
from maillon.sharing.handovers.models import HandOver, HandOverItem
from maillon.sharing.needs.models import Need, NeedItem


@dataclass(frozen=True)
class Fault:
    """Something that must never be true and is: in which network, found by which check, about what."""

    network: uuid.UUID | None
    check: str
    object: str
    message: str


def faults() -> Iterator[Fault]:
    """Every fault of the whole server, check by check."""
    yield from _chain()
    yield from _devices()
    yield from _promises()
    yield from _masses()
    yield from _transfers()
    yield from _documents()
    for network, check, thing, message in erasure.faults():
        yield Fault(network, check, thing, message)


def _chain() -> Iterator[Fault]:
    for network in journal.chains():
        for found in journal.alterations(network):
            yield Fault(found.network, found.check, str(found.object), found.message)


def _devices() -> Iterator[Fault]:
    dirty = Medium.objects.filter(device=OuterRef("pk"), removed_at=None).exclude(state__in=Medium.CLEAR)
    for device in Device.objects.filter(Exists(dirty), cleared_at__isnull=False).iterator():
        yield Fault(
            device.network_id,
            "device.data",
            device.label,
            "Il compte comme effacé, mais un de ses supports ne l’est pas.",
        )
    known = Medium.objects.filter(Q(device=OuterRef("pk")) | Q(origin=OuterRef("pk")))
    for device in Device.objects.filter(~Exists(known), cleared_at__isnull=False, no_medium="").iterator():
        yield Fault(
            device.network_id,
            "device.data",
            device.label,
            "Il compte comme effacé sans support connu, et sans absence attestée.",
        )
    handed = HandOverItem.objects.filter(device=OuterRef("pk"), handover__state=HandOver.State.DONE)
    for device in Device.objects.filter(~Exists(handed), state__in=EXITS).iterator():
        yield Fault(device.network_id, "device.exit", device.label, "Il est sorti sans remise.")


def _promises() -> Iterator[Fault]:
    kept = NeedItem.objects.filter(device=OuterRef("pk"), state=NeedItem.State.RESERVED, need=OuterRef("promised_to"))
    for device in Device.objects.filter(~Exists(kept), state=State.RESERVED).iterator():
        yield Fault(device.network_id, "device.promise", device.label, "Il est réservé sans demande qui l’attende.")
    broken = NeedItem.objects.filter(state=NeedItem.State.RESERVED).exclude(
        device__state=State.RESERVED, device__promised_to=F("need")
    )
    for item in broken.select_related("need").iterator():
        yield Fault(item.need.network_id, "need.promise", item.need.reference, "L’appareil promis ne l’est plus.")
    unserved = NeedItem.objects.filter(need=OuterRef("pk"), state=NeedItem.State.SERVED)
    for need in Need.objects.filter(~Exists(unserved), state=Need.State.SERVED).iterator():
        yield Fault(need.network_id, "need.served", need.reference, "Elle compte comme servie, sans appareil remis.")


def _transfers() -> Iterator[Fault]:
    for network_id, what, message in transfers.faults():
        yield Fault(network_id, "transfer.open", what, message)


def _masses() -> Iterator[Fault]:
    for network_id, place, message in ledger.stock_faults():
        yield Fault(network_id, "ledger.stock", place, message)
    yield from _device_masses()
    for network in Network.objects.all():
        units, grams = ledger.balance(Movement.objects.filter(network=network))
        for side, name in ((units, "units"), (grams, "grams")):
            if not side.closes:
                yield Fault(network.pk, f"ledger.{name}", network.slug, "Le bilan matière ne se ferme pas.")


def _device_masses() -> Iterator[Fault]:
    """Each device weighs in the ledger exactly what it weighs, where it is held, as long as it is in stock; else nothing."""
    arrived = Q(target=Account.DEVICES)
    left = Q(source=Account.DEVICES)
    sums: dict[uuid.UUID | None, tuple[int, int]] = {}
    rows = (
        Movement.objects.filter(device__isnull=False)
        .order_by()
        .values("device")
        .annotate(
            u_in=Sum("units", filter=arrived, default=0),
            u_out=Sum("units", filter=left, default=0),
            g_in=Sum("mass_g", filter=arrived, default=0),
            g_out=Sum("mass_g", filter=left, default=0),
        )
    )
    for row in rows.iterator():
        sums[row["device"]] = (row["u_in"] - row["u_out"], row["g_in"] - row["g_out"])
    for pk, network, label, state, mass_g in Device.objects.values_list(
        "pk", "network", "label", "state", "mass_g"
    ).iterator():
        expected = (1, mass_g) if state in IN_STOCK else (0, 0)
        found = sums.pop(pk, (0, 0))
        if found != expected:
            yield Fault(
                network, "ledger.device", label, f"Le registre dit {found} (unité, grammes), l’appareil {expected}."
            )
    # What was withdrawn as soon as entered weighs nothing any more.
    for unknown in (key for key, found in sums.items() if found != (0, 0)):
        yield Fault(None, "ledger.device", str(unknown), "Le registre parle d’un appareil qui n’existe pas.")


def _documents() -> Iterator[Fault]:
    for found, message in documents.faults():
        yield Fault(getattr(found, "network_id", None), "document.number", str(found.pk), message)
