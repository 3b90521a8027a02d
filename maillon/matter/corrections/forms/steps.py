"""A correction asked for, rehearsed, then done."""

from typing import Any

from django import forms
from django.db import transaction

from maillon.common.forms import Form
from maillon.ground.organisations.models import Member
from maillon.matter.corrections import policy, queries
from maillon.matter.corrections.queries import Change


class CorrectionForm(Form):
    """A correction of one thing: it is rehearsed and told, then done."""

    title: str
    lead = ""
    button: str

    def __init__(self, *args: Any, thing: Any, member: Member, **kwargs: Any):
        self.thing, self.member = thing, member
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label="Pourquoi", max_length=200, help_text="Votre phrase reste avec la contre-écriture."
        )
        self.fields["reason"].error_messages["required"] = "Dites pourquoi : la contre-écriture portera votre phrase."
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the thing."""

    def perform(self) -> Any:
        """Do it. Raises Refused."""
        raise NotImplementedError

    def picture(self) -> queries.changes.Picture:
        """What it touches, as it stands."""
        raise NotImplementedError

    def told(self, done: Any) -> str:
        """What to tell once it is done."""
        return "C’est corrigé."

    def rehearse(self) -> list[Change]:
        """What it would change: done, looked at, and undone to the last row. Raises Refused."""
        before = self.picture()
        with transaction.atomic():
            self.perform()
            after = self.picture()
            transaction.set_rollback(True)
        return queries.changed(before, after)

    @property
    def seeks(self) -> bool:
        """Whether the page of what looks wrong is hers to go back to."""
        return policy.may_seek(self.member)

    @property
    def reason(self) -> str:
        return self.cleaned_data["reason"]
