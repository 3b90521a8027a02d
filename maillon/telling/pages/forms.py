from typing import Any

from django import forms
from django.core import signing

from maillon.common.forms import Form
from maillon.common.models import new_id
from maillon.ground.files import formats
from maillon.ground.files.forms import UploadField
from maillon.ground.organisations.models import Network
from maillon.telling.pages.models import Enquiry, Text, Version

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


class TextForm(Form):
    """A text of the network; its kind is said once, when it begins."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    since = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="Genre", choices=Text.Kind)
    title = forms.CharField(label="Titre", max_length=120)
    summary = forms.CharField(
        label="En une phrase",
        max_length=280,
        required=False,
        help_text="Sous le titre, et là où la page est partagée. 280 signes.",
    )
    body = forms.CharField(
        label="Texte",
        max_length=40_000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="# titre, **gras**, - liste, [lien](https://…). Une ligne vide sépare deux paragraphes.",
    )

    def __init__(self, *args: Any, version: Version | None = None, **kwargs: Any):
        if version:
            known = {name: getattr(version, name) for name in ("title", "summary", "body")}
            kwargs["initial"] = {**known, "since": version.number, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if version:
            del self.fields["kind"]

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of the act."""
        return {name: self.cleaned_data[name] for name in ("kind", "title", "summary", "body") if name in self.fields}


class PictureForm(Form):
    """A picture, and what one sees on it."""

    picture = UploadField(label="Image", accept=formats.PHOTOS, help_text="Photo ou dessin, 20 Mo au plus.")
    words = forms.CharField(
        label="Texte alternatif", max_length=120, help_text="Ce que l’on y voit, pour qui ne la voit pas."
    )


class LookForm(Form):
    """What the pages of the network look like."""

    purpose = forms.CharField(label="Ce que fait le réseau, en une phrase", max_length=200, required=False)
    place = forms.CharField(
        label="Là où il agit", max_length=80, required=False, help_text="Comme on le dit : « en Bretagne »."
    )
    accent = forms.ChoiceField(
        label="Couleur", choices=Network.Accent, widget=forms.RadioSelect, help_text="Un liseré en haut des pages."
    )
    logo = UploadField(label="Logo", accept=formats.PHOTOS, required=False, help_text="Sur fond blanc, 20 Mo au plus.")
    without_logo = forms.BooleanField(label="Enlever le logo", required=False)

    def __init__(self, *args: Any, network: Network, **kwargs: Any):
        known = {name: getattr(network, name) for name in ("purpose", "place", "accent")}
        super().__init__(*args, initial=known, **kwargs)
        if network.logo is None:
            del self.fields["without_logo"]
