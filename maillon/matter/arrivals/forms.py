"""Which device a report is of; a token for the machines of a site."""

from typing import Any

from django import forms

from maillon.common import labels
from maillon.common.errors import Refused
from maillon.common.forms import Form, Scan
from maillon.common.models import new_id
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, SiteToken
from maillon.matter.arrivals import actions, queries
from maillon.matter.arrivals.models import Arrival
from maillon.matter.devices.models import Device


class AttachForm(Form):
    """The label of the device that is on the bench."""

    code = forms.CharField(
        label="Étiquette de l’appareil",
        max_length=200,
        widget=Scan,
        help_text="Scannez-la, ou tapez son code.",
        error_messages={"required": "Scannez l’étiquette de l’appareil."},
    )

    def perform(self, arrival: Arrival, *, by: Member) -> Arrival:
        """Attach the report to the device of this label. Raises Refused."""
        try:
            code = labels.parse(self.cleaned_data["code"], by.network.prefix)
        except ValueError as error:
            raise Refused(str(error), field="code") from error
        device = Device.objects.visible_to(by).filter(labels__code=code).first()
        if device is None:
            raise Refused(
                f"Aucun appareil de chez vous ne porte l’étiquette {code} : entrez-le d’abord dans son lot.",
                field="code",
            )
        return actions.attach(arrival.pk, device.pk, by=by)


class TokenForm(Form):
    """Make a token."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    site = forms.ChoiceField(label="Site", choices=())
    name = forms.CharField(
        label="Sur quoi servira-t-il ?", max_length=60, help_text="Banc 1, clé USB du samedi, agents de la salle 3…"
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.member = member
        self.sites = {str(site.pk): site for site in queries.sites_of(member)}
        self.fields["site"].choices = [(key, f"{site.name}, {site.organisation}") for key, site in self.sites.items()]

    def perform(self) -> tuple[SiteToken, str]:
        """The token and its secret, to show once. Raises Refused."""
        asked = self.cleaned_data
        return organisations.issue_token(
            self.sites[asked["site"]], network=self.member.network, name=asked["name"], id=asked["id"], by=self.member
        )
