"""Signed links: whoever holds one may do one thing, to one object, for a time."""

import uuid

from django.core import signing

from maillon.common.actors import Bearer


def seal(purpose: str, subject: uuid.UUID) -> str:
    """The token to put in a link. It can be read by anyone and altered by nobody."""
    return signing.TimestampSigner(salt=f"maillon.link.{purpose}").sign(subject.hex)


def unseal(purpose: str, token: str, *, days: int) -> Bearer | None:
    """Who this link makes of its holder, or None when it is altered, of another purpose, or older than `days`."""
    try:
        text = signing.TimestampSigner(salt=f"maillon.link.{purpose}").unsign(token, max_age=days * 86400)
        return Bearer(purpose=purpose, actor_id=uuid.UUID(text))
    except (signing.BadSignature, ValueError):
        return None
