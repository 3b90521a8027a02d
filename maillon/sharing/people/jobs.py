"""Clock work of what is known of people."""

import datetime

from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.common.calendar import add_months
from maillon.sharing.people import actions
from maillon.sharing.people.models import Person

DRAFT_DAYS = 30
# At most two years after the last contact (CNIL, référentiel social et médico-social, délibération 2021-028).
KEPT_YEARS = 2
AT_ONCE = 200


def forget_drafts() -> int:
    """Destroy the requests begun and left for thirty days; returns how many."""
    return actions.forget_drafts(before=timezone.now() - datetime.timedelta(days=DRAFT_DAYS), by=PLATFORM)


def anonymise_old() -> int:
    """Destroy the identities of those whom nobody has met for two years, some at a time; returns how many."""
    limit = add_months(timezone.localdate(), -12 * KEPT_YEARS)
    old = Person.objects.filter(last_contact_on__lt=limit, anonymised_on=None).values_list("pk", flat=True)
    due = list(old[:AT_ONCE])
    for person in due:
        actions.anonymise(person, by=PLATFORM)
    return len(due)
