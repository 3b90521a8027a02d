"""The case made to donors: for anyone to read, to print; its introduction, for the coordinator to write."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from maillon.common.forms import attempt
from maillon.desk import queries, tasks
from maillon.giving.donors import actions, policy
from maillon.giving.donors.forms import PitchForm
from maillon.giving.donors.models import Pitch
from maillon.ground.organisations.access import for_roles, public
from maillon.ground.organisations.models import Role


@public
@require_safe
def pitch(request: HttpRequest) -> HttpResponse:
    """Six objections of donors, answered with the figures and the references of this network."""
    may_revise = request.member is not None and policy.may_pitch(request.member, request.network)
    context = {"case": queries.case(request.network), "may_revise": may_revise}
    return render(request, "desk/pitch.html", context)


@public
@require_safe
def pitch_pdf(request: HttpRequest) -> HttpResponse:
    """The same to print, to send, to put before an assembly."""
    content = tasks.pitch_pdf(queries.case(request.network))
    named = {"Content-Disposition": f'inline; filename="argumentaire-{request.network.slug}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=named)


@for_roles(Role.COORDINATOR)
def revise_pitch(request: HttpRequest) -> HttpResponse:
    """Write the introduction: a new version of it."""
    network = request.member.network
    now = Pitch.of(network.pk)
    form = PitchForm(request.POST or None, initial={"introduction": now.introduction if now else ""})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.write_pitch(network, by=request.member, **form.cleaned_data))
        if made:
            messages.success(request, f"La version {made.version} de l’introduction est en ligne.")
            return redirect("desk:pitch", network.slug)
    versions = network.pitches.all()[:20]
    return render(request, "desk/revise_pitch.html", {"form": form, "now": now, "versions": versions})
