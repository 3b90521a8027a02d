"""What is asked of who publishes the charter, of who accepts it, and of who notes what members contribute."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from maillon.common.forms import Form, PriceField
from maillon.common.models import new_id
from maillon.ground.organisations.models import Member


class CharterForm(Form):
    """A new version, which starts from the one before."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(
        label="Le texte",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="Une ligne vide sépare deux paragraphes ; une ligne qui commence par « # » est un titre.",
    )
    starts_on = forms.DateField(label="En vigueur le", initial=timezone.localdate)


class AcceptCharterForm(Form):
    """Who signs, as what; and that it was read."""

    name = forms.CharField(label="Nom de qui signe", max_length=120)
    function = forms.CharField(label="Sa fonction", max_length=80)
    read = forms.BooleanField(label="J’ai lu la charte, et j’ai le pouvoir d’engager ma structure.")

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        initial = {"name": member.full_name, "function": member.function}
        super().__init__(*args, initial=initial, **kwargs)


class PaperCharterForm(Form):
    """A charter signed on paper, that those who run the network note."""

    name = forms.CharField(label="Nom de qui a signé", max_length=120)
    function = forms.CharField(label="Sa fonction", max_length=80)
    accepted_on = forms.DateField(label="Signée le", initial=timezone.localdate)


class ContributionForm(Form):
    """The contribution of one year."""

    year = forms.IntegerField(label="Année")
    amount_cents = PriceField(label="Montant", help_text="Zéro si la structure en est dispensée.")
    paid_on = forms.DateField(label="Payée le", required=False, help_text="Laissez vide tant que rien n’est payé.")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = today.year
