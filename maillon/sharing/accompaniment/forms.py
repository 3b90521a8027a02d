"""What is asked to plan a session, and to note who came."""

import uuid
from typing import Any

from django import forms

from maillon.common.forms import CommuneField, Form, Hinted
from maillon.common.models import new_id
from maillon.ground.organisations.models import Member
from maillon.sharing.accompaniment.models import Enrolment, Programme, Session

KINDS = [
    (Session.Kind.HANDOVER.value, Hinted("Prise en main", "le jour de la remise : allumer, se connecter")),
    (Session.Kind.WORKSHOP.value, Hinted("Atelier", "en groupe, pour les personnes")),
    (Session.Kind.INDIVIDUAL.value, Hinted("Accompagnement individuel", "une personne à la fois")),
    (Session.Kind.SENSITISATION.value, Hinted("Sensibilisation", "pour des professionnels")),
    (Session.Kind.TRAINING.value, Hinted("Formation", "pour des professionnels ou des bénévoles")),
    (Session.Kind.IMMERSION.value, Hinted("Immersion", "une journée dans une structure")),
]


class SessionForm(Form):
    """A session to come."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.ChoiceField(label="Quel genre ?", choices=KINDS, widget=forms.RadioSelect, initial="handover")
    title = forms.CharField(label="Titre", max_length=120, help_text="Ce que l’on y fait, en peu de mots.")
    starts_at = forms.DateTimeField(label="Le", widget=forms.DateTimeInput)
    minutes = forms.IntegerField(label="Durée, en minutes", min_value=1, max_value=600, initial=120)
    seats = forms.IntegerField(label="Places", min_value=1, max_value=500, initial=8)
    place = forms.CharField(
        label="Lieu", max_length=160, help_text="Le nom et l’adresse. Jamais le domicile de quelqu’un."
    )
    commune = CommuneField()
    programme = forms.ModelChoiceField(
        label="Parcours", queryset=Programme.objects.none(), required=False, empty_label="Aucun"
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.visible_to(member).filter(organisation=member.organisation_id)
        self.fields["programme"].queryset = programmes
        if not programmes:
            del self.fields["programme"]
        self.fields["commune"].initial = member.organisation.commune

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of the action."""
        said = dict(self.cleaned_data)
        commune = said.pop("commune")
        return {**said, "commune_code": commune.code}


class Filters(Form):
    """Which sessions to list; all of it lives in the address."""

    says_optional = False
    when = forms.ChoiceField(label="Quand", required=False, choices=[("", "À venir"), ("passees", "Passées")])
    kind = forms.ChoiceField(label="Genre", required=False, choices=[("", "Tous"), *Session.Kind.choices])
    places = forms.ChoiceField(label="Places", required=False, choices=[("", "Toutes"), ("libres", "Encore libres")])


class Attendance(Form):
    """Who came: one answer for each seat, left empty where one does not know yet."""

    says_optional = False
    CHOICES = [("came", "Venue"), ("absent", "Absente")]
    ANSWERS = {Enrolment.State.ATTENDED: "came", Enrolment.State.ABSENT: "absent"}

    def __init__(self, *args: Any, seats: list, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for seat in seats:
            self.fields[str(seat.enrolment.pk)] = forms.ChoiceField(
                label=seat.name,
                choices=self.CHOICES,
                widget=forms.RadioSelect,
                required=False,
                initial=self.ANSWERS.get(seat.enrolment.state),
            )

    @property
    def answers(self) -> dict[uuid.UUID, bool]:
        """Whether each came, for those of whom it was said."""
        return {uuid.UUID(pk): said == "came" for pk, said in self.cleaned_data.items() if said}
