"""Anyone checks a document by its code: it names no private person, no amount, no technician."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from maillon.ground.documents import queries
from maillon.ground.documents.forms import CodeForm, FileForm
from maillon.ground.organisations.access import public


@public
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a document."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("documents:verified", form.cleaned_data["code"])
    return render(request, "documents/verify.html", {"form": form})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What the document of this code is, who issued it and when; a PDF that is sent is compared with the original."""
    document = queries.by_code(code)
    if document is None:
        form = CodeForm(initial={"code": code[:60]})
        return render(request, "documents/verify.html", {"form": form, "unknown": code[:60]}, status=404)
    request.network = document.network
    held = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context = queries.page(document, held.cleaned_data["file"] if held.is_bound and held.is_valid() else None)
    return render(request, "documents/verified.html", {**context, "form": CodeForm(), "held": held})
