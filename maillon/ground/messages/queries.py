"""How to reach the mail server."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


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
