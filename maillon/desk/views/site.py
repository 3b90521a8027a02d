from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillon.desk import queries
from maillon.ground.organisations.access import public
from maillon.ground.organisations.models import Network
from maillon.sharing.needs import policy as needs


@public
def landing(request: HttpRequest) -> HttpResponse:
    """The first page: the network itself where there is one or where the domain is its own, else all those that this server welcomes."""
    if (slug := settings.SITES.get(request.get_host())) and Network.objects.filter(slug=slug).exists():
        return network_home(request, network=slug)
    networks = list(Network.objects.select_related("head"))
    if len(networks) == 1:
        return network_home(request, network=networks[0].slug)
    return render(request, "desk/landing.html", {"networks": networks, "steps": queries.STEPS})


@public
def network_home(request: HttpRequest) -> HttpResponse:
    """The public page of one network: what it does, what waits, where to start."""
    year = timezone.localdate().year - 1
    context = {
        "network": request.network,
        "year": year,
        "figures": queries.public_figures(request.network, year),
        "now": queries.right_now(request.network),
        "steps": queries.STEPS,
        "places": queries.places(request.network),
        "described": queries.described(request.network, request.build_absolute_uri(request.path)),
        "may_ask": request.member is None or needs.may_ask(request.member),
        **queries.words(request.network),
    }
    return render(request, "desk/network.html", context)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the public pages alone, and nothing of a demonstration."""
    context = {"demo": settings.DEMO, "sitemap": request.build_absolute_uri("/sitemap.xml")}
    return render(request, "desk/robots.txt", context, content_type="text/plain; charset=utf-8")


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages of this server and of its networks."""
    slug = settings.SITES.get(request.get_host())
    networks = Network.objects.filter(slug=slug) if slug else Network.objects.all()
    addresses = [request.build_absolute_uri(path) for path in queries.public_addresses(networks)]
    return render(request, "desk/sitemap.xml", {"addresses": addresses}, content_type="application/xml")
