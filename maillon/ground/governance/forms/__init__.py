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
from maillon.ground.governance.forms.recertification import GOES, STAYS, RecertifyForm
from maillon.ground.governance.forms.rules import RulesForm

__all__ = [
    "GOES",
    "STAYS",
    "AcceptCharterForm",
    "AcceptForm",
    "AccessForm",
    "CharterForm",
    "ConfirmForm",
    "ContributionForm",
    "ExchangeForm",
    "PaperCharterForm",
    "RecertifyForm",
    "ReplyForm",
    "RulesForm",
]
