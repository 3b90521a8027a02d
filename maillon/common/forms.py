"""Forms as Maillon shows them: label, help, field, error beside; a summary of errors on top, each linked to its field.

`Renderer` dresses every form of the site, those of other packages too. `Form` and `ModelForm` also speak plainly.
"""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import renderers
from django.utils.dateparse import parse_datetime

from maillon.common import geography, numbers
from maillon.common.errors import Refused

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
DJANGO_TEMPLATES = Path(renderers.__file__).parent / "templates"

T = TypeVar("T")

CHECKED_WIDGETS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
LISTED_WIDGETS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class BoundField(forms.BoundField):
    """A field with its data, which knows how it looks and where a link to its error leads."""

    @property
    def is_check(self) -> bool:
        """One box to tick: its label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """Said « (facultatif) » beside the label, unless the form says that all its fields may be left out."""
        silent = self.is_check or self.field.disabled or not getattr(self.form, "says_optional", True)
        return not self.field.required and not silent

    @property
    def anchor(self) -> str:
        """The id of the element that takes the focus; a list of choices has none, its first choice has."""
        if isinstance(self.field.widget, LISTED_WIDGETS):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        if isinstance(widget, LISTED_WIDGETS):
            # The group carries the error; ARIA forbids aria-invalid on a radio button.
            attrs.pop("aria-invalid", None)
        look = "form-control"
        if isinstance(widget, CHECKED_WIDGETS):
            look = "form-check-input"
        elif isinstance(widget, forms.Select):
            look = "form-select"
        classes = [look, widget.attrs.get("class", ""), attrs.get("class", ""), "is-invalid" if self.errors else ""]
        attrs["class"] = " ".join(dict.fromkeys(filter(None, classes)))
        if isinstance(widget, Quantity):
            widget.counted = self.label
        return attrs


class Renderer(renderers.DjangoTemplates):
    """Renders every form of the site with `maillon/templates/forms/`."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = BoundField
    ours = {
        "django/forms/widgets/radio.html": "forms/pick.html",
        "django/forms/widgets/checkbox_select.html": "forms/pick.html",
        "django/forms/widgets/clearable_file_input.html": "forms/file.html",
    }

    @cached_property
    def engine(self):
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [TEMPLATES, DJANGO_TEMPLATES],
                "NAME": "maillon-forms",
                "OPTIONS": {"builtins": ["maillon.common.templatetags.maillon"]},
            }
        )

    def get_template(self, template_name: str):
        return super().get_template(self.ours.get(template_name, template_name))


class Form(forms.Form):
    """A form that speaks plainly. Set `says_optional = False` where every field may be left out (filters)."""

    says_optional = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        speak_plainly(self)


class ModelForm(forms.ModelForm):
    """A form on one record that speaks plainly."""

    says_optional = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        speak_plainly(self)


def speak_plainly(form: forms.BaseForm) -> None:
    """Dates are typed in a calendar, an absent answer is asked for in words that fit the field."""
    for field in form.fields.values():
        widget = field.widget
        if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _asking(field)
        if isinstance(field, forms.IntegerField):
            field.error_messages.update(NUMBERS)
        if type(widget) in DATE_TYPES:
            widget.input_type, widget.format = DATE_TYPES[type(widget)]
        elif isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
            widget.attrs["rows"] = 4
        elif type(widget) is forms.NumberInput and isinstance(field, forms.IntegerField):
            widget.attrs.setdefault("inputmode", "numeric")
        empty = "Sans réponse" if isinstance(widget, forms.RadioSelect) else "Choisir…"
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = empty if field.empty_label == DASHES else field.empty_label
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            field.choices = [(value, empty if label == DASHES else label) for value, label in choices]


DASHES = "---------"
NUMBERS = {
    "invalid": "Écrivez un nombre entier.",
    "min_value": "Écrivez %(limit_value)s ou plus.",
    "max_value": "Écrivez %(limit_value)s ou moins.",
}
DATE_TYPES = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}


def _asking(field: forms.Field) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return "Cochez cette case pour continuer."
    if isinstance(field, forms.FileField):
        return "Joignez un fichier."
    if isinstance(field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)):
        return "Choisissez au moins une réponse."
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return "Choisissez une réponse."
    if isinstance(field, (forms.DateField, forms.DateTimeField)):
        return "Indiquez une date."
    return "Remplissez ce champ."


def refuse(form: forms.BaseForm, refused: Refused) -> None:
    """Show a refusal of the domain beside its field, or in the summary when it belongs to none."""
    field = refused.field if refused.field in form.fields else None
    sentence = f"{refused.sentence} Source : {refused.source}." if refused.source else refused.sentence
    form.add_error(field, ValidationError(sentence, code="refused"))


class Hinted(str):
    """The label of a choice, and under it in small letters what it means."""

    hint: str

    def __new__(cls, label: str, hint: str = "") -> "Hinted":
        hinted = super().__new__(cls, label)
        hinted.hint = hint
        return hinted


class Ticks(forms.CheckboxSelectMultiple):
    """Many boxes to tick, in columns; the default is fewer and wider."""

    template_name = "forms/ticks.html"


class Quantity(forms.NumberInput):
    """A count, with one button to take one away and one to add one."""

    template_name = "forms/quantity.html"
    counted = ""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"min": 0, "inputmode": "numeric", **(attrs or {})})

    def get_context(self, name, value, attrs):
        return {**super().get_context(name, value, attrs), "counted": self.counted}


class Scan(forms.TextInput):
    """Expects a device: whatever a USB scanner types on the page, or the camera reads, arrives here and is sent."""

    template_name = "forms/scan.html"

    def __init__(self, attrs: dict[str, Any] | None = None):
        usual = {"data-scan": True, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__({**usual, **(attrs or {})})


class Measured(forms.TextInput):
    """A decimal number as one types it in French, followed by its unit."""

    template_name = "forms/measured.html"

    def __init__(self, unit: str, attrs: dict[str, Any] | None = None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})
        self.unit = unit

    def get_context(self, name, value, attrs):
        return {**super().get_context(name, value, attrs), "unit": self.unit}


class Proposed(forms.TextInput):
    """Text with proposals: those of `proposals`, and with JavaScript those that `address` answers to ?q=."""

    template_name = "forms/proposed.html"

    def __init__(self, address: str = "", proposals: Iterable[object] = (), attrs: dict[str, Any] | None = None):
        usual = {"data-suggest": address} if address else {}
        super().__init__({"autocomplete": "off", **usual, **(attrs or {})})
        self.proposals = proposals

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_list"
        return {**context, "proposals": [str(proposal) for proposal in self.proposals]}


class InstantField(forms.CharField):
    """When the phone says it happened, which may be hours before it is sent: ISO with its zone; None when nothing can be
    understood. The program of the field pages fills it as the form is sent.
    """

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=40, widget=forms.HiddenInput({"data-clock": True}), **kwargs)

    def clean(self, value):
        try:
            instant = parse_datetime(super().clean(value) or "")
        except ValueError:
            return None
        return instant if instant and instant.tzinfo else None


class MeasureField(forms.Field):
    """A number typed as French writes it, cleaned into an integer of a smaller unit; `initial` is such an integer too."""

    unit: str
    parts: int
    example: str

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", Measured(self.unit))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, int):
            return numbers.number(Decimal(value) / self.parts, None if value % self.parts == 0 else self.decimals)
        return value

    @property
    def decimals(self) -> int:
        """How many digits after the comma the smaller unit needs."""
        return len(str(self.parts)) - 1

    def to_python(self, value) -> int | None:
        text = "".join(str(value or "").removesuffix(self.unit).split()).replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,9}(\.\d{0,9})?|\.\d{1,9}", text, re.ASCII):
            raise ValidationError(f"Écrivez un nombre en {self.unit}, par exemple {self.example}.", code="invalid")
        return int((Decimal(text) * self.parts).to_integral_value(ROUND_HALF_UP))


class MassField(MeasureField):
    """A mass typed in kilos, cleaned into grams."""

    unit, parts, example = "kg", 1000, "2,14"


class PriceField(MeasureField):
    """A price typed in euros, cleaned into cents."""

    unit, parts, example = "€", 100, "12,50"


class CommuneField(forms.CharField):
    """A commune by name or postcode. Cleaned into a `geography.Commune`, or None; `initial` is a Commune too."""

    def __init__(self, *, proposals: Iterable[geography.Commune] = (), **kwargs):
        kwargs.setdefault("label", "Commune")
        kwargs.setdefault("widget", Proposed("/communes", proposals, {"placeholder": "Nom ou code postal"}))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return str(value) if isinstance(value, geography.Commune) else value

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return geography.resolve(text)
        except geography.UnknownCommune as unknown:
            self.widget.proposals = unknown.proposals
            raise ValidationError(str(unknown), code="unknown") from None


def attempt(form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """Do the act of a valid form; a domain refusal goes beside its field, and None comes back for the form to show again."""
    try:
        return act()
    except Refused as refused:
        refuse(form, refused)
        return None
