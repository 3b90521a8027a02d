"""The life of the network on one page: what its members decide, sign, confirm."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillon.ground.governance import policy
from maillon.ground.organisations.access import members_only


@members_only
@require_safe
def life(request: HttpRequest) -> HttpResponse:
    """Where each thing is."""
    runs = policy.may_change_rules(request.member, request.member.network)
    return render(request, "governance/life.html", {"runs": runs, "member": request.member})
