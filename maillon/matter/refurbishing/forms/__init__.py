"""What the workshop is asked."""

from maillon.matter.refurbishing.forms.bench import (
    ConcludeForm,
    ExamineForm,
    InstallForm,
    ReviewForm,
    ScoreForm,
    StepForm,
)
from maillon.matter.refurbishing.forms.grading import RuleForm, SecondCheckForm, SystemForm
from maillon.matter.refurbishing.forms.team import BenchForm, GiveForm, HoursForm, QueueForm

__all__ = [
    "BenchForm",
    "ConcludeForm",
    "ExamineForm",
    "GiveForm",
    "HoursForm",
    "InstallForm",
    "QueueForm",
    "ReviewForm",
    "RuleForm",
    "ScoreForm",
    "SecondCheckForm",
    "StepForm",
    "SystemForm",
]
