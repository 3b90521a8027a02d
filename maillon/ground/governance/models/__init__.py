from maillon.ground.governance.models.access import AccessRequest
from maillon.ground.governance.models.charter import Acceptance, Charter, Contribution
from maillon.ground.governance.models.groups import Decision, Group, Meeting, Mode, Seat, Voice
from maillon.ground.governance.models.recertification import Recertification, RecertificationAnswer

__all__ = [
    "Acceptance",
    "AccessRequest",
    "Charter",
    "Contribution",
    "Decision",
    "Group",
    "Meeting",
    "Mode",
    "Recertification",
    "RecertificationAnswer",
    "Seat",
    "Voice",
]
