"""The bench's files, the second person, the rules, the certificates."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet

from maillon.common.forms import Form, Hinted
from maillon.common.models import new_id
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices.forms import FilesForm
from maillon.matter.devices.forms.acts import FilesField
from maillon.matter.devices.models import Medium
from maillon.matter.erasure import actions, queries
from maillon.matter.erasure.models import Erasure, HeldLog


class LogsForm(FilesForm):
    """The files of the bench, logs and machine reports together."""

    files = FilesField(
        label="Journaux ou certificats PDF de nwipe",
        help_text=(
            "Un ou plusieurs fichiers, 20 Mo au plus chacun. Un rapport de la machine (lshw, smartctl) peut être joint en "
            "même temps."
        ),
    )

    def perform(self, device_id: uuid.UUID, *, by: Member) -> list[Erasure]:
        """Record what each file tells; the sentence of one that is refused or held stands beside the field."""
        # A log names disks that a report of the same hand-in may be the first to show.
        self.cleaned_data["files"].sort(key=lambda file: b"nwipe" in file.read(20_000).lower())
        made: list[Erasure] = []
        take = self.each(lambda data, name: (name, actions.attach(device_id, data, name=name, by=by)), device_id, by=by)
        for told in take:
            name, found = told
            if isinstance(found, HeldLog):
                self.add_error("files", f"{name} : {found.why} Ce qu’il dit est gardé ci-dessous.")
            else:
                made += found
        return made


class AttestLogForm(Form):
    """Of which medium a log without serial number speaks."""

    rank = forms.TypedChoiceField(label="Dans le journal", coerce=int, widget=forms.RadioSelect)
    medium = forms.TypedChoiceField(label="C’est ce disque", coerce=uuid.UUID, widget=forms.RadioSelect)
    statement = forms.CharField(
        label="Comment vous le savez",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Seul disque branché, port noté, numéro relu sur l’étiquette… Ces mots seront sur le certificat.",
    )

    def __init__(self, *args: Any, held: HeldLog, **kwargs: Any):
        super().__init__(*args, **kwargs)
        told = queries.nameless(held)
        media = [medium for medium in held.device.media.all() if medium.state not in Medium.GONE]
        self.fields["rank"].choices = [(rank, queries.said(one)) for rank, one in told]
        self.fields["medium"].choices = [
            (str(medium.pk), Hinted(medium.name, f"{medium.size_label}, {medium.get_state_display().lower()}"))
            for medium in media
        ]
        for name, only in (("rank", told), ("medium", media)):
            if len(only) == 1:
                self.fields[name].initial = self.fields[name].choices[0][0]


class RecheckForm(Form):
    """What the second person read."""

    good = forms.TypedChoiceField(
        label="Résultat",
        coerce=lambda said: said == "oui",
        choices=[
            ("oui", Hinted("Conforme", "rien de lisible")),
            ("non", Hinted("En échec", "des données, ou des secteurs illisibles : il repart à l’effacement")),
        ],
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(
        label="Ce que vous avez lu",
        max_length=200,
        help_text="« 2 % des secteurs tirés au sort, tous à zéro » ; « table de partitions encore lisible »…",
    )


class RulesForm(Form):
    """What the network asks of its workshops."""

    recheck_percent = forms.IntegerField(
        label="Effacements relus par une seconde personne",
        min_value=0,
        max_value=100,
        help_text="En pour cent, tirés au sort sans que personne puisse le prévoir. 5 est courant, 0 n’en tire aucun.",
    )
    manual_entry = forms.BooleanField(
        label="Un effacement sans journal peut être attesté par un technicien",
        required=False,
        help_text="Seul moyen de noter un « sanitize » lancé à la main. Le certificat le dit.",
    )


class WaiveForm(Form):
    """Which workshop needs no second person, and why."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Atelier")
    reason = forms.CharField(
        label="Pourquoi",
        max_length=200,
        help_text="Par exemple : une seule personne y efface, jusqu’à l’embauche de mars.",
    )

    def __init__(self, *args, workshops: QuerySet[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = workshops


class RevokeForm(Form):
    """Why a certificate must no longer be relied on."""

    reason = forms.CharField(
        label="Pourquoi il ne doit plus servir de preuve",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Qui l’a reçu lira cette phrase. Ne nommez aucune personne.",
    )


class FilterForm(Form):
    """Which certificates one looks for."""

    says_optional = False

    q = forms.CharField(label="Numéro, étiquette, série ou lot", required=False, max_length=60)
    standing = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), ("valide", "Valides"), ("revoque", "Révoqués"), ("remplace", "Remplacés")],
    )

    @property
    def wanted(self) -> dict[str, str]:
        return self.cleaned_data if self.is_valid() else {}
