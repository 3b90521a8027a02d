"""Agreements of gift, one a regime."""

from maillon.common import contracts, deeds
from maillon.common.tests.samples.parts import STATE_BODY, WORKSHOP, document

BLANKS = {
    one.name: one
    for one in (
        deeds.Blank("qualite", "La qualité du bénéficiaire", "une association"),
        deeds.Blank("lieu", "Où sont les biens", "12 rue des Forges"),
        deeds.Blank("delai", "En combien de temps", "60 jours"),
        deeds.Blank("deliberation", "La décision", "délibération n° 12", "délibération à joindre"),
    )
}
BODY = """
# Objet et cadre
Le donateur donne au bénéficiaire, qui accepte, les biens listés à l’article 2 [L3212-2, L3212-3]. Décision : {deliberation}.
Le bénéficiaire déclare être {qualité}.

# Les biens
{biens}
La valeur est déclarée par le donateur [D3212-3].

# Remise
Le bénéficiaire enlève les biens à ses frais, à l’adresse {lieu}, en {delai}.

# Réemploi et données
- Le bénéficiaire s’engage à réemployer les biens ou leurs pièces [2023-266].
- Chaque support est effacé par une méthode adaptée à sa nature [NIST, ANSSI].

# Durée
La convention prend effet à sa signature.
"""
VALUES = {
    "qualite": "une association reconnue d’intérêt général",
    "lieu": "12 quai du Zéro-Hydrographique, 35999 Havre-Modèle",
    "delai": "21 jours",
    "deliberation": "délibération du conseil municipal n° 2026-014 du 12 février 2026",
}


def agreement(regime: str = "state") -> contracts.DonationAgreement:
    data: contracts.DonationAgreement = {
        **document("PNT-C-2026-0031", "2026-03-04", "C6T3-X9PL-24ZW"),
        "regime": regime,  # type: ignore[typeddict-item]
        "articles": deeds.fill(BODY, VALUES, BLANKS),
        "model": {"version": "Modèle « don », version 3", "checked_on": "2026-02-15"},
        "donor": {
            **STATE_BODY,
            "representative": "M. Gwendal Riou-Kerhoas, directeur",
            "authority": "arrêté de délégation de signature du 6 janvier 2026",
        },
        "beneficiary": {
            **WORKSHOP,
            "representative": "Mme Nolwenn Cadiou, présidente",
            "authority": "délibération du conseil d'administration du 14 juin 2025",
        },
        "goods": [
            {
                "kind": "Ordinateurs portables",
                "count": 24,
                "acquired": "2018 à 2019",
                "unit_value_cents": 9000,
                "holds_data": True,
            },
            {
                "kind": "Ordinateurs fixes",
                "count": 18,
                "acquired": "2018",
                "unit_value_cents": 6550,
                "holds_data": True,
            },
            {"kind": "Écrans plats 22 à 24 pouces", "count": 40, "acquired": "2017 à 2019", "unit_value_cents": 2000},
            {"kind": "Tablettes", "count": 6, "holds_data": True},
        ],
        "signatures": [
            {"role": "Pour le donateur", "name": "Gwendal Riou-Kerhoas", "capacity": "directeur"},
            {"role": "Pour le bénéficiaire", "name": "Nolwenn Cadiou", "capacity": "présidente"},
        ],
    }
    if regime in ("state", "authority"):
        data["unit_value_cap_cents"] = 30_000
        data["price_ceilings"] = [
            {"category": "Ordinateur portable", "price_cents": 18_000},
            {"category": "Ordinateur fixe avec écran, clavier et souris", "price_cents": 15_000},
            {"category": "Tablette", "price_cents": 10_000},
            {"category": "Smartphone", "price_cents": 10_000},
            {"category": "Écran", "price_cents": 3_000},
            {"category": "Imprimante individuelle", "price_cents": 3_000},
            {"category": "Imprimante multifonction", "price_cents": 17_000},
        ]
    if regime == "authority":
        data["donor"]["name"] = "Ville de Port-Exemple"
    if regime in ("company_receipt", "company"):
        data["donor"]["name"] = "Conserveries du Ponant SAS"
        data["donor"]["nature"] = "Société par actions simplifiée"
    if regime == "person":
        data["donor"] = {"name": "Yann Le Bihan", "address": "2 venelle du Four, 56999 Port-Exemple"}
        data["goods"] = [{"kind": "Ordinateur portable", "count": 1, "acquired": "2019", "holds_data": True}]
    return data
