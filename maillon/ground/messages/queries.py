"""How to reach the mail server; how whoever reads a letter refuses the next ones."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from maillon.common import links
from maillon.ground.messages.models import Kind, Message, OptOut

REFUSES, REFUSED_DAYS = "messages.refuse", 400
"""The purpose of the link at the foot of an e-mail that is not necessary, and for how long it works."""


def unsubscribe_url(message: Message) -> str:
    """Where the reader of this letter says that she wants no more of its kind; no address is in it."""
    return settings.BASE_URL + f"/courriers/ne-plus-recevoir/{links.seal(REFUSES, message.pk)}/"


def of_link(token: str) -> Message | None:
    """The letter whose link this is; None when it is altered, too old, or of a letter that is kept no more."""
    bearer = links.unseal(REFUSES, token, days=REFUSED_DAYS)
    found = Message.objects.exclude(kind="").filter(pk=bearer.actor_id) if bearer else Message.objects.none()
    return found.first()


def received(email: str) -> list[tuple[str, str, bool]]:
    """Each kind that one may refuse, as (value, words, whether this address receives it)."""
    refused = set(OptOut.objects.filter(email=email.lower()).values_list("kind", flat=True))
    return [(value, str(label), value not in refused) for value, label in Kind.choices]


def smtp_options(url: str) -> dict[str, Any]:
    """The arguments of Django's SMTP backend for `smtp://user:password@host:port` (`smtps://` for TLS from the start)."""
    parts = urlsplit(url)
    implicit = parts.scheme == "smtps"
    return {
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if implicit else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": implicit,
        "use_tls": not implicit and parse_qs(parts.query).get("tls") == ["1"],
        "timeout": 20,
    }
