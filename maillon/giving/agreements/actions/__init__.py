"""Write the texts of agreements, and bind donors over several years."""

from maillon.giving.agreements.actions.frames import PAPER, bind, end, join_paper, remind, use
from maillon.giving.agreements.actions.texts import approve_text, restore_text, write_text

__all__ = ["PAPER", "approve_text", "bind", "end", "join_paper", "remind", "restore_text", "use", "write_text"]
