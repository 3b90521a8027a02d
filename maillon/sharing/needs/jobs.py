"""Clock work of requests."""

from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.sharing.needs import actions
from maillon.sharing.needs.models import NeedItem


def expire_promises() -> int:
    """Free the devices promised beyond their term that no appointment keeps; returns how many."""
    late = NeedItem.objects.filter(
        state=NeedItem.State.RESERVED, need__state="reserved", device__promised_until__lt=timezone.localdate()
    ).values_list("pk", flat=True)
    count = 0
    for item_id in list(late):
        actions.expire(item_id, by=PLATFORM)
        count += 1
    return count
