"""Vehicles, containers, habits, and what is known of an offer to collect."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillon.common.errors import Refused
from maillon.common.forms import attempt
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import actions, queries
from maillon.giving.rounds.forms import CollectionForm, ContainerForm, PracticeForm, VehicleForm
from maillon.giving.rounds.models import Container, Practice, Vehicle
from maillon.giving.rounds.policy import PLANNERS
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role, Site


@for_roles(*PLANNERS, Role.MANAGER)
def fleet(request: HttpRequest) -> HttpResponse:
    """The vehicles, and one to enter."""
    form = VehicleForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.enter_vehicle(request.member.network, by=request.member, **form.vehicle))
        if made:
            messages.success(request, f"{made} est prêt à rouler.")
            return redirect("rounds:fleet")
    vehicles = (
        Vehicle.objects.visible_to(request.member).in_service().select_related("organisation", "home", "drop_off")
    )
    return render(request, "rounds/fleet.html", {"form": form, "vehicles": vehicles})


@for_roles(*PLANNERS, Role.MANAGER)
@require_POST
def withdraw_vehicle(request: HttpRequest, vehicle) -> HttpResponse:
    """Take it off the road."""
    found = get_object_or_404(Vehicle.objects.visible_to(request.member), pk=vehicle)
    try:
        actions.withdraw_vehicle(found.pk, by=request.member)
        messages.success(request, f"{found} est retiré ; ses tournées passées restent.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("rounds:fleet")


@for_roles(*PLANNERS)
def containers(request: HttpRequest) -> HttpResponse:
    """What goes on the scale with the equipment, and its empty weight."""
    form = ContainerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, lambda: actions.add_container(request.member.network, by=request.member, **form.cleaned_data)
        )
        if made:
            messages.success(request, f"« {made} » est proposé aux chauffeurs.")
            return redirect("rounds:containers")
    known = Container.objects.visible_to(request.member).in_service()
    return render(request, "rounds/containers.html", {"form": form, "containers": known})


@for_roles(*PLANNERS)
@require_POST
def withdraw_container(request: HttpRequest, container) -> HttpResponse:
    """Propose it no more."""
    found = get_object_or_404(Container.objects.visible_to(request.member), pk=container)
    actions.withdraw_container(found.pk, by=request.member)
    messages.success(request, f"« {found} » n’est plus proposé.")
    return redirect("rounds:containers")


@for_roles(*PLANNERS)
def practice(request: HttpRequest) -> HttpResponse:
    """How the network collects."""
    network = request.member.network
    form = PracticeForm(request.POST or None, instance=Practice.of(network))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.set_practice(network, by=request.member, **form.cleaned_data))
        if made:
            messages.success(request, "C’est noté : les prochains calculs en tiennent compte.")
            return redirect("rounds:list")
    return render(request, "rounds/practice.html", {"form": form})


@for_roles(*PLANNERS)
def prepare(request: HttpRequest, offer) -> HttpResponse:
    """What one knows of an offer to collect, better than the estimate."""
    offers = queries.with_collection(Offer.objects.visible_to(request.member)).select_related("network")
    found = get_object_or_404(offers, pk=offer)
    sites = Site.objects.visible_to(request.member).filter(receives=True).select_related("organisation").distinct()
    form = CollectionForm(request.POST or None, instance=queries.collection_of(found), sites=sites)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: actions.prepare(found.pk, by=request.member, **form.known)):
        messages.success(request, f"C’est noté pour l’offre {found.reference}.")
        return redirect("rounds:list")
    context = {"offer": found, "form": form, "load": queries.estimate_of(found)}
    return render(request, "rounds/prepare.html", context)
