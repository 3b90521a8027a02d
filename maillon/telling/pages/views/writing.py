"""Writing for the network: its texts, their versions and pictures, and how its pages look."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.forms import attempt
from maillon.ground.files import queries as files
from maillon.ground.organisations.access import for_roles
from maillon.telling.pages import actions, policy, queries
from maillon.telling.pages.actions.texts import PICTURE
from maillon.telling.pages.forms import LookForm, PictureForm, TextForm
from maillon.telling.pages.models import Text

GET_OR_POST = ["GET", "HEAD", "POST"]


def _mine(request: HttpRequest, pk: uuid.UUID) -> Text:
    seen = Text.objects.visible_to(request.member).select_related("network", "published")
    return get_object_or_404(seen, pk=pk)


@for_roles(*policy.RUNS)
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Everything that the network writes: published, or still a draft."""
    seen = Text.objects.visible_to(request.member).select_related("published", "network")
    page = Paginator(seen.prefetch_related("versions").order_by("kind", "slug"), 50).get_page(request.GET.get("page"))
    return render(request, "pages/texts.html", {"page": page})


@for_roles(*policy.RUNS)
@require_http_methods(GET_OR_POST)
def begin(request: HttpRequest) -> HttpResponse:
    """Write a text: a draft, with its preview."""
    network = request.member.network
    form = TextForm(request.POST if request.method == "POST" else None, initial={"kind": request.GET.get("genre")})
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        act = {"id": form.cleaned_data["id"], "by": request.member, **form.said}
        if made := attempt(form, lambda: actions.begin(network, **act)):
            messages.success(request, "Le brouillon est enregistré : relisez-le, puis publiez-le.")
            return redirect("pages:revise", made.pk)
    return render(request, "pages/write.html", {"form": form, "preview": _preview(request, form)})


def _preview(request: HttpRequest, form: TextForm) -> dict[str, object] | None:
    """What visitors would read of what is typed."""
    if not form.is_bound or not form.is_valid():
        return None
    said = form.cleaned_data
    return {"title": said["title"], "drawn": queries.drawn(request.member.network, said["body"])}


@for_roles(*policy.RUNS)
@require_http_methods(GET_OR_POST)
def revise(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a text: each time it is saved makes a version; visitors read the one that is published."""
    text = _mine(request, pk)
    last = text.versions.select_related("author__user").first()
    form = TextForm(request.POST if request.method == "POST" else None, version=last)
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        said = {**form.said, "since": form.cleaned_data["since"], "by": request.member}
        if made := attempt(form, lambda: actions.revise(pk, **said)):
            messages.success(request, f"Version {made.number} enregistrée.")
            return redirect("pages:revise", pk)
    context = {"form": form, "text": text, "last": last, "preview": _preview(request, form), "pictures": PictureForm()}
    return render(request, "pages/write.html", {**context, "images": files.of(text, PICTURE)})


@for_roles(*policy.RUNS)
@require_safe
def versions(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The versions of a text, and what changed between two of them."""
    text = _mine(request, pk)
    found = {one.number: one for one in text.versions.select_related("author__user")}
    after = found.get(_number(request, "a")) or next(iter(found.values()))
    before = found.get(_number(request, "de")) or found.get(after.number - 1)
    changed = list(queries.difference(before.body, after.body)) if before else []
    context = {"text": text, "versions": list(found.values()), "before": before, "after": after, "changed": changed}
    return render(request, "pages/versions.html", context)


def _number(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() else 0


@for_roles(*policy.RUNS)
@require_POST
def publish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let everyone read the last version."""
    text = actions.publish(_mine(request, pk).pk, by=request.member)
    messages.success(request, "C’est publié : tout le monde lit la dernière version.")
    return redirect(text.address)


@for_roles(*policy.RUNS)
@require_POST
def unpublish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Nobody reads it any more."""
    actions.unpublish(_mine(request, pk).pk, by=request.member)
    messages.success(request, "Le texte n’est plus publié. Ses versions restent ici.")
    return redirect("pages:revise", pk)


@for_roles(*policy.RUNS)
@require_POST
def restore(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """Take an older version up again."""
    text = _mine(request, pk)
    old = get_object_or_404(text.versions, number=number)
    made = actions.restore(pk, old.number, by=request.member)
    messages.success(request, f"La version {old.number} est reprise dans la version {made.number}, à publier.")
    return redirect("pages:revise", pk)


@for_roles(*policy.RUNS)
@require_http_methods(GET_OR_POST)
def illustrate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a picture, to be put in the text by the line that the page then gives."""
    text = _mine(request, pk)
    form = PictureForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        content, name = form.cleaned_data["picture"]
        told = {"name": name, "words": form.cleaned_data["words"], "by": request.member}
        if attempt(form, lambda: actions.illustrate(pk, content, **told)):
            messages.success(request, "L’image est là : copiez sa ligne dans le texte.")
            return redirect("pages:revise", pk)
    return render(request, "pages/illustrate.html", {"form": form, "text": text})


@for_roles(*policy.RUNS)
@require_POST
def drop_picture(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Destroy a picture that no version shows."""
    actions.drop_picture(_mine(request, pk).pk, file, by=request.member)
    messages.success(request, "L’image est supprimée.")
    return redirect("pages:revise", pk)


@for_roles(*policy.RUNS)
@require_http_methods(GET_OR_POST)
def look(request: HttpRequest) -> HttpResponse:
    """The sentence, the territory, the colour and the logo of the network's pages."""
    network = request.member.network
    form = LookForm(*((request.POST, request.FILES) if request.method == "POST" else ()), network=network)
    if (
        form.is_bound
        and form.is_valid()
        and attempt(form, lambda: actions.dress(network, by=request.member, **form.cleaned_data))
    ):
        messages.success(request, "Les pages du réseau ont changé d’apparence.")
        return redirect(f"/r/{network.slug}/")
    return render(request, "pages/look.html", {"form": form, "network": network})
