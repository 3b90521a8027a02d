"""The texts of agreements, and the agreements over several years."""

from maillon.giving.agreements.views.frames import bind, end, frame, frames, join_paper, paper, renew
from maillon.giving.agreements.views.texts import approve_text, restore_text, text, texts, version, write_text

__all__ = [
    "approve_text",
    "bind",
    "end",
    "frame",
    "frames",
    "join_paper",
    "paper",
    "renew",
    "restore_text",
    "text",
    "texts",
    "version",
    "write_text",
]
