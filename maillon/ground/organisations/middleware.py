"""Set the actor once, for every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from maillon.ground.organisations.queries import acting

CHOSEN = "acting_member"


def acting_member(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`request.member`: the Member who acts, or None for the public."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        request.member = acting(user, request.session.get(CHOSEN)) if user.is_authenticated else None
        return get_response(request)

    return middleware
