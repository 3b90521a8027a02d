"""What is asked of a public body that offers to its own services first, and of the service that takes."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from maillon.common.forms import Form
from maillon.common.models import new_id
from maillon.giving.donations.forms import OfferForm
from maillon.giving.reuse.actions import MOST_ADDRESSES, MOST_DAYS
from maillon.giving.reuse.policy import PUBLIC_BODIES
from maillon.matter.lots.models import Donor


class InternalForm(OfferForm):
    """The same as an offer to the network, with how long one's own services come first, and where they are reached."""

    days = forms.IntegerField(
        label="Pendant combien de jours ?",
        min_value=1,
        max_value=MOST_DAYS,
        help_text="Ce que personne n’a pris va ensuite au réseau, tout seul. Vous pourrez aussi l’y envoyer plus tôt.",
    )
    addresses = forms.CharField(
        label="Les adresses de vos autres services",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Une par ligne, {MOST_ADDRESSES} au plus. Chacun reçoit un lien pour prendre ce qui lui sert.",
    )

    def __init__(self, *args: Any, days: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["inventory"], self.fields["photos"]
        self.fields["donor_kind"].choices = [(kind.value, kind.label) for kind in Donor.Kind if kind in PUBLIC_BODIES]
        self.fields["days"].initial = days
        self.fields["organisation_name"].help_text = ""

    def clean_inventory(self) -> None:
        """No list here: it is joined to the offer, if something is left to give."""

    def clean_addresses(self) -> list[str]:
        typed = [one for one in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if one]
        for one in typed:
            try:
                validate_email(one)
            except ValidationError as error:
                raise ValidationError(
                    f"« {one[:80]} » n’est pas une adresse : nom@service.fr.", code="invalid"
                ) from error
        if len(typed) > MOST_ADDRESSES:
            raise ValidationError(f"{MOST_ADDRESSES} adresses au plus.", code="many")
        return typed

    @property
    def terms(self) -> dict[str, Any]:
        """The arguments of the act, but the equipment."""
        kept = {name: value for name, value in self.cleaned_data.items() if not name.startswith("units_")}
        kept["commune_code"] = kept.pop("commune").code
        kept["floor"] = kept["floor"] or "unknown"
        return kept


class TakeForm(Form):
    """How many one takes of a line."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    item = forms.UUIDField(widget=forms.HiddenInput)
    units = forms.IntegerField(label="Combien en prenez-vous ?", min_value=1, max_value=20_000)
    name = forms.CharField(label="Votre nom", max_length=120)

    @property
    def fresh(self) -> str:
        """The key of a take to come, another for each form of the page."""
        return str(new_id())
