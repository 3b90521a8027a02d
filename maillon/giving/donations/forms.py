"""What is asked of donors, and of those who answer them."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillon.common import companies, geography, numbers, phones, siret, spam
from maillon.common.errors import Refused
from maillon.common.forms import CommuneField, Form, Hinted, MassField, Ticks
from maillon.common.models import new_id
from maillon.giving.agreements.models import Frame
from maillon.giving.donations.jobs import read_list
from maillon.giving.donations.models import AnnouncedUnit, Offer
from maillon.giving.donations.queries import Taker
from maillon.ground.files.formats import PAPERS, PHOTOS, SHEETS
from maillon.ground.files.forms import UploadField
from maillon.ground.files.models import File
from maillon.ground.organisations.models import Member, Site
from maillon.matter.devices.forms.acts import FilesField
from maillon.matter.erasure.queries import check_donor_log
from maillon.matter.ledger.models import Category
from maillon.matter.lots.forms import CountsForm
from maillon.matter.lots.models import Donor, Regime
from maillon.matter.lots.queries import regimes_for

# What most donors have; the rest is offered under « Autre matériel ».
USUAL = ("laptop", "desktop", "monitor", "tablet", "smartphone", "printer")
HINTS = {
    "laptop": "avec ou sans chargeur",
    "desktop": "l’unité centrale",
    "monitor": "plats seulement",
    "tablet": "compte Apple ou Google retiré",
    "smartphone": "compte Apple ou Google retiré",
}


# What the browser may fill in, and gives back when one returns to the page (WCAG 2.2, 1.3.5).
KNOWN_BY_BROWSER = {
    "organisation_name": "organization",
    "contact_name": "name",
    "email": "email",
    "phone": "tel",
    "commune": "address-level2",
    "address": "address-line1",
}


class OfferForm(spam.GuardedForm, CountsForm):
    """An offer in one page and two minutes, without an account."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    donor_kind = forms.ChoiceField(label="Vous êtes", choices=Donor.Kind, widget=forms.RadioSelect)
    organisation_name = forms.CharField(
        label="Nom de la structure", max_length=150, required=False, help_text="Rien à écrire pour un particulier."
    )
    siret = forms.CharField(
        label="SIRET",
        max_length=20,
        required=False,
        help_text="14 chiffres, sur vos factures. Il établit la convention.",
    )
    contact_name = forms.CharField(label="Votre nom", max_length=120)
    email = forms.EmailField(label="Adresse e-mail", help_text="Nous y envoyons le lien pour suivre votre don.")
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    age = forms.ChoiceField(label="Âge de la plupart des appareils", choices=Offer.Age, initial=Offer.Age.FROM_4_TO_6)
    condition = forms.ChoiceField(
        label="Dans quel état, à votre avis ?",
        choices=[
            ("working", Hinted("Ils marchent", "remplacés, mais en service")),
            ("mixed", Hinted("C’est mélangé", "certains sont en panne")),
            ("unknown", Hinted("Je ne sais pas", "nous regarderons")),
        ],
        initial="unknown",
        widget=forms.RadioSelect,
    )
    data = forms.ChoiceField(
        label="Y a-t-il encore des disques dedans ?",
        choices=[
            ("ordinary", Hinted("Oui", "données ordinaires de bureau")),
            ("sensitive", Hinted("Oui, et c’est sensible", "santé, social, ressources humaines")),
            ("removed", Hinted("Non, retirés", "une attestation vous sera demandée")),
        ],
        initial="ordinary",
        widget=forms.RadioSelect,
        help_text="Dans tous les cas, rien ne sort de l’atelier sans preuve d’effacement, disque par disque.",
    )
    commune = CommuneField(label="Commune où est le matériel")
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    access = forms.CharField(
        label="Accès", max_length=200, required=False, help_text="Étage, code, où se garer, qui demander."
    )
    floor = forms.ChoiceField(
        label="Où est le matériel ?", choices=Offer.Floor, initial=Offer.Floor.UNKNOWN, required=False
    )
    dock = forms.BooleanField(label="Il y a un quai de chargement", required=False)
    opens_at = forms.TimeField(label="On peut venir à partir de", required=False, widget=forms.TimeInput)
    closes_at = forms.TimeField(label="Jusqu’à", required=False, widget=forms.TimeInput)
    weekdays = forms.TypedMultipleChoiceField(
        label="Quels jours ?",
        choices=Offer.Day,
        coerce=int,
        required=False,
        widget=Ticks,
        help_text="Rien de coché : du lundi au vendredi.",
    )
    wished = forms.CharField(label="Dates souhaitées", max_length=200, required=False)
    message = forms.CharField(label="Autre chose à nous dire", max_length=2000, required=False, widget=forms.Textarea)
    inventory = UploadField(
        label="Votre liste",
        accept=SHEETS - {File.Type.XLS},
        required=False,
        help_text="Un tableau (CSV, XLSX, ODS) ou un export GLPI : nous comptons pour vous. Nous gardons le type, la marque, "
        "le modèle, les numéros et la date d’achat, rien d’autre.",
    )
    logs = FilesField(
        label="Vos journaux d’effacement",
        required=False,
        help_text="Si vous avez effacé les disques vous-même : les journaux de nwipe. Nous les vérifions comme les nôtres.",
    )
    photos = UploadField(
        label="Des photos",
        accept=PHOTOS,
        many=True,
        most=6,
        required=False,
        help_text="Six au plus. Le lieu et la date qu’elles portent sont effacés.",
    )

    def __init__(self, *args, guarded: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.guarded = guarded
        self.announced: list[AnnouncedUnit] = []
        for name, known in KNOWN_BY_BROWSER.items():
            self.fields[name].widget.attrs["autocomplete"] = known

    def clean_siret(self) -> str:
        return self._checked("siret", siret.check)

    def clean_phone(self) -> str:
        return self._checked("phone", phones.check)

    def _checked(self, name: str, check: Callable[[str], str]) -> str:
        try:
            return check(self.cleaned_data[name]) if self.cleaned_data[name] else ""
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def clean_inventory(self) -> None:
        given = self.cleaned_data["inventory"]
        if given:
            try:
                self.announced = read_list(*given)
            except ValueError as error:
                raise ValidationError(str(error), code="invalid") from error

    def clean_logs(self) -> list[tuple[bytes, str]]:
        read = []
        for file in filter(None, self.cleaned_data["logs"]):
            data = file.read()
            try:
                check_donor_log(data, file.name)
            except Refused as refused:
                raise ValidationError(refused.sentence, code="invalid") from refused
            read.append((data, file.name))
        return read

    def clean(self):
        cleaned = super().clean()
        counted = any(name.startswith("units_") for name in self.errors)
        if not self.counts and not counted and "inventory" not in self.errors:
            self.add_error(None, "Dites au moins un objet : un ordre de grandeur suffit.")
        structured = cleaned.get("donor_kind") not in (None, Donor.Kind.PERSON)
        if structured and not cleaned.get("organisation_name") and "organisation_name" not in self.errors:
            self.add_error("organisation_name", "Donnez le nom de votre structure.")
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "L’heure de fermeture vient après celle d’ouverture.")
        return cleaned

    @property
    def counts(self) -> dict[Category, int]:
        """What the list holds, and what was typed of other categories."""
        listed: dict[Category, int] = {}
        for unit in self.announced:
            listed[unit.category] = listed.get(unit.category, 0) + unit.units
        return {**super().counts, **listed}

    @property
    def offer_fields(self) -> dict[str, object]:
        """The cleaned values, named as the columns of Offer."""
        kept = {name: value for name, value in self.cleaned_data.items() if not name.startswith("units_")}
        del kept["inventory"], kept["photos"], kept["logs"]
        kept["commune_code"] = kept.pop("commune").code
        kept["floor"] = kept["floor"] or Offer.Floor.UNKNOWN
        return kept


def completed(typed: dict[str, Any], known: companies.Company) -> dict[str, Any]:
    """What the register knows of the fields that were left empty; its name and kind go first, the SIRET is theirs."""
    found: dict[str, Any] = {"organisation_name": known.name, "donor_kind": known.kind}
    for name, value in (("address", known.address), ("commune", _commune(known.commune_code))):
        if value and not typed.get(name):
            found[name] = value
    return found


def _commune(code: str) -> str:
    try:
        return str(geography.commune(code)) if code else ""
    except geography.UnknownCommune:
        return ""


def told_of(known: companies.Company | None) -> str:
    """What the page says of the search."""
    if known is None:
        return "Le registre public ne connaît pas ce SIRET, dont la clé est juste : écrivez le nom vous-même."
    closed = ", fermé d’après le registre" if known.closed else ""
    return f"{known.name}{closed}. Relisez : vous pouvez tout corriger."


def opened(content: dict[str, list[str]]) -> dict[str, Any]:
    """What a draft holds, as the form shows it."""
    return {name: values if name == "weekdays" else values[0] if values else "" for name, values in content.items()}


class AcceptForm(Form):
    """Under which regime the gift is accepted."""

    regime = forms.ChoiceField(label="Régime du don", widget=forms.RadioSelect)
    frame = forms.ChoiceField(label="Convention", widget=forms.RadioSelect)

    def __init__(self, *args, offer: Offer, frames: Sequence[Frame] = (), **kwargs):
        super().__init__(*args, **kwargs)
        if frames:
            self.fields["frame"].required = False
            self.fields["frame"].choices = [
                *(
                    (str(one.pk), Hinted(str(one), f"{one.get_regime_display()}, jusqu’au {one.ends_on:%d/%m/%Y}"))
                    for one in frames
                ),
                ("", Hinted("Une convention pour ce don", "établie d’après le texte de son régime")),
            ]
            self.fields["frame"].initial = str(frames[0].pk)
        else:
            del self.fields["frame"]
        allowed = regimes_for(offer.donor_kind)
        self.fields["regime"].choices = [
            (regime.value, Hinted(regime.label, Regime(regime).reference)) for regime in allowed
        ]
        self.fields["regime"].initial = frames[0].regime if frames else allowed[0]

    @property
    def terms(self) -> dict[str, Any]:
        """The arguments of the acceptance."""
        return {"regime": self.cleaned_data["regime"], "frame_id": self.cleaned_data.get("frame") or None}


class AssignForm(Form):
    """To whom the offer is entrusted: the nearest first, with what each already has to do."""

    to = forms.ChoiceField(label="Qui s’en charge ?", widget=forms.RadioSelect)

    def __init__(self, *args, takers: Sequence[Taker], offer: Offer, **kwargs):
        super().__init__(*args, **kwargs)
        able = [taker for taker in takers if not taker.recycles]
        self.organisations = {str(taker.organisation.pk): taker.organisation for taker in able}
        self.fields["to"].choices = [(str(taker.organisation.pk), _told(taker)) for taker in able]
        self.fields["to"].initial = str(offer.assigned_to_id or (able[0].organisation.pk if able else ""))


def _told(taker: Taker) -> Hinted:
    load = [f"{numbers.number(round(taker.distance_km))} km"]
    if taker.full:
        load.append("plus assez de place ce mois-ci")
    elif taker.left_g is not None:
        load.append(f"peut encore prendre {numbers.kg(taker.left_g)} ce mois-ci")
    if taker.lacks:
        load.append(f"ne dit pas savoir prendre : {', '.join(taker.lacks).lower()}")
    if taker.trips is not None:
        load.append(f"{taker.trips} voyage{'s' if taker.trips > 1 else ''}" if taker.trips else "sans véhicule")
    if taker.to_collect_g:
        load.append(f"{numbers.kg(taker.to_collect_g)} à collecter")
    if taker.to_sort:
        load.append(f"{taker.to_sort} lot{'s' if taker.to_sort > 1 else ''} à trier")
    return Hinted(taker.organisation.name, ", ".join(load))


class DaysForm(Form):
    """The days on which the gift could be collected."""

    says_optional = False

    first = forms.DateField(label="Un jour", widget=forms.DateInput)
    second = forms.DateField(label="ou un autre", required=False, widget=forms.DateInput)
    third = forms.DateField(label="ou encore", required=False, widget=forms.DateInput)

    @property
    def days(self) -> list[datetime.date]:
        return [day for day in self.cleaned_data.values() if day]


class RefuseForm(Form):
    """Why the offer is declined, and who may take it instead."""

    exchange = forms.CharField(label="Votre message", max_length=2000, widget=forms.Textarea)
    referred_to = forms.ChoiceField(label="Orienter vers", required=False)

    def __init__(self, *args, takers: Sequence[Taker], **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = {str(taker.organisation.pk): taker.organisation for taker in takers}
        told = [
            (
                str(taker.organisation.pk),
                f"{taker.organisation.name}, {round(taker.distance_km)} km"
                + (" (recycleur)" if taker.recycles else ""),
            )
            for taker in takers
        ]
        self.fields["referred_to"].choices = [("", "Personne en particulier"), *told]


class ExchangeForm(Form):
    """A question to the donor."""

    exchange = forms.CharField(label="Votre message", max_length=2000, widget=forms.Textarea)


class GuidanceForm(Form):
    """What a kind of donor is told."""

    body = forms.CharField(
        label="Le texte",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Une consigne par ligne. Pour citer un texte, écrivez sa référence après une barre : consigne | décret.",
    )


class ConsentForm(Form):
    """Who accepts the agreement for the donor."""

    name = forms.CharField(label="Prénom et nom", max_length=120)
    capacity = forms.CharField(
        label="En qualité de", max_length=120, required=False, help_text="Maire, directrice, gérant…"
    )
    agreed = forms.BooleanField(label="J’ai lu la convention, j’ai le pouvoir de l’accepter, et je l’accepte.")
    scan = UploadField(
        label="Ou la convention signée sur papier", accept=PAPERS, required=False, help_text="Un PDF ou une photo."
    )


class AnswerForm(Form):
    """The donor's answer to a question."""

    answer = forms.CharField(label="Votre réponse", max_length=2000, widget=forms.Textarea)


class ReceiveForm(CountsForm):
    """What arrived: weighed, counted by category, where and when."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    received_on = forms.DateField(label="Reçu le", initial=timezone.localdate, widget=forms.DateInput)
    site = forms.ModelChoiceField(label="Reçu à", queryset=Site.objects.none(), required=False)
    weighed = MassField(label="Masse pesée, emballages retirés")
    explanation = forms.CharField(
        label="Explication d’un écart",
        max_length=200,
        required=False,
        help_text="À remplir si la masse ou le décompte surprend.",
    )

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.holder = member.organisation
        sites = Site.objects.filter(organisation=member.organisation_id, receives=True)
        self.fields["site"].queryset = sites
        self.fields["site"].initial = sites.first()

    @property
    def arrival(self) -> dict[str, object]:
        """The arguments of the reception."""
        cleaned = self.cleaned_data
        return {
            "id": cleaned["id"],
            "holder": self.holder,
            "received_on": cleaned["received_on"],
            "site": cleaned["site"],
            "weighed_g": cleaned["weighed"],
            "explanation": cleaned["explanation"],
            "counts": self.counts,
        }
