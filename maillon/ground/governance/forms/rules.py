"""What those who run a network decide of its rules."""

from typing import Any

from django import forms

from maillon.common.forms import Form, speak_plainly
from maillon.ground.governance.queries.rules import RULES
from maillon.ground.organisations.models import Network


class RulesForm(Form):
    """Every rule at its value today, and why it changes."""

    why = forms.CharField(
        label="Pourquoi ce changement",
        max_length=200,
        help_text="« Décidé en comité du 12 mars. » Ne nommez aucune personne aidée.",
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any):
        made: dict[str, forms.Field] = {}
        for rule in RULES:
            value, text = getattr(network, rule.name), f"{rule.effect} {rule.note}".strip()
            if rule.counted:
                label = f"{rule.label}, en {rule.unit}{'' if rule.unit.endswith('s') else 's'}"
                made[rule.name] = forms.IntegerField(
                    label=label, min_value=rule.least, max_value=rule.most, initial=value, help_text=text
                )
            else:
                made[rule.name] = forms.BooleanField(label=rule.label, required=False, initial=value, help_text=text)
        super().__init__(*args, **kwargs)
        self.fields = {**made, "why": self.fields["why"]}
        speak_plainly(self)

    @property
    def values(self) -> dict[str, Any]:
        """What was chosen, by rule."""
        return {rule.name: self.cleaned_data[rule.name] for rule in RULES}
