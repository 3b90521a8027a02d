"""Clock work: ask those who keep places whether what is said of them is still true."""

from django.db.models import Q
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.ground.organisations.models import Network, Organisation
from maillon.sharing.directory import actions
from maillon.sharing.directory.actions.places import REMINDED_EVERY
from maillon.sharing.directory.models import Place

AT_ONCE = 20


def remind_keepers() -> int:
    """Write to the organisations whose places nobody confirmed for a year, a few at each tick; returns how many places."""
    today = timezone.localdate()
    due = Place.objects.stale(today).filter(Q(reminded_on=None) | Q(reminded_on__lt=today - REMINDED_EVERY))
    pairs = due.exclude(organisation=None).order_by("network", "organisation").values_list("network", "organisation")
    reminded = 0
    for network, organisation in list(pairs.distinct()[:AT_ONCE]):
        reminded += actions.remind(
            Organisation.objects.get(pk=organisation), Network.objects.get(pk=network), by=PLATFORM
        )
    return reminded
