"""What prescribers fill in, what coordinators answer."""

from maillon.sharing.needs.forms.asking import AssociationRequest, PersonRequest, Request
from maillon.sharing.needs.forms.deciding import Outcome, Proposals, Question, Refusal
from maillon.sharing.needs.forms.following import Answer, Enrolling, Filters, Identity

__all__ = [
    "Answer",
    "AssociationRequest",
    "Enrolling",
    "Filters",
    "Identity",
    "Outcome",
    "PersonRequest",
    "Proposals",
    "Question",
    "Refusal",
    "Request",
]
