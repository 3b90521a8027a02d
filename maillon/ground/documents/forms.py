"""What is asked of whoever checks a document."""

import hashlib
import re

from django import forms
from django.core.exceptions import ValidationError

from maillon.common.forms import Form

CODE = re.compile(r"[0-9a-f]{40}")
LARGEST = 20 * 1024 * 1024


class CodeForm(Form):
    """The verification code, as printed, typed with spaces or dashes, or inside the address of the page."""

    code = forms.CharField(
        label="Code de vérification",
        max_length=300,
        help_text="40 signes, sous le QR du document. Espaces et tirets ne comptent pas.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "m-code"}),
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"].rpartition("/")[2]
        code = re.sub(r"[\s-]", "", typed).lower()
        if not CODE.fullmatch(code):
            raise ValidationError(
                "Ce n’est pas un code de vérification : il a 40 signes, des chiffres et des lettres de a à f. Le numéro du "
                "document (C-2026-0418) ne suffit pas : deux structures peuvent porter le même.",
                code="shape",
            )
        return code


class FileForm(Form):
    """The PDF that the visitor holds: compared, never kept. With JavaScript it does not even leave her computer."""

    file = forms.FileField(
        label="Votre fichier PDF",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> str:
        """The SHA-256 of the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError("Ce fichier dépasse 20 Mo : aucun document établi ici n’est si lourd.", code="large")
        made = hashlib.sha256()
        for part in file.chunks():
            made.update(part)
        return made.hexdigest()
