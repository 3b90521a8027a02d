"""What becomes of a file that was refused: kept aside for whoever handed it in, thrown away, forgotten on its day."""

import datetime
import hashlib
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import require
from maillon.ground.files import actions as files
from maillon.ground.files import formats
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy
from maillon.matter.devices.actions.moves import lock
from maillon.matter.devices.models import RefusedFile

MOST_KEPT = 20


@transaction.atomic
def keep_refused(device_id: uuid.UUID, data: bytes, *, name: str, why: str, by: Member) -> RefusedFile:
    """Keep a refused file aside with the sentence that was said; the same file refused again takes the new sentence.

    Beyond twenty for one device, the oldest of this person goes.
    """
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    mine = RefusedFile.objects.filter(device=device, by=by)
    until = timezone.localdate() + datetime.timedelta(days=settings.REFUSED_FILES_DAYS)
    if known := mine.filter(digest=hashlib.sha256(data).hexdigest()).first():
        known.why, known.until = why[:400], until
        known.save(update_fields=["why", "until"])
        return known
    for old in mine.order_by("-created_at")[MOST_KEPT - 1 :]:
        _forget(old, by=by)
    made = RefusedFile(device=device, by=by, why=why[:400], until=until)
    kept = files.keep(data, name=name, owner=made, accept=formats.AS_IT_CAME, purpose="refused", field="files", by=by)
    made.name, made.digest = kept.name, kept.digest
    made.save(force_insert=True)
    return made


@transaction.atomic
def discard_refused(refused_id: uuid.UUID, *, by: Member) -> None:
    """Throw a refused file away; one that is gone already changes nothing."""
    for refused in RefusedFile.objects.visible_to(by).locked().filter(pk=refused_id):
        _forget(refused, by=by)


@transaction.atomic
def forget_refused(on: datetime.date, *, by: Actor) -> int:
    """Destroy the refused files whose last day is over; returns how many."""
    over = list(RefusedFile.objects.locked().filter(until__lt=on))
    for refused in over:
        _forget(refused, by=by)
    return len(over)


def _forget(refused: RefusedFile, *, by: Actor) -> None:
    files.discard_all(refused, by=by)
    refused.delete()
