"""What is asked to put a lot right."""

from typing import Any

from django import forms

from maillon.common.forms import MassField
from maillon.common.models import new_id
from maillon.matter.corrections import actions, queries
from maillon.matter.corrections.forms.steps import CorrectionForm
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.forms import CountsForm
from maillon.matter.lots.models import Donor, Lot, Regime


class LotForm(CorrectionForm):
    """A correction of one lot."""

    thing: Lot

    def picture(self):
        return queries.picture_of_lots(self.thing.pk)


class ReopenForm(LotForm):
    title = "Rouvrir le lot"
    lead = (
        "Ce qui était inexpliqué redevient à entrer ; les appareils peuvent de nouveau entrer, et vous rendrez un nouveau "
        "bilan."
    )
    button = "Rouvrir le lot"

    def perform(self):
        return actions.reopen_lot(self.thing.pk, reason=self.reason, by=self.member)

    def told(self, done):
        return f"Le lot {done.reference} est rouvert : entrez ce qui manque, puis rendez son bilan."


class _Counted(CountsForm, LotForm):
    """A correction that says a number of each category of the lot, and of those that may be added to it."""

    says_optional = False

    def __init__(self, *args: Any, thing: Lot, **kwargs: Any):
        self.known = {count.category_id: count.counted for count in thing.counts.all()}
        super().__init__(*args, thing=thing, categories=self.asked(), **kwargs)
        self.fields["reason"] = self.fields.pop("reason")
        self.fill()

    def fill(self) -> None:
        """Fill in what depends on the lot, once every field is there."""

    def asked(self) -> list[Category]:
        return list(Category.objects.filter(pk__in=self.known))

    @property
    def rows(self):
        """The categories that were counted, each with its field."""
        return [(category, field) for category, field in self.count_rows() if category.pk in self.known]

    @property
    def more(self):
        """The others, which may have been forgotten."""
        return [(category, field) for category, field in self.count_rows() if category.pk not in self.known]

    @property
    def plain(self):
        """Every other field that is shown."""
        return [field for field in self.visible_fields() if not field.name.startswith("units_")]


class CorrectForm(_Counted):
    title = "Corriger le lot"
    lead = (
        "La pesée, le décompte, le donateur ou le régime notés à l’arrivée. La différence est une contre-écriture au jour "
        "de la réception ; les documents qui disaient autre chose sont établis de nouveau, sous un nouveau numéro."
    )
    button = "Corriger le lot"
    counting = "Compté à l’arrivée"

    weighed = MassField(label="Masse pesée, emballages retirés", required=False)
    donor = forms.ModelChoiceField(label="Donateur", queryset=Donor.objects.none(), required=False)
    regime = forms.ChoiceField(label="Régime", choices=Regime.choices, required=False)

    def asked(self):
        return list(Category.objects.filter(family__in=Category.GIVEN))

    def fill(self):
        self.fields["donor"].queryset = Donor.objects.visible_to(self.member)
        self.fields["weighed"].initial = self.thing.weighed_g
        self.fields["donor"].initial = self.thing.donor_id
        self.fields["regime"].initial = self.thing.regime
        for category in self.categories:
            self.fields[self.name_of(category)].initial = self.known.get(category.pk)

    def perform(self):
        asked = self.cleaned_data
        # An emptied number means none, where one was counted.
        counts = {
            category: asked.get(self.name_of(category)) or 0
            for category in self.categories
            if category.pk in self.known or asked.get(self.name_of(category))
        }
        return actions.correct_lot(
            self.thing.pk,
            weighed_g=asked["weighed"],
            counts=counts,
            donor=asked["donor"],
            regime=asked["regime"],
            reason=self.reason,
            by=self.member,
        )

    def told(self, done):
        return f"Le lot {done.reference} est corrigé."


class SplitForm(_Counted):
    title = "Scinder le lot"
    lead = (
        "Une part devient un lot à elle seule, reçu le même jour : deux donateurs pesés ensemble, deux régimes mêlés. Ce que "
        "ses appareils ont vécu les suit."
    )
    button = "Scinder le lot"
    counting = "Combien d’objets dans la part"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    weighed = MassField(label="Masse de la part")
    donor = forms.ModelChoiceField(
        label="Donateur de la part", queryset=Donor.objects.none(), required=False, empty_label="Le même"
    )
    regime = forms.ChoiceField(
        label="Régime de la part", choices=[("", "Le même, ou l’usuel du donateur"), *Regime.choices], required=False
    )
    devices = forms.ModelMultipleChoiceField(
        label="Appareils déjà entrés qui sont dans la part",
        queryset=Device.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def fill(self):
        self.fields["donor"].queryset = Donor.objects.visible_to(self.member)
        entered = self.thing.devices.select_related("category").order_by("label")
        self.fields["devices"].queryset = entered
        if not entered.exists():
            del self.fields["devices"]

    def picture(self):
        return queries.picture_of_lots(self.thing.pk, self.cleaned_data["id"])

    def perform(self):
        asked = self.cleaned_data
        return actions.split_lot(
            self.thing.pk,
            weighed_g=asked["weighed"],
            counts=self.counts,
            devices=[device.pk for device in asked.get("devices") or ()],
            donor=asked["donor"],
            regime=asked["regime"],
            reason=self.reason,
            id=asked["id"],
            by=self.member,
        )

    def told(self, done):
        return f"La part est le lot {done.reference}."


class MergeLotsForm(LotForm):
    title = "Réunir à un autre lot"
    lead = (
        "Une seule livraison, entrée en deux fois : tout ce qui était de ce lot devient de l’autre. Ils sont du même "
        "donateur, du même régime, de la même année."
    )
    button = "Réunir les lots"

    into = forms.ModelChoiceField(label="Le lot à garder", queryset=Lot.objects.none())

    def prepare(self):
        lot = self.thing
        same = {"network": lot.network_id, "holder": lot.holder_id, "donor": lot.donor_id, "merged_into": None}
        self.fields["into"].queryset = Lot.objects.filter(**same).exclude(pk=lot.pk)

    def picture(self):
        return queries.picture_of_lots(self.thing.pk, self.cleaned_data["into"].pk)

    def perform(self):
        return actions.merge_lots(self.thing.pk, self.cleaned_data["into"].pk, reason=self.reason, by=self.member)

    def told(self, done):
        return f"Tout est maintenant dans le lot {done.reference}."
