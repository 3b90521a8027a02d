"""What comes with time: the rest of what sister services did not take goes to the network."""

from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.giving.reuse import actions, queries


def pass_on_ended() -> int:
    """Let the rest of every proposal whose time is over go to the network; returns how many."""
    ended = queries.over(timezone.localdate())
    for key in ended:
        actions.pass_on(key, by=PLATFORM)
    return len(ended)
