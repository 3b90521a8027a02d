"""Receipts of lots."""

from copy import deepcopy

from maillon.common import contracts
from maillon.common.tests.samples.parts import STATE_BODY, WORKSHOP, document, drawn


def lot_receipt() -> contracts.LotReceipt:
    return {
        **document("PNT-B-2026-0031", "2026-03-12", "B3T9-K42M-7WXA"),
        "kind": "pickup",
        "donor": deepcopy(STATE_BODY),
        "collector": deepcopy(WORKSHOP),
        "lot": "PNT-2026-031",
        "regime": "Don d’un service de l’État (CGPPP, art. L3212-2)",
        "agreement": "PNT-C-2026-0031 du 4 mars 2026",
        "place": "Quai de livraison, cour nord, 12 quai du Zéro-Hydrographique, 35999 Havre-Modèle",
        "arrived_at": "2026-03-12T10:20:00",
        "left_at": "2026-03-12T11:05:00",
        "round": "Tournée du 12 mars 2026, arrêt 4 sur 9",
        "vehicle": "Fourgon 12 m³, AA 000 AA",
        "driver": "Ronan Abgrall",
        "scale": "Transpalette peseur n° TP-02, vérifié le 8 janvier 2026",
        "lines": [
            {
                "container": "P1",
                "container_type": "palette 80 × 120",
                "seal": "SC-00418",
                "category": "Ordinateur portable",
                "announced": 24,
                "counted": 24,
                "gross_g": 68_300,
                "tare_g": 21_500,
                "holds_data": True,
            },
            {
                "container": "P1",
                "container_type": "palette 80 × 120",
                "seal": "SC-00418",
                "category": "Ordinateur fixe",
                "announced": 18,
                "counted": 17,
                "gross_g": 122_400,
                "tare_g": 0,
                "holds_data": True,
            },
            {
                "container": "P2",
                "category": "Écran plat",
                "announced": 40,
                "counted": 38,
                "gross_g": 236_500,
                "tare_g": 22_000,
            },
            {
                "container": "R1",
                "container_type": "bac 40 l",
                "seal": "SC-00419",
                "category": "Smartphone",
                "announced": 31,
                "counted": 31,
                "gross_g": 8_400,
                "tare_g": 2_100,
                "holds_data": True,
            },
            {
                "container": "R2",
                "category": "Imprimante multifonction",
                "announced": 2,
                "counted": 3,
                "gross_g": 54_200,
                "estimated": True,
                "holds_data": True,
            },
        ],
        "accessories": [
            {"name": "Chargeurs d'ordinateur portable", "counted": 27, "mass_g": 8_100},
            {"name": "Claviers et souris", "counted": 44, "mass_g": 21_600},
        ],
        "weighed_g": 475_200,
        "discrepancies": [
            {
                "subject": "Ordinateur fixe",
                "units": -1,
                "explanation": "Poste de l'accueil encore en service, gardé par le donateur. Il rejoindra un prochain lot.",
                "agreed": True,
            },
            {
                "subject": "Écran plat",
                "units": -2,
                "explanation": "Dalles brisées, refusées au chargement et laissées sur place.",
                "agreed": True,
            },
            {"subject": "Imprimante multifonction", "units": 1},
        ],
        "signatures": [
            {
                "role": "Remis par, pour le donateur",
                "name": "Solenn Le Guévello-Kermorvant",
                "capacity": "responsable des moyens généraux",
                "place": "Havre-Modèle",
                "signed_on": "2026-03-12",
                "strokes": drawn(1),
            },
            {
                "role": "Enlevé par",
                "name": "Ronan Abgrall",
                "capacity": "chauffeur",
                "place": "Havre-Modèle",
                "signed_on": "2026-03-12",
                "strokes": drawn(2),
            },
        ],
    }


def reception() -> contracts.LotReceipt:
    """A lot that a donor brought, counted by category and not announced."""
    return {
        **document("PNT-B-2026-0044", "2026-04-02", "P4Q7-M2CD-98TR"),
        "kind": "reception",
        "donor": {"name": "Yann Le Bihan", "nature": "Particulier"},
        "collector": deepcopy(WORKSHOP),
        "lot": "PNT-2026-044",
        "regime": "Don d’un particulier",
        "place": "Atelier de Kerdigital, Port-Exemple",
        "arrived_at": "2026-04-02T09:05:00",
        "lines": [
            {"category": "Ordinateur portable", "counted": 1, "gross_g": 2_140, "holds_data": True},
            {"category": "Écran plat", "counted": 1, "gross_g": 4_300, "estimated": True},
        ],
        "signatures": [{"role": "Le donateur", "name": "Yann Le Bihan"}, {"role": "Reçu par", "name": "Awa Diallo"}],
    }
