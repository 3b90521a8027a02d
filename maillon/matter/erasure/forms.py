"""What proves that nothing is left on a disk: the tool's log, or its destruction."""

import uuid

from django import forms

from maillon.common.forms import Form
from maillon.ground.organisations.models import Member
from maillon.matter.devices.forms import FilesForm
from maillon.matter.devices.forms.acts import FilesField
from maillon.matter.erasure import actions
from maillon.matter.erasure.models import Erasure


class LogsForm(FilesForm):
    """The files of the bench, logs and machine reports together."""

    files = FilesField(
        label="Journaux de nwipe",
        help_text=(
            "Un ou plusieurs fichiers, 20 Mo au plus chacun. Un rapport de la machine (lshw, smartctl) peut être joint en "
            "même temps."
        ),
    )

    def perform(self, device_id: uuid.UUID, *, by: Member) -> list[Erasure]:
        """Record what each file tells; the sentence of one that is refused stands beside the field."""
        # A log names disks that a report of the same hand-in may be the first to show.
        self.cleaned_data["files"].sort(key=lambda file: b"nwipe" in file.read(20_000).lower())
        return [made for told in self.each(self._attach(device_id, by)) for made in told]

    @staticmethod
    def _attach(device_id: uuid.UUID, by: Member):
        return lambda data, name: actions.attach(device_id, data, name=name, by=by)


class DestroyForm(Form):
    """How a disk was destroyed, and what proves it."""

    HOW = [
        ("Percé ou écrasé à l’atelier", "Percé ou écrasé à l’atelier"),
        ("Broyé par un recycleur", "Broyé par un recycleur"),
        ("Démagnétisé", "Démagnétisé (disque dur seulement)"),
    ]

    how = forms.ChoiceField(label="Comment", choices=HOW, widget=forms.RadioSelect)
    reference = forms.CharField(
        label="Référence de la preuve",
        max_length=120,
        help_text="Numéro du bon du recycleur, du carton scellé, de la photo.",
    )
