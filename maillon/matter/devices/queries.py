"""What is read of devices."""

from maillon.common import labels, text
from maillon.matter.devices.models import Device


def searchable(device: Device) -> str:
    """What the search looks in: label, maker, model, serial, folded to plain lower case."""
    parts = (labels.bare(device.label), device.manufacturer, device.model, device.serial)
    return text.fold(" ".join(part for part in parts if part))[:300]
