"""What anybody says should change in the page of a place, and what those who keep it answer."""

from typing import Any

from django import forms

from maillon.common.forms import Form, Hinted, Ticks
from maillon.common.models import new_id
from maillon.common.spam import GuardedForm
from maillon.sharing.directory.forms.places import PlaceForm
from maillon.sharing.directory.models import Resource, Theme
from maillon.sharing.directory.queries.judging import Change


class SuggestForm(GuardedForm, PlaceForm):
    """The page as it is, to be corrected; whoever leaves an address is told what became of it."""

    closed = forms.BooleanField(label="Ce lieu a fermé définitivement", required=False)
    remark = forms.CharField(
        label="Ce que vous savez, et comment",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple : « j’y suis passée mardi, la porte était close ».",
    )
    email = forms.EmailField(
        label="Votre adresse e-mail",
        required=False,
        help_text="Seulement pour vous dire ce qui a été décidé ; effacée ensuite.",
    )

    def __init__(self, *args: Any, guarded: bool = True, **kwargs: Any):
        super().__init__(*args, network_wide=False, **kwargs)
        self.guarded = guarded

    @property
    def suggested(self) -> dict[str, Any]:
        """The arguments of the act."""
        return {**self.place_fields, "id": self.cleaned_data["id"]}


class JudgeForm(Form):
    """Which of the proposed changes to take, and what to answer."""

    only = forms.MultipleChoiceField(label="Changements à retenir", required=False, widget=Ticks)
    answer = forms.CharField(
        label="Votre réponse",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoire pour écarter. Elle part par e-mail si la personne a laissé son adresse.",
    )

    def __init__(self, *args: Any, found: list[Change], closed: bool, **kwargs: Any):
        self.found = {change.key: change.fields for change in found}
        choices: list[tuple[str, str]] = [(change.key, Hinted(change.label)) for change in found]
        if closed:
            choices.append(("closed", "Le lieu a fermé"))
        kwargs["initial"] = {"only": [key for key, _ in choices], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["only"].choices = choices
        if not choices:
            del self.fields["only"]

    @property
    def chosen(self) -> set[str] | None:
        """The fields to take; None when there was nothing to choose."""
        if "only" not in self.cleaned_data:
            return None
        return {name for key in self.cleaned_data["only"] for name in self.found.get(key, (key,))}


class ResourceForm(Form):
    """A useful site."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    name = forms.CharField(label="Nom du site", max_length=120)
    url = forms.URLField(
        label="Adresse",
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez l’adresse entière, par exemple https://www.exemple.fr."},
    )
    theme = forms.ChoiceField(label="Thème", choices=[("", "---------"), *Theme.choices])
    summary = forms.CharField(
        label="En une phrase", max_length=280, help_text="Ce que l’on y trouve, pour qui. 280 signes."
    )

    def __init__(self, *args: Any, resource: Resource | None = None, **kwargs: Any):
        if resource:
            known = {name: getattr(resource, name) for name in ("name", "url", "theme", "summary")}
            kwargs["initial"] = {**known, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "url", "theme", "summary")}
