import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.actors import PUBLIC
from maillon.ground.messages import actions, queries
from maillon.ground.messages.models import Kind, Message
from maillon.ground.organisations.access import for_roles, members_only, public
from maillon.ground.organisations.models import Role

READERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@for_roles(*READERS)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The e-mails of the network: to whom, what about, what became of them. Their texts hold links: they are not shown."""
    rows = Message.objects.filter(network=request.member.network_id).defer("body")
    state = request.GET.get("etat", "")
    shown = rows.filter(state=state) if state in Message.State.values else rows
    context = {
        "page": Paginator(shown, 50).get_page(request.GET.get("page")),
        "state": state,
        "states": Message.State.choices,
        "lost": rows.filter(state=Message.State.FAILED).count(),
        "leaves": bool(settings.SMTP_URL),
    }
    return render(request, "desk/letters.html", context)


@for_roles(*READERS)
@require_POST
def send_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Try again one that did not leave."""
    message = get_object_or_404(Message.objects.filter(network=request.member.network_id), pk=pk)
    actions.try_again(message.pk, by=request.member)
    messages.success(request, f"Le courrier à {message.to} va être réessayé.")
    return redirect("desk:letters")


@csrf_exempt  # A mail program asks it in the reader's name, by a link that only she received.
@public
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Receive no more e-mails of this kind, or receive them again, by the link at their foot."""
    letter = queries.of_link(token)
    if letter and request.method == "POST":
        act = actions.welcome_again if "again" in request.POST else actions.refuse
        act(letter.to, letter.kind, by=PUBLIC)
    told = (
        {value: (label, is_on) for value, label, is_on in queries.received(letter.to)}[letter.kind] if letter else None
    )
    return render(request, "desk/unsubscribe.html", {"told": told}, status=200 if letter else 404)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def choose_letters(request: HttpRequest) -> HttpResponse:
    """Which e-mails that are not necessary one receives."""
    email = request.user.email
    if request.method == "POST":
        wanted = set(request.POST.getlist("kind"))
        for kind in Kind.values:
            (actions.welcome_again if kind in wanted else actions.refuse)(email, kind, by=request.member)
        messages.success(request, "C’est noté.")
        return redirect("desk:choose_letters")
    return render(request, "desk/choose_letters.html", {"kinds": queries.received(email)})
