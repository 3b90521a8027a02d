"""Each medium of a device, what was done to it, and what to do now."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from maillon.common import numbers
from maillon.ground.documents.models import Document
from maillon.ground.documents.queries import machine
from maillon.ground.organisations.models import Member
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.devices.queries import refused
from maillon.matter.erasure import policy
from maillon.matter.erasure.models import Erasure, HeldLog, Level, Recheck
from maillon.matter.erasure.queries.certificates import latest, lot_waits, not_certifiable, of_lot
from maillon.matter.erasure.queries.methods import rules, verdict_of
from maillon.matter.lots.models import Lot

ADVICE = {
    Erasure.Verdict.FAILED: (
        "Des secteurs n’ont pas pu être écrits ou relus. Relancez nwipe une fois ; si l’échec revient, retirez ce disque "
        "et détruisez-le."
    ),
    Erasure.Verdict.ABORTED: "L’effacement a été arrêté avant la fin : le disque n’est pas effacé. Relancez-le jusqu’au bout.",
    Erasure.Verdict.UNKNOWN: "Le journal ne prouve pas la fin de l’effacement. Relancez-le, et gardez le journal complet.",
}
TO_DO = "Démarrez la machine sur nwipe (clé ShredOS), effacez ce disque avec relecture, puis joignez le journal."
NO_SERIAL = (
    "Son numéro de série n’est pas connu : joignez un rapport lshw ou smartctl, sinon aucun journal ne pourra être "
    "rapproché de ce disque."
)


HIDDEN = (
    "L’outil a trouvé des zones cachées (HPA ou DCO) qu’il n’a pas effacées : rien n’est prouvé. Ôtez-les (« hdparm -N » ou "
    "le réglage de nwipe) et relancez l’effacement, ou attestez ce que vous en avez fait."
)
NOTHING = (
    "Cette méthode ne prouve rien sur ce genre de support : choisissez-en une de la table des méthodes, ou dites mieux ce "
    "qu’est ce support."
)
SHELF = "Retiré, il porte encore des données : gardez-le sous clé. Effacez-le sur un banc, ou notez sa destruction."
LOOKED_BACK = datetime.timedelta(days=60)


@dataclass(frozen=True)
class MediumStory:
    """One medium: the last thing done to it, those before, and what to do when it is not clear."""

    medium: Medium
    last: Erasure | None
    former: list[Erasure]
    here: bool = True

    @property
    def recheck(self) -> Recheck | None:
        return getattr(self.last, "recheck", None)

    @property
    def hidden(self) -> bool:
        """Whether the last erasure waits for someone to say what became of hidden areas."""
        last = self.last
        return bool(last and last.succeeded and not last.cancelled_at and last.hidden == Erasure.Hidden.FOUND)

    @property
    def advice(self) -> list[str]:
        if self.medium.clear:
            return []
        if self.medium.removed_at:
            return [SHELF]
        said = [self._said()] if self.last and self._current else [TO_DO]
        return said if self.medium.serial else [*said, NO_SERIAL]

    def _said(self) -> str:
        assert self.last is not None
        if self.hidden:
            return HIDDEN
        if self.last.succeeded and self.last.level == Level.NONE:
            return NOTHING
        return ADVICE.get(Erasure.Verdict(self.last.verdict), TO_DO)

    @property
    def _current(self) -> bool:
        """Whether the last erasure is what the state says, and not one from before the device came back."""
        return self.medium.state == Medium.State.FAILED


def stories(device: Device) -> list[MediumStory]:
    """The media of the device in order, then those that came with it and are in another; a fixed count of queries."""
    made = []
    read = ("erasures__operator__user", "erasures__recheck__by__user", "erasures__cancelled_by__user")
    here = list(device.media.prefetch_related(*read))
    left = device.former_media.exclude(device=device).select_related("device").prefetch_related(*read)
    for medium in [*here, *left]:
        erasures = list(medium.erasures.all())
        last = next((erasure for erasure in erasures if not erasure.cancelled_at), None)
        former = [erasure for erasure in erasures if erasure is not last]
        made.append(MediumStory(medium, last, former, medium.device_id == device.pk))
    return made


def page(device: Device, member: Member) -> dict[str, Any]:
    """What the page of erasure shows of a device."""
    certificate = latest(device.pk, Document.Kind.ERASURE)
    cleared_at = device.cleared_at if device.state != State.TO_ERASE else None
    missing = not_certifiable(device) if cleared_at else ""
    works = policy.may_record(member, device)
    return {
        "device": device,
        "stories": stories(device),
        "certificate": certificate,
        "cleared": cleared_at is not None,
        "missing": missing,
        "to_certify": bool(
            cleared_at
            and not missing
            and (certificate is None or certificate.revoked or certificate.created_at < cleared_at)
        ),
        "works": works,
        "may_record": works and device.in_stock,
        "may_change": works and device.in_stock and device.state != State.RESERVED,
        "may_attest": policy.may_attest(member, device) and device.in_stock,
        "may_certify": cleared_at is not None and policy.may_certify(member, device),
        "may_revoke": bool(certificate and not certificate.revoked and policy.may_revoke(member, certificate)),
        "held": [(held, destinations(held)) for held in device.held_logs.waiting()] if works else [],
        "refused": list(refused(device, member)) if works else [],
        "rules": rules(device.network),
        "me": member.user_id,
    }


def destinations(held: HeldLog) -> list[Device]:
    """The devices of the same holder whose media a held log names."""
    serials = [told.disk_serial for told in held.report.erasures if told.disk_serial]
    if not serials:
        return []
    device = held.device
    found = Device.objects.filter(network=device.network_id, holder=device.holder_id, media__serial__in=serials)
    return list(found.exclude(pk=device.pk).select_related("category").distinct()[:3])


def nameless(held: HeldLog) -> list[tuple[int, reports.Erasure]]:
    """The disks of a held log that it does not name, with their rank."""
    return [(rank, told) for rank, told in enumerate(held.report.erasures) if not told.disk_serial]


def said(told: reports.Erasure) -> str:
    """« EMU HDD 32M, 34 Mo : effacé, Fill With Zeros », what a log says of a disk that it does not name."""
    size = numbers.storage(told.size_bytes) if told.size_bytes else ""
    name = ", ".join(filter(None, (told.disk_model or "Disque sans nom", size)))
    return f"{name} : {verdict_of(told).label.lower()}, {told.method or 'méthode inconnue'}"


def waiting_rechecks(member: Member) -> QuerySet[Recheck]:
    """What this member may read as the second person, the oldest first."""
    found = Recheck.objects.visible_to(member).waiting().exclude(erasure__operator__user=member.user_id)
    if not member.coordinates:
        found = found.filter(erasure__medium__device__holder=member.organisation_id)
    related = ("erasure__medium__device__category", "erasure__operator__user", "erasure__device")
    return found.select_related(*related)


def recheck_page(found: Recheck, member: Member) -> dict[str, Any]:
    """One erasure to read again; once it failed, what else the same person erased lately, nearest to hand first."""
    erasure = found.erasure
    others: list[Erasure] = []
    if found.state == Recheck.State.BAD:
        since = erasure.created_at - LOOKED_BACK
        same = Erasure.objects.visible_to(member).filter(
            operator__user=erasure.operator.user_id, created_at__gte=since, cancelled_at=None
        )
        related = ("medium", "device", "device__category", "recheck")
        same = same.exclude(pk=erasure.pk).exclude(verdict=Erasure.Verdict.DESTROYED).select_related(*related)
        others = sorted(same[:200], key=lambda one: (not one.device.in_stock, -one.created_at.timestamp()))
    return {
        "recheck": found,
        "erasure": erasure,
        "device": erasure.medium.device,
        "others": others,
        "may_recheck": policy.may_recheck(member, erasure) and found.state == Recheck.State.WAITING,
        "own": member.user_id == erasure.operator.user_id,
        "today": timezone.localdate(),
    }


def lot_page(lot: Lot, member: Member) -> dict[str, Any]:
    """The certificates of a lot and of its devices, and the next act."""
    waits = lot_waits(lot)
    own = latest(lot.pk, Document.Kind.ERASURE_LOT)
    standing = of_lot(lot, member)
    newer = bool(own and any(document.created_at > own.created_at for document in standing))
    return {
        "lot": lot,
        "waits": waits,
        "own": own,
        "documents": [(document, machine(document.facts)) for document in standing],
        "to_certify": not waits and (own is None or own.revoked or newer),
        "may_certify": policy.may_certify_lot(member, lot),
        "may_revoke": bool(own and not own.revoked and policy.may_revoke(member, own)),
    }
