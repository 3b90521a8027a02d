"""What becomes of a disk, and what stands for its proof: each form does one act on one medium."""

from typing import Any

from django import forms
from django.utils import timezone

from maillon.common.forms import Form, Hinted, MeasureField, Scan
from maillon.common.models import new_id
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device, Medium
from maillon.matter.erasure import actions, policy, queries
from maillon.matter.erasure.models import COMMANDS, Erasure, Level, Technique

REASON = "Pourquoi"


class SizeField(MeasureField):
    """A capacity typed in gigabytes, as on the label of a disk, cleaned into bytes."""

    unit, parts, example = "Go", 1_000_000_000, "256"


class MediumForm(Form):
    """An act on one medium: its title, what it says, how it is done."""

    title: str
    lead = ""
    button: str
    stops = False
    template = "erasure/medium_act.html"

    def __init__(self, *args: Any, device: Device, medium: Medium | None, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.device, self.medium, self.member = device, medium, member
        self.prepare()

    def prepare(self) -> None:
        """Fill in what is known."""

    def allowed(self) -> bool:
        return policy.may_record(self.member, self.device)

    def do(self) -> Any:
        raise NotImplementedError

    def told(self) -> str:
        return "C’est noté."


class DestroyForm(MediumForm):
    """How a disk was destroyed, and what proves it."""

    title = "Retiré et détruit"
    lead = "Ce disque ne reviendra pas : le certificat dira comment il a été détruit."
    button = "Noter la destruction"
    stops = True
    HOW = [
        (Technique.SHRED, Hinted("Broyé", "par un recycleur, avec son bon")),
        (Technique.CRUSH, Hinted("Écrasé à la presse", "plateaux ou puces en morceaux, à l’atelier")),
        (Technique.MELT, Hinted("Fondu ou incinéré", "par un recycleur")),
        (Technique.DRILL, Hinted("Percé ou plié", "ne suffit pas : notez-le « retiré » en attendant le broyeur")),
    ]

    how = forms.ChoiceField(label="Comment", choices=HOW, widget=forms.RadioSelect)
    reference = forms.CharField(
        label="Référence de la preuve",
        max_length=110,
        help_text="Numéro du bon du recycleur, du carton scellé, de la photo.",
    )

    def do(self) -> Any:
        return actions.destroy(self.medium.pk, by=self.member, **self.cleaned_data)

    def told(self) -> str:
        return f"{self.medium} : noté détruit. Une erreur ? La page de l’appareil permet de retirer cette preuve."


class ManualForm(MediumForm):
    """An erasure by a command of the disk itself, which left no log."""

    title = "Attester un effacement"
    lead = (
        "Pour une commande du disque (sanitize, secure erase, changement de clé) ou une réinitialisation sans journal. Le "
        "niveau vient de la table des méthodes ; le certificat dira que vous l’attestez."
    )
    button = "J’atteste cet effacement"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    technique = forms.ChoiceField(label="Ce qui a été fait", widget=forms.RadioSelect)
    tool = forms.CharField(label="Outil", max_length=60, help_text="hdparm, nvme-cli, logiciel du fabricant…")
    tool_version = forms.CharField(label="Version", max_length=30, required=False)
    command = forms.CharField(
        label="Commande lancée, ou geste", max_length=110, help_text="« nvme sanitize -a 4 /dev/nvme0 »"
    )
    output = forms.CharField(
        label="Ce que l’outil a répondu",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Copiez-le ici si vous l’avez : son empreinte sera gardée comme preuve.",
    )
    read_back = forms.BooleanField(label="J’ai relu le support ensuite, et il ne reste rien de lisible", required=False)
    hidden = forms.ChoiceField(
        label="Zones cachées (HPA, DCO)",
        required=False,
        choices=[
            ("", "Je ne sais pas, ou sans objet"),
            (Erasure.Hidden.NONE, "Vérifié : il n’y en a pas"),
            (Erasure.Hidden.HANDLED, "Il y en avait : je les ai ôtées et effacées"),
        ],
    )
    statement = forms.CharField(
        label="Ce que j’atteste",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ce que vous avez vu, et comment vous savez que c’est ce disque : numéro relu sur l’étiquette…",
    )

    def prepare(self) -> None:
        """Only what the table lets one claim on this medium, with its level."""
        found = {
            method.technique: method
            for method in queries.methods_in_force(timezone.localdate())
            if method.kind == self.medium.kind
        }
        self.fields["technique"].choices = [
            (technique, Hinted(technique.label, f"niveau {found[technique].get_level_display()}"))
            for technique in COMMANDS
            if technique in found and found[technique].level != Level.NONE
        ]

    def allowed(self) -> bool:
        return policy.may_attest(self.member, self.device)

    def do(self) -> Any:
        return actions.record_manual(self.medium.pk, by=self.member, **self.cleaned_data)

    def told(self) -> str:
        return f"{self.medium} : effacement attesté."


class DescribeForm(MediumForm):
    """What a medium is."""

    title = "Dire ce qu’est ce disque"
    lead = "Le genre décide de ce que vaut un effacement ; le numéro de série, de quel journal parle de lui."
    button = "Enregistrer"

    kind = forms.ChoiceField(
        label="Genre",
        choices=[("", "---------"), *Medium.Kind.choices],
        help_text="En cas de doute : « Support de stockage ».",
    )
    model = forms.CharField(label="Modèle", max_length=120, required=False)
    serial = forms.CharField(
        label="Numéro de série", max_length=80, required=False, help_text="Tel qu’écrit sur le disque, après « S/N »."
    )
    size_bytes = SizeField(label="Capacité", required=False)

    def prepare(self) -> None:
        if self.medium:
            for name in ("kind", "model", "serial", "size_bytes"):
                self.fields[name].initial = getattr(self.medium, name)

    def do(self) -> Any:
        return actions.describe_medium(self.medium.pk, by=self.member, **self.cleaned_data)


class AddForm(DescribeForm):
    """A medium that no report showed."""

    title = "Ajouter un disque"
    lead = "Un disque qu’aucun rapport n’a montré. Il sera à effacer, et l’appareil avec lui."
    button = "Ajouter"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def do(self) -> Any:
        return actions.add_medium(self.device.pk, by=self.member, **self.cleaned_data)

    def told(self) -> str:
        return "Disque ajouté : il est à effacer."


class ReasonForm(MediumForm):
    """An act that asks for its reason alone."""

    act: Any
    asks = REASON
    help = ""

    reason = forms.CharField(label=REASON, max_length=200)

    def prepare(self) -> None:
        self.fields["reason"].label, self.fields["reason"].help_text = self.asks, self.help

    def do(self) -> Any:
        return type(self).act(self.medium.pk, reason=self.cleaned_data["reason"], by=self.member)


class TakeOutForm(ReasonForm):
    title = "Retirer ce disque"
    lead = (
        "L’appareil n’attendra plus ce disque. S’il porte encore des données, il reste à effacer ou à détruire, et le "
        "certificat attendra que ce soit fait."
    )
    button = "Noter le retrait"
    act = staticmethod(actions.take_out)
    asks = "Pourquoi, et où il est rangé"
    help = "En panne, carton scellé n° 3 ; gardé en réserve, étagère B2…"


class AbsentForm(ReasonForm):
    title = "Attester que ce disque est absent"
    lead = "Un rapport ou le donateur l’annonçait, il n’y est pas. Votre phrase sera sur le certificat."
    button = "J’atteste son absence"
    act = staticmethod(actions.attest_absent)
    asks = "Ce que vous avez vérifié"
    help = "Machine ouverte, logement vide ; gardé par le donateur…"

    def allowed(self) -> bool:
        return policy.may_attest(self.member, self.device)


class RestoreForm(ReasonForm):
    title = "Ce disque est là, finalement"
    lead = "Il sera à effacer."
    button = "Il est là"
    act = staticmethod(actions.restore_medium)
    asks = "Où il était"


class MoveForm(MediumForm):
    """Mount it in another device."""

    title = "Monter dans un autre appareil"
    lead = "Sa preuve le suit. S’il n’est pas effacé, l’autre appareil attendra qu’il le soit."
    button = "Noter le déplacement"

    code = forms.CharField(label="Étiquette de l’autre appareil", max_length=200, widget=Scan, help_text="Scannez-la.")
    reason = forms.CharField(label=REASON, max_length=200, help_text="Disque plus grand, panne de l’autre machine…")

    def do(self) -> Any:
        self.moved = actions.move_medium(self.medium.pk, by=self.member, **self.cleaned_data)
        return self.moved

    def told(self) -> str:
        return f"{self.medium} : monté dans {self.moved.device.label}."


class CancelForm(ReasonForm):
    title = "Retirer cette preuve"
    lead = (
        "Le disque redevient « à effacer ». Un certificat qui s’appuie dessus est révoqué, et qui l’a reçu est prévenu."
    )
    button = "Retirer la preuve"
    stops = True
    asks = "Quelle est l’erreur"
    help = "Mauvais disque, mauvais journal, noté détruit par erreur…"

    def do(self) -> Any:
        proof = queries.proof(self.medium)
        return proof and actions.cancel(proof.pk, reason=self.cleaned_data["reason"], by=self.member)

    def told(self) -> str:
        return f"{self.medium} : preuve retirée, il est à effacer."


class HiddenForm(ReasonForm):
    title = "Zones cachées traitées"
    lead = (
        "L’outil a trouvé des secteurs que le disque cache. Dites ce que vous en avez fait : ce sera sur le certificat."
    )
    button = "J’atteste qu’elles sont traitées"
    asks = "Ce que vous avez fait, et ce que l’outil a répondu"
    help = "« hdparm -N p976773168 /dev/sda », puis nwipe relancé : plus de zone cachée."

    def allowed(self) -> bool:
        return policy.may_attest(self.member, self.device)

    def do(self) -> Any:
        proof = queries.proof(self.medium)
        return proof and actions.accept_hidden(proof.pk, how=self.cleaned_data["reason"], by=self.member)


# name of the act: (its address, its form)
MEDIUM_ACTS: dict[str, tuple[str, type[MediumForm]]] = {
    "destroy": ("detruire", DestroyForm),
    "record_manual": ("attester", ManualForm),
    "describe_medium": ("decrire", DescribeForm),
    "take_out": ("retirer", TakeOutForm),
    "move_medium": ("deplacer", MoveForm),
    "attest_absent": ("absent", AbsentForm),
    "restore_medium": ("retrouve", RestoreForm),
    "cancel": ("retirer-la-preuve", CancelForm),
    "accept_hidden": ("zones-cachees", HiddenForm),
}
