"""Each medium of a device, what was done to it, and what to do now."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure import policy
from maillon.matter.erasure.models import Erasure

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


@dataclass(frozen=True)
class MediumStory:
    """One medium: the last thing done to it, those before, and what to do when it is not clear."""

    medium: Medium
    last: Erasure | None
    former: list[Erasure]

    @property
    def advice(self) -> list[str]:
        if self.medium.clear:
            return []
        said = [ADVICE.get(Erasure.Verdict(self.last.verdict), TO_DO) if self.last and self._current else TO_DO]
        return said if self.medium.serial else [*said, NO_SERIAL]

    @property
    def _current(self) -> bool:
        """Whether the last erasure is what the state says, and not one from before the device came back."""
        return self.medium.state == Medium.State.FAILED


def stories(device: Device) -> list[MediumStory]:
    """The media of the device, in order; two queries."""
    made = []
    for medium in device.media.prefetch_related("erasures"):
        erasures = list(medium.erasures.all())
        made.append(MediumStory(medium, next(iter(erasures), None), erasures[1:]))
    return made


def page(device: Device, member: Member) -> dict[str, Any]:
    """What the page of erasure shows of a device."""
    certificate = Document.objects.filter(about=device.pk, kind=Document.Kind.ERASURE, replaced_by=None).first()
    cleared_at = device.cleared_at if device.state != State.TO_ERASE else None
    return {
        "device": device,
        "stories": stories(device),
        "certificate": certificate,
        "cleared": cleared_at is not None,
        "stale": bool(certificate and cleared_at and certificate.created_at < cleared_at),
        "may_record": policy.may_record(member, device) and device.in_stock,
        "may_certify": cleared_at is not None and policy.may_certify(member, device),
    }


def verdict_of(told: reports.Erasure) -> Erasure.Verdict:
    """The tool's own verdict; what it erased and then read again is verified."""
    if told.verdict == reports.Verdict.ERASED and told.read_back:
        return Erasure.Verdict.VERIFIED
    return Erasure.Verdict(told.verdict)


def certificate_facts(device: Device) -> dict[str, object]:
    """What the certificate states: the machine, and each of its media with the erasure that cleared it."""
    media = []
    for medium in device.media.prefetch_related("erasures__operator__user"):
        cleared = next((erasure for erasure in medium.erasures.all() if erasure.succeeded), None)
        media.append(
            {
                "kind": medium.kind,
                "model": medium.model,
                "serial": medium.serial,
                "size_bytes": medium.size_bytes,
                "state": medium.state,
                "level": cleared.level if cleared else "none",
                "method": cleared.method if cleared else "",
                "tool": f"{cleared.tool} {cleared.tool_version}".strip() if cleared else "",
                "verified": bool(cleared and cleared.verdict == Erasure.Verdict.VERIFIED),
                "started_at": cleared.started_at if cleared else "",
                "ended_at": cleared.ended_at if cleared else "",
                "errors": cleared.errors if cleared else 0,
                "evidence": cleared.evidence if cleared else "",
                "limits": cleared.limits if cleared else [],
                "operator": cleared.operator.full_name if cleared else "",
                "on": timezone.localdate(cleared.created_at).isoformat() if cleared else None,
            }
        )
    return {
        "label": device.label,
        "category": device.category.name,
        "manufacturer": device.manufacturer,
        "model": device.model,
        "serial": device.serial,
        "lot": device.lot.reference,
        "received_on": device.lot.received_on.isoformat(),
        "donor": device.lot.donor.name if device.lot.donor.organisation_id else "un particulier",
        "holder": device.holder.name,
        "regime": device.regime,
        "cleared_on": timezone.localdate(device.cleared_at).isoformat() if device.cleared_at else None,
        "no_medium": device.no_medium,
        "media": media,
    }
