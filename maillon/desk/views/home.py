from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from maillon.desk import queries
from maillon.ground.organisations.access import members_only, public
from maillon.ground.organisations.models import Role

SEES_SUPPLY = (Role.COORDINATOR, Role.DISTRIBUTOR, Role.LOGISTICIAN)


@members_only
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person, the one next act first."""
    member = request.member
    waiting = queries.tasks(member)
    context = {
        "first": waiting[0] if waiting else None,
        "rest": waiting[1:],
        "late": sum(task.level == "late" for task in waiting),
        "supply": queries.supply(member.network) if member.has(*SEES_SUPPLY) else [],
        "glance": queries.glance(member),
        "doors": queries.doors(member),
        "today": timezone.localdate(),
    }
    return render(request, "desk/home.html", context)


@public
def health(request: HttpRequest) -> HttpResponse:
    """Whether the server answers and reaches its database: 200, else 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
