"""What is said of a place: its hours day by day, as one reads them on its door."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from maillon.common import hours, moments, phones
from maillon.common.forms import CommuneField, Form, Ticks
from maillon.common.models import new_id
from maillon.ground.organisations.models import Organisation
from maillon.sharing.directory.models import Place

DAYS = [f"day_{rank}" for rank in range(7)]
TICKED = (
    ("services", "Ce que l’on y trouve"),
    ("costs", "Frais"),
    ("audiences", "Publics particuliers"),
    ("care", "Accueil adapté"),
    ("access", "Comment y accéder"),
    ("support", "Comment on y est aidé"),
    ("roaming", "Fixe ou itinérant"),
    ("programmes", "Programmes nationaux"),
    ("labels", "Formations et labels"),
)
web_address = URLValidator(schemes=["http", "https"], message="Cette adresse de site n’est pas complète.")


class LinesField(forms.CharField):
    """Several texts, one a line, each checked."""

    def __init__(self, *, check: Any = None, error: str = "", **kwargs: Any):
        super().__init__(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)
        self.check, self.error = check, error

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).replace("|", "\n").splitlines() if line.strip()]
        for line in lines if self.check else []:
            try:
                self.check(line)
            except ValidationError:
                raise ValidationError(f"« {line[:60]} » : {self.error}") from None
        return lines


class PlaceForm(Form):
    """A place. `network_wide` adds what those who run the network say of it: whose it is, in which family."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    name = forms.CharField(label="Nom du lieu", max_length=150)
    summary = forms.CharField(
        label="En une phrase", max_length=280, required=False, help_text="Ce que l’on y fait, pour qui. 280 signes."
    )
    commune = CommuneField()
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    address_more = forms.CharField(label="Complément d’adresse", max_length=250, required=False)
    phone = forms.CharField(label="Téléphone", max_length=25, required=False)
    emails = LinesField(
        label="Adresses e-mail", help_text="Une par ligne.", check=validate_email, error="écrivez nom@domaine.fr."
    )
    websites = LinesField(
        label="Sites", help_text="Un par ligne, avec https://", check=web_address, error="commencez par https://."
    )
    opening_hours = forms.CharField(
        label="Horaires",
        max_length=500,
        required=False,
        help_text="Syntaxe d’OpenStreetMap : Mo-Fr 09:00-12:00,14:00-18:00; PH off",
    )
    details = forms.CharField(label="Présentation", max_length=8000, required=False, widget=forms.Textarea)
    booking_url = forms.CharField(label="Adresse pour prendre rendez-vous", max_length=500, required=False)
    accessibility_url = forms.CharField(label="Fiche Acceslibre", max_length=500, required=False)
    latitude = forms.FloatField(label="Latitude", required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label="Longitude", required=False, min_value=-180, max_value=180)
    pivot = forms.RegexField(
        r"^[a-zA-Z0-9]{9,14}$",
        label="SIRET, RNA ou RIDET",
        required=False,
        strip=True,
        error_messages={"invalid": "De 9 à 14 lettres ou chiffres, sans espace."},
    )
    organisation = forms.ModelChoiceField(
        label="Tenu par", queryset=Organisation.objects.none(), required=False, empty_label="Personne du réseau"
    )

    def __init__(self, *args: Any, place: Place, network_wide: bool, **kwargs: Any):
        kwargs["initial"] = {**self._known(place), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for name, label in TICKED:
            self._tick(name, label)
        if network_wide:
            self._tick("categories", "Famille de partenaires")
            present = Organisation.objects.filter(
                affiliations__network=place.network_id, affiliations__ended_on=None
            ).distinct()
            self.fields["organisation"].queryset = present
        else:
            del self.fields["organisation"], self.fields["pivot"]
        self.plain = hours.to_week(place.opening_hours) is not None
        if self.plain:
            del self.fields["opening_hours"]
            for rank, name in enumerate(DAYS):
                self.fields[name] = forms.CharField(
                    label=moments.DAYS[rank].capitalize(), required=False, max_length=60
                )

    def _tick(self, name: str, label: str) -> None:
        choices = Place.VOCABULARY[name].choices
        self.fields[name] = forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=Ticks)

    @staticmethod
    def _known(place: Place) -> dict[str, Any]:
        known = {
            name: getattr(place, name) for name in (*PlaceForm.base_fields, *Place.VOCABULARY) if hasattr(place, name)
        }
        days = hours.to_week(place.opening_hours) or [""] * 7
        return {
            **known,
            **dict(zip(DAYS, days, strict=True)),
            "id": new_id(),
            "commune": place.commune,
            "phone": place.phone_told,
            "latitude": place.latitude if place.placed else None,
            "longitude": place.longitude if place.placed else None,
        }

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in DAYS] if self.plain else []

    @property
    def ticked(self) -> list[forms.BoundField]:
        return [self[name] for name, _ in TICKED[2:]]

    def clean_phone(self) -> str:
        try:
            return phones.check(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def _clean_address(self, name: str) -> str:
        if self.cleaned_data[name]:
            web_address(self.cleaned_data[name])
        return self.cleaned_data[name]

    def clean_booking_url(self) -> str:
        return self._clean_address("booking_url")

    def clean_accessibility_url(self) -> str:
        return self._clean_address("accessibility_url")

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", "Donnez la latitude et la longitude, ou aucune des deux.")
        week = []
        for name in DAYS if self.plain else []:
            try:
                week.append(hours.typed(cleaned.get(name, "")))
            except ValueError as error:
                self.add_error(name, str(error))
        if self.plain and len(week) == 7:
            cleaned["opening_hours"] = hours.from_week(week)
        return cleaned

    @property
    def place_fields(self) -> dict[str, Any]:
        """The arguments of the act."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("id", "commune", *DAYS)}
        commune = self.cleaned_data["commune"]
        held = self.initial.get("commune")
        if held is None or commune.code != held.code:
            said |= {"commune_code": commune.code, "commune_name": commune.name, "postcode": commune.postcodes[0]}
        return said


class ListForm(Form):
    """Which of one's places to show."""

    says_optional = False
    q = forms.CharField(label="Nom ou commune", required=False, max_length=100)
    etat = forms.ChoiceField(
        label="Montrer",
        required=False,
        choices=[("", "Les lieux ouverts"), ("verifier", "À vérifier depuis un an"), ("fermes", "Les lieux fermés")],
    )
