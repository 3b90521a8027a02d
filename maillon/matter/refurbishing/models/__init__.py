from maillon.matter.refurbishing.models.bench import Check, Examination, Finding, Installation, Review, System
from maillon.matter.refurbishing.models.grading import CpuScore, GradingRule, WorkshopRule, cpu_key
from maillon.matter.refurbishing.models.team import Acquisition, Assignment, Bench, Hours, Skill

__all__ = [
    "Acquisition",
    "Assignment",
    "Bench",
    "Check",
    "CpuScore",
    "Examination",
    "Finding",
    "GradingRule",
    "Hours",
    "Installation",
    "Review",
    "Skill",
    "System",
    "WorkshopRule",
    "cpu_key",
]
