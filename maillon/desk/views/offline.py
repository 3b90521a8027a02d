from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from maillon.desk import offline, queries
from maillon.ground.organisations.access import public


@public
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What was done without a network and waits on this device, which alone knows it; and what to take along."""
    pages = queries.field_pages(request.member) if request.member else []
    return render(request, "desk/waiting.html", {"pages": pages})


@public
@require_safe
@never_cache
def who(request: HttpRequest) -> HttpResponse:
    """Under which name this browser would send now, and the token that a writing needs."""
    member = request.member
    return JsonResponse({"member": str(member.pk) if member else None, "token": get_token(request)})


@public
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The program that answers in place of the network; at the root, so that every page is in its reach."""
    return HttpResponse(offline.worker(), content_type="text/javascript; charset=utf-8")


@public
@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes the site an application that one installs."""
    return JsonResponse(offline.manifest(), content_type="application/manifest+json")
