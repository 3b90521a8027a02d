"""What every table shares: a UUIDv7 key that a client may choose, and rows that can be locked."""

import uuid
from typing import Self, TypeVar, cast

import uuid_utils.compat
from django.db import connection, models
from django.utils import timezone


def new_id() -> uuid.UUID:
    """A UUIDv7: sorted by the instant it was made, so that indexes stay compact."""
    return uuid_utils.compat.uuid7()


class RecordQuerySet(models.QuerySet):
    def locked(self) -> Self:
        """Lock these rows until the transaction ends (PostgreSQL); SQLite locks the whole file by itself."""
        return self.select_for_update(of=("self",))


class Record(models.Model):
    """A row whose key the client may have made, so that a repeated message changes nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


R = TypeVar("R", bound=Record)


def repeated(model: type[R], pk: uuid.UUID | None) -> R | None:
    """What an earlier message with this client-made id already created, or None.

    Called first inside the action's transaction. Two copies of one message that arrive together wait for each other: a
    PostgreSQL advisory lock on the id, SQLite's single writer.
    """
    if pk is None:
        return None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [pk.int & 0x7FFFFFFFFFFFFFFF])
    return cast(R | None, model._default_manager.filter(pk=pk).order_by().first())
