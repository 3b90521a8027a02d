"""What narrows the figures: a year, a territory."""

from collections.abc import Iterable

from django import forms

from maillon.common.forms import Form
from maillon.telling.impact.queries.scope import Scope


class ScopeForm(Form):
    """Which year, and where; sent by GET so that the address keeps it."""

    says_optional = False
    annee = forms.ChoiceField(label="Année")
    territoire = forms.ChoiceField(label="Territoire", required=False)

    def __init__(self, scope: Scope, years: Iterable[int]):
        super().__init__(initial={"annee": scope.year, "territoire": scope.territory.slug if scope.territory else ""})
        self.fields["annee"].choices = [(year, str(year)) for year in years]
        territories = [(place.slug, place.name) for place in scope.network.territories.all()]
        self.fields["territoire"].choices = [("", "Tout le réseau"), *territories]
