"""What donors see without an account: the offer, and the page that follows it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from maillon.common import links, spam
from maillon.common.actors import PUBLIC, Bearer
from maillon.common.forms import attempt
from maillon.giving.donations import actions, policy, queries
from maillon.giving.donations.forms import HINTS, USUAL, AnswerForm, OfferForm
from maillon.giving.donations.models import Guidance, Offer
from maillon.ground.files import queries as files
from maillon.ground.files.views import served
from maillon.ground.organisations.access import public
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor

LINK_DAYS = 365


@public
def offer(request: HttpRequest) -> HttpResponse:
    """Offer equipment to a network, with or without an account; asked to, say what it could do and send nothing."""
    form = _offer_form(request)
    if request.method == "POST" and _previews(request):
        return _preview(request, form)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _submit(request, form))
        if made:
            messages.success(request, f"Offre {made.reference} envoyée. Nous répondons à {made.email}.")
            return redirect(queries.follow_path(made))
    return render(request, "donations/offer.html", _offer_context(request, form))


def _previews(request: HttpRequest) -> bool:
    return "preview" in request.POST or "X-Preview" in request.headers


def _preview(request: HttpRequest, form: OfferForm) -> HttpResponse:
    """What the gift could do, beside what was typed, none of it being a fault yet; by itself when a script asks."""
    form.is_valid()
    typed = {name: form[name].value() for name in form.fields}
    context = {
        **_offer_context(request, _offer_form(request, typed)),
        "promise": queries.promise(request.network, form.counts) if form.counts else None,
        "faults": form.errors.get("inventory"),
        "previewed": True,
    }
    alone = "X-Preview" in request.headers
    return render(request, "donations/promise.html" if alone else "donations/offer.html", context)


def _offer_form(request: HttpRequest, typed: dict[str, Any] | None = None) -> OfferForm:
    """The form as it was sent, or showing what was typed as if nothing had been asked of it."""
    return OfferForm(
        None if typed else request.POST or None,
        None if typed else request.FILES or None,
        categories=Category.objects.filter(family=Category.Family.DEVICE),
        hints=HINTS,
        initial=typed or queries.known_of(request.member),
        guarded=request.member is None,
    )


def _submit(request: HttpRequest, form: OfferForm) -> Offer:
    return actions.submit(
        request.network,
        lines=form.counts,
        announced=form.announced,
        photos=form.cleaned_data["photos"],
        sender="" if request.member else spam.sender(request),
        by=request.member or PUBLIC,
        **form.offer_fields,
    )


def _offer_context(request: HttpRequest, form: OfferForm) -> dict[str, Any]:
    kind = form["donor_kind"].value()
    rows = form.count_rows()
    return {
        "form": form,
        "frames": queries.frames(request.network, [kind] if kind in Donor.Kind.values else Donor.Kind.values),
        "usual": [row for row in rows if row[0].slug in USUAL],
        "others": [row for row in rows if row[0].slug not in USUAL],
        "old": form["age"].value() == Offer.Age.OVER_10,
    }


def _followed(token: str) -> tuple[Offer, Bearer]:
    bearer = links.unseal(policy.FOLLOW, token, days=LINK_DAYS)
    found = bearer and Offer.objects.select_related("network").filter(pk=bearer.actor_id).first()
    if not bearer or not found:
        raise Http404("Ce lien de suivi n’est plus valable.")
    return found, bearer


@public
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The donor follows the offer, answers, withdraws, by the link that was sent."""
    found, bearer = _followed(token)
    request.network = found.network
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["answer"]
        if attempt(form, lambda: actions.reply(found.pk, answer=text, by=bearer)):
            messages.success(request, "Votre réponse est envoyée.")
            return redirect("donations:follow", token)
    return render(request, "donations/follow.html", {"form": form, "token": token, **_followed_context(found)})


def _followed_context(found: Offer) -> dict[str, Any]:
    return {
        "offer": found,
        "facts": queries.chain(found),
        "open": actions.OPEN,
        "sorting": queries.guidance(found.network, Guidance.Subject.SORTING, found.donor_kind),
        "photos": files.of(found, actions.PHOTO),
        "listed": found.announced.count(),
    }


@public
@require_POST
def read_guidance(request: HttpRequest, token: str) -> HttpResponse:
    """The donor says she has read how to sort."""
    found, bearer = _followed(token)
    actions.read_guidance(found.pk, by=bearer)
    messages.success(request, "Merci : c’est noté.")
    return redirect("donations:follow", token)


@public
def own_photo(request: HttpRequest, token: str, file: uuid.UUID) -> HttpResponseBase:
    """A photo of the offer, for the donor who joined it."""
    found, _ = _followed(token)
    return served(request, found, file, purpose=actions.PHOTO)


@public
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The donor takes the offer back."""
    found, bearer = _followed(token)
    actions.withdraw(found.pk, by=bearer)
    messages.success(request, f"L’offre {found.reference} est retirée.")
    return redirect("donations:follow", token)
