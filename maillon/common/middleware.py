"""A refusal is an answer, never a crash; what is text travels compressed."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
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


TEXT = ("text/", "application/json", "image/svg+xml")


class CompressedText(GZipMiddleware):
    """Pages and data travel compressed; a PDF, a photo or a spreadsheet already is, and goes as it stands.

    The tokens of forms are masked anew at each answer, and each answer is padded by a random length: its size tells
    nothing of a secret that it holds beside what was asked (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
