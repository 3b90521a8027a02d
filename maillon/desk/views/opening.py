from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillon.desk.queries.opening import opening as steps_of
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def opening(request: HttpRequest) -> HttpResponse:
    """What a new network still has to do until its first collection, the next thing first."""
    steps = steps_of(request.member.network)
    left = [step for step in steps if not step.done]
    context = {"steps": steps, "following": left[0] if left else None, "done": len(steps) - len(left)}
    return render(request, "desk/opening.html", context)
