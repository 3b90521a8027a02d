"""What is asked of those who run a network or an organisation."""

from maillon.ground.organisations.forms.act import ActForm
from maillon.ground.organisations.forms.members import InviteForm, MemberForm, RemindForm
from maillon.ground.organisations.forms.network import (
    AdhereForm,
    CapacityForm,
    EndMembershipForm,
    EnterForm,
    FilterForm,
    PartForm,
    RolesForm,
    SiteForm,
)
from maillon.ground.organisations.forms.qualities import EndQualityForm, HandInForm, QualityForm, ReadQualityForm

__all__ = [
    "ActForm",
    "AdhereForm",
    "CapacityForm",
    "EndMembershipForm",
    "EndQualityForm",
    "EnterForm",
    "FilterForm",
    "HandInForm",
    "InviteForm",
    "MemberForm",
    "PartForm",
    "QualityForm",
    "ReadQualityForm",
    "RemindForm",
    "RolesForm",
    "SiteForm",
]
