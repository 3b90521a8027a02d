"""Who gets into a donor's space: those who are signed in name the donor, anyone else holds its link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from maillon.common.errors import require
from maillon.giving.donors import policy, queries
from maillon.ground.organisations.access import public

View = Callable[..., HttpResponse]
GONE = "Ce lien n’est plus valable : demandez-en un autre à votre réseau."
OTHERS = "Cet espace est celui d’un autre donateur."


def of_donor(view: View) -> View:
    """The page is of one donor: `request.donor`, as read by `request.actor`."""
    return public(wraps(view)(lambda request, key, *args, **kwargs: _opened(view, request, key, *args, **kwargs)))


def _opened(view: View, request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponse:
    if queries.names_donor(key) and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    reached = queries.reached(key, request.member)
    if reached is None:
        raise Http404(GONE)
    request.donor, request.actor = reached
    require(policy.may_read(request.actor, request.donor), OTHERS)
    request.network = request.donor.network
    return view(request, key, *args, **kwargs)
