"""What a certificate states, of a device or of a lot, what keeps it from being issued, and which were."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure.models import Erasure, Recheck
from maillon.matter.erasure.models.methods import FAMILIES, Technique
from maillon.matter.lots.models import Lot

KINDS = (Document.Kind.ERASURE, Document.Kind.ERASURE_LOT)
READ = ("erasures__operator__user", "erasures__recheck__by__user")


def of_device(device: Device) -> list[Medium]:
    """The media that it holds, and those that came with it and are elsewhere now."""
    elsewhere = [medium for medium in device.former_media.prefetch_related(*READ) if medium.device_id != device.pk]
    return [*device.media.prefetch_related(*READ), *elsewhere]


def certificate_facts(device: Device) -> dict[str, object]:
    """What the certificate states: the machine, and each of its media with the erasure that cleared it."""
    return {
        **_machine(device),
        "lot": device.lot.reference,
        "received_on": device.lot.received_on.isoformat(),
        "donor": device.lot.donor.name if device.lot.donor.organisation_id else "un particulier",
        "holder": device.holder.name,
        "regime": device.regime,
        "cleared_on": timezone.localdate(device.cleared_at).isoformat() if device.cleared_at else None,
        "no_medium": device.no_medium,
        "media": [_medium(medium, device) for medium in of_device(device)],
    }


def _machine(device: Device) -> dict[str, str]:
    return {
        "label": device.label,
        "category": device.category.name,
        "manufacturer": device.manufacturer,
        "model": device.model,
        "serial": device.serial,
    }


def _medium(medium: Medium, device: Device) -> dict[str, object]:
    cleared = next((erasure for erasure in medium.erasures.all() if erasure.proves), None)
    made: dict[str, object] = {
        "id": str(medium.pk),
        "kind": medium.kind,
        "model": medium.model,
        "serial": medium.serial,
        "size_bytes": medium.size_bytes,
        "state": medium.state,
        "level": cleared.level if cleared else "none",
        "family": FAMILIES.get(Technique(cleared.technique), "device_command") if cleared else "",
        "method": cleared.method if cleared else "",
        "tool": f"{cleared.tool} {cleared.tool_version}".strip() if cleared else "",
        "verified": bool(cleared and cleared.verdict == Erasure.Verdict.VERIFIED),
        "started_at": cleared.started_at if cleared else "",
        "ended_at": cleared.ended_at if cleared else "",
        "errors": cleared.errors if cleared else 0,
        "evidence": cleared.evidence if cleared else "",
        "limits": cleared.limits if cleared else [],
        "caution": cleared.caution if cleared else "",
        "hidden": cleared.hidden if cleared else "",
        "origin": cleared.origin if cleared else "",
        "statement": cleared.statement if cleared else "",
        "operator": cleared.operator.full_name if cleared else "",
        "on": timezone.localdate(cleared.created_at).isoformat() if cleared else None,
        "place": _place(medium, device),
        "second_check": _second_check(cleared),
    }
    if medium.state == Medium.State.ABSENT:
        made["method"] = medium.why
    return made


def _place(medium: Medium, device: Device) -> str:
    """Where it is now, when it is not in this device."""
    if medium.state in Medium.GONE:
        return ""
    if medium.device_id != device.pk:
        return "Monté depuis dans un autre appareil"
    return "Retiré de l’appareil, gardé par l’atelier" if medium.removed_at else ""


def _second_check(erasure: Erasure | None) -> dict[str, str] | None:
    recheck = getattr(erasure, "recheck", None)
    if recheck is None or recheck.state != Recheck.State.GOOD or not recheck.by or not recheck.checked_at:
        return None
    on = timezone.localdate(recheck.checked_at).isoformat()
    return {"by": recheck.by.full_name, "checked_on": on, "finding": recheck.finding}


def not_certifiable(device: Device) -> str:
    """Why nothing can be certified of a device that is clear; nothing when it can."""
    for medium in of_device(device):
        if not medium.clear:
            return (
                f"{medium.name}, venu avec cet appareil, n’est ni effacé ni détruit : notez-le d’abord. Le certificat "
                "parle de tous les supports arrivés avec l’appareil."
            )
        if medium.recheck_due:
            return f"{medium.name} est tiré au sort : une seconde personne doit d’abord le relire."
    return ""


def latest(about: uuid.UUID, kind: str) -> Document | None:
    """The last certificate about a device or a lot, revoked or not."""
    found = Document.objects.filter(about=about, kind=kind, replaced_by=None)
    return found.select_related("revocation", "issuer").first()


WAITING = (State.RECEIVED, State.SORTED, State.TO_ERASE)


def _holding_data(lot: Lot) -> list[Device]:
    related = ("category", "lot", "lot__donor", "holder")
    return list(lot.devices.filter(category__holds_data=True).select_related(*related).order_by("label"))


def _standing(devices: Iterable[Device]) -> dict[uuid.UUID, Document]:
    found = Document.objects.filter(
        about__in=[device.pk for device in devices], kind=Document.Kind.ERASURE, replaced_by=None, revocation=None
    )
    return {document.about: document for document in found}


def lot_waits(lot: Lot) -> str:
    """Why the lot cannot be certified yet; nothing when it can."""
    if lot.state != Lot.State.CLOSED:
        return f"Rendez d’abord le bilan du {lot} : tant qu’il est ouvert, un appareil peut encore y entrer."
    devices = _holding_data(lot)
    if not devices:
        return f"Aucun appareil du {lot} ne porte de données : il n’y a rien à certifier."
    certified = _standing(devices)
    left = [device for device in devices if device.pk not in certified]
    waiting = [device for device in left if device.in_stock and not device.cleared_at]
    if waiting:
        names = ", ".join(device.label for device in waiting[:5]) + ("…" if len(waiting) > 5 else "")
        return f"Il reste {len(waiting)} appareil{'s' if len(waiting) > 1 else ''} du lot à effacer : {names}"
    whys = (not_certifiable(device) for device in left if device.cleared_at)
    return next((why for why in whys if why), "")


def lot_facts(
    lot: Lot, devices: list[Device] | None = None, certified: dict[uuid.UUID, Document] | None = None
) -> dict[str, object]:
    """What the certificate of a lot states: every device that may hold data, with its media, or why it is not proven.

    Its devices and their standing certificates are read, unless they are known.
    """
    devices = _holding_data(lot) if devices is None else devices
    certified = _standing(devices) if certified is None else certified
    proven, exceptions = [], []
    for device in devices:
        document = certified.get(device.pk)
        if document is None and device.cleared_at is None:
            exceptions.append({**_machine(device), "why": device.get_state_display().lower()})
            continue
        told: dict[str, Any] = document.facts if document else certificate_facts(device)
        proven.append(
            {
                **{name: told[name] for name in ("label", "category", "manufacturer", "model", "serial", "no_medium")},
                "certificate": document.reference if document else "",
                "media": told["media"],
            }
        )
    return {
        "lot": lot.reference,
        "received_on": lot.received_on.isoformat(),
        "donor": lot.donor.name if lot.donor.organisation_id else "un particulier",
        "holder": lot.holder.name,
        "devices": proven,
        "exceptions": exceptions,
    }


def names(document: Document, medium: Medium) -> bool:
    """Whether a certificate states something of this medium."""
    facts = document.facts
    media = [*facts.get("media", []), *(one for device in facts.get("devices", []) for one in device["media"])]
    return any(one.get("id") == str(medium.pk) for one in media)


def subject_of(document: Document) -> Device | Lot | None:
    """The device or the lot that a certificate speaks of."""
    if document.kind == Document.Kind.ERASURE:
        return Device.objects.select_related("lot__donor__organisation").filter(pk=document.about).first()
    return Lot.objects.select_related("donor__organisation").filter(pk=document.about).first()


def address_of(document: Document) -> str:
    """Where to write to whoever received a certificate; empty when nobody said."""
    subject = subject_of(document)
    if subject is None:
        return ""
    donor = subject.lot.donor if isinstance(subject, Device) else subject.donor
    return donor.email or (donor.organisation.email if donor.organisation else "")


def certificates(member: Member, q: str = "", standing: str = "") -> QuerySet[Document]:
    """The certificates that this member may read, newest first, by number, label, serial number or lot."""
    found = Document.objects.visible_to(member).filter(kind__in=KINDS)
    found = found.select_related("issuer", "recipient", "revocation", "replaced_by").order_by(
        "-issued_on", "-created_at"
    )
    if q:
        number = re.fullmatch(r"CL?-(\d{4})-0*(\d+)", q.strip().upper())
        said = Q(facts__label__icontains=q) | Q(facts__serial__icontains=q) | Q(facts__lot__icontains=q)
        found = found.filter(Q(year=number[1], number=number[2]) if number else said)
    if standing:
        wanted = {
            "valide": Q(revocation=None, replaced_by=None),
            "revoque": Q(revocation__isnull=False),
            "remplace": Q(replaced_by__isnull=False, revocation=None),
        }
        found = found.filter(wanted[standing])
    return found


def of_lot(lot: Lot, member: Member) -> list[Document]:
    """The standing certificates of a lot and of its devices, that this member may read."""
    about = [lot.pk, *lot.devices.values_list("pk", flat=True)]
    found = Document.objects.visible_to(member).filter(
        about__in=about, kind__in=KINDS, revocation=None, replaced_by=None
    )
    return list(found.select_related("network", "issuer", "recipient").order_by("kind", "number"))
