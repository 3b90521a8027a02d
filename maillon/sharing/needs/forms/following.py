"""Finding a request again, answering, correcting, keeping a seat."""

from typing import Any

from django import forms
from django.utils import timezone

from maillon.common.forms import CommuneField, Form, Hinted
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices.models import Device
from maillon.sharing.accompaniment import queries as sessions
from maillon.sharing.needs import policy, queries
from maillon.sharing.needs.models import Need, NeedQuerySet


class Filters(Form):
    """Which requests to list; all of it lives in the address."""

    says_optional = False
    whose = forms.ChoiceField(label="De qui", required=False)
    state = forms.ChoiceField(
        label="État", required=False, choices=[("", "En cours"), *Need.State.choices, ("toutes", "Toutes")]
    )
    category = forms.ChoiceField(label="Équipement", required=False, choices=queries.kinds)
    usage = forms.ChoiceField(label="Usage", required=False, choices=[("", "Tous"), *Device.Usage.choices])
    commune = CommuneField(required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.member = member
        ours, network = ("nous", "Mon organisation"), ("reseau", "Tout le réseau")
        # Whoever accompanies people comes for her own requests first, with their names.
        first, second = (ours, network) if member.has(Role.PRESCRIBER, Role.MEDIATOR) else (network, ours)
        self.usual = first[0]
        self.fields["whose"].choices = [("", first[1]), second]
        if not (queries.sees_network(member) and policy.may_ask(member)):
            del self.fields["whose"]

    def needs(self) -> NeedQuerySet:
        """The requests that she may see and asked for; a filter that is wrong is left out."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if name != "whose"}
        needs = queries.filtered(queries.page_of(self.member), **asked)
        # Identities are read for her own organisation's requests alone.
        return needs if self.wide else needs.filter(prescriber=self.member.organisation_id).select_related("person")

    @property
    def wide(self) -> bool:
        """Whether the list is the whole network's, and so without any name."""
        if "whose" not in self.fields:
            return queries.sees_network(self.member)
        return (self.cleaned_data.get("whose") or self.usual) == "reseau"


class Answer(Form):
    """The prescriber's answer to the question asked."""

    answer = forms.CharField(
        label="Votre réponse",
        widget=forms.Textarea,
        max_length=2000,
        help_text="Aucun nom : l’animation du réseau ne connaît pas la personne.",
    )


class Identity(Form):
    """What is known of the person, to put right."""

    last_name = forms.CharField(label="Nom", max_length=80, required=False)
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    born_on = forms.DateField(label="Née ou né le", required=False)
    reference = forms.CharField(label="Votre propre référence", max_length=60, required=False)


class Enrolling(Form):
    """A seat at one of the sessions to come."""

    session = forms.ChoiceField(label="La séance", widget=forms.RadioSelect)

    def __init__(self, *args: Any, member: Member, need: Need, **kwargs: Any):
        super().__init__(*args, **kwargs)
        near = sessions.nearest(member, need.commune, timezone.now())
        self.fields["session"].choices = [(str(one.session.pk), Hinted(one.title, one.hint)) for one in near]
