import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.ground.messages import actions
from maillon.ground.messages.models import Message
from maillon.ground.organisations.access import for_roles
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
