"""Where a device stands, in words that JSON keeps: what taking back an act restores."""

import datetime
from typing import Any

from maillon.matter.devices.models import Device, Medium

# What an act that moves no mass may change.
COLUMNS = (
    "state",
    "state_since",
    "aside",
    "location_id",
    "site_id",
    "cleared_at",
    "no_medium",
    "tested_at",
    "grade",
    "usage",
    "known_defects",
)
Standing = dict[str, str | None]
# What a machine report may change of a medium.
SEEN = ("kind", "model", "serial", "size_bytes", "state", "removed_at")


def standing(device: Device) -> Standing:
    """The columns that an act without mass may change, as text."""
    return {name: _told(getattr(device, name)) for name in COLUMNS}


def _told(value: object) -> str | None:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return None if value is None else str(value)


def looks(medium: Medium) -> dict[str, Any]:
    """What a report may change of a medium, as JSON."""
    told = {name: getattr(medium, name) for name in SEEN}
    return {**told, "removed_at": medium.removed_at.isoformat() if medium.removed_at else None}
