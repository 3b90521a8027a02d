"""The directory as open data: *lieux de médiation numérique* v1.0.2, and data.inclusion v1."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from maillon.common.text import fold
from maillon.sharing.directory.models import Access, Audience, Cost, Label, Place, Service, Support

LISTED = {
    "services": "services",
    "publics_specifiquement_adresses": "audiences",
    "prise_en_charge_specifique": "care",
    "frais_a_charge": "costs",
    "itinerance": "roaming",
    "dispositif_programmes_nationaux": "programmes",
    "formations_labels": "labels",
    "modalites_acces": "access",
    "modalites_accompagnement": "support",
}
"""The columns of several words of the standard's own, and our fields."""
PLAIN = {
    "id": "reference",
    "pivot": "pivot",
    "nom": "name",
    "commune": "commune_name",
    "code_postal": "postcode",
    "code_insee": "commune_code",
    "adresse": "address",
    "complement_adresse": "address_more",
    "latitude": "latitude",
    "longitude": "longitude",
    "telephone": "phone",
    "horaires": "opening_hours",
    "presentation_resume": "summary",
    "presentation_detail": "details",
    "source": "source",
    "structure_parente": "parent",
    "date_maj": "updated_on",
    "fiche_acces_libre": "accessibility_url",
    "prise_rdv": "booking_url",
}
FREE = {"typologie": "kinds", "courriels": "emails", "site_web": "websites", "autres_formations_labels": "other_labels"}
"""The columns of several words that the standard leaves open."""
COLUMNS = (
    "id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "complement_adresse", "latitude", "longitude",
    "typologie", "telephone", "courriels", "site_web", "horaires", "presentation_resume", "presentation_detail", "source",
    "itinerance", "structure_parente", "date_maj", "services", "publics_specifiquement_adresses",
    "prise_en_charge_specifique", "frais_a_charge", "dispositif_programmes_nationaux", "formations_labels",
    "autres_formations_labels", "modalites_acces", "modalites_accompagnement", "fiche_acces_libre", "prise_rdv",
)  # fmt: skip
UNKNOWN_PIVOT = "00000000000000"
"""What the hubs write where the standard wants a number that a place does not have."""
# The published pattern has no space there; readers take both.
WRITTEN: dict[str, str] = {Label.ETAPES: "Étapes numériques(La Poste)"}


def word(vocabulary: Any, value: str) -> str:
    """A word as the standard writes it: with straight apostrophes."""
    return WRITTEN.get(value) or str(vocabulary(value).label).replace("’", "'")


def row(place: Place) -> dict[str, str]:
    """One line of the standard; what is not known is empty."""
    told = {
        column: "" if getattr(place, field) is None else str(getattr(place, field)) for column, field in PLAIN.items()
    }
    told |= {column: "|".join(getattr(place, field)) for column, field in FREE.items()}
    for column, field in LISTED.items():
        told[column] = "|".join(word(Place.VOCABULARY[field], value) for value in getattr(place, field))
    if not place.placed:
        told["latitude"] = told["longitude"] = ""
    # The standard wants both: read again, they say no more than the place does.
    told["pivot"] = told["pivot"] or UNKNOWN_PIVOT
    told["adresse"] = told["adresse"] or told["commune"]
    return {column: told[column] for column in COLUMNS}


def _rows(places: Iterable[Place]) -> Iterator[dict[str, str]]:
    """The lines, each with a key of its own: ours where another producer has given the same."""
    given: set[str] = set()
    for place in places:
        told = row(place)
        if not told["id"] or told["id"] in given:
            told["id"] = str(place.pk)
        given.add(told["id"])
        yield told


def csv_lines(places: Iterable[Place]) -> Iterator[bytes]:
    """The CSV of the standard: UTF-8, commas, points, several values between « | »."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for told in _rows(places):
        writer.writerow(told)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def records(places: Iterable[Place]) -> list[dict[str, str]]:
    """The JSON of the standard: the same columns, without those that are empty."""
    return [{column: value for column, value in told.items() if value} for told in _rows(places)]


THEMES = {
    Service.FORMALITIES: "numerique--acceder-a-des-services-en-ligne",
    Service.ACCESS: "numerique--acceder-a-une-connexion-internet",
    Service.EQUIPMENT: "numerique--acquerir-un-equipement",
}
BASICS = "numerique--maitriser-les-fondamentaux-du-numerique"
PUBLICS = {
    Audience.YOUNG: "jeunes",
    Audience.STUDENTS: "etudiants",
    Audience.FAMILIES: "familles",
    Audience.SENIORS: "seniors",
    Audience.WOMEN: "femmes",
}
WAYS = {
    Access.VISIT: "se-presenter",
    Access.CALL: "telephoner",
    Access.WRITE: "envoyer-un-courriel",
    Access.REFER: "envoyer-un-courriel",
}


def data_inclusion(places: Iterable[Place], source: str) -> dict[str, list[dict[str, Any]]]:
    """Structures and services in data.inclusion v1, from `source`: one service for each that the place gives."""
    structures, services = [], []
    for place in places:
        structures.append(_structure(place, source))
        services += [_service(place, source, service) for service in place.services]
    return {"structures": structures, "services": services}


def _key(place: Place, source: str) -> str:
    return f"{source}--{place.pk}"


def _common(place: Place, source: str) -> dict[str, Any]:
    told = {
        "source": source,
        "date_maj": place.updated_on.isoformat(),
        "commune": place.commune_name,
        "code_postal": place.postcode if len(place.postcode) == 5 and place.postcode.isdigit() else None,
        "code_insee": place.commune_code,
        "adresse": place.address,
        "complement_adresse": place.address_more,
        "latitude": place.latitude if place.placed else None,
        "longitude": place.longitude if place.placed else None,
        "telephone": place.phone,
        "courriel": place.emails[0] if place.emails else None,
        "horaires_accueil": place.opening_hours,
    }
    return {name: value for name, value in told.items() if value not in ("", None)}


def _name(text: str) -> str:
    """Three signs at least, no final dot."""
    return text[:150].rstrip(". ").ljust(3, "_")


def _structure(place: Place, source: str) -> dict[str, Any]:
    told = {
        "description": place.details or place.summary,
        "siret": place.pivot if len(place.pivot) == 14 and place.pivot.isdigit() else "",
        "site_web": place.websites[0] if place.websites and place.websites[0].startswith("http") else "",
        "accessibilite_lieu": place.accessibility_url if place.accessibility_url.startswith("http") else "",
    }
    if len(told["description"]) < 5:
        told["description"] = ""
    known = {name: value for name, value in told.items() if value}
    return {"id": _key(place, source), "nom": _name(place.name), **_common(place, source), **known}


def _service(place: Place, source: str, service: str) -> dict[str, Any]:
    label = str(Service(service).label)
    ways = sorted({WAYS[Access(way)] for way in place.access if way in WAYS})
    books = place.booking_url.startswith("http")
    told = {
        "type": _kind(place, service),
        "thematiques": [THEMES.get(Service(service), BASICS)],
        "frais": {(Cost.FREE,): "gratuit", (Cost.PAID,): "payant"}.get(tuple(place.costs)),
        "publics": [PUBLICS[Audience(one)] for one in place.audiences] or ["tous-publics"],
        "modes_accueil": ["a-distance"] if place.support == [Support.REMOTE] else ["en-presentiel"],
        "modes_mobilisation": sorted({*ways, *(["utiliser-lien-mobilisation"] if books else [])}),
        "lien_mobilisation": place.booking_url if books else None,
        "conditions_acces": "Gratuit sous condition" if Cost.CONDITIONAL in place.costs else None,
        "mobilisable_par": ["professionnels"] if place.access == [Access.REFER] else ["professionnels", "usagers"],
    }
    return {
        "id": f"{_key(place, source)}--{service}",
        "structure_id": _key(place, source),
        "nom": label,
        "description": place.summary or f"{label}, à {place.commune_name} : {place.name}.",
        **_common(place, source),
        **{name: value for name, value in told.items() if value},
    }


def _kind(place: Place, service: str) -> str:
    if service == Service.EQUIPMENT:
        return "aide-materielle"
    return "atelier" if place.support == [Support.WORKSHOP] else "accompagnement"


def same(text: str) -> str:
    """Words compared without accents, signs nor spaces."""
    return "".join(sign for sign in fold(text) if sign.isalnum())
