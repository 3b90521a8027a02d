"""What someone without access sees: the networks, the request, the page that follows it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common import spam
from maillon.common.actors import PUBLIC, Bearer
from maillon.common.forms import attempt
from maillon.ground.governance import actions, queries
from maillon.ground.governance.forms import AccessForm, ConfirmForm, ReplyForm
from maillon.ground.governance.models import AccessRequest
from maillon.ground.organisations.access import public
from maillon.ground.organisations.models import Network

ASKED = "asked_access"


@public
@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """Which network one would enter."""
    found = list(Network.objects.all())
    if len(found) == 1:
        return redirect("governance:request_access", found[0].slug)
    return render(request, "governance/networks.html", {"networks": found})


@public
def request_access(request: HttpRequest) -> HttpResponse:
    """Ask to enter a network."""
    guarded = not request.user.is_authenticated
    form = AccessForm(request.POST or None, guarded=guarded, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        sender = spam.sender(request) if guarded else ""
        by = request.member or PUBLIC
        made = attempt(
            form, lambda: actions.request_access(request.network, sender=sender, by=by, **form.request_fields)
        )
        if made:
            request.session[ASKED] = str(made.pk)
            return redirect("governance:sent_access", request.network.slug)
    return render(request, "governance/request_access.html", {"form": form})


def _known(request: HttpRequest) -> dict[str, Any]:
    """What the site knows of someone who is signed in."""
    names = ("email", "first_name", "last_name", "phone")
    return {name: getattr(request.user, name) for name in names} if request.user.is_authenticated else {}


@public
@require_safe
def sent_access(request: HttpRequest) -> HttpResponse:
    """Where to look next: in one's mail; in the demonstration, where no mail leaves, the link itself."""
    mine = AccessRequest.objects.filter(network=request.network, pk=request.session.get(ASKED, "0" * 32)).first()
    link = queries.follow_path(mine) if mine and settings.DEMO else ""
    return render(request, "governance/sent_access.html", {"asked": mine, "link": link})


def _followed(request: HttpRequest, token: str) -> tuple[AccessRequest, Bearer]:
    bearer = queries.bearer_of(token)
    found = (
        bearer and AccessRequest.objects.select_related("network", "network__head").filter(pk=bearer.actor_id).first()
    )
    if not bearer or not found:
        raise Http404("Ce lien n’est plus valable.")
    request.network = found.network
    return found, bearer


@public
def follow_access(request: HttpRequest, token: str) -> HttpResponse:
    """The author confirms her address, then follows her request and answers."""
    asked, bearer = _followed(request, token)
    confirms = asked.state == AccessRequest.State.UNCONFIRMED
    form = _confirm_form(request, asked) if confirms else ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _do(asked, form, bearer)):
        messages.success(request, CONFIRMED if confirms else "Votre réponse est envoyée.")
        return redirect("governance:follow_access", token)
    context = {"asked": asked, "form": form, "token": token, "confirms": confirms}
    return render(request, "governance/follow_access.html", {**context, "facts": queries.told_access(asked)})


CONFIRMED = "Votre adresse est confirmée, votre demande est transmise."


def _confirm_form(request: HttpRequest, asked: AccessRequest) -> ConfirmForm:
    posted = request.POST if request.method == "POST" else None
    return ConfirmForm(posted, has_account=queries.has_account(asked))


def _do(asked: AccessRequest, form: ConfirmForm | ReplyForm, bearer: Bearer) -> AccessRequest:
    if isinstance(form, ConfirmForm):
        return actions.confirm_access(asked.pk, password=form.cleaned_data.get("password", ""), by=bearer)
    return actions.reply_access(asked.pk, answer=form.cleaned_data["answer"], by=bearer)


@public
@require_POST
def withdraw_access(request: HttpRequest, token: str) -> HttpResponse:
    """The author takes her request back."""
    asked, bearer = _followed(request, token)
    actions.withdraw_access(asked.pk, by=bearer)
    messages.success(request, "Votre demande est retirée.")
    return redirect("governance:follow_access", token)
