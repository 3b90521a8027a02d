"""What must hold of a place before it is saved, and what follows from what is said of it."""

from typing import Any

from maillon.common import geography, hours
from maillon.common.errors import Refused
from maillon.ground.organisations.models import Organisation
from maillon.sharing.directory.models import Place

EDITED = (
    "categories", "organisation", "pivot", "name", "commune_code", "commune_name", "postcode", "address", "address_more",
    "latitude", "longitude", "kinds", "phone", "emails", "websites", "opening_hours", "summary", "details", "roaming",
    "parent", "services", "audiences", "care", "costs", "programmes", "labels", "other_labels", "access", "support",
    "accessibility_url", "booking_url",
)  # fmt: skip
"""The fields that a person may change; `kept` names those that someone did."""


def settle(place: Place) -> None:
    """Check what must hold of any place, and fill in what follows from the rest. Raises Refused.

    Without a position of its own it is found at the centre of its commune, so that a search by distance meets it.
    """
    if not place.name.strip():
        raise Refused("Donnez le nom du lieu.", field="name")
    for field, vocabulary in Place.VOCABULARY.items():
        values = list(dict.fromkeys(getattr(place, field)))
        if unknown := [value for value in values if value not in vocabulary.values]:
            raise Refused(f"« {unknown[0]} » n’est pas un choix possible ici.", field=field)
        setattr(place, field, values)
    try:
        place.opening_hours = hours.check(place.opening_hours)
    except ValueError as error:
        raise Refused(str(error), field="opening_hours") from error
    if place.commune_code:
        try:
            commune = geography.commune(place.commune_code)
        except geography.UnknownCommune as error:
            raise Refused(str(error), field="commune") from error
        place.commune_name = place.commune_name or commune.name
        place.postcode = place.postcode or commune.postcodes[0]
        if not place.placed or place.latitude is None:
            place.placed, place.latitude, place.longitude = False, commune.latitude, commune.longitude
    if not place.commune_name:
        raise Refused("Dites dans quelle commune est ce lieu.", field="commune")
    if place.latitude is not None and not (-90 <= place.latitude <= 90 and -180 <= (place.longitude or 0) <= 180):
        raise Refused("La latitude va de -90 à 90, la longitude de -180 à 180 : vérifiez-les.", field="latitude")
    _same_network(place, place.organisation)
    place.words, place.marks = place.searched, place.marked


def _same_network(place: Place, organisation: Organisation | None) -> None:
    if organisation and not organisation.affiliations.filter(network=place.network_id, ended_on=None).exists():
        raise Refused("Cette organisation n’est pas dans le réseau : choisissez-en une autre.", field="organisation")


def apply(place: Place, changes: dict[str, Any]) -> list[str]:
    """Put these changes into the place, not yet saved; returns the fields that really changed. Raises Refused."""
    before = {name: getattr(place, name) for name in EDITED}
    at = (place.latitude, place.longitude) if place.placed else (None, None)
    if changes.get("commune_code", place.commune_code) != place.commune_code:
        place.placed = False
    for name, value in changes.items():
        if name in EDITED:
            setattr(place, name, value)
    if "latitude" in changes and (changes["latitude"], changes.get("longitude")) != at:
        place.placed = changes["latitude"] is not None
    settle(place)
    changed = [name for name in EDITED if getattr(place, name) != before[name]]
    place.kept = sorted({*place.kept, *changed})
    return changed
