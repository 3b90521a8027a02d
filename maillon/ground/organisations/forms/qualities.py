"""What an organisation can prove of itself: noted by the network, handed in by the organisation, read, ended."""

from typing import Any

from django import forms
from django.utils import timezone

from maillon.common.models import new_id
from maillon.ground.files import formats
from maillon.ground.files.forms import UploadField
from maillon.ground.organisations import actions, policy
from maillon.ground.organisations.forms.act import ActForm
from maillon.ground.organisations.models import Quality


class QualityForm(ActForm):
    """Record what an organisation can prove, its proof seen."""

    title = "Noter un titre ou une assurance"
    lead = "Les débouchés d’un don public et les reçus fiscaux en dépendent : notez la preuve que vous avez vue."
    button = "Noter le titre"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    quality = forms.ChoiceField(label="Titre", choices=[("", "---------"), *Quality.Kind.choices])
    proof = forms.CharField(
        label="Référence de la preuve",
        max_length=120,
        help_text="Date du décret, numéro du rescrit, de l’agrément, du contrat d’assurance.",
    )
    starts_on = forms.DateField(label="Depuis le")
    ends_on = forms.DateField(
        label="Jusqu’au", required=False, help_text="Une assurance a toujours une fin. Laissez vide ce qui n’en a pas."
    )
    file = UploadField(
        label="La preuve", accept=formats.PAPERS, required=False, help_text="Un PDF ou une photo du document."
    )

    def allowed(self) -> bool:
        return policy.may_prove(self.member, self.organisation)

    def do(self) -> Quality:
        return actions.record_quality(self.organisation, by=self.member, **self.cleaned_data)

    def told(self, done: Quality) -> str:
        return f"Titre noté : {str(done).lower()}."


class HandInForm(QualityForm):
    """The organisation hands in its own proof, which the network reads."""

    title = "Déposer une preuve"
    lead = "L’animation du réseau la lit ; elle compte ensuite. Ce qui dépend d’un titre s’arrête quand il finit."
    button = "Déposer la preuve"

    file = UploadField(label="La preuve", accept=formats.PAPERS, help_text="Un PDF ou une photo du document.")

    def allowed(self) -> bool:
        return policy.may_manage_organisation(self.member, self.organisation)

    def do(self) -> Quality:
        return actions.hand_in_quality(self.organisation, by=self.member, **self.cleaned_data)

    def told(self, done: Quality) -> str:
        return f"Preuve déposée : {str(done).lower()}. L’animation du réseau la lit."


class ReadQualityForm(ActForm):
    """The network has read the proof that an organisation handed in."""

    title = "Lire une preuve déposée"
    button = "Elle compte"

    ANSWERS = (("yes", "La preuve est bonne : le titre compte"), ("no", "La preuve ne va pas"))
    answer = forms.ChoiceField(label="Votre lecture", choices=ANSWERS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Si elle ne va pas, pourquoi",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text="La structure lit cette phrase dans un courrier.",
    )

    def prepare(self) -> None:
        self.button = "Enregistrer ma lecture"
        self.lead = f"{self.thing}, référence {self.thing.proof}. Ouvrez le document sur la fiche avant de répondre."

    def allowed(self) -> bool:
        return policy.may_prove(self.member, self.organisation)

    def do(self) -> Quality:
        if self.cleaned_data["answer"] == "yes":
            return actions.accept_quality(self.thing.pk, by=self.member)
        return actions.refuse_quality(self.thing.pk, reason=self.cleaned_data["reason"], by=self.member)

    def told(self, done: Quality) -> str:
        return f"{done} : {'le titre compte' if self.cleaned_data['answer'] == 'yes' else 'la structure est prévenue'}."


class EndQualityForm(ActForm):
    """Say the last day of a legal quality."""

    title = "Finir un titre"
    button = "Finir le titre"
    stops = True

    ends_on = forms.DateField(label="Le dernier jour", initial=timezone.localdate)

    def allowed(self) -> bool:
        return policy.may_prove(self.member, self.organisation)

    def do(self) -> Any:
        return actions.end_quality(self.thing.pk, ends_on=self.cleaned_data["ends_on"], by=self.member)

    def told(self, done: Quality) -> str:
        return f"Titre terminé : {str(done).lower()}."
