"""A refusal is an answer, never a crash."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import sync_only_middleware

from maillon.common.errors import Refused


@sync_only_middleware
class refusals:
    """Show a domain refusal that no form caught as a page of its own, status 409."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        back = request.headers.get("referer", "")
        context = {"refused": exception, "back": back if back.startswith(request.build_absolute_uri("/")) else "/"}
        return render(request, "409.html", context, status=409)
