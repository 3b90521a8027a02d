"""What is asked to bring a spreadsheet in: the file and where it goes, then what its columns hold."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillon.common import tables
from maillon.common.forms import Form
from maillon.common.models import new_id
from maillon.common.tables import Kind, Layout
from maillon.ground.imports.models import Import
from maillon.ground.organisations.models import Member

ACCEPTED = ".csv,.txt,.tsv,.xlsx,.ods"


class FileForm(Form):
    """The file; read as soon as it comes, so that its trouble is said beside it."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    target = forms.ChoiceField(required=False)
    file = forms.FileField(
        label="Le tableau",
        help_text="CSV, XLSX ou ODS, 20 Mo et 50 000 lignes au plus. Rien n’est écrit avant que vous ayez vérifié.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "empty": "Ce fichier est vide. Vérifiez que vous avez enregistré le tableau, puis envoyez-le de nouveau.",
            "max_length": "Le nom de ce fichier est trop long : raccourcissez-le.",
        },
    )
    field_order = ["id", "target", "file"]

    def __init__(self, *args, kind: Kind, member: Member, corrects: Import | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if not kind.target_label or corrects:
            del self.fields["target"]
        else:
            self.fields["target"].label = kind.target_label
            self.fields["target"].required = True
            self.fields["target"].choices = [("", "Choisir…"), *kind.targets(member)]

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > tables.MOST_BYTES:
            raise ValidationError("Ce fichier pèse plus de 20 Mo : coupez-le en plusieurs, ou enlevez ses images.")
        self.data_sent = sent.read()
        try:
            self.book = tables.read(self.data_sent, sent.name)
        except tables.Unreadable as error:
            raise ValidationError(str(error)) from error
        return sent


class PlaceForm(Form):
    """Where the table is in the file: its sheet, the line of its heads."""

    says_optional = False
    feuille = forms.ChoiceField(label="Feuille", required=False)
    titres = forms.IntegerField(label="Ligne des titres", min_value=1, required=False)

    def __init__(self, *args, book: tables.Book, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["feuille"].choices = [(grid.name, grid.name) for grid in book.grids]
        if len(book.grids) < 2:
            del self.fields["feuille"]


class ColumnsForm(Form):
    """For each field that is known, its column in the file."""

    says_optional = False

    def __init__(self, *args, kind: Kind, laid: Layout, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.laid = kind, laid
        choices = [("", "Aucune colonne"), *((str(column.index), column.head) for column in laid.columns)]
        for field in kind.fields():
            said = {"required": f"Choisissez la colonne qui dit : {field.label.lower()}."}
            self.fields[field.name] = forms.ChoiceField(
                label=field.label, choices=choices, required=field.required, error_messages=said
            )

    @property
    def columns(self) -> dict[str, int]:
        """The place of the column of each field that has one."""
        return {name: int(value) for name, value in self.cleaned_data.items() if value}

    def rows(self) -> list[tuple[tables.Field, forms.BoundField, tuple[str, ...]]]:
        """Each field with its choice, and some values of the column that is chosen."""
        made = []
        for field in self.kind.fields():
            bound = self[field.name]
            chosen = str(bound.value() if bound.value() is not None else "")
            column = self.laid.column(int(chosen)) if chosen.isdigit() else None
            made.append((field, bound, column.samples if column else ()))
        return made

    def left(self) -> list[str]:
        """The columns that no field takes."""
        taken = {str(self[field.name].value()) for field in self.kind.fields()}
        return [column.head for column in self.laid.columns if str(column.index) not in taken]
