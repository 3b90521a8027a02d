"""What is asked to run a fleet, to plan, and at a stop."""

from maillon.giving.rounds.forms.driving import ArriveForm, MissForm, StopForm
from maillon.giving.rounds.forms.fleet import CollectionForm, ContainerForm, PracticeForm, VehicleForm
from maillon.giving.rounds.forms.planning import AskForm, DriverForm, KeepForm, MoveForm

__all__ = [
    "ArriveForm",
    "AskForm",
    "CollectionForm",
    "ContainerForm",
    "DriverForm",
    "KeepForm",
    "MissForm",
    "MoveForm",
    "PracticeForm",
    "StopForm",
    "VehicleForm",
]
