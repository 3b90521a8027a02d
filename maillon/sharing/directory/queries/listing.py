"""The places that a member looks after, and what the page of one tells."""

from django.db.models import QuerySet
from django.utils import timezone

from maillon.common.text import fold
from maillon.ground.organisations.models import Member, Network
from maillon.sharing.directory.models import Place, Resource, Theme


def kept_by(member: Member, *, words: str = "", state: str = "") -> QuerySet[Place]:
    """Hers to keep true, the oldest news first: all of the network's for those who run it."""
    places = Place.objects.visible_to(member).select_related("organisation")
    for word in fold(words).split():
        places = places.filter(words__contains=word)
    if state == "fermes":
        return places.exclude(closed_on=None).order_by("-closed_on", "pk")
    places = places.filter(closed_on=None)
    if state == "verifier":
        places = places.stale(timezone.localdate())
    return places.order_by("updated_on", "name", "pk")


FACTS = (
    ("Publics particuliers", "audiences"),
    ("Accueil adapté", "care"),
    ("Frais", "costs"),
    ("Comment y accéder", "access"),
    ("Comment on y est aidé", "support"),
    ("Itinérance", "roaming"),
    ("Programmes nationaux", "programmes"),
    ("Formations et labels", "labels"),
    ("Partenaire du réseau", "categories"),
)


def facts(place: Place) -> list[tuple[str, str]]:
    """For whom and how, each as a name and words; what is not known is empty."""
    told = [(name, ", ".join(place.told(field))) for name, field in FACTS]
    return [*told, ("Autres labels", ", ".join(place.other_labels)), ("Structure parente", place.parent)]


def sources(place: Place) -> list[str]:
    """Who told of it: its own source, then those of the pages that were merged into it."""
    merged = place.merged.order_by("source").values_list("source", flat=True)
    return list(dict.fromkeys(filter(None, (place.source, *merged))))


def useful(network: Network) -> list[tuple[str, list[Resource]]]:
    """The useful sites of a network, theme by theme, as (theme, sites); no theme is empty."""
    found: dict[str, list[Resource]] = {}
    for resource in Resource.objects.published().filter(network=network):
        found.setdefault(resource.theme, []).append(resource)
    return [(str(theme.label), found[theme]) for theme in Theme if theme in found]
