from maillon.matter.erasure.models.erasures import Erasure
from maillon.matter.erasure.models.logs import DonorLog, HeldLog
from maillon.matter.erasure.models.methods import COMMANDS, DESTRUCTIONS, Level, Method, Technique
from maillon.matter.erasure.models.rechecks import Recheck
from maillon.matter.erasure.models.rules import Rules
from maillon.matter.erasure.models.waivers import Waiver

__all__ = [
    "COMMANDS",
    "DESTRUCTIONS",
    "DonorLog",
    "Erasure",
    "HeldLog",
    "Level",
    "Method",
    "Recheck",
    "Rules",
    "Technique",
    "Waiver",
]
