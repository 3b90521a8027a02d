"""Read the proofs that end: which are to be told of, and which are to be renewed."""

import datetime

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from maillon.ground.organisations.models import Quality

FORGOTTEN_DAYS = 30
"""One that ended longer ago is not told of any more."""


def ending(on: datetime.date, notice_days: int) -> QuerySet[Quality]:
    """Those that end within so many days, or have ended lately, and that no later one of the same kind follows."""
    later = Quality.objects.filter(organisation=OuterRef("organisation"), quality=OuterRef("quality")).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("ends_on"))
    )
    return Quality.objects.filter(
        ~Exists(later),
        pending=False,
        ends_on__lte=on + datetime.timedelta(days=notice_days),
        ends_on__gte=on - datetime.timedelta(days=FORGOTTEN_DAYS),
    )


def due(today: datetime.date) -> list[Quality]:
    """Those of which a reminder is due: once before the end, once after it."""
    found = ending(today, 365).filter(reminders__lt=2, organisation__affiliations__ended_on__isnull=True)
    found = found.annotate(notice_days=Min("organisation__affiliations__network__expiry_notice_days"))
    return [
        held
        for held in found
        if held.notice_days is not None
        and held.ends_on is not None
        and ((held.ends_on < today) or (held.reminders == 0 and (held.ends_on - today).days <= held.notice_days))
    ]
