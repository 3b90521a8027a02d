"""Who bears a SIRET: asked of the State's public company search when the operator allows it, else known to nobody.

The address is the operator's setting, fourteen checked digits are all that is added to it, and no redirection is followed.
"""

import http.client
import json
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT_S = 3
LARGEST_ANSWER = 512 * 1024


@dataclass(frozen=True)
class Company:
    """An establishment as the State's register tells it; `kind` as the kinds of organisations, `closed` when it is over."""

    siret: str
    name: str
    kind: str
    address: str = ""
    commune_code: str = ""
    closed: bool = False


class Unanswered(Exception):
    """The search did not answer, or not what was asked; the message is for the operator."""


class Search(Protocol):
    """Whatever knows establishments."""

    def find(self, siret: str) -> Company | None:
        """The establishment that bears this SIRET, or None where there is none. Raises Unanswered."""
        ...


@dataclass(frozen=True)
class PublicSearch:
    """The « recherche d’entreprises » of the State (API of annuaire-entreprises.data.gouv.fr)."""

    address: str

    def find(self, siret: str) -> Company | None:
        if not (siret.isascii() and siret.isdigit() and len(siret) == 14):
            raise ValueError("A SIRET is fourteen digits.")
        try:
            found = [row for row in self._ask(siret)["results"] if isinstance(row, dict)]
            return next((company for row in found if (company := _company(row, siret))), None)
        except (KeyError, TypeError, AttributeError) as error:
            raise Unanswered(f"{self.address}: not the answer that was expected") from error

    def _ask(self, siret: str) -> Any:
        parts = urlsplit(self.address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
        try:
            connection.request(
                "GET", f"{parts.path}?q={siret}&page=1&per_page=1", headers={"Accept": "application/json"}
            )
            answer = connection.getresponse()
            content = answer.read(LARGEST_ANSWER + 1)
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(f"{self.address}: {type(error).__name__}") from error
        finally:
            connection.close()
        if answer.status != 200 or len(content) > LARGEST_ANSWER:
            raise Unanswered(f"{self.address}: status {answer.status}, {len(content)} bytes")
        try:
            return json.loads(content)
        except ValueError as error:
            raise Unanswered(f"{self.address}: not JSON") from error


def search() -> Search | None:
    """The search that the operator allows, or None."""
    return PublicSearch(settings.COMPANY_SEARCH_URL) if settings.COMPANY_SEARCH_URL else None


def _company(row: dict[str, Any], siret: str) -> Company | None:
    places = [row.get("siege") or {}, *(row.get("matching_etablissements") or [])]
    place = next((place for place in places if place.get("siret") == siret), None)
    if place is None:
        return None
    commune = str(place.get("commune") or "")
    return Company(
        siret=siret,
        name=_plain(row.get("nom_raison_sociale") or row.get("nom_complet"))[:150],
        kind=_kind(str(row.get("nature_juridique") or ""), row.get("complements") or {}),
        address=_street(_plain(place.get("adresse")), _plain(place.get("libelle_commune")))[:200],
        commune_code=commune if len(commune) == 5 else "",
        closed=(place.get("etat_administratif") or row.get("etat_administratif")) not in ("A", None),
    )


def _plain(words: Any) -> str:
    """Capitals of the register made readable: « COMMUNE DE PONTIVY » is « Commune de Pontivy »."""
    said = " ".join(str(words or "").split())
    if not said.isupper():
        return said
    small = {"De", "Du", "Des", "La", "Le", "Les", "Et", "En", "Sur", "Sous", "Aux", "Au"}
    words = [word.capitalize() for word in said.lower().split()]
    return " ".join(word.lower() if rank and word in small else word for rank, word in enumerate(words))


def _street(address: str, commune: str) -> str:
    """The address without the postcode and the commune at its end."""
    if commune and address.casefold().endswith(commune.casefold()):
        address = address[: -len(commune)].rstrip()
        if address[-5:].isdigit():
            address = address[:-5].rstrip()
    return address


def _kind(legal: str, told: dict[str, Any]) -> str:
    """The kind of organisation, from the legal category of Insee (7: public law; 92: association) and what is known of it."""
    if legal.startswith("71"):
        return "state"
    if legal.startswith("72") or told.get("est_collectivite_territoriale"):
        return "authority"
    if legal.startswith("7"):
        return "public"
    return "ess" if legal.startswith("92") or told.get("est_ess") or told.get("est_association") else "company"
