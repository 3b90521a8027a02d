"""The pages of requests: asking, following, deciding."""

from maillon.sharing.needs.views.asking import ask, draft, estimate, forget_draft, notice
from maillon.sharing.needs.views.deciding import plan, question, refuse, release, reserve
from maillon.sharing.needs.views.following import cancel, detail, drop, enrol, list_, reply
from maillon.sharing.needs.views.person import anonymise, correct

__all__ = [
    "anonymise",
    "ask",
    "cancel",
    "correct",
    "detail",
    "draft",
    "drop",
    "enrol",
    "estimate",
    "forget_draft",
    "list_",
    "notice",
    "plan",
    "question",
    "refuse",
    "release",
    "reply",
    "reserve",
]
