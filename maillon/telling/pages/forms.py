from django import forms
from django.core import signing

from maillon.common.forms import Form
from maillon.common.models import new_id
from maillon.telling.pages.models import Enquiry

SALT = "maillon.pages.opened"
QUICKEST = 3
"""Seconds in which nobody reads a page and writes a message."""


def stamp() -> str:
    """When the page was opened, signed."""
    return signing.TimestampSigner(salt=SALT).sign("contact")


class EnquiryForm(Form):
    """What a visitor writes to a network; two fields that people do not see tell a robot."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    opened = forms.CharField(widget=forms.HiddenInput, initial=stamp, required=False, max_length=200)
    topic = forms.ChoiceField(label="À propos de quoi ?", choices=Enquiry.Topic, widget=forms.RadioSelect)
    name = forms.CharField(label="Votre nom", max_length=120)
    email = forms.EmailField(label="Votre adresse e-mail", help_text="Elle ne sert qu’à vous répondre.")
    text = forms.CharField(
        label="Votre message",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="N’écrivez ni mot de passe, ni numéro de sécurité sociale, ni rien de la santé de quelqu’un.",
    )
    site = forms.CharField(label="Laissez ce champ vide", required=False, max_length=500)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["site"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    @property
    def enquiry_fields(self) -> dict[str, object]:
        """The cleaned values as `actions.write` takes them."""
        kept = {name: self.cleaned_data[name] for name in ("id", "topic", "name", "email", "text")}
        return {**kept, "bait": bool(self.cleaned_data["site"]), "quick": self._quick()}

    def _quick(self) -> bool:
        """Sent at once, or without the mark of a page that was opened."""
        signer = signing.TimestampSigner(salt=SALT)
        try:
            signer.unsign(self.cleaned_data["opened"], max_age=QUICKEST)
        except signing.SignatureExpired:
            return False
        except signing.BadSignature:
            return True
        return True
