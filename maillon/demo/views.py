"""The doors of the demonstration: any role in one click, and the mail that left."""

from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillon.demo import queries
from maillon.demo.networks.accounts import PASSWORD
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.access import public
from maillon.ground.organisations.queries import choices_of, chosen_among

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
def index(request: HttpRequest) -> HttpResponse:
    """Every role of every network, one button each."""
    return render(request, "demo/index.html", {"networks": queries.doors(), "password": PASSWORD})


@public
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's own accounts, and as no other."""
    user = get_object_or_404(queries.accounts(), email=request.POST.get("email", ""))
    login(request, user, backend=BACKEND)
    if member := chosen_among(choices_of(user), None):
        organisations.note_sign_in(member, by=member)
    return redirect("desk:home")


@public
def mailbox(request: HttpRequest) -> HttpResponse:
    """The mail that the demonstration would have sent, newest first."""
    page = Paginator(Message.objects.order_by("-created_at"), 30).get_page(request.GET.get("page"))
    return render(request, "demo/mailbox.html", {"page": page})


@public
def kinds(request: HttpRequest) -> HttpResponse:
    """One letter of each kind that left, and the letter of the week of each role, as it would leave today."""
    slug = request.GET.get("reseau", "")
    context = {"letters": queries.one_of_each(), "digests": queries.digests(slug), "networks": queries.doors()}
    return render(request, "demo/kinds.html", context)


@public
def message(request: HttpRequest, pk) -> HttpResponse:
    """One letter as its reader gets it, links included."""
    return render(request, "demo/message.html", {"letter": get_object_or_404(Message, pk=pk)})
