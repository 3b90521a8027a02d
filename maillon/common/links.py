"""Signed links: whoever holds one may do one thing, to one object, for a time."""

import datetime
import uuid

from django.core import signing

from maillon.common.actors import Bearer


def seal(purpose: str, subject: uuid.UUID, *, at: datetime.datetime | None = None) -> str:
    """The token to put in a link, made now or `at` an instant. It can be read by anyone and altered by nobody."""
    signer = signing.TimestampSigner(salt=f"maillon.link.{purpose}")
    if at is None:
        return signer.sign(subject.hex)
    return signing.Signer.sign(signer, f"{subject.hex}{signer.sep}{signing.b62_encode(int(at.timestamp()))}")


def unseal(purpose: str, token: str, *, days: int) -> Bearer | None:
    """Who this link makes of its holder, or None when it is altered, of another purpose, or older than `days`."""
    try:
        text = signing.TimestampSigner(salt=f"maillon.link.{purpose}").unsign(token, max_age=days * 86400)
        return Bearer(purpose=purpose, actor_id=uuid.UUID(text))
    except (signing.BadSignature, ValueError):
        return None
