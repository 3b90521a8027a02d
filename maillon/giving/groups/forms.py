"""What is asked of those who compose a group."""

from typing import Any

from django import forms
from django.utils import timezone

from maillon.common.forms import Form
from maillon.common.models import new_id
from maillon.giving.groups import queries
from maillon.ground.organisations.models import Network, Organisation


class JoinForm(Form):
    """A service for a group."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    organisation = forms.ModelChoiceField(label="Le service", queryset=Organisation.objects.none())
    starts_on = forms.DateField(label="Suivi depuis le", initial=timezone.localdate, widget=forms.DateInput)

    def __init__(self, *args: Any, network: Network, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = queries.joinable(network)


class OpenForm(JoinForm):
    """A new group, with its first service."""

    group = forms.ModelChoiceField(
        label="Le groupe",
        queryset=Organisation.objects.none(),
        help_text="Le SGAR, la région : l’organisation qui suivra les dons des autres.",
    )
    field_order = ("id", "group", "organisation", "starts_on")

    def __init__(self, *args: Any, network: Network, **kwargs: Any):
        super().__init__(*args, network=network, **kwargs)
        self.fields["group"].queryset = queries.joinable(network)
        self.fields["organisation"].label = "Son premier service"


class LeaveForm(Form):
    """The last day on which a service is followed."""

    ends_on = forms.DateField(label="Suivi jusqu’au", initial=timezone.localdate, widget=forms.DateInput)
