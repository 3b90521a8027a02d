"""Benches, who has what in hand, hours."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone

from maillon.common.forms import Form
from maillon.common.models import new_id
from maillon.ground.organisations.models import Member
from maillon.matter.refurbishing.models import Bench


class BenchForm(Form):
    """A work place to open."""

    name = forms.CharField(label="Nom du poste", max_length=40, help_text="Par exemple Effacement, Table 2.")


class GiveForm(Form):
    """To whom, or to which bench, a device goes."""

    member = forms.ModelChoiceField(Member.objects.none(), label="À qui", required=False)
    bench = forms.ModelChoiceField(Bench.objects.none(), label="À quel poste", required=False)

    def __init__(self, *args, team: Iterable[Member], benches: Iterable[Bench], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset, self.fields["bench"].queryset = team, benches
        self.fields["member"].label_from_instance = lambda member: member.full_name
        self.fields["member"].empty_label, self.fields["bench"].empty_label = "Personne en particulier", "Aucun poste"


class HoursForm(Form):
    """Time of one day."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    on = forms.DateField(label="Jour", initial=timezone.localdate)
    hours = forms.DecimalField(
        label="Durée, en heures",
        min_value=0,
        max_value=16,
        decimal_places=2,
        localize=True,
        help_text="Par exemple 2 ou 3,5.",
        error_messages={"invalid": "Écrivez un nombre d’heures, par exemple 3,5."},
    )
    what = forms.CharField(label="À quoi", max_length=120, required=False, help_text="Quelques mots, si vous voulez.")

    @property
    def declared(self) -> dict[str, object]:
        """The arguments of `refurbishing.declare_hours`."""
        told = self.cleaned_data
        return {"id": told["id"], "on": told["on"], "minutes": round(told["hours"] * 60), "what": told["what"]}


class QueueForm(Form):
    """What to see of the queue of the workshop."""

    says_optional = False
    VIEWS = (("", "Tout"), ("moi", "À moi"), ("libres", "Libres"), ("controle", "À contrôler"))

    voir = forms.ChoiceField(choices=VIEWS, required=False)
    poste = forms.ModelChoiceField(Bench.objects.none(), required=False, label="Poste", empty_label="Tous les postes")

    def __init__(self, *args, benches: Iterable[Bench], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["poste"].queryset = benches

    @property
    def asked(self) -> dict[str, object]:
        """What was asked; an answer that is not one counts as none."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in ("voir", "poste")}
