import json

from django import forms

from maillon.common.forms import Form, Hinted, InstantField, MassField
from maillon.common.models import new_id
from maillon.giving.rounds.actions.driving import Weighed
from maillon.giving.rounds.models import Container, Stop
from maillon.ground.files import formats
from maillon.ground.files.forms import UploadField
from maillon.matter.ledger.models import Category
from maillon.matter.lots.forms import CountsForm

WEIGHINGS = 4
LONGEST_DRAWING = 200_000


class StrokesField(forms.CharField):
    """A signature drawn with a finger: a JSON list of strokes, each a list of points between 0 and 1."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=LONGEST_DRAWING, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return []
        try:
            return [[_point(point) for point in stroke] for stroke in json.loads(text)]
        except (TypeError, ValueError, OverflowError, RecursionError):
            raise forms.ValidationError("Cette signature est illisible : effacez-la, et signez à nouveau.") from None


def _point(point) -> list[float]:
    x, y = point
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise ValueError("outside of the box")
    return [round(float(x), 3), round(float(y), 3)]


class ArriveForm(Form):
    """One is there."""

    at = InstantField()


class MissForm(Form):
    """Why it cannot be done."""

    at = InstantField()
    reason = forms.ChoiceField(label="Pourquoi ?", choices=Stop.Missed, widget=forms.RadioSelect)
    remark = forms.CharField(label="Autre chose à dire", max_length=300, required=False)


class StopForm(CountsForm):
    """What was counted, weighed, refused, and who signed."""

    says_optional = False

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    at = InstantField()
    photos = UploadField(label="Photos", accept=formats.PHOTOS, many=True, most=6, required=False)
    refusals = forms.CharField(
        label="Laissé sur place, et pourquoi",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Par exemple : 2 écrans, dalles brisées.",
    )
    seals = forms.CharField(
        label="Contenants scellés",
        max_length=300,
        required=False,
        help_text="Le numéro de chaque scellé, séparés par des virgules : l’atelier les vérifie à l’arrivée.",
    )
    explanation = forms.CharField(
        label="Explication d’un écart", max_length=200, required=False, help_text="Si la masse ou le décompte surprend."
    )
    signer = forms.CharField(
        label="Qui remet le matériel ?",
        max_length=120,
        help_text="Nom et fonction.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    strokes = StrokesField()
    on_paper = forms.BooleanField(label="A signé sur papier", required=False)

    def __init__(self, *args, stop: Stop, **kwargs):
        offered = {line.category_id: line.units for line in stop.offer.lines.all()}
        categories = Category.objects.filter(family__in=Category.GIVEN)
        kwargs["initial"] = {f"units_{slug}": units for slug, units in offered.items()} | {"signer": stop.signer}
        super().__init__(*args, categories=categories, **kwargs)
        self.offered = offered
        containers = Container.objects.filter(network=stop.network_id).in_service()
        for rank in range(1, WEIGHINGS + 1):
            self.fields[f"gross_{rank}"] = MassField(label="Brut", required=False)
            self.fields[f"gross_{rank}"].widget.attrs["class"] = "m-weigh"
            field = forms.ModelChoiceField(
                label="Contenant", queryset=containers, required=False, empty_label="Aucun", widget=TareSelect
            )
            field.label_from_instance = lambda one: Hinted(f"{one.name}, {_kilos(one.tare_g)}", str(one.tare_g))
            self.fields[f"container_{rank}"] = field

    def rows(self) -> tuple[list, list]:
        """The counts of what was announced (or typed), then of the rest."""
        rows = [(category, field, self.offered.get(category.pk)) for category, field in self.count_rows()]
        first = [row for row in rows if row[2] or row[1].value()]
        return first, [row for row in rows if row not in first]

    def scales(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"gross_{rank}"], self[f"container_{rank}"]) for rank in range(1, WEIGHINGS + 1)]

    @property
    def collected(self) -> dict[str, object]:
        """The arguments of the action."""
        kept = ("id", "at", "refusals", "seals", "explanation", "signer", "strokes", "on_paper", "photos")
        weighings = [
            Weighed(self.cleaned_data[f"gross_{rank}"], self.cleaned_data[f"container_{rank}"])
            for rank in range(1, WEIGHINGS + 1)
            if self.cleaned_data[f"gross_{rank}"]
        ]
        return {
            **{name: self.cleaned_data[name] for name in kept},
            "counts": self.counts,
            "weighings": weighings,
        }


def _kilos(grams: int) -> str:
    return f"{grams / 1000:.1f} kg".replace(".", ",")


class TareSelect(forms.Select):
    """Each choice carries its tare in grams, so that the page shows the net."""

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        option["attrs"]["data-tare"] = getattr(label, "hint", "") or "0"
        return option
