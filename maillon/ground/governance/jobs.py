"""Clock work."""

from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.ground.governance import actions
from maillon.ground.governance.models import Decision, Recertification
from maillon.ground.governance.queries import proofs, recertification
from maillon.ground.organisations import actions as organisations


def forget_unconfirmed() -> int:
    """Forget the requests to enter that nobody confirmed; returns how many."""
    return actions.forget_unconfirmed(by=PLATFORM)


def recertify() -> int:
    """Open, remind of and end the confirmations of accesses that are due; returns how many acts."""
    today = timezone.localdate()
    over = list(Recertification.objects.running().filter(due_on__lt=today))
    for made in over:
        actions.close_recertification(made.pk, by=PLATFORM)
    reminded = recertification.due_reminders(today)
    for answer in reminded:
        actions.remind_recertification(answer.pk, by=PLATFORM)
    opened = recertification.due_networks(today)
    for network in opened:
        actions.open_recertification(network.pk, by=PLATFORM)
    return len(over) + len(reminded) + len(opened)


def remind_proofs() -> int:
    """Tell that proofs end soon, then that they have ended; returns how many."""
    due = proofs.due(timezone.localdate())
    for held in due:
        organisations.remind_quality(held.pk, by=PLATFORM)
    return len(due)


def settle_decisions() -> int:
    """Conclude what groups were asked until yesterday or before; returns how many."""
    over = list(Decision.objects.filter(state=Decision.State.OPEN, closes_on__lt=timezone.localdate()))
    for decision in over:
        actions.settle(decision.pk, by=PLATFORM)
    return len(over)
