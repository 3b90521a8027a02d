"""As `governance.actions`, for requests whose letters were read long ago."""

import datetime
from collections.abc import Sequence
from typing import Any

from maillon.common.actors import PUBLIC, Bearer
from maillon.demo.book.book import Book
from maillon.ground.governance.models import AccessRequest
from maillon.ground.governance.policy import ACCESS
from maillon.ground.organisations.models import Network

CONFIRMING = datetime.timedelta(minutes=9)


def request_access(
    book: Book, network: Network, *, wishes: Sequence[str], at: datetime.datetime, **fields: Any
) -> AccessRequest:
    """A request to enter, whose author has proved her address a few minutes later."""
    confirmed = at + CONFIRMING
    asked = book.enter(
        AccessRequest,
        at,
        network=network,
        state=AccessRequest.State.CONFIRMED,
        state_since=confirmed,
        wishes=list(wishes),
        **fields,
    )
    book.record("governance.request_access", asked, by=PUBLIC, at=at, wishes=list(wishes))
    book.record("governance.confirm_access", asked, by=Bearer(ACCESS, asked.pk), at=confirmed)
    return asked
