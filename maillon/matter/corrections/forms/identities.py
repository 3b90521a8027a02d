"""What is asked to say that two donors, or two organisations, are one."""

from django import forms

from maillon.ground.organisations.models import Affiliation, Organisation
from maillon.matter.corrections import actions, queries
from maillon.matter.corrections.forms.steps import CorrectionForm
from maillon.matter.lots.models import Donor


class MergeDonorsForm(CorrectionForm):
    title = "Réunir deux donateurs"
    lead = "Une seule personne, une seule structure : ses dons viendront tous de la fiche gardée. Les documents déjà établis gardent le nom qu’ils portent."
    button = "Réunir les donateurs"
    thing: Donor

    other = forms.ModelChoiceField(label="La fiche à réunir à celle-ci", queryset=Donor.objects.none())

    def prepare(self):
        self.fields["other"].queryset = Donor.objects.filter(network=self.member.network_id).exclude(pk=self.thing.pk)

    def picture(self):
        return queries.picture_of_donors(self.thing.pk, self.cleaned_data["other"].pk)

    def perform(self):
        return actions.merge_donors(self.thing.pk, self.cleaned_data["other"].pk, reason=self.reason, by=self.member)

    def told(self, done):
        return f"{done} n’a plus qu’une fiche."


class MergeOrganisationsForm(CorrectionForm):
    title = "Réunir deux organisations"
    lead = (
        "Ses membres, ses sites, ses dons, ses demandes et son stock passent à celle qui est gardée. Le journal et les "
        "documents déjà établis gardent son nom."
    )
    button = "Réunir les organisations"
    thing: Organisation

    other = forms.ModelChoiceField(label="L’organisation à réunir à celle-ci", queryset=Organisation.objects.none())

    def prepare(self):
        here = Affiliation.objects.present().filter(network=self.member.network_id)
        known = Organisation.objects.filter(pk__in=here.values("organisation")).exclude(pk=self.thing.pk)
        self.fields["other"].queryset = known

    def picture(self):
        return queries.picture_of_organisations(self.thing.pk, self.cleaned_data["other"].pk)

    def perform(self):
        return actions.merge_organisations(
            self.thing.pk, self.cleaned_data["other"].pk, reason=self.reason, by=self.member
        )

    def told(self, done):
        return f"Tout est maintenant à {done}."
