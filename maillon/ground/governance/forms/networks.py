"""What is asked of who opens a network: everything on one page, nothing that can wait."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillon.common.forms import CommuneField, Form, Hinted
from maillon.ground.governance.queries.starts import STARTERS, Area, Guest, choices, named_area, whole_departement
from maillon.ground.organisations.models import Network, Organisation


class NetworkForm(Form):
    """A network from nothing."""

    name = forms.CharField(label="Nom du réseau", max_length=120)
    short_name = forms.CharField(label="Nom court", max_length=40, required=False, help_text="Un sigle, par exemple.")
    slug = forms.SlugField(
        label="Dans les adresses", max_length=50, help_text="Lettres, chiffres et tirets : « hautes-alpes »."
    )
    prefix = forms.CharField(
        label="Sur les étiquettes", max_length=5, help_text="De deux à cinq lettres capitales, qu’aucun réseau n’a."
    )
    accent = forms.ChoiceField(label="Couleur", choices=Network.Accent.choices, initial=Network.Accent.GREEN)
    purpose = forms.CharField(label="Ce qu’il fait, en une phrase", max_length=200, required=False)
    place = forms.CharField(label="Là où il agit", max_length=80, required=False, help_text="« dans les Hautes-Alpes »")
    like = forms.ChoiceField(label="Les règles de départ", widget=forms.RadioSelect, initial="vierge")
    head_name = forms.CharField(label="Nom de la structure", max_length=150)
    head_siret = forms.CharField(
        label="SIRET", max_length=20, required=False, help_text="Si une structure connue le porte, c’est elle."
    )
    head_kind = forms.ChoiceField(
        label="Nature", choices=Organisation.Kind.choices, initial=Organisation.Kind.ASSOCIATION
    )
    head_commune = CommuneField()
    site = forms.CharField(label="Son site qui reçoit le matériel", max_length=120, required=False, initial="Dépôt")
    departements = forms.CharField(
        label="Départements entiers",
        max_length=60,
        required=False,
        help_text="Leurs codes, séparés par des virgules : « 05, 04 ».",
    )
    territories = forms.CharField(
        label="Autres territoires",
        max_length=20_000,
        required=False,
        widget=forms.Textarea,
        help_text="Un par ligne : « Pays de Gap = Gap (05000) ; Tallard (05130) ». Un PTCE, une intercommunalité.",
    )
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse e-mail")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["like"].choices = [(slug, Hinted(name, text)) for slug, name, text in choices()]

    def clean_prefix(self) -> str:
        return self.cleaned_data["prefix"].upper()

    def clean_departements(self) -> list[Area]:
        return self._areas(whole_departement, self.cleaned_data["departements"].split(","))

    def clean_territories(self) -> list[Area]:
        return self._areas(named_area, self.cleaned_data["territories"].splitlines())

    def _areas(self, read: Any, texts: list[str]) -> list[Area]:
        try:
            return [read(text.strip()) for text in texts if text.strip()]
        except ValueError as error:
            raise ValidationError(str(error)) from error

    @property
    def asked(self) -> dict[str, Any]:
        """What `actions.start_network` takes."""
        said = dict(self.cleaned_data)
        person = {name: said.pop(name) for name in ("email", "first_name", "last_name")}
        areas = said.pop("departements") + said.pop("territories")
        said["short_name"] = said["short_name"] or said["name"][:40]
        return {**said, "areas": areas, "guests": [Guest(roles=STARTERS, **person)]}
