from django.db import models
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member
from maillon.sharing.people.models.vault import SealedField


class DraftQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Her own: a colleague does not see what someone has begun to write."""
        return self.filter(member=member)


class Draft(Record):
    """A request begun and not yet sent: it may name a person, so it is sealed here and never kept in a browser."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="draft")
    content = SealedField("contenu", help_text="champ du formulaire → réponses")
    kept_at = models.DateTimeField("gardé le", default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon"

    def __str__(self) -> str:
        return f"Brouillon du {self.kept_at:%d/%m/%Y}"
