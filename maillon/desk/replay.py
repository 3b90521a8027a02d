"""Answer in a few words what a browser kept without a network and sends later.

The same address takes the same form, sent at once by a page or later by the queue. The queue wants no page back, only what
became of its message: done, refused and why, or not to be sent under this name.
"""

import json
from html.parser import HTMLParser
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import sync_only_middleware

from maillon.common.errors import Refused

# What the sender wants: "now", a person waits for the page that follows; "later", nobody does. Its presence in an answer
# tells ours from that of a hotel's portal.
HEADER = "X-Maillon-Replay"
MEMBER = "X-Maillon-Member"


@sync_only_middleware
class replay:
    """Turn the answer to a replayed message into JSON, and refuse it under any other name than its author's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if HEADER not in request.headers:
            return self.get_response(request)
        member = request.member  # type: ignore[attr-defined]
        if member is None or str(member.pk) != request.headers.get(MEMBER):
            return _say(401, outcome="elsewhere")
        answer = self.get_response(request)
        return answer if answer.has_header(HEADER) else _answered(request, answer)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if HEADER not in request.headers:
            return None
        if isinstance(exception, Refused):
            source = f" Source : {exception.source}." if exception.source else ""
            return _refused(409, exception.sentence + source)
        if isinstance(exception, PermissionDenied):
            return _refused(403, str(exception) or "Votre rôle ne permet pas de faire cela.")
        if isinstance(exception, Http404):
            return _refused(404, GONE)
        return None


# The results of a scan that did nothing, and that a person must look at.
TROUBLES = {"refused", "unknown"}
GONE = "Ce qui était visé n’existe plus, ou n’est plus tenu par votre organisation."
UNKNOWN = "Le serveur a répondu autrement que prévu ({status}). Ouvrez la page et refaites-le."


def _say(status: int, **told: Any) -> HttpResponse:
    return JsonResponse(told, status=status, headers={HEADER: "1", "Cache-Control": "no-store"})


def _refused(status: int, sentence: str) -> HttpResponse:
    return _say(status, outcome="refused", points=[{"anchor": "", "label": "", "text": sentence}])


def _answered(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    status = answer.status_code
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        return _spoken(answer)
    if status >= 500:
        return _say(status, outcome="broken")
    if status == 403:
        # What the policy forbids was said above: there remains the token against forged forms, which is renewed.
        return _say(403, outcome="expired")
    if status >= 400:
        return _refused(status, GONE if status == 404 else UNKNOWN.format(status=status))
    if status < 300 and (points := refusals_in(answer.content.decode(answer.charset))):
        return _say(422, outcome="refused", points=points)
    return _done(request, answer)


def _spoken(answer: HttpResponse) -> HttpResponse:
    """The answer of a page that speaks JSON by itself: `result` and `sentence`, given back whole to its program."""
    data = json.loads(answer.content)
    result, sentence = data.get("result", "done"), data.get("sentence", "")
    if answer.status_code >= 400 or result in TROUBLES:
        points = [{"anchor": "", "label": "", "text": sentence}]
        return _say(answer.status_code, outcome="refused", points=points, data=data)
    remark = result != "done"
    return _say(answer.status_code, outcome="done", sentences=[sentence], remark=remark, data=data)


def _done(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    following = answer.headers.get("Location", "")
    if request.headers[HEADER] == "now" and following:
        # The page that follows will say it.
        return _say(200, outcome="done", next=following, sentences=[], remark=False)
    said = list(messages.get_messages(request))
    sentences = [str(message) for message in said]
    if any(message.level >= messages.ERROR for message in said):
        return _say(409, outcome="refused", points=[{"anchor": "", "label": "", "text": text} for text in sentences])
    remark = any(message.level >= messages.WARNING for message in said)
    return _say(200, outcome="done", next=following, sentences=sentences, remark=remark)


class _Summary(HTMLParser):
    """Reads the summary of errors that stands on top of a refused form (`forms/summary.html`)."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.in_label = False
        self.points: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and (self.depth or "m-errors" in (given.get("class") or "").split()):
            self.depth += 1
        elif self.depth and tag == "li":
            self.points.append({"anchor": "", "label": "", "text": ""})
        elif self.depth and tag == "a" and self.points:
            self.points[-1]["anchor"] = (given.get("href") or "").removeprefix("#")
        self.in_label = tag == "b"

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self.depth:
            self.depth -= 1
        self.in_label = False

    def handle_data(self, data: str) -> None:
        if self.depth and self.points:
            self.points[-1]["label" if self.in_label else "text"] += data


def refusals_in(page: str) -> list[dict[str, str]]:
    """What a page refuses of the form it shows again: for each point the id of the field, its label, the sentence."""
    summary = _Summary()
    summary.feed(page)
    return [{**point, "text": point["text"].strip().removeprefix("·").strip()} for point in summary.points]
