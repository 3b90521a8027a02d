"""What whoever manages an organisation says of each person who acts for it."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from maillon.common.forms import Form, speak_plainly
from maillon.ground.governance.queries.recertification import SILENT_DAYS
from maillon.ground.organisations.models import Member

STAYS, GOES = "reste", "part"


class RecertifyForm(Form):
    """One answer a person; proposed for those who signed in within the year."""

    def __init__(self, *args: Any, people: Sequence[Member], by: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by, self.people = by, list(people)
        silent = timezone.now() - datetime.timedelta(days=SILENT_DAYS)
        for person in self.others:
            seen = person.user.last_login
            self.fields[str(person.pk)] = forms.ChoiceField(
                label=f"{person.full_name} agit toujours ?",
                choices=[("", "---------"), (STAYS, "Oui, toujours"), (GOES, "Non, fermer son accès")],
                initial=STAYS if seen and seen > silent else "",
            )
        speak_plainly(self)

    @property
    def others(self) -> list[Member]:
        """Everyone but who answers."""
        return [person for person in self.people if person.pk != self.by.pk]

    @property
    def rows(self) -> list[tuple[Member, forms.BoundField | None]]:
        """Each person with the question about her; none about who answers."""
        return [(person, self[str(person.pk)] if person.pk != self.by.pk else None) for person in self.people]

    def chosen(self, answer: str) -> list[uuid.UUID]:
        """Of whom this was said."""
        return [person.pk for person in self.others if self.cleaned_data[str(person.pk)] == answer]
