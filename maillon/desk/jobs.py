"""What can be brought in from a spreadsheet, put together, and the worker that writes it."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from maillon.common.actors import PLATFORM
from maillon.common.tables import Kind
from maillon.desk.queries.digest import digest
from maillon.giving.receptions.jobs import LISTS
from maillon.ground.imports import jobs as imports
from maillon.ground.messages import actions as messages
from maillon.ground.messages.models import Digest, OptOut
from maillon.ground.messages.models import Kind as LetterKind
from maillon.ground.organisations.jobs import ORGANISATIONS
from maillon.ground.organisations.models import Member
from maillon.matter.devices.jobs import DEVICES
from maillon.matter.lots.jobs import DONORS, PAST_LOTS

KINDS: dict[str, Kind] = {kind.slug: kind for kind in (DEVICES, PAST_LOTS, LISTS, DONORS, ORGANISATIONS)}


@task()
def write_import(import_id: str) -> int:
    """Write what is left of an accepted import; returns how many lines it has written in all."""
    return imports.run(uuid.UUID(import_id), KINDS)


def later(import_id: str) -> None:
    """Have it written by the worker."""
    write_import.enqueue(import_id)


def resume_imports() -> int:
    """Take up the imports that no longer move, and forget those that nobody came back to; returns how many."""
    return imports.resume(later) + imports.forget_old()


FIRST_HOUR = 7
AT_ONCE = 25


def write_digests(now: datetime.datetime | None = None) -> int:
    """From Monday seven o’clock on, write to each person what waits for her, a few at each tick; returns how many letters.

    Nobody is written to twice for one week, nor when nothing waits, nor who wants no such letter.
    """
    now = timezone.localtime(now)
    week = now.date() - datetime.timedelta(days=now.weekday())
    if now.weekday() == 0 and now.hour < FIRST_HOUR:
        return 0
    done = Digest.objects.filter(week=week).values("recipient")
    members = Member.objects.active().select_related("user", "organisation", "network__head").exclude(pk__in=done)
    refused = set(OptOut.objects.filter(kind=LetterKind.DIGEST).values_list("email", flat=True))
    written = 0
    for member in members.order_by("pk")[:AT_ONCE]:
        with transaction.atomic():
            _, is_new = Digest.objects.get_or_create(recipient=member.pk, week=week)
            told = digest(member) if is_new and member.user.email.lower() not in refused else None
            if told:
                messages.write(member.user.email, *told, by=PLATFORM, network=member.network_id, kind=LetterKind.DIGEST)
                written += 1
    Digest.objects.filter(week__lt=week - datetime.timedelta(days=60)).delete()
    return written
