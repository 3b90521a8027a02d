"""What is asked of someone who would enter a network, and of those who answer her."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillon.common import phones, siret, spam
from maillon.common.forms import CommuneField, Form, Hinted, Ticks
from maillon.common.models import new_id
from maillon.ground.governance.models import AccessRequest
from maillon.ground.governance.queries.access import Joined
from maillon.ground.organisations.models import Organisation, Role
from maillon.ground.organisations.policy import OF_THE_NETWORK

Wish = AccessRequest.Wish
WISHES = [
    (
        Wish.PRESCRIBER.value,
        Hinted(Wish.PRESCRIBER.label, "Vous demandez du matériel pour les personnes que vous suivez."),
    ),
    (Wish.REFURBISHER.value, Hinted(Wish.REFURBISHER.label, "Votre atelier efface, répare et remet en état.")),
    (Wish.MEDIATOR.value, Hinted(Wish.MEDIATOR.label, "Vous aidez à s’en servir : médiation, formation, connexion.")),
    (
        Wish.DONOR.value,
        Hinted(Wish.DONOR.label, "Votre structure donne du matériel. Pour un seul don, un compte est inutile."),
    ),
]
KNOWN_BY_BROWSER = {
    "organisation_name": "organization",
    "address": "address-line1",
    "commune": "address-level2",
    "last_name": "family-name",
    "first_name": "given-name",
    "function": "organization-title",
    "phone": "tel",
    "email": "email",
}


class AccessForm(spam.GuardedForm, Form):
    """A request to enter, in one page."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    wishes = forms.MultipleChoiceField(
        label="Que feriez-vous dans le réseau ?", choices=WISHES, widget=forms.CheckboxSelectMultiple
    )
    organisation_name = forms.CharField(label="Nom de la structure", max_length=150)
    siret = forms.CharField(
        label="SIRET",
        max_length=20,
        required=False,
        help_text="14 chiffres. Il dit si votre structure est déjà dans le réseau.",
    )
    kind = forms.ChoiceField(label="Nature", choices=[("", "---------"), *Organisation.Kind.choices])
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    commune = CommuneField()
    last_name = forms.CharField(label="Votre nom", max_length=80)
    first_name = forms.CharField(label="Votre prénom", max_length=80)
    function = forms.CharField(label="Votre fonction", max_length=80, required=False)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    email = forms.EmailField(
        label="Adresse e-mail",
        help_text="Professionnelle et à vous seule : nous y envoyons un lien, et vous vous connecterez avec.",
    )
    message = forms.CharField(label="Autre chose à nous dire", max_length=2000, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, guarded: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.guarded = guarded
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

    @property
    def request_fields(self) -> dict[str, Any]:
        """The cleaned values, named as the arguments of `request_access`."""
        kept = dict(self.cleaned_data)
        kept["commune_code"] = kept.pop("commune").code
        return kept


class ConfirmForm(Form):
    """The password that she will sign in with."""

    password = forms.CharField(
        label="Choisissez un mot de passe",
        strip=False,
        help_text="Douze signes au moins : une phrase se retient mieux.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Le même, une seconde fois",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, has_account: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if has_account:
            del self.fields["password"], self.fields["again"]

    def clean(self):
        cleaned = super().clean() or {}
        if "again" in cleaned and "password" in cleaned and cleaned["again"] != cleaned["password"]:
            self.add_error("again", "Les deux mots de passe diffèrent : écrivez deux fois le même.")
        return cleaned


class ReplyForm(Form):
    """The author's answer."""

    answer = forms.CharField(label="Votre réponse", max_length=2000, widget=forms.Textarea)


class ExchangeForm(Form):
    """A question to the author, or the reason of a refusal."""

    exchange = forms.CharField(label="Votre message", max_length=2000, widget=forms.Textarea)


class AcceptForm(Form):
    """For which organisation she enters, and what she may do there."""

    organisation = forms.ModelChoiceField(
        label="Pour quelle organisation ?", queryset=Organisation.objects.none(), required=False
    )
    roles = forms.MultipleChoiceField(
        label="Ce qu’elle pourra faire",
        widget=Ticks,
        choices=[(value, label) for value, label in Role.choices if value not in OF_THE_NETWORK],
    )
    message = forms.CharField(
        label="Un mot pour elle", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, asked: AccessRequest, joined: Joined, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if joined.alike:
            field = self.fields["organisation"]
            field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in joined.alike])
            field.initial, field.empty_label = joined.first, f"Une nouvelle : {asked.organisation_name}"
        else:
            del self.fields["organisation"]
        manages = [] if joined.managed else [Role.MANAGER.value]
        self.fields["roles"].initial = [*manages, *asked.roles]
        if manages:
            self.fields[
                "roles"
            ].help_text = "Personne ne gère encore cette organisation : elle pourra inviter ses collègues."
