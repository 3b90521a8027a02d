from maillon.ground.governance.forms.access import (
    AcceptForm,
    AccessForm,
    ConfirmForm,
    ExchangeForm,
    ReplyForm,
)
from maillon.ground.governance.forms.rules import RulesForm

__all__ = ["AcceptForm", "AccessForm", "ConfirmForm", "ExchangeForm", "ReplyForm", "RulesForm"]
