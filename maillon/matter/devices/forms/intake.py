from collections.abc import Iterable

from django import forms

from maillon.common.forms import Form, InstantField, MassField, Quantity, Scan
from maillon.common.models import new_id
from maillon.matter.devices.actions.intake import MOST_IN_SERIES
from maillon.matter.ledger.models import Category


class UnitForm(Form):
    """One unit of a lot: its printed label, its category, its mass if it was weighed."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    at = InstantField()
    code = forms.CharField(
        label="Étiquette collée dessus",
        max_length=200,
        required=False,
        widget=Scan(attrs={"placeholder": "Scannez ou tapez", "enterkeyhint": "go", "autofocus": True}),
        help_text="Vide : une nouvelle étiquette est créée, à imprimer.",
    )
    category = forms.ModelChoiceField(label="Catégorie", queryset=Category.objects.none())
    mass = MassField(label="Masse, si vous le pesez", required=False)

    def __init__(self, *args, categories: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        _offer(self.fields["category"], categories)


class SeriesForm(Form):
    """Several units of one category at once, each under a new label."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    at = InstantField()
    category = forms.ModelChoiceField(label="Catégorie", queryset=Category.objects.none())
    units = forms.IntegerField(
        label="Combien", min_value=1, max_value=MOST_IN_SERIES, initial=1, widget=Quantity(attrs={"min": 1})
    )

    def __init__(self, *args, categories: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        _offer(self.fields["category"], categories)


def _offer(field: forms.ModelChoiceField, categories: Iterable[tuple[str, str]]) -> None:
    """Offer these categories in this order, without asking the database for them again."""
    choices = list(categories)
    field.queryset = Category.objects.filter(family=Category.Family.DEVICE)
    field.choices = [("", "Choisir…"), *choices]
