"""Offers: what donors see, what the coordinator decides, what arrives."""

from maillon.giving.donations.views.answers import accept, announced, ask, detail, list_, photo, receive, refuse
from maillon.giving.donations.views.guidance import guidance, revise_guidance
from maillon.giving.donations.views.offers import follow, offer, own_photo, read_guidance, withdraw

__all__ = [
    "accept",
    "announced",
    "ask",
    "detail",
    "follow",
    "guidance",
    "list_",
    "offer",
    "own_photo",
    "photo",
    "read_guidance",
    "receive",
    "refuse",
    "revise_guidance",
    "withdraw",
]
