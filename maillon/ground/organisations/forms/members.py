"""The people who act for an organisation."""

from collections.abc import Iterable

from django import forms

from maillon.common.forms import Ticks
from maillon.common.models import new_id
from maillon.ground.organisations import actions, policy
from maillon.ground.organisations.forms.act import ActForm
from maillon.ground.organisations.models import (
    Member,
    Role,
)


def _roles_for(member: Member, held: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The roles that the member may give, and those already held."""
    return [(value, label) for value, label in Role.choices if policy.may_grant(member, value) or value in held]


class InviteForm(ActForm):
    """Let a colleague in."""

    title = "Inviter quelqu’un"
    lead = "Un courrier lui dit qu’elle peut agir pour l’organisation, et lui fait choisir un mot de passe si besoin."
    button = "Inviter"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    email = forms.EmailField(label="Adresse e-mail")
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    last_name = forms.CharField(
        label="Nom", max_length=80, required=False, help_text="Inutile si cette adresse a déjà un compte."
    )
    function = forms.CharField(label="Fonction", max_length=80, required=False)
    roles = forms.MultipleChoiceField(label="Ce qu’elle fait", widget=Ticks)

    def prepare(self) -> None:
        self.fields["roles"].choices = _roles_for(self.member)

    def allowed(self) -> bool:
        return policy.may_manage_organisation(self.member, self.organisation)

    def do(self) -> Member:
        return actions.invite(self.organisation, by=self.member, **self.cleaned_data)

    def told(self, done: Member) -> str:
        return f"{done.full_name} est invitée : un courrier part à {done.user.email}."


class MemberForm(ActForm):
    """What a person does for the organisation."""

    title = "Ses rôles"
    button = "Enregistrer"

    function = forms.CharField(label="Fonction", max_length=80, required=False)
    roles = forms.MultipleChoiceField(label="Ce qu’elle fait", widget=Ticks, required=False)

    def prepare(self) -> None:
        self.title = f"Les rôles de {self.thing.full_name}"
        self.fields["roles"].choices = _roles_for(self.member, self.thing.roles)
        self.fields["roles"].initial = self.thing.roles
        self.fields["function"].initial = self.thing.function

    def allowed(self) -> bool:
        return policy.may_manage_organisation(self.member, self.organisation)

    def do(self) -> Member:
        return actions.change_roles(self.thing.pk, by=self.member, **self.cleaned_data)

    def told(self, done: Member) -> str:
        return f"{done.full_name} : {done.roles_label}."


class RemindForm(ActForm):
    """Send the invitation again."""

    lead = "Le lien précédent ne sert plus au bout de trois jours."
    button = "Renvoyer le courrier"

    def prepare(self) -> None:
        self.title = f"Renvoyer son invitation à {self.thing.full_name}"

    def allowed(self) -> bool:
        return policy.may_manage_organisation(self.member, self.organisation)

    def do(self) -> Member:
        return actions.remind(self.thing.pk, by=self.member)

    def told(self, done: Member) -> str:
        return f"Un nouveau courrier part à {done.user.email}."
