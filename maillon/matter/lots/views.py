from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillon.ground.organisations.access import members_only


@members_only
def list_(request: HttpRequest, **kwargs) -> HttpResponse:
    return render(request, "base.html")
