"""What a coordinator answers, and the proposals that she confirms."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms

from maillon.common.errors import Forbidden, Refused
from maillon.common.forms import Form
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device
from maillon.sharing.needs import actions
from maillon.sharing.needs.models import Need, NeedItem


class Question(Form):
    """What the coordinator needs to know."""

    exchange = forms.CharField(label="Votre question", widget=forms.Textarea, max_length=2000)


class Refusal(Form):
    """Why the request cannot be served, and what else is possible."""

    exchange = forms.CharField(
        label="Pourquoi, et quoi d’autre",
        widget=forms.Textarea,
        max_length=2000,
        help_text="La personne a droit à une réponse : dites la raison, et ce qu’elle peut faire.",
    )


class PairsField(forms.Field):
    """What someone read and confirms: « item:device », as many times as there are proposals."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"invalid": "Cette page n’est plus à jour : rechargez-la."}

    def to_python(self, value: Any) -> list[tuple[uuid.UUID, uuid.UUID]]:
        try:
            return [(uuid.UUID(item), uuid.UUID(device)) for item, device in (pair.split(":") for pair in value or [])]
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


@dataclass(frozen=True)
class Outcome:
    """What became of one proposal: the request, the device, and why not when it was refused."""

    need: Need
    device: Device
    refusal: str


class Proposals(Form):
    """The proposals to reserve, one line or all at once."""

    pair = PairsField(error_messages={"required": "Aucune proposition n’est choisie."})

    def reserve(self, *, by: Member) -> list[Outcome]:
        """Reserve each for itself: a refusal does not undo the others."""
        pairs = self.cleaned_data["pair"]
        items = NeedItem.objects.filter(need__in=Need.objects.visible_to(by)).select_related("need")
        known = items.in_bulk([item for item, _ in pairs])
        devices = Device.objects.filter(network=by.network_id).select_related("category")
        ready = devices.in_bulk([device for _, device in pairs])
        return [
            self._reserve(known[item], ready[device], by=by)
            for item, device in pairs
            if item in known and device in ready
        ]

    def _reserve(self, item: NeedItem, device: Device, *, by: Member) -> Outcome:
        try:
            actions.reserve(item.pk, device.pk, by=by)
        except Refused as refused:
            return Outcome(item.need, device, refused.sentence)
        except Forbidden as forbidden:
            return Outcome(item.need, device, str(forbidden))
        return Outcome(item.need, device, "")
