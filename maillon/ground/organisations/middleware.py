"""Set the actor once, for every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from maillon.ground.organisations.queries import choices_of, chosen_among

CHOSEN = "acting_member"


def acting_member(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`request.member`: the Member who acts, or None for the public; `request.members`: those she may act as."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        request.members = choices_of(user) if user.is_authenticated else []
        request.member = chosen_among(request.members, request.session.get(CHOSEN)) if request.members else None
        return get_response(request)

    return middleware
