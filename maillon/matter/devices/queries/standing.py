"""Where a device stands, in words that JSON keeps: what taking back an act restores."""

import datetime

from maillon.matter.devices.models import Device

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


def standing(device: Device) -> Standing:
    """The columns that an act without mass may change, as text."""
    return {name: _told(getattr(device, name)) for name in COLUMNS}


def _told(value: object) -> str | None:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return None if value is None else str(value)
