"""What looks wrong, what the last act was, and what a correction changes."""

from maillon.matter.corrections.queries.anomalies import Anomaly, Kind, anomalies, pressing
from maillon.matter.corrections.queries.changes import (
    Change,
    changed,
    picture_of_devices,
    picture_of_donors,
    picture_of_lots,
    picture_of_organisations,
)
from maillon.matter.corrections.queries.undoing import UNDONE, last_act, state_before, why_not

__all__ = [
    "UNDONE",
    "Anomaly",
    "Change",
    "Kind",
    "anomalies",
    "changed",
    "last_act",
    "picture_of_devices",
    "picture_of_donors",
    "picture_of_lots",
    "picture_of_organisations",
    "pressing",
    "state_before",
    "why_not",
]
