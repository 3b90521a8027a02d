from maillon.matter.erasure.forms.logs import (
    AttestLogForm,
    FilterForm,
    LogsForm,
    RecheckForm,
    RevokeForm,
    RulesForm,
    WaiveForm,
)
from maillon.matter.erasure.forms.media import MEDIUM_ACTS, AddForm, MediumForm

__all__ = [
    "MEDIUM_ACTS",
    "AddForm",
    "AttestLogForm",
    "FilterForm",
    "LogsForm",
    "MediumForm",
    "RecheckForm",
    "RevokeForm",
    "RulesForm",
    "WaiveForm",
]
