"""One small form an act: its title, what it says, and how it is done."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from maillon.common import moments
from maillon.common.errors import Refused
from maillon.common.forms import Form, MassField, Scan
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions, queries, reports

T = TypeVar("T")
MOST_FILES = 20


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, none heavier than a report can be; cleaned into their list."""

    widget = FilesInput
    default_error_messages = {
        "empty": "Ce fichier est vide : refaites le rapport, puis joignez-le.",
        "required": "Choisissez au moins un fichier.",
    }

    def clean(self, data, initial=None):
        files = [super(FilesField, self).clean(one, initial) for one in data or [None]]
        if len(files) > MOST_FILES:
            raise ValidationError(f"{MOST_FILES} fichiers à la fois au plus.", code="many")
        for file in files:
            if file and file.size > reports.LARGEST_FILE:
                raise ValidationError(
                    f"{file.name} dépasse 20 Mo : envoyez le rapport lui-même, pas une image de disque.", code="large"
                )
        return files


class FilesForm(Form):
    """Files handed in together for a device; each is taken or refused by itself, and what is refused is kept aside."""

    files = FilesField(label="Fichiers")

    def each(self, act: Callable[[bytes, str], T], device_id: uuid.UUID, *, by: Member) -> list[T]:
        """Do the act with the content and name of each file; what is refused is said beside the field."""
        done = []
        for file in self.cleaned_data["files"]:
            file.seek(0)
            data = file.read()
            try:
                done.append(act(data, file.name))
            except Refused as refused:
                kept = actions.keep_refused(device_id, data, name=file.name, why=refused.sentence, by=by)
                self.add_error(
                    "files", f"{file.name} : {refused.sentence} Il est mis de côté jusqu’au {moments.day(kept.until)}."
                )
        return done


class ActForm(Form):
    """What every act on one device says and does."""

    title: str
    lead = ""
    button: str
    stops = False

    def perform(self, device_id: uuid.UUID, *, by: Member) -> Any:
        """Do the act of a valid form; something true when it is done. Raises Refused."""
        raise NotImplementedError

    def told(self, done: Any) -> str:
        """What to tell once it is done."""
        return "C’est noté."


class IdentifyForm(FilesForm, ActForm):
    title = "Joindre un rapport de machine"
    lead = (
        "Ce que la machine dit d’elle-même : modèle, mémoire, disques. Noms, adresses et logiciels sont retirés ; le "
        "fichier n’est gardé que s’il est refusé."
    )
    button = "Joindre"

    files = FilesField(
        label="Un ou plusieurs fichiers",
        help_text="« lshw -json », dmidecode, « smartctl --json », nwipe, GLPI… 20 Mo au plus chacun.",
    )

    def perform(self, device_id, *, by):
        """Attach every file that is a report of this machine; None when one is refused, whose sentence is then shown."""
        done = self.each(lambda data, name: actions.identify(device_id, data, name=name, by=by), device_id, by=by)
        return None if self.errors else done

    def told(self, done):
        warnings = [warning for report in done for warning in report.facts.get("warnings", ())]
        count = "Rapport joint." if len(done) == 1 else f"{len(done)} rapports joints."
        return " ".join([count, *dict.fromkeys(warnings)])


class ReweighForm(ActForm):
    title = "Repeser"
    lead = "La différence retourne à son lot, ou à l’inexpliqué si son bilan est rendu : rien ne disparaît."
    button = "Noter la masse"

    mass = MassField(label="Masse mesurée", help_text="Sans chargeur ni emballage.")
    reason = forms.CharField(label="Pourquoi", max_length=200, required=False)

    def perform(self, device_id, *, by):
        return actions.reweigh(device_id, mass_g=self.cleaned_data["mass"], reason=self.cleaned_data["reason"], by=by)


class RelabelForm(ActForm):
    title = "Changer l’étiquette"
    lead = "L’ancienne étiquette mène toujours à cet appareil."
    button = "Coller cette étiquette"

    code = forms.CharField(
        label="Code de la nouvelle étiquette",
        max_length=200,
        required=False,
        widget=Scan,
        help_text="Scannez-la. Laissez vide pour en créer une, à imprimer ensuite.",
    )

    def perform(self, device_id, *, by):
        return actions.relabel(device_id, code=self.cleaned_data["code"], by=by)

    def told(self, done):
        return f"L’appareil porte maintenant l’étiquette {done.label}."


class PlaceForm(ActForm):
    title = "Ranger"
    lead = "À un emplacement d’un site de qui le tient. Pour plusieurs appareils, scannez plutôt la carte de l’emplacement."
    button = "Ranger ici"

    place = forms.CharField(
        label="Emplacement",
        max_length=200,
        required=False,
        widget=Scan,
        help_text="Scannez son étiquette, ou tapez son nom, par exemple B3. Vide : il n’est plus à aucun emplacement.",
    )

    def perform(self, device_id, *, by):
        return actions.place(device_id, queries.location_named(self.cleaned_data["place"], by), by=by)

    def told(self, done):
        return f"Rangé en {done.location.path}." if done.location else "Il n’est plus à aucun emplacement."


class AttestForm(ActForm):
    title = "Attester qu’il n’a pas de disque"
    lead = (
        "Vous engagez l’atelier : l’appareil comptera comme effacé, et le certificat portera votre phrase. Ouvrez-le et "
        "regardez avant de l’écrire."
    )
    button = "J’atteste"

    reason = forms.CharField(
        label="Ce que vous avez vérifié",
        max_length=200,
        help_text="Emplacement vide, disque gardé par le donateur, mémoire soudée absente…",
    )

    def perform(self, device_id, *, by):
        return actions.attest_no_medium(device_id, reason=self.cleaned_data["reason"], by=by)


class RecycleForm(ActForm):
    title = "Envoyer au recyclage"
    lead = "Il quitte le stock pour de bon. C’est la seule sortie ouverte à un disque qui n’a pas pu être effacé."
    button = "Envoyer au recyclage"
    stops = True

    reason = forms.CharField(
        label="Pourquoi", max_length=200, help_text="Trop ancien, carte mère en panne, écran cassé…"
    )

    def perform(self, device_id, *, by):
        return actions.recycle(device_id, reason=self.cleaned_data["reason"], by=by)


class LoseForm(ActForm):
    title = "Déclarer perdu"
    lead = "Il est compté dans les pertes, et son histoire reste. Retrouvé, il reviendra au tri."
    button = "Déclarer perdu"
    stops = True

    reason = forms.CharField(
        label="Ce qui s’est passé", max_length=200, help_text="Introuvable à l’inventaire, vol déclaré le…"
    )

    def perform(self, device_id, *, by):
        return actions.lose(device_id, reason=self.cleaned_data["reason"], by=by)
