"""What a device looks like."""

import uuid

from django.db import transaction

from maillon.common.errors import Refused, require
from maillon.ground.files import actions as files
from maillon.ground.files import formats
from maillon.ground.files import queries as kept
from maillon.ground.files.models import File
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy
from maillon.matter.devices.actions.moves import lock
from maillon.matter.devices.queries.photos import MOST_PHOTOS, SHOWN


@transaction.atomic
def add_photo(
    device_id: uuid.UUID,
    content: bytes,
    *,
    name: str,
    by: Member,
    caption: str = "",
    purpose: str = SHOWN,
    id: uuid.UUID | None = None,
) -> File:
    """Keep a photo of the device: one that anyone may see of what is ready (`SHOWN`), or one for the workshop alone."""
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    others = kept.of(device).exclude(pk=id) if id else kept.of(device)
    if others.count() >= MOST_PHOTOS:
        raise Refused(f"{MOST_PHOTOS} photos au plus par appareil : retirez-en une d’abord.", field="photos")
    return files.keep(
        content,
        name=name,
        owner=device,
        accept=formats.PHOTOS,
        purpose=purpose,
        caption=caption,
        field="photos",
        id=id,
        by=by,
    )


@transaction.atomic
def remove_photo(device_id: uuid.UUID, file_id: uuid.UUID, *, by: Member) -> None:
    """Destroy a photo of the device; one that is gone already changes nothing."""
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    files.discard(file_id, owner=device, by=by)
