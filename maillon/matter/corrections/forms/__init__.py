"""What is asked for each correction, and what it would change, shown before it is done."""

from maillon.matter.corrections.forms.devices import (
    ChooseLabelForm,
    MergeDevicesForm,
    TellApartForm,
    UndoForm,
    WithdrawReportForm,
)
from maillon.matter.corrections.forms.identities import MergeDonorsForm, MergeOrganisationsForm
from maillon.matter.corrections.forms.lots import CorrectForm, MergeLotsForm, ReopenForm, SplitForm
from maillon.matter.corrections.forms.steps import CorrectionForm

__all__ = [
    "ChooseLabelForm",
    "CorrectForm",
    "CorrectionForm",
    "MergeDevicesForm",
    "MergeDonorsForm",
    "MergeLotsForm",
    "MergeOrganisationsForm",
    "ReopenForm",
    "SplitForm",
    "TellApartForm",
    "UndoForm",
    "WithdrawReportForm",
]
