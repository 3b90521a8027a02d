"""The series that a member is scanning, and the answer to one scan."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from maillon.common import numbers
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device
from maillon.matter.scanning.models import Scan

# A longer silence begins another series.
SILENCE = datetime.timedelta(minutes=30)
MOST = 500


@dataclass(frozen=True)
class Series:
    """The scans of one card by one member without a long silence, the last first."""

    scans: list[Scan]

    @property
    def counts(self) -> Counter[str]:
        return Counter("undone" if scan.undone_at else scan.result for scan in self.scans)

    @property
    def done(self) -> int:
        return self.counts[Scan.Result.DONE]

    @property
    def already(self) -> int:
        return self.counts[Scan.Result.ALREADY]

    @property
    def troubles(self) -> int:
        return self.counts[Scan.Result.UNKNOWN] + self.counts[Scan.Result.REFUSED]

    @property
    def last(self) -> Scan | None:
        return self.scans[0] if self.scans else None

    @property
    def last_done(self) -> Scan | None:
        """What « Annuler » takes back."""
        return next((scan for scan in self.scans if scan.undoable), None)

    @property
    def lasted(self) -> str:
        """« 2 min 41 » between its first scan and its last."""
        if len(self.scans) < 2:
            return ""
        seconds = int((self.scans[0].at - self.scans[-1].at).total_seconds())
        minutes, seconds = divmod(seconds, 60)
        return f"{numbers.number(minutes)} min {seconds:02d}" if minutes else f"{seconds} s"

    @property
    def started_at(self) -> datetime.datetime | None:
        return self.scans[-1].at if self.scans else None


def series(member: Member, card: str, now: datetime.datetime) -> Series:
    """The series in progress; one query."""
    found: list[Scan] = []
    later = now
    for scan in Scan.objects.filter(member=member, card=card).order_by("-at", "-id")[:MOST]:
        if later - scan.at > SILENCE:
            break
        found.append(scan)
        later = scan.at
    return Series(found)


def told(device: Device) -> dict[str, str]:
    """A device as the answer shows it."""
    return {
        "label": device.label,
        "title": device.title,
        "state": device.get_aside_display() if device.aside else device.get_state_display(),
        "url": reverse("devices:detail", args=[device.pk]),
    }


def answer(scan: Scan) -> dict[str, Any]:
    """What the sender of a scan is told, the first time and every time."""
    return {
        "id": str(scan.pk),
        "result": scan.result,
        "sentence": scan.sentence,
        "device": scan.told,
        "undo": reverse("scanning:undo", args=[scan.pk]) if scan.undoable else None,
    }
