"""What is asked of those who scan."""

import json
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from maillon.common.forms import Form, InstantField, Scan
from maillon.common.models import new_id
from maillon.ground.organisations.models import Member, Site
from maillon.matter.ledger.models import Location
from maillon.matter.lots.queries import choosable_sites
from maillon.matter.scanning.models import Difference
from maillon.matter.scanning.queries import Gap

MOST_NAMES = 60
RANGE = re.compile(r"(?P<word>\D*)(?P<first>\d{1,4}) ?(?:à|-|→) ?(?P<same>\D*)(?P<last>\d{1,4})")


class CodeField(forms.CharField):
    """What a scanner or fingers typed, without the control signs that some scanners send."""

    def to_python(self, value):
        return "".join(sign for sign in super().to_python(value) if sign.isprintable()).strip()


class ScanForm(Form):
    """One scan: under which card, what was read, when, and the identifier that its sender made."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    card = forms.CharField(max_length=80, widget=forms.HiddenInput)
    code = CodeField(
        label="Scanner",
        max_length=300,
        widget=Scan(attrs={"placeholder": "Prêt à lire", "enterkeyhint": "go", "autofocus": True}),
        error_messages={"required": "Rien n’a été lu : scannez l’étiquette, ou tapez son code."},
    )
    at = InstantField()


def sent(request: HttpRequest) -> dict[str, Any]:
    """The answers of a scan, sent as JSON or as a form; what is not an object says nothing."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        found = json.loads(request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class NamesField(forms.CharField):
    """One or several short names: « B1, B2, B3 », or « B1 à B8 ». Cleaned into a list without repetition."""

    def clean(self, value):
        names: dict[str, None] = {}
        for part in super().clean(value).replace(";", ",").replace("\n", ",").split(","):
            for name in self._range(" ".join(part.split())):
                names[name] = None
        if len(names) > MOST_NAMES:
            raise ValidationError(f"{MOST_NAMES} emplacements à la fois au plus.", code="many")
        for name in names:
            if len(name) > 40 or not any(sign.isalnum() for sign in name):
                raise ValidationError(
                    f"« {name[:40]} » n’est pas un nom d’emplacement : une lettre ou un chiffre au moins, 40 signes au plus.",
                    code="name",
                )
        if not names:
            raise ValidationError("Donnez un nom court, par exemple « B3 ».", code="required")
        return list(names)

    @staticmethod
    def _range(part: str) -> list[str]:
        found = RANGE.fullmatch(part)
        if not found or found["word"] != found["same"] or int(found["first"]) > int(found["last"]):
            return [part] if part else []
        width = len(found["first"]) if found["first"].startswith("0") else 0
        numbers = range(int(found["first"]), min(int(found["last"]), int(found["first"]) + MOST_NAMES) + 1)
        return [f"{found['word']}{number:0{width}d}" for number in numbers]


class PlacesForm(Form):
    """New zones of a site, or new shelves of one of its zones."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    names = NamesField(
        label="Nom",
        max_length=400,
        help_text="Court, lisible de loin. Plusieurs à la fois : « A1, A2 » ou « B1 à B8 ».",
    )
    parent = forms.ModelChoiceField(
        label="Dans", queryset=Location.objects.none(), required=False, empty_label="le site : c’est une zone"
    )
    site = forms.ModelChoiceField(label="Site", queryset=Site.objects.none())

    says_optional = False

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites = choosable_sites(member)
        zones = Location.objects.visible_to(member).in_use().filter(parent=None, site__in=sites)
        self.fields["parent"].queryset = zones.select_related("site")
        self.fields["parent"].label_from_instance = lambda zone: f"{zone.site} › {zone.name}"
        if not self.is_bound and len(sites) == 1:
            self.fields["site"].initial = sites[0].pk

    def clean(self):
        cleaned = super().clean()
        site, parent = cleaned.get("site"), cleaned.get("parent")
        if site and parent and parent.site_id != site.pk:
            self.add_error("parent", ValidationError("Cette zone est d’un autre site.", code="site"))
        return cleaned


class RenameForm(Form):
    """Another name for a location."""

    name = forms.CharField(label="Nouveau nom", max_length=40)


class CloseForm(Form):
    """What each difference of an inventory came to, under its code; one reason for those that have none."""

    says_optional = False

    reason = forms.CharField(
        label="Motif, pour les lignes qui n’en ont pas",
        max_length=200,
        required=False,
        help_text="Demandé pour ce qui est perdu, et pour ce qui reste tel quel.",
    )

    def __init__(self, *args, gaps: Iterable[Gap], **kwargs):
        super().__init__(*args, **kwargs)
        self.gaps = list(gaps)
        for gap in self.gaps:
            self.fields[f"decision_{gap.code}"] = forms.ChoiceField(
                label=f"Décision pour {gap.code}",
                choices=[(choice, Difference.Decision(choice).label) for choice in gap.choices],
                initial=gap.choices[0],
            )
            self.fields[f"reason_{gap.code}"] = forms.CharField(
                label=f"Motif pour {gap.code}", max_length=200, required=False
            )

    def rows(self) -> list[tuple[Gap, forms.BoundField, forms.BoundField]]:
        return [(gap, self[f"decision_{gap.code}"], self[f"reason_{gap.code}"]) for gap in self.gaps]

    @property
    def decisions(self) -> dict[str, tuple[str, str]]:
        return {
            gap.code: (self.cleaned_data[f"decision_{gap.code}"], self.cleaned_data[f"reason_{gap.code}"])
            for gap in self.gaps
        }
