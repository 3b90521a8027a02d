"""What is asked of whoever checks what came."""

from collections.abc import Sequence

from django import forms

from maillon.common.forms import Form, MassField
from maillon.giving.receptions.queries import Gap
from maillon.matter.devices.forms.acts import FilesField
from maillon.matter.transfers.models import Seal


class WeighForm(Form):
    """What the lot weighs at the workshop."""

    weighed = MassField(label="Masse du lot à l’atelier, contenants retirés")


class PointForm(Form):
    """A number read on a machine."""

    number = forms.CharField(
        label="Numéro lu sur la machine",
        max_length=80,
        help_text="De série ou d’inventaire, à la douchette ou au clavier : sa ligne est pointée.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )


class LogsForm(Form):
    """The logs of the erasures that the donor did."""

    logs = FilesField(
        label="Journaux d’effacement du donateur",
        required=False,
        help_text="Ceux de nwipe, un ou plusieurs. Chacun s’attache au disque dont il donne le numéro de série.",
    )


class SealsForm(Form):
    """How each sealed container came."""

    says_optional = False

    def __init__(self, *args, seals: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers = {f"seal_{rank}": number for rank, (number, _) in enumerate(seals)}
        for (name, number), (_, state) in zip(self.numbers.items(), seals, strict=True):
            choices = [("", "Pas encore vu"), *Seal.choices]
            self.fields[name] = forms.ChoiceField(
                label=f"Scellé {number}", choices=choices, required=False, initial=state
            )

    @property
    def states(self) -> dict[str, str]:
        return {number: self.cleaned_data[name] for name, number in self.numbers.items() if self.cleaned_data[name]}


class ExplainForm(Form):
    """Why each difference of the page is, and the rest."""

    says_optional = False

    rest = forms.CharField(
        label="Motif de ce qui n’en a pas, et de la masse qui reste",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Il vaut pour tous les écarts restés sans motif : emballages, matériel gardé par le donateur…",
    )

    def __init__(self, *args, gaps: Sequence[Gap], **kwargs):
        super().__init__(*args, **kwargs)
        self.gaps = list(gaps)
        for gap in self.gaps:
            self.fields[gap.name] = forms.CharField(
                label=f"Motif : {gap.what}", max_length=200, required=False, initial=gap.reason
            )

    def rows(self) -> list[tuple[Gap, forms.BoundField]]:
        return [(gap, self[gap.name]) for gap in self.gaps]

    @property
    def reasons(self) -> dict[str, str]:
        return {gap.subject: self.cleaned_data[gap.name] for gap in self.gaps}
