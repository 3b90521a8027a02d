from maillon.ground.governance.forms.access import (
    AcceptForm,
    AccessForm,
    ConfirmForm,
    ExchangeForm,
    ReplyForm,
)

__all__ = ["AcceptForm", "AccessForm", "ConfirmForm", "ExchangeForm", "ReplyForm"]
