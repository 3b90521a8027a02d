from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillon.ground.organisations.access import public


@public
def verify(request: HttpRequest, **kwargs) -> HttpResponse:
    return render(request, "base.html")
