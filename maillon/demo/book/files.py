"""As `files.actions`."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model

from maillon.common.actors import Actor
from maillon.common.pictures import rewrite
from maillon.demo.book.book import Book
from maillon.ground.files.models import File


def keep(
    book: Book,
    content: bytes,
    *,
    name: str,
    owner: Model,
    purpose: str,
    caption: str,
    by: Actor,
    at: datetime.datetime,
) -> File:
    """As `keep`, for a photo; the bytes are written at once, over those of a build that was begun again."""
    picture = rewrite(content)
    path = f"{book.random.getrandbits(160):040x}"
    made = book.enter(
        File,
        at,
        network=getattr(owner, "network_id", None),
        owner_kind=owner._meta.label_lower,
        owner=owner.pk,
        purpose=purpose,
        name=name,
        caption=caption,
        type=File.Type.JPEG,
        size_bytes=len(picture.content),
        digest=hashlib.sha256(picture.content).hexdigest(),
        width=picture.width,
        height=picture.height,
        path=f"{path[:2]}/{path[2:]}",
    )
    for place, data in ((made.path, picture.content), (made.thumbnail_path, picture.thumbnail)):
        default_storage.delete(place)
        default_storage.save(place, ContentFile(data))
    told = {"owner_kind": made.owner_kind, "owner": str(made.owner), "purpose": made.purpose}
    book.record("files.keep", made, by=by, at=at, network=made.network, type=str(made.type), digest=made.digest, **told)
    return made
