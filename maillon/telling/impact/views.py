from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillon.ground.organisations.access import members_only, public


@public
def public_page(request: HttpRequest, **kwargs) -> HttpResponse:
    return render(request, "base.html")


@members_only
def report(request: HttpRequest, **kwargs) -> HttpResponse:
    return render(request, "base.html")
