"""The files that were refused, for whoever may read or try them again."""

from django.db.models import QuerySet

from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device, RefusedFile


def refused(device: Device, member: Member) -> QuerySet[RefusedFile]:
    """Those of this device that this member may see, the last first."""
    return RefusedFile.objects.visible_to(member).filter(device=device).select_related("by__user")
