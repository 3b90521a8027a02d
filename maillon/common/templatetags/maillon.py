"""Words of the templates, known everywhere without loading: icons, states, numbers and dates in French, QR codes."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from maillon.common import moments, numbers, phones, typography
from maillon.common import qr as qr_codes
from maillon.common.icons import ICONS
from maillon.common.numbers import NO_BREAK

register = template.Library()

LOOKS = {"soon", "run", "wait", "ok", "kept", "out", "end", "stop"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing of this name, beside the word that says the same. Raises KeyError for a name that has none."""
    return format_html('<svg class="m-ico" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name])


@register.simple_tag
def badge(word: str, look: str) -> SafeString:
    """A state: its word, in one of the eight looks. Raises ValueError for another."""
    if look not in LOOKS:
        raise ValueError(f"« {look} » is not the look of a state: {', '.join(sorted(LOOKS))}.")
    return format_html('<span class="m-st m-st-{}">{}</span>', look, typo(word))


@register.simple_tag
def qr(text: str, title: str = "") -> SafeString:
    """The QR code of a text; `title` is what it is for those who do not see it."""
    # Drawn by us; its texts are escaped.
    return mark_safe(qr_codes.svg(text, title=title))  # nosec B308, B703


class Entry(NamedTuple):
    """One line of the summary of errors: where the link leads (or nowhere), the field's name, what to do."""

    href: str
    label: str
    message: str


@register.inclusion_tag("forms/summary.html")
def errors(*forms: BaseForm | BaseFormSet) -> dict[str, list[Entry]]:
    """The summary of what is to be corrected in these forms and formsets, empty when nothing is."""
    return {"entries": [entry for form in forms if form for entry in _entries(form)]}


def _entries(form: BaseForm | BaseFormSet) -> Iterator[Entry]:
    if isinstance(form, BaseFormSet):
        if form.is_bound:
            yield from (Entry("", "", str(message)) for message in form.non_form_errors())
        for one in form.forms:
            yield from _entries(one)
        return
    yield from (Entry("", "", str(message)) for message in form.non_field_errors())
    for field in form:
        href = "" if field.is_hidden else getattr(field, "anchor", field.id_for_label)
        label = "" if field.is_hidden else str(field.label).rstrip(" .:?!")
        yield from (Entry(href, label, str(message)) for message in field.errors)


class Column(NamedTuple):
    """The head of a column, and the classes of its cells."""

    label: str
    look: str


@register.inclusion_tag("components/table.html")
def table(
    columns: Sequence[dict], rows: Iterable[Sequence], *, caption: str, foot: Sequence = (), cards: bool = False
) -> dict[str, Any]:
    """A dense table from data, which scrolls by itself on phones, or turns its rows into cards.

    A column has `label`, and may have `number` (to the right) or `minor` (left out on phones). The first cell of a
    row heads it. Raises ValueError for a row that has not one cell a column.
    """
    heads = [Column(column["label"], _look(column)) for column in columns]
    lines = [list(zip(heads, row, strict=True)) for row in rows]
    last = list(zip(heads, foot, strict=True)) if foot else []
    return {"columns": heads, "lines": lines, "last": last, "caption": caption, "cards": cards}


def _look(column: dict) -> str:
    return " ".join(name for name, key in (("m-num", "number"), ("m-hide", "minor")) if column.get(key))


@register.filter
def kg(grams: int | None) -> str:
    """« 14,2 kg », from grams; empty when there is none."""
    return numbers.kg(grams) if isinstance(grams, int) else ""


@register.filter
def tonnes(grams: int | None) -> str:
    """« 88,3 t », from grams; empty when there is none."""
    return numbers.tonnes(grams) if isinstance(grams, int) else ""


@register.filter
def euros(cents: int | None) -> str:
    """« 180 € », from cents; empty when there is none."""
    return numbers.euros(cents) if isinstance(cents, int) else ""


@register.filter
def number(value: Any) -> str:
    """« 7 000 »; empty when there is none."""
    return "" if value in (None, "") else numbers.number(value)


@register.filter
def telephone(number: str | None) -> str:
    """« 02 61 91 00 12 », of a number as it is kept; any other text as it is; empty when there is none."""
    return phones.display(number) if number else ""


@register.filter
def day(value: datetime.date | None) -> str:
    """« 9 juin 2026 », of a date or an instant; empty when there is none."""
    return moments.day(value) if value else ""


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """« 9 juin 2026, 14 h 07 », in the time of Paris; empty when there is none."""
    return moments.moment(value) if value else ""


@register.filter
def full_day(value: datetime.date | None) -> str:
    """« mardi 9 juin 2026 », of a date or an instant; empty when there is none."""
    return moments.full_day(value) if value else ""


@register.filter
def hour(value: datetime.datetime | datetime.time | None) -> str:
    """« 14 h 07 », « 9 h », in the time of Paris; empty when there is none."""
    return "" if value is None or value == "" else moments.hour(value)


@register.filter
def ago(value: datetime.date | None) -> str:
    """« il y a 3 jours », « hier », « dans 2 heures », of a date or an instant; empty when there is none."""
    return moments.ago(value) if value else ""


class Age(NamedTuple):
    """How long something has waited: « 12 », « jours »."""

    number: int
    unit: str

    def __str__(self) -> str:
        return f"{numbers.number(self.number)}{NO_BREAK}{self.unit}"


@register.filter
def age(since: datetime.date | None) -> Age | str:
    """How long it has been, in days; in hours within a day, in minutes within an hour. Empty when there is none."""
    if not since:
        return ""
    if not isinstance(since, datetime.datetime):
        return _age((timezone.localdate() - since).days, "jour")
    minutes = max(int((timezone.now() - since).total_seconds() // 60), 0)
    if minutes < 60:
        return Age(minutes, "min")
    return _age(minutes // 60, "heure") if minutes < 24 * 60 else _age(minutes // (24 * 60), "jour")


def _age(count: int, unit: str) -> Age:
    return Age(max(count, 0), unit if count < 2 else f"{unit}s")


@register.filter(is_safe=True)
def typo(text: Any) -> SafeString:
    """French typography: no-break spaces where they belong, curved apostrophes.

    Only the words change: what is not marked safe is escaped, and the tags of what is are left alone.
    """
    if text is None:
        return SafeString("")
    text = str(text)
    if not isinstance(text, SafeString):
        return escape(typography.space(text))
    # It was safe, and no sign of HTML was added.
    return mark_safe(typography.space_html(text))  # nosec B308, B703
