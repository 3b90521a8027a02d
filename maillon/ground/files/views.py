"""How a file is given back. The page that serves it belongs to the owner's app, which has checked who sees the owner."""

import uuid

from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from maillon.ground.files import queries
from maillon.ground.files.models import File


def served(
    request: HttpRequest, owner: Model, file_id: uuid.UUID, *, purpose: str | None = None, shared: bool = False
) -> HttpResponseBase:
    """The file of this owner, or 404: pictures are shown, the rest is saved; `?petit` asks for the thumbnail.

    `shared` is for what anyone may see: what stands between may then keep it. Otherwise only the person's browser does, and
    asks again each time whether she may.
    """
    file = get_object_or_404(queries.of(owner, purpose), pk=file_id)
    small = file.is_picture and "petit" in request.GET
    etag = quote_etag(f"{file.digest[:32]}{'-petit' if small else ''}")
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or _content(file, small)
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=3600" if shared else "private, no-cache"
    return response


def _content(file: File, small: bool) -> FileResponse:
    try:
        stored = default_storage.open(file.thumbnail_path if small else file.path)
    except FileNotFoundError as error:
        raise Http404("Ce fichier n’est plus là.") from error
    response = FileResponse(stored, content_type=file.type)
    response["Content-Disposition"] = content_disposition_header(not file.is_picture, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
