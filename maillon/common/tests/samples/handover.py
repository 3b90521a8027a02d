"""Attestations of hand-over."""

from maillon.common import contracts, qr
from maillon.common.tests.samples.parts import document, drawn


def attestation() -> contracts.HandoverAttestation:
    url = "https://maillon.example/d/PNTAC9RW5R"
    return {
        **document("PNT-R-2026-0612", "2026-04-24", "R8W2-6HJK-3XNC"),
        "attach_data": False,
        "mode": "gift",
        "recipient": {"name": "Aïssata Diallo-Lescouarnec", "kind": "person"},
        "handed_by": {"name": "Maison des Solidarités de Port-Exemple", "person": "Erwan Jaouen, conseiller numérique"},
        "devices": [
            {
                "name": "Ordinateur portable",
                "model": "Lenovo ThinkPad L480",
                "serial": "PF-1A2B3C",
                "label": "PNT-AC9-RW5-R",
                "system": "Linux Mint 22",
                "supported_until": "2029-04",
                "tested": True,
                "erasure": "erased",
                "known_defects": "La batterie tient environ 2 heures. Une rayure sur le couvercle.",
            }
        ],
        "accessories": ["1 chargeur", "1 souris", "1 sacoche"],
        "accompaniment": {
            "done": "le 24 avril 2026, 2 heures : allumer, se connecter, créer un mot de passe.",
            "sessions": [
                {
                    "at": "2026-05-06T14:00:00",
                    "subject": "Envoyer un message, joindre une photo",
                    "place": "Médiathèque de Port-Exemple, salle 2",
                },
                {
                    "at": "2026-05-20T14:00:00",
                    "subject": "Ses démarches en ligne, sans risque",
                    "place": "Médiathèque de Port-Exemple, salle 2",
                },
            ],
            "contact": {"name": "Erwan Jaouen", "phone": "02 61 91 00 33"},
        },
        "guarantee": {
            "until_on": "2027-04-24",
            "months": 12,
            "by": "l’Atelier de Kerdigital",
            "basis": "commercial",
        },
        "after_care": {
            "url": url,
            "qr": qr.matrix(url),
            "phone": "02 61 91 00 12",
            "hours": "du lundi au vendredi, de 9 h à 17 h",
        },
        "follow_up_months": [1, 3, 6],
        "signatures": [
            {
                "role": "Je reçois le matériel",
                "name": "Aïssata Diallo-Lescouarnec",
                "place": "Port-Exemple",
                "signed_on": "2026-04-24",
                "strokes": drawn(4),
            },
            {
                "role": "Je remets le matériel",
                "name": "Erwan Jaouen",
                "place": "Port-Exemple",
                "signed_on": "2026-04-24",
                "strokes": drawn(5),
            },
        ],
    }
