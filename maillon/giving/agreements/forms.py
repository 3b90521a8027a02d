"""What is asked of those who write agreements and bind donors."""

from typing import Any

from django import forms
from django.utils import timezone

from maillon.common.forms import Form
from maillon.common.models import new_id
from maillon.giving.agreements import queries
from maillon.giving.agreements.actions.frames import PARTIES
from maillon.giving.agreements.models import Frame
from maillon.ground.files.formats import PAPERS
from maillon.ground.files.forms import UploadField
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.lots.models import Regime
from maillon.matter.lots.queries import regimes_for


class TextForm(Form):
    """Another version of a text."""

    body = forms.CharField(
        label="Le texte",
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30}),
        help_text="Une ligne qui commence par # est un titre d’article ; par un tiret, un point numéroté. {entre accolades}, un "
        "blanc que chaque convention remplit ; [entre crochets], un texte de droit.",
    )
    reason = forms.CharField(
        label="Pourquoi ce texte change", max_length=200, help_text="« Relu par notre avocate le 3 mars. »"
    )


class ApproveForm(Form):
    """Who declared the text valid."""

    name = forms.CharField(label="Prénom et nom", max_length=120)
    capacity = forms.CharField(
        label="En qualité de", max_length=120, help_text="Avocate, juriste de la préfecture, conseil de la filière…"
    )
    approved_on = forms.DateField(label="Validé le", initial=timezone.localdate, widget=forms.DateInput)


class FrameForm(Form):
    """A framework agreement."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    organisation = forms.ModelChoiceField(label="Le donateur", queryset=Organisation.objects.none())
    beneficiary = forms.ModelChoiceField(label="Le bénéficiaire", queryset=Organisation.objects.none())
    regime = forms.ChoiceField(label="Régime des dons", choices=[("", "---------"), *Regime.choices])
    scope = forms.CharField(
        label="Ce qu’elle couvre",
        max_length=1000,
        widget=forms.Textarea,
        help_text="« Le matériel informatique réformé de tous les services, sites de Pontivy et Loudéac. »",
    )
    starts_on = forms.DateField(label="Du", widget=forms.DateInput)
    ends_on = forms.DateField(label="Au", widget=forms.DateInput)
    notice_days = forms.IntegerField(
        label="Rappeler avant la fin, en jours",
        initial=90,
        min_value=1,
        max_value=365,
        help_text="Puis encore un mois avant, et à l’échéance.",
    )
    signatory = forms.CharField(
        label="Signée pour le donateur par", max_length=150, help_text="Nom et qualité : Anne Le Goff, maire."
    )
    signed_on = forms.DateField(label="Signée le", initial=timezone.localdate, widget=forms.DateInput)
    written = forms.BooleanField(
        label="Établir la convention ici, d’après le texte du réseau", required=False, initial=True
    )
    paper = UploadField(
        label="La convention signée",
        accept=PAPERS,
        required=False,
        help_text="Un PDF ou une photo, à joindre aussi après.",
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        network = member.network
        self.fields["organisation"].queryset = queries.organisations(network)
        taking = [one for one in network.affiliations.present() if set(one.roles) & set(PARTIES)]
        allowed = [
            one.organisation_id for one in taking if member.coordinates or one.organisation_id == member.organisation_id
        ]
        self.fields["beneficiary"].queryset = Organisation.objects.filter(pk__in=allowed)
        self.fields["beneficiary"].initial = network.head_id if member.coordinates else member.organisation_id

    @property
    def bound_terms(self) -> dict[str, Any]:
        """The arguments of the act, but the donor."""
        return {name: value for name, value in self.cleaned_data.items() if name != "organisation"}


class RenewForm(FrameForm):
    """The agreement that follows another: same parties, another term."""

    def __init__(self, *args: Any, frame: Frame, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, organisation in (
            ("organisation", frame.donor.organisation_id),
            ("beneficiary", frame.beneficiary_id),
        ):
            self.fields[name].queryset = Organisation.objects.filter(pk__in=[organisation])
            self.fields[name].initial = organisation
            self.fields[name].widget = forms.HiddenInput()
        allowed = regimes_for(frame.donor.kind)
        self.fields["regime"].choices = [(one.value, one.label) for one in allowed]


class PaperForm(Form):
    """The signed paper."""

    paper = UploadField(label="La convention signée", accept=PAPERS, help_text="Un PDF ou une photo.")


class EndForm(Form):
    """End before the term."""

    on = forms.DateField(label="Prend fin le", widget=forms.DateInput)
    why = forms.CharField(label="Pourquoi", max_length=300)
