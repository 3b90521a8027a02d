"""The photos of a device."""

from django.db.models import QuerySet

from maillon.ground.files import queries as files
from maillon.ground.files.models import File
from maillon.matter.devices.models import Device

MOST_PHOTOS = 12
# What anyone may see of a device that is ready; and what the workshop keeps for itself: a crack, a serial plate.
SHOWN, FOR_US = "photo", "constat"


def photos(device: Device) -> QuerySet[File]:
    """All of them, oldest first."""
    return files.of(device)


def public_photos(device: Device) -> QuerySet[File]:
    """Those that anyone may see: none before the device is ready, for what is behind an old label may still be someone's."""
    return files.of(device, SHOWN) if device.refurbished else File.objects.none()
