"""The bench of one device: install, test, grade, check; all on one page, or one step at a time."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import members_only
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.devices.queries.photos import FOR_US
from maillon.matter.refurbishing import actions, policy, queries
from maillon.matter.refurbishing.forms import ConcludeForm, ExamineForm, InstallForm, ReviewForm, ScoreForm, StepForm
from maillon.matter.refurbishing.models import Review

AT_BENCH = (State.ERASED, State.IN_REPAIR, State.READY)


def _seen(request: HttpRequest, pk: uuid.UUID) -> Device:
    seen = Device.objects.visible_to(request.member).select_related("holder", "category", "network")
    device = get_object_or_404(seen.prefetch_related("media"), pk=pk)
    require(policy.may_examine(request.member, device))
    return device


def _proposals(device: Device) -> dict[str, queries.Proposal]:
    rule = queries.rule_for(device, timezone.localdate())
    return queries.proposals(device, rule, queries.score_of(device))


def _looks(device: Device) -> dict[str, object]:
    return {**queries.last_answers(device), "known_defects": device.known_defects}


def _examine_form(device: Device, data=None) -> ExamineForm:
    initial = {} if data else _looks(device)
    return ExamineForm(data, checks=queries.checks_for(device), proposals=_proposals(device), initial=initial)


def _install_form(device: Device, data=None) -> InstallForm:
    return InstallForm(
        data, proposals=queries.offered_systems(device), initial={"system": device.system}, auto_id="install_%s"
    )


def _page(request: HttpRequest, device: Device, install=None, examine=None, score=None) -> HttpResponse:
    last = device.examinations.select_related("examiner__user", "review").first()
    context = {
        "device": device,
        "at_bench": device.state in AT_BENCH,
        "install": install or _install_form(device),
        "examine": examine or _examine_form(device),
        "score": score or ScoreForm(initial={"name": device.cpu, "score": queries.score_of(device)}),
        "guide": queries.guide(device),
        "remarks": queries.findings_of(device),
        "last": last,
        "review": getattr(last, "review", None),
    }
    return render(request, "refurbishing/bench.html", context)


def _told(request: HttpRequest, made) -> HttpResponse:
    """Say what an examination leads to, and go there."""
    if hasattr(made, "review"):
        messages.success(request, "Testé bon. Une autre personne de l’atelier le contrôle.")
        return redirect("refurbishing:workshop")
    if made.passed:
        messages.success(request, f"Prêt, grade {made.get_grade_display()}.")
        return redirect("devices:detail", made.device_id)
    messages.warning(request, "Noté. Une panne bloque la remise : il reste en réparation.")
    return redirect("refurbishing:panel", made.device_id)


@members_only
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What is installed and how each function works; every blocking check good, the device is ready."""
    device = _seen(request, pk)
    if request.method != "POST":
        return _page(request, device)
    form = _examine_form(device, request.POST)
    made = form.is_valid() and attempt(form, lambda: actions.examine(device.pk, by=request.member, **form.examined))
    return _told(request, made) if made else _page(request, device, examine=form)


@members_only
@require_POST
def install(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note the system that was installed."""
    device = _seen(request, pk)
    form = _install_form(device, request.POST)
    made = form.is_valid() and attempt(form, lambda: actions.install(device.pk, by=request.member, **form.cleaned_data))
    if not made:
        return _page(request, device, install=form)
    messages.success(request, f"{made.system} : installé.")
    return redirect("refurbishing:panel", pk)


@members_only
@require_POST
def score(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note how fast its processor is, for it and for all those of the network that have the same."""
    device = _seen(request, pk)
    form = ScoreForm(request.POST)
    note = actions.note_score
    made = form.is_valid() and attempt(form, lambda: note(**form.cleaned_data, by=request.member, device_id=device.pk))
    if not made:
        return _page(request, device, score=form)
    messages.success(request, "Indice noté : le grade proposé en tient compte.")
    return redirect("refurbishing:panel", pk)


@members_only
@require_safe
def guide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Where the guided test of a device is: the next step to do, or its end."""
    device = _seen(request, pk)
    if device.state not in AT_BENCH:
        return _page(request, device)
    return _next(queries.guide(device).next, pk)


@members_only
def step(request: HttpRequest, pk: uuid.UUID, check: str) -> HttpResponse:
    """One function to try, and three big answers; each is kept at once."""
    device = _seen(request, pk)
    made = queries.guide(device)
    here = made.step(check)
    if here is None:
        raise Http404("Ce contrôle n’est pas de ce genre de matériel.")
    form = StepForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid() and _noted(request, device, check, form):
        return _next(made.after(here), pk)
    context = {"device": device, "guide": made, "step": here, "form": form, "before": made.before(here)}
    return render(request, "refurbishing/step.html", {**context, "evidence": queries.evidence(device, here.check)})


def _next(following: queries.Step | None, pk: uuid.UUID) -> HttpResponse:
    if following is None:
        return redirect("refurbishing:conclude", pk)
    return redirect("refurbishing:step", pk, following.check.slug)


def _noted(request: HttpRequest, device: Device, check: str, form: StepForm) -> bool:
    """Keep the photo, then the answer: a photo that cannot be kept is said before anything is noted."""
    told = form.cleaned_data
    if told["photo"]:
        content, name = told["photo"]
        caption = str(told["remark"] or check)
        keep = devices.add_photo
        if not attempt(
            form, lambda: keep(device.pk, content, name=name, caption=caption, purpose=FOR_US, by=request.member)
        ):
            return False
    answer = {name: told[name] for name in ("id", "at", "result", "remark")}
    return bool(attempt(form, lambda: actions.note(device.pk, check, by=request.member, **answer)))


@members_only
def conclude(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The end of the guided test: the looks, the grade that they lead to, and all that was answered."""
    device = _seen(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ConcludeForm(data, proposals=_proposals(device), initial=_looks(device))
    made = form.is_valid() and attempt(form, lambda: actions.conclude(device.pk, by=request.member, **form.concluded))
    if made:
        return _told(request, made)
    context = {"device": device, "form": form, "guide": queries.guide(device), "at_bench": device.state in AT_BENCH}
    return render(request, "refurbishing/conclude.html", context)


@members_only
def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Check what someone else found good."""
    device = _seen(request, pk)
    asked = queries.review_of(device)
    if asked is None:
        raise Http404("Cet appareil n’attend pas de contrôle.")
    form = ReviewForm(request.POST if request.method == "POST" else None)
    made = form.is_valid() and attempt(form, lambda: actions.review(asked.pk, by=request.member, **form.cleaned_data))
    if made:
        messages.success(
            request, "Prêt." if made.verdict == Review.Verdict.PASSED else "Rendu à l’établi, avec ce qui ne va pas."
        )
        return redirect("refurbishing:workshop")
    context = {"device": device, "asked": asked, "form": form, "steps": queries.guide(device).steps}
    context["own"] = asked.examination.examiner.user_id == request.user.pk
    return render(request, "refurbishing/review.html", context)
