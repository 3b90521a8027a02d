"""The bench: the system installed, each function tested, the looks, the grade, the check by someone else."""

from collections.abc import Iterable, Mapping

from django import forms

from maillon.common.forms import Form, Hinted, InstantField, Proposed
from maillon.common.models import new_id
from maillon.ground.files import formats
from maillon.ground.files.forms import UploadField
from maillon.matter.devices.models import Device
from maillon.matter.refurbishing.models import Check, Examination
from maillon.matter.refurbishing.queries import Proposal


class InstallForm(Form):
    """Which system, and until when its makers maintain it."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    at = InstantField()
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
        help_text="Vide : la date du catalogue des systèmes.",
    )

    def __init__(self, *args, proposals: Iterable[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        usual = list(proposals)
        self.fields["system"].widget.proposals = usual
        # The last one installed here is most likely the next: one tap then notes it.
        if usual and not self.initial.get("system"):
            self.initial["system"] = usual[0]


class ConcludeForm(Form):
    """The looks with the grade that they lead to, and the grade: the end of the guided test."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    at = InstantField()
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

    def __init__(self, *args, proposals: Mapping[str, Proposal], **kwargs):
        super().__init__(*args, **kwargs)
        # What no look changes, and what is missing to be fair.
        first = next(iter(proposals.values()))
        self.reasons, self.unknown = first.reasons, first.unknown
        self.fields["cosmetic"].choices = [
            (value, Hinted(label, hint_of(proposals[value]))) for value, label in Examination.Cosmetic.choices
        ]
        self.fields["grade"].choices = [("", "Celui qui est proposé"), *Device.Grade.choices]

    @property
    def concluded(self) -> dict[str, object]:
        """The arguments of `refurbishing.conclude`."""
        return {name: self.cleaned_data[name] for name in ("id", "at", "cosmetic", "grade", "reason", "known_defects")}


def hint_of(proposal: Proposal) -> str:
    """« grade proposé : B », with the cap that holds it there when there is one."""
    told = f"grade proposé : {Device.Grade(proposal.grade).label}"
    if proposal.unfit:
        return f"{told} ; la table conseille de ne pas le remettre"
    return "\u00a0; ".join([told, *proposal.looks[1:]])


class ExamineForm(ConcludeForm):
    """All on one page: besides the looks and the grade, one answer for each check, under `check_<slug>`."""

    def __init__(self, *args, checks: Iterable[Check], **kwargs):
        super().__init__(*args, **kwargs)
        self.checks = list(checks)
        for check in self.checks:
            self.fields[self.name_of(check)] = forms.ChoiceField(
                label=check.name,
                help_text=check.how,
                choices=Examination.Result.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Répondez : marche, en panne ou absent."},
            )

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
        return {"results": self.results, **self.concluded}


class StepForm(Form):
    """One answer of the guided test: three big buttons send it, with a remark and a photo."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    at = InstantField()
    result = forms.ChoiceField(
        choices=Examination.Result.choices, error_messages={"required": "Répondez : marche, en panne ou absent."}
    )
    remark = forms.CharField(label="Remarque", max_length=200, required=False)
    photo = UploadField(label="Photo", accept=formats.PHOTOS, required=False)


class ScoreForm(Form):
    """How fast the processor is, as read on the page of its maker's tests."""

    name = forms.CharField(label="Processeur", max_length=120, help_text="Par exemple Core i5-8350U.")
    score = forms.IntegerField(
        label="Indice PassMark",
        min_value=50,
        max_value=200_000,
        help_text="« CPU Mark » de la page du processeur sur cpubenchmark.net. Il servira à tous les appareils du réseau.",
        error_messages={"invalid": "Écrivez un nombre entier, par exemple 6200."},
    )


class ReviewForm(Form):
    """What a second person says of a device found good."""

    passed = forms.TypedChoiceField(
        choices=[("1", "Bon : il est prêt"), ("0", "À reprendre")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        label="Votre avis",
    )
    reason = forms.CharField(
        label="Ce qui ne va pas", max_length=200, required=False, help_text="Seulement s’il est à reprendre."
    )
