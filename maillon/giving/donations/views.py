"""Offers: what donors see, what the coordinator decides, what arrives."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillon.common import links
from maillon.common.actors import PUBLIC
from maillon.common.forms import attempt
from maillon.giving.donations import actions, policy, queries
from maillon.giving.donations.forms import HINTS, USUAL, AcceptForm, AnswerForm, ExchangeForm, OfferForm, ReceiveForm
from maillon.giving.donations.models import Offer
from maillon.ground.documents import queries as documents
from maillon.ground.organisations.access import for_roles, public
from maillon.ground.organisations.models import WORKSHOP, Role
from maillon.matter.ledger.models import Category

LINK_DAYS = 365
READS = (Role.COORDINATOR, Role.DONOR, Role.LOGISTICIAN, Role.ADMINISTRATOR)


@public
def offer(request: HttpRequest) -> HttpResponse:
    """Offer equipment to a network, with or without an account."""
    categories = Category.objects.filter(family=Category.Family.DEVICE)
    form = OfferForm(request.POST or None, categories=categories, hints=HINTS, initial=queries.known_of(request.member))
    if request.method == "POST" and form.is_valid():
        by = request.member or PUBLIC
        made = attempt(form, lambda: actions.submit(request.network, lines=form.counts, by=by, **form.offer_fields))
        if made:
            messages.success(request, f"Offre {made.reference} envoyée. Nous répondons à {made.email}.")
            return redirect(queries.follow_path(made))
    rows = form.count_rows()
    usual = [row for row in rows if row[0].slug in USUAL]
    return render(
        request, "donations/offer.html", {"form": form, "usual": usual, "others": [r for r in rows if r not in usual]}
    )


def _followed(token: str) -> tuple[Offer, object]:
    bearer = links.unseal(policy.FOLLOW, token, days=LINK_DAYS)
    found = bearer and Offer.objects.select_related("network").filter(pk=bearer.actor_id).first()
    if not found:
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
    context = {"offer": found, "form": form, "token": token, "facts": queries.chain(found), "open": actions.OPEN}
    return render(request, "donations/follow.html", context)


@public
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The donor takes the offer back."""
    found, bearer = _followed(token)
    actions.withdraw(found.pk, by=bearer)
    messages.success(request, f"L’offre {found.reference} est retirée.")
    return redirect("donations:follow", token)


@for_roles(*READS)
def list_(request: HttpRequest) -> HttpResponse:
    """The offers of the network, or one's own; the waiting ones first."""
    state = request.GET.get("etat", "")
    offers = queries.in_order(Offer.objects.visible_to(request.member))
    if state in Offer.State.values:
        offers = offers.filter(state=state)
    page = Paginator(offers, 50).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "states": Offer.State.choices}
    return render(request, "donations/list.html", context)


def _seen(request: HttpRequest, pk) -> Offer:
    offers = Offer.objects.visible_to(request.member).select_related("network", "network__head", "donor")
    return get_object_or_404(offers, pk=pk)


@for_roles(*READS)
def detail(request: HttpRequest, pk) -> HttpResponse:
    """One offer: what it is, where it stands, what to do next."""
    return _detail(request, _seen(request, pk))


def _detail(request: HttpRequest, found: Offer, **forms) -> HttpResponse:
    context = {
        "offer": found,
        "accept_form": AcceptForm(offer=found),
        "ask_form": ExchangeForm(prefix="ask"),
        "refuse_form": ExchangeForm(prefix="refuse"),
        "may_answer": policy.may_answer(request.member, found) and found.state in actions.OPEN,
        "may_receive": policy.may_receive(request.member, found) and found.state == Offer.State.ACCEPTED,
        "mass_g": queries.expected_mass_g(found),
        "lots": queries.lots_of(found),
        "documents": documents.about(found.pk, *[lot.pk for lot in queries.lots_of(found)]),
        "facts": queries.chain(found),
        **forms,
    }
    return render(request, "donations/detail.html", context)


@for_roles(Role.COORDINATOR)
@require_POST
def accept(request: HttpRequest, pk) -> HttpResponse:
    """Accept under a regime."""
    found = _seen(request, pk)
    form = AcceptForm(request.POST, offer=found)
    if form.is_valid() and attempt(
        form, lambda: actions.accept(found.pk, regime=form.cleaned_data["regime"], by=request.member)
    ):
        messages.success(request, f"L’offre {found.reference} est acceptée ; le donateur est prévenu.")
        return redirect("donations:detail", pk)
    return _detail(request, found, accept_form=form)


@for_roles(Role.COORDINATOR)
@require_POST
def ask(request: HttpRequest, pk) -> HttpResponse:
    """Ask the donor something."""
    found = _seen(request, pk)
    form = ExchangeForm(request.POST, prefix="ask")
    if form.is_valid() and attempt(
        form, lambda: actions.ask(found.pk, question=form.cleaned_data["exchange"], by=request.member)
    ):
        messages.success(request, "Votre question est partie.")
        return redirect("donations:detail", pk)
    return _detail(request, found, ask_form=form)


@for_roles(Role.COORDINATOR)
@require_POST
def refuse(request: HttpRequest, pk) -> HttpResponse:
    """Decline, saying why."""
    found = _seen(request, pk)
    form = ExchangeForm(request.POST, prefix="refuse")
    if form.is_valid() and attempt(
        form, lambda: actions.refuse(found.pk, reason=form.cleaned_data["exchange"], by=request.member)
    ):
        messages.success(request, "Le donateur est prévenu, avec votre explication.")
        return redirect("donations:detail", pk)
    return _detail(request, found, refuse_form=form)


def _arriving(request: HttpRequest, pk) -> Offer:
    accepted = Offer.objects.filter(network=request.member.network_id).select_related("network", "donor")
    return get_object_or_404(accepted, pk=pk)


@for_roles(Role.COORDINATOR, Role.LOGISTICIAN, Role.DRIVER, Role.MANAGER, *WORKSHOP)
def receive(request: HttpRequest, pk) -> HttpResponse:
    """Weigh and count what arrived of an accepted offer."""
    found = _arriving(request, pk)
    form = ReceiveForm(
        request.POST or None,
        member=request.member,
        categories=Category.objects.filter(family__in=(Category.Family.DEVICE, Category.Family.ACCESSORY)),
        initial={f"units_{line.category_id}": line.units for line in found.lines.all()},
    )
    if request.method == "POST" and form.is_valid():
        lot = attempt(form, lambda: actions.receive(found.pk, by=request.member, **form.arrival))
        if lot:
            messages.success(request, f"Lot {lot.reference} reçu et pesé. Étiquetez-le maintenant.")
            return redirect("lots:detail", lot.pk)
    context = {"offer": found, "form": form, "reads": request.member.has(*READS)}
    return render(request, "donations/receive.html", context)
