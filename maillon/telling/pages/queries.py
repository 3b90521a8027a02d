"""Who is behind a public page, and who reads what is written to a network."""

from django.http import HttpRequest
from django.urls import reverse

from maillon.ground.organisations.models import Member, Network, Role

LEGAL = (
    ("accessibilite", "Accessibilité : non conforme"),
    ("donnees", "Données personnelles"),
    ("mentions", "Mentions légales"),
)
"""The pages that the foot of every page leads to."""


def network_of(request: HttpRequest) -> Network | None:
    """The network whose page this is: named by the address, else the only one of this server."""
    if named := getattr(request, "network", None):
        return named
    networks = list(Network.objects.select_related("head")[:2])
    return networks[0] if len(networks) == 1 else None


def legal_address(name: str, network: Network | None) -> str:
    """Where a legal page of the network is, or of the server when there is none."""
    return reverse(f"pages:{name}_of", args=[network.slug]) if network else reverse(f"pages:{name}")


def addresses(network: Network | None) -> dict[str, str]:
    """Each legal page by its name."""
    return {name: legal_address(name, network) for name, _ in LEGAL}


def foot(network: Network | None) -> list[tuple[str, str]]:
    """(label, address) of the legal pages, and of the contact page of the network."""
    links = [(label, legal_address(name, network)) for name, label in LEGAL]
    return [*links, ("Contact", reverse("pages:contact", args=[network.slug]))] if network else links


def readers(network: Network) -> list[str]:
    """The addresses of those who run the network: its coordinators, failing them its administrators, failing them its head's."""
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        people = Member.objects.active().filter(network=network).having(role)
        if found := sorted(set(people.values_list("user__email", flat=True))):
            return found
    return [network.head.email] if network.head.email else []
