"""What the acts of a working group ask: each form does one of them, on the group or on a thing of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone

from maillon.common.forms import Form, Hinted
from maillon.common.models import new_id
from maillon.ground.files import formats
from maillon.ground.files.forms import UploadField
from maillon.ground.governance import actions, policy
from maillon.ground.governance.models import Group, Meeting, Mode, Voice
from maillon.ground.organisations.models import Member

MODES = [(value, Hinted(*label.split(" : "))) for value, label in Mode.choices]


class GroupAct(Form):
    """A form that does one act on `thing`, of `group`. `do` may raise Refused; `told` says what was done."""

    title: str
    lead = ""
    button = "Enregistrer"
    stops = False
    do: Callable[..., Any]
    told: Callable[..., str]

    def __init__(self, *args: Any, member: Member, group: Group | None, thing: Any = None, **kwargs: Any):
        self.member, self.group, self.thing = member, group, thing
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the group and on who asks."""

    def allowed(self) -> bool:
        """Whether the member may do it at all: else the page is not shown."""
        return policy.may_run_group(self.member, self.group)


class OpenGroupForm(GroupAct):
    """Open a group."""

    title = "Ouvrir un groupe de travail"
    button = "Ouvrir le groupe"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label="Nom du groupe", max_length=100)
    purpose = forms.CharField(label="À quoi il sert", max_length=1000, widget=forms.Textarea)
    rhythm = forms.CharField(
        label="Rythme", max_length=80, required=False, help_text="« Le premier jeudi du mois, 9 h 30. »"
    )
    mode = forms.ChoiceField(
        label="Comment il décide", choices=MODES, widget=forms.RadioSelect, initial=Mode.CONSENT.value
    )
    voices = forms.ChoiceField(
        label="Qui a une voix",
        choices=Group.Voices.choices,
        widget=forms.RadioSelect,
        initial=Group.Voices.ORGANISATION.value,
    )

    def allowed(self) -> bool:
        return policy.may_open_group(self.member, self.member.network)

    def do(self) -> Group:
        return actions.open_group(self.member.network, by=self.member, **self.cleaned_data)

    def told(self, done: Group) -> str:
        return f"Le groupe « {done} » est ouvert, et vous l’animez."


class ChangeGroupForm(OpenGroupForm):
    """Say anew what a group is."""

    title = "Changer le groupe"
    button = "Enregistrer"
    lead = "Ce qui est déjà proposé garde la manière de décider de son début."
    id = None

    def prepare(self) -> None:
        self.initial = {name: getattr(self.group, name) for name in self.fields}

    def allowed(self) -> bool:
        return policy.may_run_group(self.member, self.group)

    def do(self) -> Group:
        return actions.change_group(self.group.pk, by=self.member, **self.cleaned_data)

    def told(self, done: Group) -> str:
        return "C’est enregistré."


class CloseGroupForm(GroupAct):
    """Close a group."""

    title = "Fermer le groupe"
    lead = "Ses réunions à venir sont annulées. Ce qu’il a dit et décidé reste à lire."
    button = "Fermer le groupe"
    stops = True

    def do(self) -> Group:
        return actions.close_group(self.group.pk, by=self.member)

    def told(self, done: Group) -> str:
        return f"Le groupe « {done} » est fermé."


class SeatForm(GroupAct):
    """Let someone in."""

    title = "Faire entrer quelqu’un dans le groupe"
    button = "Faire entrer"

    member_id = forms.ModelChoiceField(label="Qui", queryset=Member.objects.none())
    leads = forms.BooleanField(label="Elle anime le groupe", required=False)

    def prepare(self) -> None:
        people = Member.objects.active().filter(network=self.group.network_id).select_related("user", "organisation")
        self.fields["member_id"].queryset = people.order_by("user__last_name", "user__first_name", "pk")

    def do(self) -> Any:
        asked = self.cleaned_data
        return actions.take_seat(self.group.pk, member=asked["member_id"], leads=asked["leads"], by=self.member)

    def told(self, done: Any) -> str:
        return f"{done.member.full_name} est dans le groupe."


class LeaveSeatForm(GroupAct):
    """Make someone leave, or leave."""

    title = "Sortir du groupe"
    button = "Sortir du groupe"
    lead = "Ce qui a été dit reste. On peut revenir."
    stops = True

    def prepare(self) -> None:
        self.title = f"Sortir du groupe : {self.thing.member.full_name}"

    def allowed(self) -> bool:
        return policy.may_end_seat(self.member, self.thing)

    def do(self) -> Any:
        return actions.leave_seat(self.thing.pk, by=self.member)

    def told(self, done: Any) -> str:
        return f"{done.member.full_name} n’est plus dans le groupe."


class PlanForm(GroupAct):
    """Plan meetings."""

    title = "Prévoir une réunion"
    button = "Prévoir, et prévenir le groupe"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    starts_at = forms.DateTimeField(label="Quand", help_text="Le jour et l’heure.")
    minutes = forms.IntegerField(label="Durée, en minutes", min_value=10, max_value=600, initial=90)
    place = forms.CharField(label="Où", max_length=200, help_text="Une adresse, ou un lien de visioconférence.")
    agenda = forms.CharField(label="Ordre du jour", max_length=4000, required=False, widget=forms.Textarea)
    times = forms.IntegerField(
        label="Chaque mois, combien de fois",
        min_value=1,
        max_value=actions.MOST_TIMES,
        initial=1,
        help_text="1 : une seule réunion. 6 : le même jour de la semaine de six mois de suite.",
    )

    def do(self) -> Any:
        return actions.plan_meetings(self.group.pk, by=self.member, **self.cleaned_data)

    def told(self, done: Any) -> str:
        return f"{len(done)} réunion{'s' if len(done) > 1 else ''} prévue{'s' if len(done) > 1 else ''}, le groupe est prévenu."


class MeetingForm(PlanForm):
    """Move a meeting, write its agenda."""

    title = "Changer la réunion"
    button = "Enregistrer"
    id = times = None

    def prepare(self) -> None:
        self.initial = {name: getattr(self.thing, name) for name in self.fields}
        self.initial["starts_at"] = timezone.localtime(self.thing.starts_at)

    def do(self) -> Meeting:
        return actions.change_meeting(self.thing.pk, by=self.member, **self.cleaned_data)

    def told(self, done: Meeting) -> str:
        return "C’est enregistré."


class CancelMeetingForm(GroupAct):
    """Cancel a meeting."""

    title = "Annuler la réunion"
    button = "Annuler, et prévenir le groupe"
    stops = True

    def do(self) -> Meeting:
        return actions.cancel_meeting(self.thing.pk, by=self.member)

    def told(self, done: Meeting) -> str:
        return "La réunion est annulée, le groupe est prévenu."


class ReportForm(GroupAct):
    """What was said."""

    title = "Écrire le compte rendu"

    report = forms.CharField(
        label="Ce qui s’est dit",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Ne nommez aucune personne aidée.",
    )

    def prepare(self) -> None:
        self.initial = {"report": self.thing.report}

    def do(self) -> Meeting:
        return actions.report_meeting(self.thing.pk, by=self.member, **self.cleaned_data)

    def told(self, done: Meeting) -> str:
        return "Le compte rendu est enregistré, le groupe peut le lire."


class ProposeForm(GroupAct):
    """Put something to the group."""

    title = "Proposer une décision"
    button = "Proposer au groupe"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    title_ = forms.CharField(label="La proposition, en une phrase", max_length=150)
    text = forms.CharField(
        label="Pourquoi, et ce que cela change", max_length=4000, required=False, widget=forms.Textarea
    )
    mode = forms.ChoiceField(label="Comment elle se décide", choices=MODES, widget=forms.RadioSelect)
    closes_on = forms.DateField(label="On répond jusqu’au")
    meeting = forms.ModelChoiceField(
        label="À quelle réunion", queryset=Meeting.objects.none(), required=False, empty_label="Hors réunion"
    )

    def prepare(self) -> None:
        self.initial["mode"] = self.group.mode
        self.fields["meeting"].queryset = Meeting.objects.filter(group=self.group, cancelled=False).select_related(
            "group"
        )

    def do(self) -> Any:
        asked = dict(self.cleaned_data)
        return actions.propose(self.group.pk, title=asked.pop("title_"), by=self.member, **asked)

    def told(self, done: Any) -> str:
        return "La proposition est partie au groupe."


class SpeakForm(GroupAct):
    """What one thinks."""

    title = "Votre avis"
    button = "Donner mon avis"

    choice = forms.ChoiceField(label="Votre avis", choices=Voice.Choice.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="Pourquoi", max_length=500, required=False, widget=forms.Textarea)

    def prepare(self) -> None:
        held = self.thing.heard.filter(member=self.member).first()
        if held:
            self.initial = {"choice": held.choice, "reason": held.reason}

    def allowed(self) -> bool:
        return policy.may_speak(self.member, self.group)

    def do(self) -> Voice:
        return actions.speak(self.thing.pk, by=self.member, **self.cleaned_data)

    def told(self, done: Voice) -> str:
        return "Votre avis est noté ; vous pouvez en changer jusqu’au bout."


class DocumentForm(GroupAct):
    """Hand a document in."""

    title = "Déposer un document"
    button = "Déposer"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    file = UploadField(label="Le document", accept=formats.ANY, help_text="PDF, photo ou tableau, 20 Mo au plus.")

    def allowed(self) -> bool:
        return policy.may_read_group(self.member, self.group)

    def do(self) -> Any:
        return actions.add_document(self.group.pk, by=self.member, **self.cleaned_data)

    def told(self, done: Any) -> str:
        return f"{done} est déposé."
