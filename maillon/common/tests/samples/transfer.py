"""Waybills between members."""

from copy import deepcopy

from maillon.common import contracts
from maillon.common.tests.samples.parts import WORKSHOP, document


def transfer_note() -> contracts.TransferNote:
    return {
        **document("PNT-BT-2026-0007", "2026-03-19", "C4T9-K42M-7WXB"),
        "sender": deepcopy(WORKSHOP),
        "receiver": {"name": "Atelier du Blavet clair", "address": "4 quai des Sondes, 35999 Havre-Modèle"},
        "agreement": "Convention d’échange entre membres, 12 janvier 2026",
        "seals": "SC-00418, SC-00419",
        "devices": [
            {
                "label": "PNT-234-567-C",
                "name": "Lenovo ThinkPad T480",
                "serial": "PF1ABCDE",
                "state": "À effacer",
                "regime": "Don d’un service de l’État",
                "public": True,
                "mass_g": 1_780,
                "holds_data": True,
            },
            {"label": "PNT-89A-BCD-E", "name": "Écran", "state": "Prêt", "mass_g": 5_700},
        ],
        "bulk": [{"name": "Claviers", "units": 12, "mass_g": 7_200}],
        "signatures": [
            {"role": f"Remis par, pour {WORKSHOP['name']}"},
            {"role": "Reçu par, pour Atelier du Blavet clair"},
        ],
    }
