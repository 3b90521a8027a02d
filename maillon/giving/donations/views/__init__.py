"""Offers: what donors see, what the coordinator decides, what arrives."""

from maillon.giving.donations.views.answers import (
    accept,
    announced,
    ask,
    assign,
    detail,
    list_,
    photo,
    propose,
    receive,
    refuse,
    signed,
)
from maillon.giving.donations.views.guidance import guidance, revise_guidance
from maillon.giving.donations.views.offers import (
    agree,
    agreement,
    consent,
    draft,
    follow,
    offer,
    own_photo,
    read_guidance,
    resume,
    withdraw,
)

__all__ = [
    "accept",
    "agree",
    "agreement",
    "announced",
    "ask",
    "assign",
    "consent",
    "detail",
    "draft",
    "follow",
    "guidance",
    "list_",
    "offer",
    "own_photo",
    "photo",
    "propose",
    "read_guidance",
    "receive",
    "refuse",
    "resume",
    "revise_guidance",
    "signed",
    "withdraw",
]
