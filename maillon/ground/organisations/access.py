"""Who gets through the door of a page; what she may do there is the policy's and the action's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from maillon.common.errors import require
from maillon.ground.organisations.models import Network

View = Callable[..., HttpResponse]


def members_only(view: View) -> View:
    """The page is for someone who acts for an organisation: sign in first, else say who opens the door."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.member is None:
            return render(request, "organisations/nowhere.html", status=403)
        return view(request, *args, **kwargs)

    guarded.audience = "members"
    return guarded


def for_roles(*roles: str) -> Callable[[View], View]:
    """The page is for members who hold one of these roles: another role gets 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request.member.has(*roles), "Cette page n’est pas dans votre rôle.")
            return view(request, *args, **kwargs)

        return members_only(guarded)

    return decorate


def platform_only(view: View) -> View:
    """The page is for those who administer the platform, whatever they act for: 403 for anybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        require(request.user.is_staff, "Cette page est à qui administre la plateforme.")
        return view(request, *args, **kwargs)

    guarded.audience = "platform"
    return guarded


def public(view: View) -> View:
    """The page is for anyone; a `network` of its address becomes `request.network`."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "network" in kwargs:
            request.network = get_object_or_404(Network.objects.select_related("head"), slug=kwargs.pop("network"))
        return view(request, *args, **kwargs)

    opened.audience = "public"
    return opened
