"""What is asked to find a lot, to receive one, to close one."""

import uuid
from collections.abc import Iterable, Mapping

from django import forms
from django.utils import timezone

from maillon.common.forms import CommuneField, Form, Hinted, MassField, Quantity
from maillon.common.models import new_id
from maillon.ground.organisations.models import Member, Site
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor, Lot, Regime

YEARS_SHOWN = 10


class FilterForm(Form):
    """Which lots to show; the names are those of the address. Every answer may be left out."""

    says_optional = False

    etat = forms.ChoiceField(label="État", choices=[("", "Tous"), *Lot.State.choices], required=False)
    annee = forms.TypedChoiceField(label="Année", coerce=int, empty_value=None, required=False)
    donateur = forms.CharField(label="Donateur", max_length=80, required=False)
    detenteur = forms.ChoiceField(label="Reçu par", required=False)

    def __init__(self, *args, holders: Iterable[tuple[uuid.UUID, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        years = range(this_year, this_year - YEARS_SHOWN, -1)
        self.fields["annee"].choices = [("", "Toutes"), *((year, str(year)) for year in years)]
        self.fields["detenteur"].choices = [("", "Toutes"), *((str(pk), name) for pk, name in holders)]
        if not holders:
            del self.fields["detenteur"]

    @property
    def asked(self) -> dict[str, object]:
        """The answers that have a meaning; a wrong one in the address filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CountsForm(Form):
    """A form with one number for each category, under `units_<slug>`; `hints` says more of some of them, by slug."""

    def __init__(self, *args, categories: Iterable[Category], hints: Mapping[str, str] | None = None, **kwargs):
        self.categories = list(categories)
        super().__init__(*args, **kwargs)
        for category in self.categories:
            widget = Quantity()
            widget.counted = category.plural
            self.fields[self.name_of(category)] = forms.IntegerField(
                label=Hinted(category.plural, (hints or {}).get(category.slug, "")),
                min_value=0,
                max_value=100_000,
                required=False,
                widget=widget,
            )

    @staticmethod
    def name_of(category: Category) -> str:
        return f"units_{category.slug}"

    @property
    def counts(self) -> dict[Category, int]:
        """The numbers above zero, by category."""
        found = {category: self.cleaned_data.get(self.name_of(category)) for category in self.categories}
        return {category: units for category, units in found.items() if units}

    def count_rows(self) -> list[tuple[Category, forms.BoundField]]:
        return [(category, self[self.name_of(category)]) for category in self.categories]


class DropOffForm(CountsForm):
    """What someone brought: who, what it weighs, how many of each, where and when."""

    says_optional = False

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    donor = forms.ModelChoiceField(
        label="Donateur", queryset=Donor.objects.none(), required=False, empty_label="Un nouveau donateur"
    )
    kind = forms.ChoiceField(label="Nature", choices=Donor.Kind, initial=Donor.Kind.PERSON, required=False)
    name = forms.CharField(label="Nom", max_length=150, required=False)
    siret = forms.CharField(
        label="SIRET", max_length=20, required=False, help_text="14 chiffres. Rien à écrire pour un particulier."
    )
    commune = CommuneField(required=False)
    email = forms.EmailField(label="Adresse e-mail", required=False, help_text="Pour lui envoyer son bon.")
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    weighed = MassField(label="Masse pesée, emballages retirés")
    received_on = forms.DateField(label="Reçu le", initial=timezone.localdate, widget=forms.DateInput)
    site = forms.ModelChoiceField(label="Reçu à", queryset=Site.objects.none(), required=False)
    regime = forms.ChoiceField(
        label="Régime",
        choices=[("", "Le régime habituel de ce donateur"), *Regime.choices],
        required=False,
        help_text="Il suit chaque appareil pour toujours : il dit où il peut aller, et à quel prix.",
    )
    explanation = forms.CharField(
        label="Explication d’un écart",
        max_length=200,
        required=False,
        help_text="À remplir si la masse ou le décompte surprend.",
    )

    def __init__(self, *args, member: Member, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["donor"].queryset = Donor.objects.visible_to(member)
        self.fields["site"].queryset = sites
        self.fields["site"].label_from_instance = (
            (lambda site: f"{site.organisation} · {site}") if member.coordinates else str
        )
        self.fields["site"].initial = next(
            (site for site in sites if site.organisation_id == member.organisation_id), None
        )

    def clean(self):
        cleaned = super().clean()
        if self.is_bound and not cleaned.get("donor") and "donor" not in self.errors:
            if not cleaned.get("name"):
                self.add_error("name", "Choisissez un donateur dans la liste, ou donnez le nom du nouveau.")
            if cleaned.get("kind") != Donor.Kind.PERSON and not cleaned.get("commune") and "commune" not in self.errors:
                self.add_error("commune", "Dites où est cette structure.")
        return cleaned

    @property
    def newcomer(self) -> dict[str, object]:
        """The arguments of `lots.welcome`, with an identifier drawn from the form's own."""
        cleaned = self.cleaned_data
        return {
            "id": uuid.uuid5(cleaned["id"], "donor"),
            "kind": cleaned["kind"] or Donor.Kind.PERSON,
            "name": cleaned["name"],
            "siret": cleaned["siret"],
            "email": cleaned["email"],
            "phone": cleaned["phone"],
            "commune_code": cleaned["commune"].code if cleaned["commune"] else "",
        }

    @property
    def arrival(self) -> dict[str, object]:
        """The arguments of `lots.drop_off`."""
        cleaned = self.cleaned_data
        site = cleaned["site"]
        return {
            "id": cleaned["id"],
            "donor": cleaned["donor"],
            "newcomer": None if cleaned["donor"] else self.newcomer,
            "holder": site.organisation if site else self.member.organisation,
            "site": site,
            "regime": cleaned["regime"],
            "received_on": cleaned["received_on"],
            "weighed_g": cleaned["weighed"],
            "explanation": cleaned["explanation"],
            "counts": self.counts,
        }


class CloseForm(Form):
    """Why what was weighed is not all in the units."""

    reason = forms.CharField(
        label="Explication de l’écart",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Emballages, palette, matériel hors d’usage parti tel quel, erreur de comptage…",
    )

    def __init__(self, *args, lot: Lot, **kwargs):
        super().__init__(*args, initial={"reason": lot.gap_reason}, **kwargs)


class AccessoriesForm(CountsForm):
    """How many accessories of each category the lot holds; what changed since the page was opened is what is written."""

    says_optional = False

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def __init__(self, *args, categories: Iterable[Category], counted: Mapping[str, int], **kwargs):
        super().__init__(*args, categories=categories, **kwargs)
        for category in self.categories:
            units = counted.get(category.slug, 0)
            self.fields[self.name_of(category)].initial = units
            self.fields[f"was_{category.slug}"] = forms.IntegerField(
                min_value=0, widget=forms.HiddenInput, required=False, initial=units
            )

    def was(self) -> list[forms.BoundField]:
        return [self[f"was_{category.slug}"] for category in self.categories]

    @property
    def changes(self) -> dict[Category, int]:
        """More or fewer of each category than when the page was opened."""
        return {
            category: (self.cleaned_data[self.name_of(category)] or 0)
            - (self.cleaned_data[f"was_{category.slug}"] or 0)
            for category in self.categories
        }
