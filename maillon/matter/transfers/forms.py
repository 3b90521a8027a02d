"""What is asked of those who send and receive."""

import re
import uuid
from collections.abc import Iterable, Sequence

from django import forms
from django.utils import timezone

from maillon.common.forms import Form, Quantity
from maillon.common.models import new_id
from maillon.ground.files.formats import PAPERS
from maillon.ground.files.forms import UploadField
from maillon.ground.organisations.models import Member, Organisation, Site
from maillon.matter.ledger.models import Account, Category
from maillon.matter.transfers import queries
from maillon.matter.transfers.models import Agreement, Bulk, Item, Outcome, Seal, Transfer


class OpenForm(Form):
    """To whom."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    receiver = forms.ModelChoiceField(
        label="Destinataire",
        queryset=Organisation.objects.none(),
        help_text="Un membre du réseau qui collecte, reconditionne ou remet du matériel.",
    )
    agreement = forms.CharField(
        label="Convention entre les deux membres",
        max_length=120,
        required=False,
        help_text="Son numéro ou sa date. Laissez vide pour reprendre celle du dernier transfert vers ce membre.",
    )

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = queries.receivers(member.network_id, member.organisation_id)


class CodesForm(Form):
    """Many labels at once."""

    codes = forms.CharField(
        label="Étiquettes",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une par ligne, ou séparées par des espaces : collez une colonne d’un tableau.",
    )

    @property
    def typed(self) -> list[str]:
        return [code for code in re.split(r"[\s,;]+", self.cleaned_data["codes"]) if code]


class CountForm(Form):
    """How many of each category go in bulk."""

    says_optional = False

    def __init__(self, *args, stock: Sequence[queries.Available], **kwargs):
        super().__init__(*args, **kwargs)
        self.stock = stock
        for one in stock:
            self.fields[one.name] = forms.IntegerField(
                label=one.category.plural,
                min_value=0,
                max_value=1_000_000,
                required=False,
                initial=one.listed,
                widget=Quantity,
                help_text=f"{one.units} en stock",
            )

    def rows(self) -> list[tuple[queries.Available, forms.BoundField]]:
        return [(one, self[one.name]) for one in self.stock]

    @property
    def units(self) -> dict[tuple[Account, Category], int]:
        return {(one.account, one.category): self.cleaned_data[one.name] or 0 for one in self.stock}


class SendForm(Form):
    """Under which agreement, in which sealed containers."""

    agreement = forms.CharField(
        label="Convention entre les deux membres", max_length=120, help_text="Son titre, ou son numéro."
    )
    agreed_on = forms.DateField(
        label="Conclue le",
        required=False,
        widget=forms.DateInput,
        help_text="Pour une convention qui n’est pas encore notée ici ; vide : aujourd’hui.",
    )
    seals = forms.CharField(
        label="Contenants scellés",
        max_length=200,
        required=False,
        help_text="Le numéro de chacun, séparés par des virgules. Exigé dès qu’un appareil porte encore des données.",
    )


class CallBackForm(Form):
    """Why what left comes back."""

    reason = forms.CharField(label="Pourquoi le rappeler", max_length=200)


class ReceiveForm(Form):
    """Where it is received, and what each difference with the waybill is."""

    says_optional = False

    site = forms.ModelChoiceField(label="Reçu à", queryset=Site.objects.none(), required=False)
    reason = forms.CharField(
        label="Motif, pour les lignes qui n’en ont pas",
        max_length=200,
        required=False,
        help_text="Demandé pour tout ce qui n’est pas conforme au bon.",
    )

    def __init__(self, *args, transfer: Transfer, rows: Sequence[queries.Row], bulks: Sequence[Bulk], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.bulks = rows, bulks
        sites = Site.objects.filter(organisation=transfer.receiver_id, receives=True)
        self.fields["site"].queryset = sites
        if not self.is_bound and len(sites) == 1:
            self.fields["site"].initial = sites[0].pk
        for row in rows:
            label = row.item.device.label
            self.fields[f"outcome_{row.name}"] = forms.ChoiceField(
                label=f"Devenir de {label}", choices=[(choice, Outcome(choice).label) for choice in row.choices]
            )
            self.fields[f"reason_{row.name}"] = forms.CharField(
                label=f"Motif pour {label}", max_length=200, required=False
            )
        self.seal_numbers = transfer.seal_numbers
        for rank, number in enumerate(self.seal_numbers):
            self.fields[f"seal_{rank}"] = forms.ChoiceField(
                label=f"Scellé {number}", choices=[("", "Pas encore vu"), *Seal.choices], required=False
            )
            self.fields[f"seal_why_{rank}"] = forms.CharField(
                label=f"Motif pour le scellé {number}", max_length=200, required=False
            )
        for bulk in bulks:
            self.fields[f"units_{bulk.pk}"] = forms.IntegerField(
                label=f"{bulk.category.plural} reçus",
                min_value=0,
                max_value=1_000_000,
                initial=bulk.units,
                widget=Quantity,
            )
            self.fields[f"why_{bulk.pk}"] = forms.CharField(
                label=f"Motif pour {bulk.category.plural}", max_length=200, required=False
            )

    def _fields(self, row: queries.Row) -> tuple[queries.Row, forms.BoundField, forms.BoundField]:
        return row, self[f"outcome_{row.name}"], self[f"reason_{row.name}"]

    def gaps(self) -> list[tuple[queries.Row, forms.BoundField, forms.BoundField]]:
        """What is not as the waybill says."""
        return [self._fields(row) for row in self.rows if row.choices[0] != Outcome.RECEIVED]

    def arrived(self) -> list[tuple[queries.Row, forms.BoundField, forms.BoundField]]:
        return [self._fields(row) for row in self.rows if row.choices[0] == Outcome.RECEIVED]

    def bulk_rows(self) -> list[tuple[Bulk, forms.BoundField, forms.BoundField]]:
        return [(bulk, self[f"units_{bulk.pk}"], self[f"why_{bulk.pk}"]) for bulk in self.bulks]

    def seal_rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [
            (number, self[f"seal_{rank}"], self[f"seal_why_{rank}"]) for rank, number in enumerate(self.seal_numbers)
        ]

    @property
    def seals(self) -> dict[str, tuple[str, str]]:
        said = self.cleaned_data
        return {
            number: (said[f"seal_{rank}"], said[f"seal_why_{rank}"] or said["reason"])
            for rank, number in enumerate(self.seal_numbers)
        }

    @property
    def decisions(self) -> dict[uuid.UUID, tuple[str, str]]:
        said = self.cleaned_data
        return {
            row.item.device_id: (said[f"outcome_{row.name}"], said[f"reason_{row.name}"] or said["reason"])
            for row in self.rows
        }

    @property
    def bulk(self) -> dict[int, tuple[int, str]]:
        """A line as sent has no reason, even when one was given for the others."""
        said = self.cleaned_data
        return {
            bulk.pk: (
                said[f"units_{bulk.pk}"],
                said[f"why_{bulk.pk}"] or (said["reason"] if said[f"units_{bulk.pk}"] != bulk.units else ""),
            )
            for bulk in self.bulks
        }


class SettleForm(Form):
    """What became of each thing that did not arrive."""

    says_optional = False
    CHOICES = [
        ("", "Pas encore su"),
        (Outcome.STAYED.value, Outcome.STAYED.label),
        (Outcome.LOST.value, Outcome.LOST.label),
    ]

    def __init__(self, *args, items: Iterable[Item], bulks: Iterable[Bulk], **kwargs):
        super().__init__(*args, **kwargs)
        self.items, self.bulks = list(items), list(bulks)
        for name, why, told in self._names():
            self.fields[name] = forms.ChoiceField(label=f"Devenir : {told}", choices=self.CHOICES, required=False)
            self.fields[why] = forms.CharField(label=f"Ce qui s’est passé : {told}", max_length=200, required=False)

    def _names(self) -> list[tuple[str, str, str]]:
        return [
            *(
                (f"outcome_{item.device.pk.hex}", f"reason_{item.device.pk.hex}", item.device.label)
                for item in self.items
            ),
            *((f"units_{bulk.pk}", f"why_{bulk.pk}", bulk.category.plural) for bulk in self.bulks),
        ]

    def rows(self) -> list[tuple[str, str, str, forms.BoundField, forms.BoundField]]:
        """What it is, its name, what the receiver said, and the two fields."""
        told = [
            *((item.device.label, item.device.title, item.reason) for item in self.items),
            *((f"{bulk.missing} en vrac", bulk.category.plural, bulk.reason) for bulk in self.bulks),
        ]
        return [(*line, self[name], self[why]) for line, (name, why, _) in zip(told, self._names(), strict=True)]

    @property
    def decisions(self) -> dict[uuid.UUID, tuple[str, str]]:
        said = self.cleaned_data
        return {
            item.device_id: (said[f"outcome_{item.device.pk.hex}"], said[f"reason_{item.device.pk.hex}"])
            for item in self.items
            if said[f"outcome_{item.device.pk.hex}"]
        }

    @property
    def bulk(self) -> dict[int, tuple[str, str]]:
        said = self.cleaned_data
        return {
            bulk.pk: (said[f"units_{bulk.pk}"], said[f"why_{bulk.pk}"])
            for bulk in self.bulks
            if said[f"units_{bulk.pk}"]
        }


class AgreementForm(Form):
    """What binds two members."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    other = forms.ModelChoiceField(label="Avec quel membre", queryset=Organisation.objects.none())
    title = forms.CharField(label="Titre ou numéro", max_length=120)
    starts_on = forms.DateField(label="Conclue le", widget=forms.DateInput, initial=timezone.localdate)
    ends_on = forms.DateField(label="Jusqu’au", widget=forms.DateInput, required=False)
    scan = UploadField(label="L’original signé", accept=PAPERS, required=False, help_text="Un PDF ou une photo.")

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = queries.receivers(member.network_id, member.organisation_id)


class EndForm(Form):
    """Until when."""

    on = forms.DateField(label="Elle prend fin le", widget=forms.DateInput)

    def __init__(self, *args, agreement: Agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = agreement.ends_on or timezone.localdate()
