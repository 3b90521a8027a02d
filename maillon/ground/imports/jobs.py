"""The long work of imports, and its clock."""

import datetime
import uuid
from collections.abc import Mapping

from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.common.tables import Kind
from maillon.ground.imports import actions, queries
from maillon.ground.imports.models import Import

AT_ONCE = 500
"""Lines written together: some seconds at most, so that a worker that stops loses little."""
SILENT_MINUTES = 3
BROKEN = (
    "Une erreur du site l’a arrêté ; ce qui est écrit est entier. Reprenez. Si elle revient, prévenez l’administration."
)
KEPT_DAYS = 30


def run(import_id: uuid.UUID, kinds: Mapping[str, Kind]) -> int:
    """Write what is left of an accepted import, piece by piece; returns how many lines are written in all."""
    sheet = Import.objects.select_related("author__organisation", "author__network", "corrects").get(pk=import_id)
    if sheet.state != Import.State.RUNNING:
        return sheet.written
    kind, by = kinds[sheet.kind], sheet.author
    try:
        lines = [line for line in queries.lines(sheet, kind) if line.number > sheet.position]
        for first in range(0, len(lines), AT_ONCE):
            moved = actions.write(sheet.pk, kind, lines[first : first + AT_ONCE], after=sheet.position, by=by)
            if moved is None:
                return sheet.written
            sheet = moved
    except (Refused, Forbidden) as refusal:
        actions.stop(sheet.pk, getattr(refusal, "sentence", str(refusal)), by=PLATFORM)
        return sheet.written
    except Exception:
        # The person must not wait for ever for what will not come; the operator reads the rest in the task.
        actions.stop(sheet.pk, BROKEN, by=PLATFORM)
        raise
    actions.finish(sheet.pk, by=PLATFORM)
    return sheet.written


def resume(later: actions.Later) -> int:
    """Have the imports that no longer move taken up again: their worker was stopped. Returns how many."""
    silent = timezone.now() - datetime.timedelta(minutes=SILENT_MINUTES)
    left = Import.objects.filter(state=Import.State.RUNNING, moved_at__lt=silent)
    keys = list(left.values_list("pk", flat=True))
    # Not again before as long: the worker may only be busy.
    Import.objects.filter(pk__in=keys).update(moved_at=timezone.now())
    for key in keys:
        later(str(key))
    return len(keys)


def forget_old() -> int:
    """Forget the files and the lines in error that nobody has come back to for thirty days; returns how many imports."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    drafts = Import.objects.filter(state=Import.State.DRAFT, created_at__lt=before)
    done = Import.objects.filter(results__thing=None, results__isnull=False, accepted_at__lt=before)
    keys = {*drafts.values_list("pk", flat=True), *done.values_list("pk", flat=True)}
    for key in keys:
        actions.forget(key, by=PLATFORM)
    return len(keys)
