"""The driver's day: one stop at a time; and what donors bring to the door."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillon.common import links
from maillon.common.errors import Refused
from maillon.common.forms import attempt
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import actions, policy, queries, tasks
from maillon.giving.rounds.forms import ArriveForm, MissForm, StopForm
from maillon.giving.rounds.models import Stop
from maillon.giving.rounds.policy import AT_THE_DOOR
from maillon.ground.documents.models import Document
from maillon.ground.files import views as files
from maillon.ground.organisations.access import for_roles, public
from maillon.ground.organisations.models import Role

DRIVES = (Role.DRIVER, Role.LOGISTICIAN, Role.COORDINATOR)


def _seen(request: HttpRequest, pk) -> Stop:
    found = get_object_or_404(queries.stops_with_all().visible_to(request.member), pk=pk)
    return found


@for_roles(*DRIVES)
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Today's round, and the next ones."""
    return render(request, "rounds/mine.html", {"days": queries.driver_days(request.member)})


@for_roles(*AT_THE_DOOR)
def stop(request: HttpRequest, stop) -> HttpResponse:
    """One stop: go there, count, weigh, have it signed."""
    found = _seen(request, stop)
    return _stop(request, found, StopForm(stop=found), MissForm(auto_id="miss_%s"))


def _stop(request: HttpRequest, found: Stop, form: StopForm, miss_form: MissForm) -> HttpResponse:
    context = queries.stop_page(found) | {
        "stop": found,
        "form": form,
        "miss_form": miss_form,
        "may_collect": policy.may_collect(request.member, found),
    }
    return render(request, "rounds/stop.html", context)


@for_roles(*AT_THE_DOOR)
def photo(request: HttpRequest, stop, photo) -> HttpResponseBase:
    """A photo taken at the stop."""
    return files.served(request, _seen(request, stop), photo)


@for_roles(*AT_THE_DOOR)
@require_POST
def arrive(request: HttpRequest, stop) -> HttpResponse:
    """One is there."""
    found, form = _seen(request, stop), ArriveForm(request.POST)
    form.is_valid()
    try:
        actions.arrive(found.pk, at=form.cleaned_data.get("at"), by=request.member)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("rounds:stop", found.pk)


@for_roles(*AT_THE_DOOR)
@require_POST
def collect(request: HttpRequest, stop) -> HttpResponse:
    """It is loaded: the lot, its note, and the next stop."""
    found = _seen(request, stop)
    form = StopForm(request.POST, request.FILES, stop=found)
    if form.is_valid():
        done = attempt(form, lambda: actions.collect(found.pk, by=request.member, **form.collected))
        if done:
            messages.success(request, f"Chargé : lot {done.lot.reference}. Le bon part vers {found.offer.email}.")
            return redirect(queries.after(found))
    return _stop(request, found, form, MissForm(auto_id="miss_%s"))


@for_roles(*AT_THE_DOOR)
@require_POST
def miss(request: HttpRequest, stop) -> HttpResponse:
    """It cannot be done."""
    found, form = _seen(request, stop), MissForm(request.POST, auto_id="miss_%s")
    if form.is_valid() and attempt(form, lambda: actions.miss(found.pk, by=request.member, **form.cleaned_data)):
        messages.success(request, "C’est noté : cette offre attendra une autre tournée.")
        return redirect(queries.after(found))
    return _stop(request, found, StopForm(stop=found), form)


@for_roles(*AT_THE_DOOR)
@require_POST
def resume(request: HttpRequest, stop) -> HttpResponse:
    """After all, it can be done."""
    found = _seen(request, stop)
    try:
        actions.resume(found.pk, by=request.member)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("rounds:stop", found.pk)


@for_roles(*AT_THE_DOOR)
def door(request: HttpRequest) -> HttpResponse:
    """Who may bring what, today: the accepted offers that no round collects."""
    words = request.GET.get("q", "")
    return render(request, "rounds/door.html", {"waiting": queries.at_the_door(request.member, words), "q": words})


@for_roles(*AT_THE_DOOR)
@require_POST
def bring(request: HttpRequest, offer) -> HttpResponse:
    """A donor is at the door: open the page where one counts, weighs and has it signed."""
    found = get_object_or_404(Offer, pk=offer, network=request.member.network_id)
    site = request.member.organisation.sites.filter(receives=True).first()
    if site is None:
        messages.error(request, "Votre organisation n’a pas de site qui reçoit du matériel : ouvrez-en un d’abord.")
        return redirect("rounds:door")
    try:
        made = actions.bring(found.pk, site, by=request.member)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("rounds:door")
    return redirect("rounds:stop", made.pk)


@public
def note(request: HttpRequest, note: str) -> HttpResponse:
    """The pickup note, for whoever holds the link that was sent to the donor."""
    bearer = links.unseal(tasks.NOTE, note, days=tasks.NOTE_DAYS)
    documents = Document.objects.select_related("network", "issuer", "recipient")
    kinds = (Document.Kind.PICKUP, Document.Kind.RECEPTION)
    found = bearer and documents.filter(pk=bearer.actor_id, kind__in=kinds).first()
    if not found:
        raise Http404("Ce lien n’est plus valable : demandez le bon à qui l’a établi.")
    headers = {"Content-Disposition": f'inline; filename="{found.reference}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(tasks.note_pdf(found), content_type="application/pdf", headers=headers)
