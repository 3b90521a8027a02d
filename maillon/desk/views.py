from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillon.ground.organisations.access import members_only, public


@public
def health(request: HttpRequest, **kwargs) -> HttpResponse:
    return render(request, "base.html")


@members_only
def home(request: HttpRequest, **kwargs) -> HttpResponse:
    return render(request, "base.html")


@public
def public_page(request: HttpRequest, **kwargs) -> HttpResponse:
    return render(request, "base.html")


@members_only
def scan(request: HttpRequest, **kwargs) -> HttpResponse:
    return render(request, "base.html")
