"""What one looks for in the directory; all of it lives in the address."""

from typing import Any

from django import forms

from maillon.common.forms import CommuneField, Form, Ticks
from maillon.sharing.directory.models import Audience, Care, Category, Cost, Service
from maillon.sharing.directory.queries.search import Wanted, zone_of

ORIENT_KM = 50
DISTANCES = [(str(km), f"{km} km") for km in (5, 10, 20, 50, 100)]


class SearchForm(Form):
    """By commune, distance, service, audience, cost, accessibility, hours."""

    says_optional = False
    commune = CommuneField(required=False)
    km = forms.ChoiceField(label="À moins de", required=False, choices=DISTANCES, initial="20")
    service = forms.ChoiceField(label="Pour", required=False, choices=[("", "Toutes les aides"), *Service.choices])
    q = forms.CharField(label="Nom ou mot", required=False, max_length=100)
    public = forms.ChoiceField(label="Public", required=False, choices=[("", "Tous"), *Audience.choices])
    frais = forms.ChoiceField(label="Frais", required=False, choices=[("", "Tous"), *Cost.choices])
    accueil = forms.ChoiceField(label="Accueil adapté", required=False, choices=[("", "Indifférent"), *Care.choices])
    famille = forms.ChoiceField(label="Partenaires", required=False, choices=[("", "Tous"), *Category.choices])
    ouvert = forms.BooleanField(label="Ouvert maintenant", required=False)
    zone = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: Any, **kwargs: Any):
        # An address that says no distance means the usual one, and shows it.
        told = data.copy()
        told.setdefault("km", "20")
        super().__init__(told, **kwargs)

    @property
    def wanted(self) -> Wanted:
        """What was asked; a field in error asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            words=asked.get("q", ""),
            near=asked.get("commune"),
            km=int(asked.get("km") or 20),
            service=asked.get("service", ""),
            audience=asked.get("public", ""),
            cost=asked.get("frais", ""),
            care=asked.get("accueil", ""),
            category=asked.get("famille", ""),
            open_now=asked.get("ouvert", False),
            zone=zone_of(asked.get("zone", "")),
        )

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked in sight."""
        return [self[name] for name in ("commune", "km", "service")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is asked under « Plus de critères »."""
        return [self[name] for name in ("q", "public", "frais", "accueil", "famille")]

    @property
    def more_asked(self) -> bool:
        return any(self.data.get(name) for name in ("q", "public", "frais", "accueil", "famille", "ouvert"))


class OrientForm(Form):
    """« My person needs…, lives in… »; nothing of it says who she is."""

    commune = CommuneField(label="Elle habite à")
    besoins = forms.MultipleChoiceField(label="Elle a besoin de", choices=Service.choices, widget=Ticks)
    accueil = forms.ChoiceField(label="Accueil adapté", required=False, choices=[("", "Indifférent"), *Care.choices])

    @property
    def wanted(self) -> list[tuple[str, Wanted]]:
        """What to look for, one need after the other, each with its words."""
        asked, words = self.cleaned_data, dict(Service.choices)
        return [
            (
                str(words[need]),
                Wanted(near=asked["commune"], km=ORIENT_KM, service=need, care=asked["accueil"]),
            )
            for need in asked["besoins"]
        ]
