"""Keep and let go. Who may is the owner's rule: the calling action allowed `by`."""

import hashlib
import uuid
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model

from maillon.common.actors import Actor
from maillon.common.errors import Refused
from maillon.common.models import repeated
from maillon.common.pictures import NotAPicture, rewrite
from maillon.ground.files import formats, queries
from maillon.ground.files.models import File
from maillon.ground.journal import actions as journal


@transaction.atomic
def keep(
    content: bytes,
    *,
    name: str,
    owner: Model,
    by: Actor,
    accept: frozenset[File.Type] = formats.ANY,
    purpose: str = "",
    caption: str = "",
    field: str = "file",
    id: uuid.UUID | None = None,
) -> File:
    """Keep a file for `owner`: a photo written anew with its thumbnail, anything else as it is; `AS_IT_CAME` reads nothing.

    Raises Refused, beside `field`, for what is too heavy, not of an accepted kind, or cannot be read. Bytes written for a
    transaction that fails afterwards stay without a row, and `jobs.sweep` removes them.
    """
    if made := repeated(File, id):
        return made
    if len(content) > formats.LARGEST:
        raise Refused(f"{name} dépasse 20 Mo : envoyez un fichier plus léger.", field=field)
    try:
        type_ = File.Type.RAW if accept == formats.AS_IT_CAME else formats.type_of(content)
        if type_ not in accept:
            wanted = ", ".join(str(File.Type(one).label) for one in File.Type if one in accept)
            raise Refused(f"{name} n’est pas du format attendu ici : {wanted}.", field=field)
        picture = rewrite(content) if type_ == File.Type.JPEG else None
    except (formats.Unusable, NotAPicture) as error:
        raise Refused(str(error), field=field) from error
    kept = picture.content if picture else content
    made = File(
        **({"id": id} if id else {}),
        network=getattr(owner, "network_id", None),
        owner_kind=owner._meta.label_lower,
        owner=owner.pk,
        purpose=purpose,
        name=_name(name, type_),
        caption=caption[:120],
        type=type_,
        size_bytes=len(kept),
        digest=hashlib.sha256(kept).hexdigest(),
        width=picture.width if picture else None,
        height=picture.height if picture else None,
    )
    default_storage.save(made.path, ContentFile(kept))
    if picture:
        default_storage.save(made.thumbnail_path, ContentFile(picture.thumbnail))
    made.save(force_insert=True)
    _remember("files.keep", made, by=by)
    return made


@transaction.atomic
def discard(file_id: uuid.UUID, *, owner: Model, by: Actor) -> None:
    """Destroy one file of `owner`; one that is gone already changes nothing."""
    for file in queries.of(owner).select_for_update().filter(pk=file_id):
        _destroy(file, by=by)


@transaction.atomic
def discard_all(owner: Model, *, by: Actor) -> int:
    """Destroy the files of a thing that goes, or whose time is over; returns how many."""
    gone = list(queries.of(owner).select_for_update())
    for file in gone:
        _destroy(file, by=by)
    return len(gone)


def _destroy(file: File, *, by: Actor) -> None:
    """Forget the row now, and the bytes once that is certain."""
    _remember("files.discard", file, by=by)
    for path in (file.path, file.thumbnail_path) if file.is_picture else (file.path,):
        transaction.on_commit(partial(default_storage.delete, path))
    file.delete()


def _remember(verb: str, file: File, *, by: Actor) -> None:
    """What proves afterwards which file it was, and not what it was called."""
    told: dict[str, Any] = {"owner_kind": file.owner_kind, "owner": str(file.owner), "purpose": file.purpose}
    journal.record(verb, file, by=by, network=file.network, type=file.type, digest=file.digest, **told)


def _name(name: str, type_: File.Type) -> str:
    """The name given, without folders or control signs, with the extension of what it is."""
    path = PurePath(name.replace("\\", "/"))
    stem = path.name if type_ == File.Type.RAW else path.stem
    stem = "".join(sign for sign in stem if sign.isprintable() and sign not in '/\\:*?"<>|').strip(" .")
    if type_ == File.Type.RAW:
        return stem[-100:] or "fichier"
    return f"{stem[:100] or 'fichier'}.{formats.EXTENSIONS[type_]}"
