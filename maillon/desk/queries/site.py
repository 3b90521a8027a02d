"""What the public pages of a network say of it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from maillon.desk.queries.supply import supply
from maillon.ground.organisations.models import Affiliation, Network, OrganisationRole, Site
from maillon.matter.devices.models import Device, State
from maillon.sharing.directory.models import Category
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries import BY_KEY, Indicator, figures, scope_of
from maillon.telling.pages import queries as pages
from maillon.telling.pages.models import Text

FEWEST = 5
PUBLIC_FIGURES = ("mass_collected_kg", "devices_redistributed", "people_equipped", "donors", "members")


def public_figures(network: Network, year: int) -> list[tuple[str, Any, str]]:
    """The figures of a year, as (name, value, unit); none that is zero, nor of fewer than five people."""
    of_year = scope_of(network, year)
    chosen = [BY_KEY[key] for key in PUBLIC_FIGURES]
    found = figures(chosen, [of_year])[0]
    rows = [_told(indicator, found[indicator.key]) for indicator in chosen]
    return [row for row in rows if row[1] and (row[2] != "personnes" or row[1] >= FEWEST)]


def _told(indicator: Indicator, value: Any) -> tuple[str, Any, str]:
    """A figure as it is said to people: tonnes, past the first one, rather than kilograms."""
    if indicator.unit == "kg" and value >= 1000:
        return indicator.name, round(value / 1000, 1), "t"
    return indicator.name, value, indicator.unit


STEPS = (
    ("Collecter", "Compté et pesé devant vous."),
    ("Effacer", "Disque par disque, avec preuve."),
    ("Remettre en état", "Réparé, testé, sous garantie."),
    ("Remettre", "À une personne d’ici."),
    ("Accompagner", "Pour que cela serve vraiment."),
)


def right_now(network: Network) -> list[tuple[int, str]]:
    """What is true today in the network, for its public page."""
    waiting = Need.objects.filter(network=network).queued().count()
    ready = Device.objects.filter(network=network, state=State.READY).count()
    missing = sum(-row.balance for row in supply(network) if row.balance < 0)
    rows = [
        (waiting, "demande attend un équipement" if waiting < 2 else "demandes attendent un équipement"),
        (ready, "appareil est prêt à partir" if ready < 2 else "appareils sont prêts à partir"),
        (missing, "appareil manque : le vôtre ?" if missing < 2 else "appareils manquent : les vôtres ?"),
    ]
    return [row for row in rows if row[0]]


WELCOMES = (OrganisationRole.REFURBISHER, OrganisationRole.DISTRIBUTOR, OrganisationRole.COLLECTOR)
MOST_PLACES = 12


def places(network: Network) -> list[dict[str, Any]]:
    """Where the network welcomes people and equipment: the sites of those who collect, refurbish or hand over.

    Workshops first, then by commune.
    """
    parts = {
        affiliation.organisation_id: [role for role in WELCOMES if role in affiliation.roles]
        for affiliation in Affiliation.objects.filter(network=network).present()
    }
    ours = [pk for pk, roles in parts.items() if roles]
    sites = Site.objects.filter(organisation__in=ours, receives=True).select_related("organisation")
    rows = [{"site": site, "does": [DOES[role] for role in parts[site.organisation_id]]} for site in sites]
    return sorted(rows, key=_workshop_first)[:MOST_PLACES]


def _workshop_first(row: dict[str, Any]) -> tuple[bool, str, str]:
    workshop = DOES[OrganisationRole.REFURBISHER] in row["does"]
    return not workshop, row["site"].commune.name, row["site"].organisation.name


DOES = {
    OrganisationRole.COLLECTOR: "reçoit les dons",
    OrganisationRole.REFURBISHER: "remet en état",
    OrganisationRole.DISTRIBUTOR: "remet aux personnes",
}

IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def described(network: Network, address: str) -> SafeString:
    """The network as search engines read it: an organisation of schema.org, in JSON that no text can break out of."""
    head = network.head
    told = {
        "@context": "https://schema.org",
        "@type": "NGO",
        "name": network.name,
        "url": address,
        "description": network.purpose,
        "email": head.email,
        "telephone": head.phone,
        "parentOrganization": {"@type": "Organization", "name": head.name},
        "address": {
            "@type": "PostalAddress",
            "streetAddress": head.address,
            "addressLocality": head.commune.name,
            "addressCountry": "FR",
        },
        "areaServed": [territory.name for territory in network.territories.all()],
    }
    known = {name: value for name, value in told.items() if value}
    return mark_safe(json.dumps(known, ensure_ascii=False).translate(IN_SCRIPT))  # nosec B308, B703


NEWS = 3


def words(network: Network) -> dict[str, Any]:
    """What the network publishes in its own words, for its first page: how it presents itself, pages, sheets, last news."""
    found = list(pages.listed(network, *Text.LISTED))
    return {
        "intro": pages.own_words(network, Text.Kind.HOME),
        "own_pages": [text for text in found if text.kind == Text.Kind.PAGE],
        "sheets": sum(text.kind == Text.Kind.SHEET for text in found),
        "news": [text for text in found if text.kind == Text.Kind.NEWS][:NEWS],
        "categories": Category.choices,
    }


def public_addresses(networks: Iterable[Network]) -> Iterator[str]:
    """The path of each page that a search engine may show."""
    yield reverse("desk:landing")
    yield reverse("documents:verify")
    for network in networks:
        yield reverse("desk:network", args=[network.slug])
        yield reverse("donations:offer", args=[network.slug])
        yield reverse("desk:pitch", args=[network.slug])
        yield reverse("impact:public", args=[network.slug])
        yield reverse("directory:search", args=[network.slug])
        yield reverse("directory:resources", args=[network.slug])
        yield from (address for _, address in pages.foot(network))
        for text in pages.listed(network, *Text.LISTED):
            yield text.address
