import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.access import members_only
from maillon.ground.organisations.models import SiteToken
from maillon.matter.arrivals import actions, policy, queries
from maillon.matter.arrivals.forms import AttachForm, TokenForm
from maillon.matter.arrivals.models import Arrival
from maillon.matter.devices.models import Device

PAGE = 50


@members_only
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """The reports that arrived by themselves: those that wait, those that found their device, those set aside."""
    require(policy.may_see(request.member))
    state = request.GET.get("etat", "")
    state = state if state in Arrival.State.values else Arrival.State.WAITING.value
    counts = queries.counts(request.member)
    context = {
        "state": state,
        "tabs": [(value, label, counts.get(value, 0)) for value, label in Arrival.State.choices],
        "page": Paginator(queries.listed(request.member, state), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "arrivals/list.html", context)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One report: what it says, and which device it is of."""
    require(policy.may_see(request.member))
    arrival = queries.found_by(reference, request.member)
    if arrival is None:
        raise Http404
    form = AttachForm(request.POST or None, initial={"code": arrival.label})
    if form.is_bound and form.is_valid() and (done := attempt(form, lambda: form.perform(arrival, by=request.member))):
        messages.success(request, f"Rapport joint à {done.device.title}, {done.device.label}.")
        return redirect("devices:detail", done.device_id)
    context = {"arrival": arrival, "form": form, "facts": queries.told(arrival.report)}
    return render(
        request, "arrivals/detail.html", {**context, "may_attach": policy.may_attach(request.member, arrival)}
    )


@members_only
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """What waits, beside the device that is in one's hands; a whole page without JavaScript."""
    device = None
    if asked := request.GET.get("appareil", ""):
        seen = Device.objects.visible_to(request.member).select_related("holder", "category")
        device = get_object_or_404(seen, pk=_identifier(asked))
    if not request.htmx:
        return redirect("arrivals:list")
    waiting = queries.waiting(request.member, device)
    return render(request, "arrivals/panel.html", {"waiting": waiting, "next": request.htmx.current_url_abs_path})


def _identifier(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


@members_only
@require_POST
def attach(request: HttpRequest, pk: uuid.UUID, device: uuid.UUID) -> HttpResponse:
    """Say, in one tap, that this report is of the device that is in one's hands."""
    arrival = _seen(request, pk)
    held = get_object_or_404(Device.objects.visible_to(request.member), pk=device)
    told = f"Rapport joint à {held.label}."
    return _at_once(request, lambda: actions.attach(arrival.pk, held.pk, by=request.member), told)


@members_only
@require_POST
def dismiss(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set a report aside."""
    arrival = _seen(request, pk)
    return _at_once(request, lambda: actions.dismiss(arrival.pk, by=request.member), "Rapport écarté.")


@members_only
@require_POST
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a report wait again."""
    arrival = _seen(request, pk)
    return _at_once(
        request, lambda: actions.restore(arrival.pk, by=request.member), "Il attend de nouveau son appareil."
    )


def _seen(request: HttpRequest, pk: uuid.UUID) -> Arrival:
    return get_object_or_404(queries.arrival_of(pk, request.member))


def _at_once(request: HttpRequest, do: Callable[[], object], told: str) -> HttpResponse:
    """Do an act that asks for nothing, then go back where it was asked."""
    try:
        do()
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, told)
    after = request.POST.get("next", "")
    safe = after.startswith("/") and url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()})
    return redirect(after if safe else "arrivals:list")


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """How to point agents and the probe here, and the tokens that they present; a new one is shown once."""
    require(policy.may_see(request.member))
    form = TokenForm(request.POST or None, member=request.member)
    made = attempt(form, form.perform) if form.is_bound and form.is_valid() else None
    if made and not made[1]:
        messages.warning(request, "Ce jeton est déjà créé. S’il n’a pas été noté, révoquez-le et créez-en un autre.")
        return redirect("arrivals:tokens")
    context = {
        "form": None if made else form,
        "made": made,
        "tokens": queries.tokens_of(request.member),
        "may_issue": bool(form.sites),
        "address": settings.BASE_URL + reverse("arrivals:inventory"),
    }
    return render(request, "arrivals/tokens.html", context)


@members_only
@require_POST
def revoke(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Refuse from now on what comes with this token."""
    seen = get_object_or_404(SiteToken.objects.visible_to(request.member), pk=token)
    organisations.revoke_token(seen.pk, by=request.member)
    messages.success(request, f"Le jeton « {seen.name} » est révoqué.")
    return redirect("arrivals:tokens")
