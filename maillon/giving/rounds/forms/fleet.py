from decimal import Decimal

from django import forms

from maillon.common.forms import Form, MassField, MeasureField, ModelForm, PriceField
from maillon.common.models import new_id
from maillon.giving.rounds.models import Collection, Practice
from maillon.ground.organisations.models import Affiliation, Member, Organisation, Site


class VolumeField(MeasureField):
    """A volume typed in cubic metres, cleaned into litres."""

    unit, parts, example = "m³", 1000, "6,5"


class VehicleForm(Form):
    """A vehicle to enter."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label="Nom", max_length=60, help_text="Celui qu’on lui donne : « Trafic blanc ».")
    plate = forms.CharField(label="Immatriculation", max_length=12, required=False)
    home = forms.ModelChoiceField(label="Garé à", queryset=Site.objects.none())
    drop_off = forms.ModelChoiceField(
        label="Décharge à", queryset=Site.objects.none(), required=False, help_text="Là où il dort, sauf autre choix."
    )
    capacity_g = MassField(label="Charge utile")
    volume_l = VolumeField(label="Volume utile")
    tail_lift = forms.BooleanField(label="Il a un hayon élévateur", required=False)
    cost_km_cents = PriceField(label="Coût d’un kilomètre", initial=45, help_text="Carburant, entretien, usure.")
    cost_hour_cents = PriceField(label="Coût d’une heure", initial=2500, help_text="L’équipage, charges comprises.")
    co2e_g_km = forms.IntegerField(
        label="Émissions, en g CO₂e par km",
        min_value=1,
        max_value=3000,
        required=False,
        help_text="Sur la carte grise (V.7), ou le facteur que votre réseau retient.",
    )
    starts_at = forms.TimeField(label="Part au plus tôt", initial="08:00", widget=forms.TimeInput)
    ends_at = forms.TimeField(label="Rentre au plus tard", initial="17:30", widget=forms.TimeInput)

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        sites = Site.objects.filter(organisation__in=fleet_owners(member)).select_related("organisation")
        for name in ("home", "drop_off"):
            self.fields[name].queryset = sites
            self.fields[name].label_from_instance = lambda site: f"{site.organisation}, {site.name}"
        own = sites.filter(organisation=member.organisation_id)
        self.fields["home"].initial = own.first()

    @property
    def vehicle(self) -> dict[str, object]:
        """The arguments of the action."""
        values = dict(self.cleaned_data)
        return {**values, "organisation": values["home"].organisation}


def fleet_owners(member: Member):
    """The organisations whose vehicles this member may enter."""
    if not member.coordinates:
        return [member.organisation_id]
    present = Affiliation.objects.filter(network=member.network_id).present()
    return Organisation.objects.filter(pk__in=present.values("organisation"))


class ContainerForm(Form):
    """A kind of container."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label="Nom", max_length=60, help_text="« Palette bois 80 × 120 », « Rolls »…")
    tare_g = MassField(label="Masse à vide")


class PracticeForm(ModelForm):
    """How the network collects."""

    class Meta:
        model = Practice
        exclude = ["id", "network", "created_at"]
        widgets = {"opens_at": forms.TimeInput, "closes_at": forms.TimeInput}


class CollectionForm(ModelForm):
    """What the planner knows better than the estimate; every field may be left empty."""

    says_optional = False

    mass_g = MassField(label="Masse à prévoir", required=False)
    volume_l = VolumeField(label="Volume à prévoir", required=False)
    minutes = forms.IntegerField(label="Durée sur place, en minutes", min_value=1, max_value=480, required=False)
    position = forms.CharField(
        label="Position exacte",
        max_length=60,
        required=False,
        help_text="Latitude, longitude, par exemple 48.0681, -2.9623 ; sinon le centre de la commune.",
    )

    class Meta:
        model = Collection
        fields = ["destination", "not_before", "not_after", "tail_lift", "note"]
        widgets = {"not_before": forms.DateInput, "not_after": forms.DateInput}

    field_order = [
        "mass_g",
        "volume_l",
        "minutes",
        "tail_lift",
        "not_before",
        "not_after",
        "destination",
        "position",
        "note",
    ]

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        known = self.instance
        self.fields["destination"].queryset = sites
        self.fields["destination"].label = "Atelier qui doit le recevoir"
        self.fields["destination"].label_from_instance = lambda site: f"{site.organisation}, {site.name}"
        for name in ("mass_g", "volume_l", "minutes"):
            self.initial[name] = getattr(known, name)
        if known.latitude is not None:
            self.initial["position"] = f"{known.latitude}, {known.longitude}"

    def clean_position(self) -> tuple[float, float] | None:
        text = self.cleaned_data["position"].replace(";", ",")
        if not text.strip():
            return None
        try:
            latitude, longitude = (float(Decimal(part.strip())) for part in text.split(",", 1))
        except (ArithmeticError, ValueError):
            raise forms.ValidationError("Écrivez deux nombres séparés d’une virgule : 48.0681, -2.9623.") from None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise forms.ValidationError("La latitude va de −90 à 90, la longitude de −180 à 180.")
        return latitude, longitude

    @property
    def known(self) -> dict[str, object]:
        """The arguments of the action."""
        values = dict(self.cleaned_data)
        latitude, longitude = values.pop("position") or (None, None)
        return {**values, "latitude": latitude, "longitude": longitude}
