"""What donors see without an account: the offer, and the page that follows it."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from maillon.common import companies, links, spam
from maillon.common.actors import PUBLIC, Bearer
from maillon.common.errors import Refused
from maillon.common.forms import attempt
from maillon.giving.donations import actions, policy, queries
from maillon.giving.donations.forms import HINTS, USUAL, AnswerForm, ConsentForm, OfferForm, completed, opened, told_of
from maillon.giving.donations.models import Guidance, Offer, OfferDraft
from maillon.giving.donations.tasks import agreement_pdf
from maillon.ground.files import queries as files
from maillon.ground.files.views import served
from maillon.ground.organisations.access import public
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor

LINK_DAYS = 365
UNKEPT = {"csrfmiddlewaretoken", "stamp", "id", spam.POT}


@public
def offer(request: HttpRequest) -> HttpResponse:
    """Offer equipment to a network, with or without an account; asked to, say what it could do and send nothing."""
    form = _offer_form(request)
    if request.method == "POST" and "complete" in request.POST:
        return _complete(request, form)
    if request.method == "POST" and _previews(request):
        return _preview(request, form)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _submit(request, form))
        if made:
            request.session.pop("offer_draft", None)
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


def _complete(request: HttpRequest, form: OfferForm) -> HttpResponse:
    """The same page, with what the public register says of the SIRET in the fields that are empty."""
    form.is_valid()
    typed = {name: form[name].value() for name in form.fields}
    known, told = _asked_of_register(form)
    if known:
        typed.update(completed(typed, known))
    context = {**_offer_context(request, _offer_form(request, typed)), "siret_told": told}
    return render(request, "donations/offer.html", context)


def _asked_of_register(form: OfferForm) -> tuple[companies.Company | None, str]:
    """The establishment found, and what the page says of the search."""
    if faults := form.errors.get("siret"):
        return None, faults[0]
    register, siret = companies.search(), form.cleaned_data.get("siret", "")
    if not siret or register is None:
        return None, "Écrivez d’abord votre SIRET : 14 chiffres."
    try:
        known = register.find(siret)
    except companies.Unanswered:
        return None, "Le registre public ne répond pas : écrivez le nom et la commune vous-même."
    return known, told_of(known)


@public
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed; a script that asks is told when, anyone else is sent to the secret link."""
    asked = "X-Draft" in request.headers
    try:
        kept = _keep_draft(request)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponse(status=409) if asked else redirect("donations:offer", request.network.slug)
    if kept is None:
        return HttpResponse(status=204)
    request.session["offer_draft"] = path = queries.draft_path(kept)
    return HttpResponse(status=204) if asked else redirect(path)


def _keep_draft(request: HttpRequest) -> OfferDraft | None:
    try:
        key = uuid.UUID(request.POST.get("id", ""))
    except ValueError as error:
        raise Refused("Ce brouillon n’a pas pu être gardé : recommencez depuis cette page.") from error
    content = {name: values for name, values in request.POST.lists() if name not in UNKEPT}
    by = request.member or PUBLIC
    return actions.keep_draft(request.network, id=key, content=content, sender=spam.sender(request), by=by)


@public
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Go on with an offer begun, by its secret link."""
    bearer = links.unseal(policy.RESUME, token, days=actions.DRAFT_DAYS)
    kept = bearer and OfferDraft.objects.filter(pk=bearer.actor_id, network=request.network).first()
    if not kept:
        messages.info(request, "Ce brouillon n’est plus gardé : il a été envoyé, ou a plus de trente jours.")
        return redirect("donations:offer", request.network.slug)
    form = _offer_form(request, {"id": kept.pk, **opened(kept.content)})
    address = request.build_absolute_uri(queries.draft_path(kept))
    return render(request, "donations/offer.html", {**_offer_context(request, form), "draft": kept, "address": address})


def _offer_form(request: HttpRequest, typed: dict[str, Any] | None = None) -> OfferForm:
    """The form as it was sent, or showing what was typed as if nothing had been asked of it."""
    return OfferForm(
        None if typed else request.POST or None,
        None if typed else request.FILES or None,
        categories=Category.objects.filter(family__in=(Category.Family.DEVICE, Category.Family.FURNITURE)),
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
        logs=form.cleaned_data["logs"],
        sender="" if request.member else spam.sender(request),
        by=request.member or PUBLIC,
        **form.offer_fields,
    )


def _offer_context(request: HttpRequest, form: OfferForm) -> dict[str, Any]:
    kind = form["donor_kind"].value()
    rows = form.count_rows()
    return {
        "form": form,
        "searches": companies.search() is not None,
        "left": request.session.get("offer_draft") if not form.is_bound else None,
        "frames": queries.frames(request.network, [kind] if kind in Donor.Kind.values else Donor.Kind.values),
        "usual": [row for row in rows if row[0].slug in USUAL],
        "others": [row for row in rows if row[0].slug not in USUAL],
        "old": form["age"].value() == Offer.Age.OVER_10,
    }


def _followed(token: str) -> tuple[Offer, Bearer]:
    bearer = links.unseal(policy.FOLLOW, token, days=LINK_DAYS)
    found = (
        bearer
        and Offer.objects.select_related("network", "frame__document", "frame__donor")
        .filter(pk=bearer.actor_id)
        .first()
    )
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
        "agreement": queries.agreement(found),
        "consent_form": ConsentForm(initial={"name": found.contact_name}),
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
@require_POST
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """The donor chooses a day."""
    found, bearer = _followed(token)
    try:
        day = datetime.date.fromisoformat(request.POST.get("on", ""))
        actions.agree(found.pk, on=day, by=bearer)
        messages.success(request, "Merci : le jour est noté.")
    except ValueError:
        messages.error(request, "Choisissez un jour de la liste.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("donations:follow", token)


@public
def agreement(request: HttpRequest, token: str) -> HttpResponse:
    """The agreement of the gift, for the donor."""
    found, _ = _followed(token)
    told = queries.agreement(found)
    if told is None:
        raise Http404("Ce don n’a pas de convention.")
    headers = {"Content-Disposition": f'inline; filename="{told.reference}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(agreement_pdf(told), content_type="application/pdf", headers=headers)


@public
@require_POST
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """The donor accepts the agreement."""
    found, bearer = _followed(token)
    if queries.agreement(found) is None:
        raise Http404("Ce don n’a pas de convention.")
    request.network = found.network
    form = ConsentForm(request.POST, request.FILES)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "capacity", "scan")}
        if attempt(form, lambda: actions.consent(found.pk, by=bearer, **said)):
            messages.success(request, "Merci : la convention est acceptée.")
            return redirect("donations:follow", token)
    context = {"form": AnswerForm(), "token": token, **_followed_context(found), "consent_form": form}
    return render(request, "donations/follow.html", context)


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
