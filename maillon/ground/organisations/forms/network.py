"""Organisations that enter, change parts, adhere, open a site, leave."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillon.common import phones
from maillon.common.forms import CommuneField, Form, Ticks
from maillon.common.models import new_id
from maillon.ground.organisations import actions, policy
from maillon.ground.organisations.forms.act import ActForm
from maillon.ground.organisations.models import (
    Affiliation,
    Capacity,
    Membership,
    Organisation,
    OrganisationRole,
    Territory,
)
from maillon.ground.organisations.queries import Wanted

PARTS = [(value, label) for value, label in OrganisationRole.choices if value != OrganisationRole.HEAD]


class FilterForm(Form):
    """What one looks for; sent by GET so that the address keeps it."""

    says_optional = False
    q = forms.CharField(label="Nom ou SIRET", required=False, max_length=100)
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous"), *OrganisationRole.choices])
    adhesion = forms.ChoiceField(
        label="Adhésion", required=False, choices=[("", "Toutes"), ("oui", "Adhérentes"), ("non", "Non adhérentes")]
    )
    commune = CommuneField(required=False)

    @property
    def wanted(self) -> Wanted:
        """What was asked; a field in error asks for nothing."""
        if not self.is_bound:
            return Wanted()
        self.is_valid()
        asked = self.cleaned_data
        place = asked.get("commune")
        return Wanted(asked.get("role", ""), asked.get("adhesion", ""), place.code if place else "", asked.get("q", ""))


class EnterForm(ActForm):
    """Let an organisation into the network."""

    title = "Faire entrer une organisation"
    lead = "Si une organisation porte déjà ce SIRET, c’est elle qui entre dans le réseau, telle qu’elle est connue."
    button = "Faire entrer"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label="Nom", max_length=150)
    siret = forms.CharField(
        label="SIRET", max_length=20, required=False, help_text="14 chiffres. Laissez vide si elle n’en a pas."
    )
    kind = forms.ChoiceField(label="Nature", choices=[("", "---------"), *Organisation.Kind.choices])
    commune = CommuneField()
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    email = forms.EmailField(label="Adresse e-mail", required=False)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    roles = forms.MultipleChoiceField(label="Ce qu’elle fait dans le réseau", choices=PARTS, widget=Ticks)

    def clean_phone(self) -> str:
        try:
            return phones.check(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def do(self) -> Organisation:
        asked = self.cleaned_data
        return actions.enter(
            self.member.network,
            siret_number=asked["siret"],
            commune_code=asked["commune"].code,
            by=self.member,
            **{name: asked[name] for name in ("id", "name", "kind", "address", "email", "phone", "roles")},
        )

    def told(self, done: Organisation) -> str:
        return f"{done} est dans le réseau."


class RolesForm(ActForm):
    """Which parts the organisation plays."""

    title = "Ses rôles dans le réseau"
    button = "Enregistrer"

    roles = forms.MultipleChoiceField(
        label="Ce qu’elle fait dans le réseau", choices=PARTS, widget=Ticks, required=False
    )

    def prepare(self) -> None:
        self.fields["roles"].initial = self.affiliation.roles
        if self.affiliation.ended_on:
            self.title, self.button = "La faire revenir dans le réseau", "Faire revenir"

    def do(self) -> Affiliation:
        if self.affiliation.ended_on:
            roles = [role for role in self.affiliation.roles if role != OrganisationRole.HEAD]
            actions.affiliate(self.member.network, self.organisation, roles=roles, by=self.member)
        return actions.reassign(self.affiliation.pk, roles=self.cleaned_data["roles"], by=self.member)

    def told(self, done: Affiliation) -> str:
        return f"{self.organisation} : {done.roles_label}."


class PartForm(ActForm):
    """Let an organisation leave."""

    title = "Sortir du réseau"
    lead = "Ses adhésions finissent, ses membres n’agissent plus ici. Ce qu’elle a fait reste."
    button = "Sortir du réseau"
    stops = True

    on = forms.DateField(label="Le dernier jour", initial=timezone.localdate)

    def do(self) -> Affiliation:
        return actions.part(self.affiliation.pk, on=self.cleaned_data["on"], by=self.member)

    def told(self, done: Affiliation) -> str:
        return f"{self.organisation} n’est plus dans le réseau."


class AdhereForm(ActForm):
    """Record an adhesion."""

    title = "Noter une adhésion"
    button = "Noter l’adhésion"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    starts_on = forms.DateField(label="Depuis le", initial=timezone.localdate)
    ends_on = forms.DateField(label="Jusqu’au", required=False, help_text="Laissez vide si elle court toujours.")
    territory = forms.ModelChoiceField(
        label="À quoi", queryset=Territory.objects.none(), required=False, empty_label="Tout le réseau"
    )

    def prepare(self) -> None:
        self.fields["territory"].queryset = self.member.network.territories.all()

    def do(self) -> Membership:
        return actions.adhere(self.member.network, self.organisation, by=self.member, **self.cleaned_data)

    def told(self, done: Membership) -> str:
        return f"Adhésion de {self.organisation} notée."


class EndMembershipForm(ActForm):
    """End an adhesion."""

    title = "Finir l’adhésion"
    button = "Finir l’adhésion"
    stops = True

    ends_on = forms.DateField(label="Le dernier jour", initial=timezone.localdate)

    def do(self) -> Membership:
        return actions.end_membership(self.thing.pk, ends_on=self.cleaned_data["ends_on"], by=self.member)

    def told(self, done: Membership) -> str:
        return f"L’adhésion de {self.organisation} finit."


class SiteForm(ActForm):
    """Open a site."""

    title = "Ouvrir un site"
    button = "Ouvrir le site"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label="Nom du site", max_length=120, help_text="Dépôt, atelier, accueil…")
    commune = CommuneField()
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    receives = forms.BooleanField(label="On peut y déposer du matériel", required=False, initial=True)

    def allowed(self) -> bool:
        return policy.may_manage_organisation(self.member, self.organisation)

    def do(self) -> Any:
        asked = dict(self.cleaned_data)
        code = asked.pop("commune").code
        return actions.open_site(self.organisation, commune_code=code, by=self.member, **asked)

    def told(self, done: Any) -> str:
        return f"Le site « {done} » est ouvert."


class CapacityForm(ActForm):
    """What the organisation can take in."""

    title = "Ce qu’elle peut prendre"
    lead = "Les dons sont confiés d’après cela : la distance, la place qui reste ce mois-ci, ce qu’elle sait faire."
    button = "Enregistrer"

    monthly_kg = forms.IntegerField(
        label="Kilos par mois", required=False, help_text="Rien d’écrit : sans limite dite."
    )
    benches = forms.IntegerField(label="Postes d’atelier", required=False)
    vehicle_kg = forms.IntegerField(
        label="Charge de son véhicule, en kilos", required=False, help_text="0 : elle n’en a pas."
    )
    competences = forms.MultipleChoiceField(
        label="Ce qu’elle sait prendre", choices=Capacity.Competence, widget=Ticks, required=False
    )
    note = forms.CharField(label="Précision", max_length=200, required=False)

    def prepare(self) -> None:
        if known := Capacity.objects.filter(affiliation=self.affiliation).first():
            self.initial = {name: getattr(known, name) for name in self.fields}

    def allowed(self) -> bool:
        return policy.may_manage_organisation(self.member, self.organisation)

    def do(self) -> Capacity:
        return actions.declare_capacity(self.affiliation.pk, by=self.member, **self.cleaned_data)

    def told(self, done: Capacity) -> str:
        return "C’est noté : les prochains dons seront confiés d’après cela."
