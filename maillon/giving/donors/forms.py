"""What is asked of a donor."""

import datetime
import uuid
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillon.common import tables
from maillon.common.forms import Form, Measured, PriceField
from maillon.common.models import new_id
from maillon.common.tables import values
from maillon.giving.donors.models import Receipt, Renewal
from maillon.ground.files import formats
from maillon.ground.files.forms import UploadField
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Lot


class ReformForm(Form):
    """The stock of one year that the rate is computed on."""

    id = forms.UUIDField(initial=new_id, widget=forms.HiddenInput)
    units = forms.IntegerField(
        label="Équipements réformés au 1er janvier",
        min_value=0,
        max_value=10_000_000,
        help_text="Écrans et petits équipements informatiques, de plus de dix ans compris.",
    )
    old_units = forms.IntegerField(label="Dont plus de dix ans", min_value=0, max_value=10_000_000, initial=0)
    secret_units = forms.IntegerField(
        label="Dont classifiés ou de sécurité particulière", min_value=0, max_value=10_000_000, initial=0
    )
    other_units = forms.IntegerField(
        label="Réemployés par d’autres voies dans l’année", min_value=0, max_value=10_000_000, initial=0
    )
    other_proof = forms.CharField(
        label="Lesquelles, et leur preuve",
        max_length=200,
        required=False,
        help_text="Par exemple : cession à une école, convention du 3 mars.",
    )


class DatesForm(Form):
    """When the devices were bought: one day for those of a lot that have none yet, or a list."""

    lot = forms.ModelChoiceField(label="Pour un lot entier", queryset=Lot.objects.none(), required=False)
    acquired_on = forms.DateField(label="Acquis le", required=False)
    listed = UploadField(
        label="Ou un tableau : numéro de série (ou étiquette) et date",
        accept=formats.SHEETS,
        required=False,
        help_text="CSV, XLSX ou ODS. Les autres colonnes sont ignorées, et le fichier n’est pas gardé.",
    )

    def __init__(self, *args, lots, **kwargs):
        super().__init__(*args, **kwargs)
        self.lots = lots
        self.fields["lot"].queryset = lots

    def clean_acquired_on(self) -> datetime.date | None:
        day = self.cleaned_data["acquired_on"]
        if day and day > timezone.localdate():
            raise ValidationError("Cette date est à venir.", code="future")
        return day

    def clean(self):
        given = super().clean() or self.cleaned_data
        if given.get("listed"):
            try:
                given["dates"] = self._listed(*given["listed"])
            except tables.Unreadable as error:
                self.add_error("listed", str(error))
        elif given.get("lot") and given.get("acquired_on"):
            undated = Device.objects.filter(lot=given["lot"], acquisitions=None)
            given["dates"] = dict.fromkeys(undated.values_list("pk", flat=True), given["acquired_on"])
            if not given["dates"]:
                self.add_error("lot", "Chaque appareil de ce lot a déjà sa date : corrigez-la par un tableau.")
        elif not self.errors:
            self.add_error("lot", "Choisissez un lot et une date, ou joignez un tableau.")
        return given

    def _listed(self, data: bytes, name: str) -> dict[uuid.UUID, datetime.date]:
        book = tables.read(data, name)
        known = _known(Device.objects.filter(lot__in=self.lots))
        dates: dict[uuid.UUID, datetime.date] = {}
        for grid in book.grids:
            for _, cells in grid.rows:
                device = next((known[key] for cell in cells if (key := _key(cell)) in known), None)
                day = next((day for cell in cells if _key(cell) not in known and (day := _day(cell))), None)
                if device and day:
                    dates[device] = day
        if not dates:
            self.add_error("listed", "Aucune ligne n’a le numéro d’un appareil donné et une date, comme 14/03/2019.")
        return dates


def _known(devices: Iterable[Device]) -> dict[str, uuid.UUID]:
    """The devices by what a list may call them: label, serial number."""
    found = {}
    for pk, label, serial in devices.values_list("pk", "label", "serial"):
        found[_key(label)] = pk
        if serial:
            found[_key(serial)] = pk
    return found


def _key(cell: str) -> str:
    return "".join(sign for sign in str(cell).upper() if sign.isalnum())


def _day(cell: str) -> datetime.date | None:
    try:
        return values.date(str(cell))
    except ValueError:
        return None


class ValueForm(Form):
    """What a gift is worth, as its donor says: the value is typed, never proposed."""

    id = forms.UUIDField(initial=new_id, widget=forms.HiddenInput)
    value_cents = PriceField(label="Valeur de votre don", widget=Measured("€", {"autocomplete": "off"}))
    basis = forms.CharField(label="Comment cette valeur est établie", max_length=200)
    paper = UploadField(
        label="La pièce qui la montre",
        accept=formats.PAPERS,
        help_text="PDF ou photo : extrait du registre des immobilisations, facture, annonces comparables…",
    )
    name = forms.CharField(label="Nom à inscrire sur le reçu", max_length=150)
    legal_form = forms.CharField(label="Forme juridique", max_length=80, help_text="SARL, SAS, association…")
    siret = forms.CharField(label="SIRET", max_length=20)
    address = forms.CharField(label="Adresse à inscrire sur le reçu", max_length=200)

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        company = kind == Receipt.Form.COMPANY
        if not company:
            del self.fields["legal_form"], self.fields["siret"]
        self.fields["basis"].help_text = (
            "Pour une immobilisation : la valeur nette comptable ; pour un stock : le coût de revient."
            if company
            else "Le prix auquel il se vendrait d’occasion aujourd’hui, et d’où vous le tenez."
        )


class RefuseForm(Form):
    """Why no receipt can be issued."""

    why = forms.CharField(label="Pourquoi le reçu ne peut pas être établi", max_length=300)


class CancelForm(Form):
    """Why a receipt is cancelled."""

    why = forms.CharField(label="Pourquoi ce reçu est annulé", max_length=300)


class RenewalForm(Form):
    """What will be renewed, how many, when."""

    id = forms.UUIDField(initial=new_id, widget=forms.HiddenInput)
    category = forms.ModelChoiceField(
        label="Quel matériel ?", queryset=Category.objects.filter(family=Category.Family.DEVICE)
    )
    units = forms.IntegerField(label="Combien, à peu près ?", min_value=1, max_value=20_000)
    quarter = forms.ChoiceField(label="Quand sera-t-il disponible ?")
    confidence = forms.ChoiceField(
        label="Est-ce sûr ?",
        choices=Renewal.Confidence,
        initial=Renewal.Confidence.LIKELY,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Précision", max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        first = today.year * 4 + (today.month - 1) // 3
        self.fields["quarter"].choices = [("", "Choisir…")] + [
            (f"{rank // 4}-{rank % 4 + 1}", f"{rank % 4 + 1}{'e' if rank % 4 else 'er'} trimestre {rank // 4}")
            for rank in range(first, first + 12)
        ]

    def clean(self):
        given = super().clean() or self.cleaned_data
        if given.get("quarter"):
            year, quarter = given["quarter"].split("-")
            given["year"], given["quarter"] = int(year), int(quarter)
        return given

    @staticmethod
    def known_of(plan: Renewal) -> dict[str, object]:
        """A plan as the form shows it."""
        return {
            "category": plan.category_id,
            "units": plan.units,
            "quarter": f"{plan.year}-{plan.quarter}",
            "confidence": plan.confidence,
            "note": plan.note,
        }


class QuotationForm(Form):
    """How a donor wants to be quoted."""

    id = forms.UUIDField(initial=new_id, widget=forms.HiddenInput)
    shown_name = forms.CharField(label="Le nom à montrer", max_length=150)
    sentence = forms.CharField(
        label="Ce que vous en dites",
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une phrase ou deux, à vous. Rien n’est écrit à votre place.",
    )
    author = forms.CharField(
        label="Qui le dit", max_length=120, required=False, help_text="Nom et fonction, ou la fonction seule."
    )
    listed = forms.BooleanField(label="Le réseau peut nous citer parmi ses références", required=False)


class PitchForm(Form):
    """What comes first in the case made to donors."""

    introduction = forms.CharField(
        label="L’introduction",
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Qui vous êtes, pour qui vous cherchez du matériel. Une ligne vide sépare deux paragraphes.",
    )
