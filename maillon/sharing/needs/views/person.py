"""What is known of the person of a request, for her prescriber alone."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles
from maillon.sharing.needs.forms import Identity
from maillon.sharing.needs.views.asking import ASKS
from maillon.sharing.needs.views.following import seen
from maillon.sharing.people import actions, policy
from maillon.sharing.people.models import Person


def _person(request: HttpRequest, pk: uuid.UUID) -> Person:
    """The person of this request; as if there were none for whoever may not know her."""
    person = seen(request, pk).person
    if person is None or not policy.may_identify(request.member, person):
        raise Http404
    return person


@for_roles(*ASKS)
@never_cache
@sensitive_post_parameters()
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put her name or birth date right."""
    person = _person(request, pk)
    form = Identity(request.POST if request.method == "POST" else None, initial=person.told)
    posted = request.method == "POST" and form.is_valid()
    if posted and attempt(form, lambda: actions.correct(person.pk, by=request.member, **form.cleaned_data)):
        messages.success(request, "C’est corrigé.")
        return redirect("needs:detail", pk)
    return render(request, "needs/person.html", {"form": form, "need": seen(request, pk), "person": person})


@for_roles(*ASKS)
@require_POST
def anonymise(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Destroy her identity, as she may ask."""
    actions.anonymise(_person(request, pk).pk, by=request.member)
    messages.success(request, "Son identité est effacée. La demande et les chiffres restent.")
    return redirect("needs:detail", pk)
