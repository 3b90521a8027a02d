"""Fictional data for the printed documents: telephones kept for fiction, addresses under example.org."""

import math
from copy import deepcopy

from maillon.common import contracts, qr

NETWORK: contracts.Network = {
    "name": "Filière du Ponant",
    "tagline": "Réemploi informatique et inclusion numérique",
}
WORKSHOP: contracts.Party = {
    "name": "Atelier de Kerdigital",
    "nature": "Association loi 1901, d’intérêt général",
    "address": "4 rue de la Corderie, 56999 Port-Exemple",
    "siret": "99999999900029",
    "rna": "W569999999",
    "phone": "02 61 91 00 12",
    "email": "contact@kerdigital.example.org",
}
STATE_BODY: contracts.Party = {
    "name": "Direction régionale de l'Observation des Marées",
    "nature": "Service déconcentré de l’État",
    "address": "12 quai du Zéro-Hydrographique, 35999 Havre-Modèle",
    "siret": "99999999800014",
    "contact": "Mme Solenn Le Guévello-Kermorvant, responsable des moyens généraux",
    "phone": "02 61 91 00 47",
    "email": "moyens-generaux@marees.example.org",
}


def verification(code: str) -> contracts.Verification:
    url = f"https://maillon.example/verifier/{code}"
    return {"url": url, "code": code, "qr": qr.matrix(url)}


def drawn(seed: int) -> list[list[tuple[float, float]]]:
    """A scribble that looks like a signature."""
    return [
        [
            (0.08 + 0.8 * i / 60, 0.5 + 0.32 * math.sin(i * (0.35 + 0.03 * seed)) * math.cos(i * 0.11 * (seed + 1)))
            for i in range(60)
        ],
        [(0.1 + 0.7 * i / 12, 0.82 - 0.02 * i) for i in range(12)],
    ]


def document(number: str, day: str, code: str | None) -> contracts.Document:
    return {
        "network": deepcopy(NETWORK),
        "issuer": deepcopy(WORKSHOP),
        "number": number,
        "issued_on": day,
        "demonstration": True,
        "attach_data": True,
        "verification": verification(code) if code else None,
    }
