"""A version of the grading table, the catalogue of systems, what the network asks of its workshops."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillon.common.forms import Form
from maillon.common.models import new_id
from maillon.matter.devices.models import Device, Medium
from maillon.matter.refurbishing.models import Examination

STEPS, CAPS = 5, 6
# key in `thresholds`, what it measures, unit.
CRITERIA = (
    ("cpu", "Processeur", "indice"),
    ("ram_gb", "Mémoire", "Go"),
    ("hdd_gb", "Disque dur", "Go"),
    ("ssd_gb", "SSD", "Go"),
    ("nvme_gb", "SSD NVMe", "Go"),
    ("emmc_gb", "Mémoire eMMC", "Go"),
)
GRADES = ("c", "b", "a", "premium")


def _number(label: str, **options: Any) -> forms.IntegerField:
    bounds = {"min_value": -50, "max_value": 50, **options}
    return forms.IntegerField(label=label, error_messages={"invalid": "Écrivez un nombre entier."}, **bounds)


class RuleForm(Form):
    """Every cell of the table. `thresholds` gives it back in the shape of `GradingRule.thresholds`."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    starts_on = forms.DateField(label="En vigueur à partir du")
    source = forms.CharField(
        label="D’où vient-elle", max_length=200, help_text="Par exemple : décision du comité de mars."
    )
    tolerance_pct = _number("Tolérance (%)", min_value=0, max_value=30)
    storage_sum = forms.BooleanField(
        label="Additionner disque dur et SSD (sinon, le meilleur des deux)", required=False
    )
    storage_most = _number("Points de stockage au plus", required=False)
    without_memory = _number("Matériel sans mémoire (points)")
    unfit_below = _number("Ne pas remettre, sous (points)", required=False)
    everyday = forms.ChoiceField(label="Usage courant, à partir du grade", choices=Device.Grade.choices)
    advanced = forms.ChoiceField(label="Usage avancé, à partir du grade", choices=Device.Grade.choices)

    def __init__(self, *args, thresholds: dict[str, Any], **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {**self._opened(thresholds), **self.initial}
        for key, name, unit in CRITERIA:
            for rank in range(STEPS):
                of = f"{name}, palier {rank + 1}"
                most = {"min_value": 0, "max_value": 1_000_000}
                self.fields[f"{key}_{rank}_least"] = _number(f"{of}, à partir de ({unit})", required=False, **most)
                self.fields[f"{key}_{rank}_points"] = _number(f"{of}, points", required=False)
        for value, label in Examination.Cosmetic.choices:
            self.fields[f"cosmetic_{value}"] = _number(str(label))
        for value in GRADES:
            self.fields[f"grade_{value}"] = _number(f"Grade {Device.Grade(value).label}, à partir de")
        kinds = [("", "tout support"), *((k, v) for k, v in Medium.Kind.choices if k != Medium.Kind.UNKNOWN)]
        for rank in range(CAPS):
            of = f"Plafond {rank + 1}"
            self.fields[f"cap_{rank}_storage"] = forms.ChoiceField(
                label=f"{of}, support", choices=kinds, required=False
            )
            self.fields[f"cap_{rank}_cpu_below"] = _number(
                f"{of}, indice sous", required=False, min_value=1, max_value=200_000
            )
            self.fields[f"cap_{rank}_system"] = forms.CharField(label=f"{of}, système", max_length=40, required=False)
            self.fields[f"cap_{rank}_most"] = _number(f"{of}, points au plus", required=False)
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget.attrs["inputmode"] = "text"

    @staticmethod
    def _opened(table: dict[str, Any]) -> dict[str, Any]:
        """The cells of an existing version."""
        cells = {
            name: table[name]
            for name in ("tolerance_pct", "storage_sum", "storage_most", "without_memory", "unfit_below")
        }
        cells |= {"everyday": table["usages"]["courant"], "advanced": table["usages"]["avance"]}
        for key, _, _ in CRITERIA:
            for rank, (least, points) in enumerate(table[key][:STEPS]):
                cells |= {f"{key}_{rank}_least": least, f"{key}_{rank}_points": points}
        cells |= {f"cosmetic_{name}": points for name, points in table["cosmetic"].items()}
        cells |= {f"grade_{name}": least for name, least in table["grades"].items()}
        for rank, cap in enumerate(table["caps"][:CAPS]):
            cells |= {f"cap_{rank}_{name}": value for name, value in cap.items()}
        return cells

    def rows(self) -> list[tuple[str, str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """The grid: each criterion with its unit and the two cells of each of its steps."""
        return [
            (name, unit, [(self[f"{key}_{rank}_least"], self[f"{key}_{rank}_points"]) for rank in range(STEPS)])
            for key, name, unit in CRITERIA
        ]

    def caps(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"cap_{rank}_{name}"] for name in ("storage", "cpu_below", "system", "most")] for rank in range(CAPS)
        ]

    def cosmetics(self) -> list[forms.BoundField]:
        return [self[f"cosmetic_{value}"] for value in Examination.Cosmetic.values]

    def grades(self) -> list[forms.BoundField]:
        return [self[f"grade_{value}"] for value in GRADES]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for key, name, _ in CRITERIA:
            self._check_steps(key, name)
        leasts = [least for value in GRADES if (least := cleaned.get(f"grade_{value}")) is not None]
        if leasts != sorted(leasts):
            self.add_error("grade_premium", ValidationError("Les grades montent de C à Premium : leurs seuils aussi."))
        for rank in range(CAPS):
            cap = [cleaned.get(f"cap_{rank}_{name}") for name in ("storage", "cpu_below", "system")]
            most = cleaned.get(f"cap_{rank}_most")
            if any(cap) and most is None:
                self.add_error(f"cap_{rank}_most", ValidationError("Dites à combien de points ce plafond s’arrête."))
            if most is not None and not any(cap):
                self.add_error(f"cap_{rank}_most", ValidationError("Dites quand ce plafond s’applique."))
        order = list(Device.Grade.values)
        usages = [cleaned.get("everyday"), cleaned.get("advanced")]
        if all(usages) and order.index(usages[1]) > order.index(usages[0]):
            self.add_error("advanced", ValidationError("L’usage avancé demande au moins le grade de l’usage courant."))
        return cleaned

    def _check_steps(self, key: str, name: str) -> None:
        last = None
        for least, points in self._cells(key):
            if (least is None) != (points is None):
                self.add_error(f"{key}_0_least", ValidationError(f"{name} : à chaque palier, un seuil et ses points."))
                return
            if least is not None:
                if last is not None and least <= last:
                    self.add_error(f"{key}_0_least", ValidationError(f"{name} : les paliers vont en montant."))
                    return
                last = least

    def _cells(self, key: str) -> Iterable[tuple[int | None, int | None]]:
        get = self.cleaned_data.get
        return [(get(f"{key}_{rank}_least"), get(f"{key}_{rank}_points")) for rank in range(STEPS)]

    @property
    def thresholds(self) -> dict[str, Any]:
        """The table, as `GradingRule` keeps it."""
        told = self.cleaned_data
        steps = {
            key: [[least, points] for least, points in self._cells(key) if least is not None] for key, _, _ in CRITERIA
        }
        caps = [
            {name: told[f"cap_{rank}_{name}"] for name in ("storage", "cpu_below", "system", "most")}
            for rank in range(CAPS)
        ]
        return {
            **steps,
            **{
                name: told[name]
                for name in ("tolerance_pct", "storage_sum", "storage_most", "without_memory", "unfit_below")
            },
            "caps": [cap for cap in caps if cap["most"] is not None],
            "cosmetic": {value: told[f"cosmetic_{value}"] for value in Examination.Cosmetic.values},
            "grades": {value: told[f"grade_{value}"] for value in GRADES},
            "usages": {"courant": told["everyday"], "avance": told["advanced"]},
        }


class SystemForm(Form):
    """A system, and until when its makers maintain it."""

    name = forms.CharField(label="Système", max_length=80, help_text="Avec sa version, par exemple Linux Mint 22.")
    until = forms.DateField(label="Suivi jusqu’au", required=False, help_text="Vide : l’éditeur ne donne pas de date.")
    source = forms.CharField(label="D’après", max_length=200, help_text="La page de l’éditeur où la date est écrite.")
    free = forms.BooleanField(label="Logiciel libre", required=False, initial=True)
    offered = forms.BooleanField(label="Proposé à l’installation", required=False, initial=True)


class SecondCheckForm(Form):
    """Whether a second person checks each device found good."""

    wanted = forms.BooleanField(
        label="Un appareil testé bon est contrôlé par une seconde personne avant d’être prêt", required=False
    )
