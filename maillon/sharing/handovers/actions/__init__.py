"""Plan the appointment, call it off, hand over, take back."""

from maillon.sharing.handovers.actions.appointments import call_off, plan
from maillon.sharing.handovers.actions.desk import hand_over, take_back

__all__ = ["call_off", "hand_over", "plan", "take_back"]
