"""Who is behind a public page, who reads what is written to a network, and what it publishes in its own words."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from maillon.common import markdown
from maillon.ground.organisations.models import Member, Network, Role
from maillon.telling.pages.models import Text, Version

LEGAL = (
    ("accessibilite", "Accessibilité : non conforme"),
    ("donnees", "Données personnelles"),
    ("mentions", "Mentions légales"),
)
"""The pages that the foot of every page leads to."""


def network_of(request: HttpRequest) -> Network | None:
    """The network whose page this is: named by the address, by the domain, else the only one of this server."""
    if named := getattr(request, "network", None):
        return named
    if slug := settings.SITES.get(request.get_host()):
        return Network.objects.select_related("head").filter(slug=slug).first()
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


def drawn(network: Network, body: str) -> SafeString:
    """A text as visitors read it; it shows only the pictures of its network."""
    ours = f"/r/{network.slug}/images/"
    # nh3 leaves no tag, attribute or address but those of `markdown`.
    return mark_safe(markdown.html(body, own=lambda address: address.startswith(ours)))  # nosec B308, B703


def told(network: Network, kind: str) -> Version | None:
    """The published version of the only text of this kind, or None."""
    found = (
        Text.objects.published().filter(network=network, kind=kind).select_related("published__text__network").first()
    )
    return found.published if found else None


def own_words(network: Network | None, kind: str) -> dict[str, Any] | None:
    """What the network says itself there, drawn; None when it says nothing."""
    version = told(network, kind) if network else None
    return {"title": version.title, "drawn": drawn(version.text.network, version.body)} if version else None


def listed(network: Network, *kinds: str):
    """The published texts of these kinds, the latest first."""
    return Text.objects.published().filter(network=network, kind__in=kinds).select_related("published", "network")


WORD = re.compile(r"\s+|[^\s]+")


def difference(before: str, after: str) -> Iterator[tuple[str, str]]:
    """What changed from one text to the other, word by word: (« same », « out » or « in », the words)."""
    old, new = WORD.findall(before), WORD.findall(after)
    for act, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            yield "same", "".join(old[first:last])
            continue
        if last > first:
            yield "out", "".join(old[first:last])
        if end > start:
            yield "in", "".join(new[start:end])
