"""Someone leaves an organisation: what she follows, who takes it over, then her access ends."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from maillon.common.errors import require
from maillon.common.forms import Form, attempt
from maillon.desk import actions
from maillon.desk.queries import departure as queries
from maillon.ground.organisations import policy
from maillon.ground.organisations.access import members_only
from maillon.ground.organisations.models import Member


class DepartureForm(Form):
    """Who takes over."""

    to = forms.TypedChoiceField(
        label="Qui prend la suite", required=False, empty_value=None, help_text="Une personne de la même structure."
    )

    def __init__(self, *args: Any, people: list[Member], **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = {str(one.pk): one for one in people}
        names = [(key, f"{one.full_name} ({one.roles_label})") for key, one in known.items()]
        self.fields["to"].choices = [("", "Personne : il n’y a rien à suivre"), *names]
        self.fields["to"].coerce = known.get


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def depart(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What she follows; then, once someone takes it over, her access ends."""
    rows = Member.objects.filter(network=request.member.network_id, ended_on=None)
    leaving = get_object_or_404(rows.select_related("user", "organisation", "network"), pk=pk)
    require(policy.may_let_go(request.member, leaving))
    form = DepartureForm(request.POST if request.method == "POST" else None, people=queries.colleagues(leaving))
    if form.is_bound and form.is_valid():
        done = attempt(form, lambda: actions.depart(pk, to=form.cleaned_data["to"], by=request.member))
        if done:
            messages.success(request, f"{done.full_name} n’agit plus pour {done.organisation}.")
            own = done.pk == request.member.pk
            return redirect("desk:landing") if own else redirect("organisations:detail", done.organisation_id)
    return render(
        request, "desk/departure.html", {"leaving": leaving, "form": form, "kinds": queries.followed(leaving)}
    )
