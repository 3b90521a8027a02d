from django import forms

from maillon.common.forms import Form
from maillon.matter.devices.models import Device, State
from maillon.matter.devices.queries import Choices

ORDERS = {"": "-created_at", "anciens": "state_since"}


class FilterForm(Form):
    """Which devices to show, and in which order; the names are those of the address. Every answer may be left out."""

    says_optional = False

    q = forms.CharField(
        label="Code, série, modèle", max_length=80, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    categorie = forms.ChoiceField(label="Catégorie", required=False)
    grade = forms.ChoiceField(label="Grade", choices=[("", "Tous"), *Device.Grade.choices], required=False)
    detenteur = forms.ChoiceField(label="Détenu par", required=False)
    tri = forms.ChoiceField(
        label="Dans l’ordre",
        choices=[("", "Les derniers entrés"), ("anciens", "Ceux qui attendent le plus")],
        required=False,
    )
    etat = forms.ChoiceField(choices=[("", ""), *State.choices], required=False, widget=forms.HiddenInput)

    def __init__(self, *args, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["categorie"].choices = [("", "Toutes"), *choices.categories]
        self.fields["detenteur"].choices = [("", "Tous"), *choices.holders]
        if not choices.holders:
            del self.fields["detenteur"]

    @property
    def asked(self) -> dict[str, str]:
        """The answers that have a meaning; a wrong one in the address filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def order(self) -> str:
        return ORDERS[self.asked.get("tri", "")]
