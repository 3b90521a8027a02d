from maillon.ground.governance.forms.access import (
    AcceptForm,
    AccessForm,
    ConfirmForm,
    ExchangeForm,
    ReplyForm,
)
from maillon.ground.governance.forms.charter import (
    AcceptCharterForm,
    CharterForm,
    ContributionForm,
    PaperCharterForm,
)
from maillon.ground.governance.forms.groups import (
    CancelMeetingForm,
    ChangeGroupForm,
    CloseGroupForm,
    DocumentForm,
    GroupAct,
    LeaveSeatForm,
    MeetingForm,
    OpenGroupForm,
    PlanForm,
    ProposeForm,
    ReportForm,
    SeatForm,
    SpeakForm,
)
from maillon.ground.governance.forms.networks import NetworkForm
from maillon.ground.governance.forms.recertification import GOES, STAYS, RecertifyForm
from maillon.ground.governance.forms.rules import RulesForm

__all__ = [
    "GOES",
    "STAYS",
    "AcceptCharterForm",
    "AcceptForm",
    "AccessForm",
    "CancelMeetingForm",
    "ChangeGroupForm",
    "CharterForm",
    "CloseGroupForm",
    "ConfirmForm",
    "ContributionForm",
    "DocumentForm",
    "ExchangeForm",
    "GroupAct",
    "LeaveSeatForm",
    "MeetingForm",
    "NetworkForm",
    "OpenGroupForm",
    "PaperCharterForm",
    "PlanForm",
    "ProposeForm",
    "RecertifyForm",
    "ReplyForm",
    "ReportForm",
    "RulesForm",
    "SeatForm",
    "SpeakForm",
]
