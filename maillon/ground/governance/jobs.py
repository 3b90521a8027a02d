"""Clock work."""

from maillon.common.actors import PLATFORM
from maillon.ground.governance import actions


def forget_unconfirmed() -> int:
    """Forget the requests to enter that nobody confirmed; returns how many."""
    return actions.forget_unconfirmed(by=PLATFORM)
