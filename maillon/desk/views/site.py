from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillon.desk import queries
from maillon.ground.organisations.access import public
from maillon.ground.organisations.models import Network
from maillon.sharing.needs import policy as needs


@public
def landing(request: HttpRequest) -> HttpResponse:
    """The first page: the network itself where there is one, else all those that this server welcomes."""
    networks = list(Network.objects.select_related("head"))
    if len(networks) == 1:
        return network_home(request, network=networks[0].slug)
    return render(request, "desk/landing.html", {"networks": networks, "steps": queries.STEPS})


@public
def network_home(request: HttpRequest) -> HttpResponse:
    """The public page of one network: what it does, what waits, where to start."""
    year, figures = queries.public_figures(request.network)
    context = {
        "network": request.network,
        "year": year,
        "figures": figures,
        "now": queries.right_now(request.network),
        "steps": queries.STEPS,
        "may_ask": request.member is None or needs.may_ask(request.member),
    }
    return render(request, "desk/network.html", context)
