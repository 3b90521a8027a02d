"""What comes with time: the reminders of planned renewals, the thanks when the outcome is known."""

import datetime

from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.giving.donors import actions, queries
from maillon.giving.donors.models import Renewal

AHEAD = datetime.timedelta(days=30)


def remind_renewals() -> int:
    """Remind of what is planned for a quarter that starts within thirty days; returns how many."""
    soon = timezone.localdate() + AHEAD
    due = Renewal.objects.expected().filter(reminded_at=None, year__lte=soon.year)
    ready = [one for one in due if one.starts_on <= soon]
    for one in ready:
        actions.remind_renewal(one.pk, by=PLATFORM)
    return len(ready)


def thank_donors() -> int:
    """Thank for the lots whose outcome is known, and were not told of yet; returns how many."""
    ready = list(queries.to_thank(timezone.localdate()))
    for lot in ready:
        actions.thank(lot, by=PLATFORM)
    return len(ready)
