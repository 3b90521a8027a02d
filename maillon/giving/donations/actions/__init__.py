"""Offer, answer, receive."""

from maillon.giving.donations.actions.answers import (
    OPEN,
    SIGNED,
    accept,
    agree,
    ask,
    assign,
    consent,
    propose,
    refuse,
    reply,
    withdraw,
)
from maillon.giving.donations.actions.arrivals import receive
from maillon.giving.donations.actions.offers import (
    DRAFT_DAYS,
    MOST_AN_HOUR,
    PHOTO,
    hold_back,
    keep_draft,
    read_guidance,
    revise_guidance,
    submit,
)

__all__ = [
    "DRAFT_DAYS",
    "MOST_AN_HOUR",
    "OPEN",
    "PHOTO",
    "SIGNED",
    "accept",
    "agree",
    "ask",
    "assign",
    "consent",
    "hold_back",
    "keep_draft",
    "propose",
    "read_guidance",
    "receive",
    "refuse",
    "reply",
    "revise_guidance",
    "submit",
    "withdraw",
]
