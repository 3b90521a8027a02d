"""Every change made by scanning, one verb a function."""

from maillon.matter.scanning.actions.scans import scan, undo

__all__ = ["scan", "undo"]
