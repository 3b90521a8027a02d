from django import forms
from django.core.exceptions import ValidationError

from maillon.common.contracts import SheetFormat
from maillon.common.forms import Form, Quantity
from maillon.common.models import new_id
from maillon.common.sheets import ROLLS, SHEETS
from maillon.matter.devices.actions.intake import MOST_AT_ONCE

FORMATS: dict[str, SheetFormat] = {**{f"a4-{key}": sheet for key, sheet in SHEETS.items()}, **ROLLS}
CHOICES = [
    ("Feuille A4", [(f"a4-{key}", sheet["name"]) for key, sheet in SHEETS.items()]),
    ("Imprimante d’étiquettes", [(key, sheet["name"]) for key, sheet in ROLLS.items()]),
]


class SheetForm(Form):
    """On what the labels are printed, and where on the first sheet they start."""

    sheet = forms.ChoiceField(label="Support", choices=CHOICES, initial="a4-24")
    start = forms.IntegerField(
        label="Commencer à l’étiquette n°",
        min_value=1,
        initial=1,
        widget=Quantity(attrs={"min": 1}),
        help_text="Pour finir une feuille entamée : comptez de gauche à droite, puis de haut en bas.",
    )

    def clean(self):
        cleaned = super().clean()
        form = FORMATS.get(cleaned.get("sheet", ""))
        start = cleaned.get("start")
        if form and start and start > form["columns"] * form["rows"]:
            places = form["columns"] * form["rows"]
            said = "une seule étiquette par page" if places == 1 else f"{places} étiquettes par feuille"
            self.add_error("start", ValidationError(f"Ce support a {said} : commencez plus tôt.", code="beyond"))
        return cleaned

    @property
    def format(self) -> SheetFormat:
        return FORMATS[self.cleaned_data["sheet"]]


class NewLabelsForm(SheetForm):
    """How many new labels, not yet on any device."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    count = forms.IntegerField(
        label="Combien d’étiquettes", min_value=1, max_value=MOST_AT_ONCE, initial=24, widget=Quantity(attrs={"min": 1})
    )
