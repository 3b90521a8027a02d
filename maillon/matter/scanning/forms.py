"""What is asked of those who scan."""

import datetime
import json
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from maillon.common.forms import Form, Scan
from maillon.common.models import new_id


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
    at = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def clean_at(self) -> datetime.datetime | None:
        """When the phone read it; None when its clock says nothing that can be understood."""
        try:
            at = datetime.datetime.fromisoformat(self.cleaned_data["at"])
        except ValueError:
            return None
        return at if timezone.is_aware(at) else None


def sent(request: HttpRequest) -> dict[str, Any]:
    """The answers of a scan, sent as JSON or as a form; what is not an object says nothing."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        found = json.loads(request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
