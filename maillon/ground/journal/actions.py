"""Remember."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.ground.journal.models import Entry, Pending

# An act made online is remembered sooner than that.
A_MOMENT = datetime.timedelta(seconds=1)


def entry(
    verb: str,
    subject: Any,
    *,
    by: Actor,
    network: uuid.UUID | None = None,
    at: datetime.datetime | None = None,
    data: dict[str, Any] | None = None,
) -> Entry:
    """An entry not yet written; `record` writes one, `write` many at once.

    `network` defaults to the subject's own `network_id`.
    """
    made = Entry(
        network=network if network is not None else getattr(subject, "network_id", None),
        verb=verb,
        kind=subject._meta.label_lower,
        subject=subject.pk,
        actor_kind=by.actor_kind,
        actor=by.actor_id,
        organisation=by.actor_organisation_id,
        data=data or {},
    )
    if at is not None:
        made.at = at
    return made


@transaction.atomic(savepoint=False)
def record(
    verb: str,
    subject: Any,
    *,
    by: Actor,
    network: uuid.UUID | None = None,
    at: datetime.datetime | None = None,
    **data: Any,
) -> Entry:
    """Remember that `by` did `verb` to `subject`, in the transaction of the act itself.

    `at`: when it was done, where a phone says it later, though never before what is already remembered of the subject; the
    key of the entry keeps when it was written.

    Without a savepoint of its own: an act that cannot be remembered is not done.
    """
    if at is not None and timezone.now() - at > A_MOMENT:
        last = Entry.objects.filter(subject=subject.pk, at__gt=at).aggregate(last=Max("at"))["last"]
        at = last or at
    made = entry(verb, subject, by=by, network=network, at=at, data=data)
    made.save(force_insert=True)
    Pending.objects.create(entry=made.pk, network=made.network)
    return made


def write(entries: list[Entry]) -> None:
    """Write many prepared entries at once."""
    Entry.objects.bulk_create(entries, batch_size=2000)
    Pending.objects.bulk_create([Pending(entry=made.pk, network=made.network) for made in entries], batch_size=2000)
