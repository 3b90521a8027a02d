"""What is asked to bring a directory in."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillon.common.forms import Form
from maillon.ground.organisations.models import Member
from maillon.sharing.directory.models import Mapping
from maillon.sharing.directory.queries import reading

MOST_BYTES = 30_000_000


class BringForm(Form):
    """The file, whose it is, and how it is read when its columns are not the standard's."""

    source = forms.CharField(
        label="Qui a produit ce fichier",
        max_length=150,
        help_text="Le même nom la prochaine fois : ses lieux seront mis à jour.",
    )
    file = forms.FileField(label="Le fichier", help_text="CSV ou JSON, 30 Mo et 50 000 lieux au plus.")
    mapping = forms.FileField(
        label="Sa correspondance",
        required=False,
        help_text="Seulement si ses colonnes ne sont pas celles du standard : un fichier JSON. Elle est gardée pour cette source.",
    )
    act = forms.ChoiceField(
        label="Que faire ?",
        choices=[("dry", "Vérifier : dire ce qui changerait, sans rien écrire"), ("write", "Importer")],
        initial="dry",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.member = member
        self.rules_sent: dict[str, Any] | None = None

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise ValidationError("Ce fichier pèse plus de 30 Mo : coupez-le en plusieurs.")
        try:
            self.rows = reading.raw(sent.read())
        except reading.Unreadable as error:
            raise ValidationError(str(error)) from error
        return sent

    def clean_mapping(self) -> Any:
        sent = self.cleaned_data["mapping"]
        if sent:
            try:
                self.rules_sent = dict(reading.check_rules(json.loads(sent.read().decode())))
            except reading.Unreadable as error:
                raise ValidationError(str(error)) from error
            except (ValueError, RecursionError) as error:
                raise ValidationError("Cette correspondance n’est pas un fichier JSON qui se lit.") from error
        return sent

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        source = self.cleaned_data["source"]
        saved = Mapping.objects.visible_to(self.member).filter(source=source).first()
        try:
            rules = self.rules_sent or (saved.rules if saved else reading.standard_rules(self.rows))
        except reading.Unreadable as error:
            self.add_error("file", str(error))
            return
        self.entries = reading.entries(self.rows, rules, source, timezone.localdate())
