"""The bench: the system installed, each function tested, the looks, the grade."""

from collections.abc import Iterable, Mapping

from django import forms

from maillon.common.forms import Form, Hinted, Proposed
from maillon.common.models import new_id
from maillon.matter.devices.models import Device
from maillon.matter.refurbishing.models import Check, Examination
from maillon.matter.refurbishing.queries import Proposal


class InstallForm(Form):
    """Which system, and until when its makers maintain it."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    system = forms.CharField(
        label="Système installé",
        max_length=80,
        widget=Proposed,
        help_text="Avec sa version, par exemple Linux Mint 22.",
    )
    until = forms.DateField(
        label="Suivi jusqu’au",
        required=False,
        widget=forms.DateInput,
        help_text="La fin des mises à jour, si on la connaît.",
    )

    def __init__(self, *args, proposals: Iterable[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        usual = list(proposals)
        self.fields["system"].widget.proposals = usual
        # The last one installed here is most likely the next: one tap then notes it.
        if usual and not self.initial.get("system"):
            self.initial["system"] = usual[0]


class ExamineForm(Form):
    """One answer for each check of the category under `check_<slug>`, the looks with the grade they lead to, the grade."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    cosmetic = forms.ChoiceField(label="Aspect", widget=forms.RadioSelect)
    grade = forms.ChoiceField(label="Grade", required=False)
    reason = forms.CharField(
        label="Pourquoi un autre grade",
        max_length=200,
        required=False,
        help_text="Seulement si vous changez le grade proposé.",
    )
    known_defects = forms.CharField(
        label="Défauts connus",
        max_length=200,
        required=False,
        help_text="La personne qui le recevra les lira : touche usée, rayure, batterie courte…",
    )

    def __init__(self, *args, checks: Iterable[Check], proposals: Mapping[str, Proposal], **kwargs):
        super().__init__(*args, **kwargs)
        # The reasons that no look changes.
        self.reasons = next(iter(proposals.values())).reasons[:-1]
        self.checks = list(checks)
        for check in self.checks:
            self.fields[self.name_of(check)] = forms.ChoiceField(
                label=check.name,
                help_text=check.how,
                choices=Examination.Result.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Répondez : marche, en panne ou absent."},
            )
        self.fields["cosmetic"].choices = [
            (value, Hinted(label, f"grade proposé : {Device.Grade(proposals[value].grade).label}"))
            for value, label in Examination.Cosmetic.choices
        ]
        self.fields["grade"].choices = [("", "Celui qui est proposé"), *Device.Grade.choices]

    @staticmethod
    def name_of(check: Check) -> str:
        return f"check_{check.slug}"

    @property
    def results(self) -> dict[str, str]:
        """The answer of each check, by its slug."""
        return {check.slug: self.cleaned_data[self.name_of(check)] for check in self.checks}

    def check_fields(self) -> list[tuple[Check, forms.BoundField]]:
        return [(check, self[self.name_of(check)]) for check in self.checks]

    @property
    def examined(self) -> dict[str, object]:
        """The arguments of `refurbishing.examine`."""
        kept = ("id", "cosmetic", "grade", "reason", "known_defects")
        return {"results": self.results, **{name: self.cleaned_data[name] for name in kept}}
