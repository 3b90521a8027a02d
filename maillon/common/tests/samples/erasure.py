"""Erasure certificates, and the media they certify."""

from copy import deepcopy

from maillon.common import contracts
from maillon.common.tests.samples.parts import STATE_BODY, document, drawn

SSD: contracts.Medium = {
    "technology": "ssd",
    "interface": "SATA",
    "manufacturer": "Samsung",
    "model": "SSD 860 PRO 256GB",
    "serial": "S5HTNF0M418832K",
    "capacity_bytes": 256_060_514_304,
    "outcome": "verified",
    "level": "Purge",
    "family": "device_command",
    "technique": "Commande du support : ATA SANITIZE, BLOCK ERASE EXT",
    "tool": "hdparm",
    "tool_version": "9.65",
    "started_at": "2026-03-18T09:42:10",
    "ended_at": "2026-03-18T09:42:51",
    "verification": "État SANITIZE relu : achevé sans erreur ; 10 % des secteurs lus, tirés au sort, tous à zéro",
    "hidden_areas": "HPA et DCO : absentes",
    "errors": 0,
    "operator": "Maëlys Prigent",
    "second_check": {
        "by": "Yann Tanguy",
        "checked_on": "2026-03-19",
        "finding": "lecture de 2 % des secteurs, conforme",
    },
    "log": {
        "name": "PNT-2026-031_S5HTNF0M418832K.log",
        "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
    },
}
HDD: contracts.Medium = {
    "technology": "hdd",
    "interface": "SATA",
    "manufacturer": "Seagate",
    "model": "ST1000DM003-1ER162",
    "serial": "Z4YC9TKV",
    "capacity_bytes": 1_000_204_886_016,
    "outcome": "verified",
    "level": "Clear",
    "family": "overwrite",
    "technique": "Écrasement logiciel : une passe aléatoire (PRNG), puis une passe de zéros",
    "tool": "nwipe",
    "tool_version": "0.38",
    "started_at": "2026-03-18T09:50:02",
    "ended_at": "2026-03-18T15:27:46",
    "verification": "Lecture complète de la dernière passe : 1 000 204 886 016 octets conformes",
    "errors": 0,
    "operator": "Maëlys Prigent",
    "log": {
        "name": "nwipe_20260318-095002.log",
        "sha256": "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d",
    },
    "limit": "Un écrasement n’atteint pas les secteurs que le disque a réalloués : ce résultat n’est pas une purge.",
}
DESTROYED: contracts.Medium = {
    "technology": "hdd",
    "interface": "SATA",
    "manufacturer": "Western Digital",
    "model": "WD5000AAKX-08U6AA0",
    "capacity_bytes": 500_107_862_016,
    "outcome": "destroyed",
    "level": "Destruct",
    "family": "destruction",
    "technique": "Broyage par Éco-Tri 56, fragments de moins de 20 mm",
    "ended_at": "2026-03-19T16:00:00",
    "verification": "Bordereau du recycleur n° 88-2041, joint au lot",
    "operator": "Yann Tanguy",
}


def certificate(*media: contracts.Medium) -> contracts.ErasureCertificate:
    return {
        **document("PNT-E-2026-00417", "2026-03-20", "K7M4-92TX-PQ8D"),
        "donor": deepcopy(STATE_BODY),
        "mandate": "Convention de don PNT-C-2026-0031 du 4 mars 2026, article 5",
        "lot": "PNT-2026-031",
        "received_on": "2026-03-12",
        "device": {
            "label": "PNT-83D-QDY-J",
            "category": "Ordinateur fixe",
            "manufacturer": "Dell Inc.",
            "model": "Precision Tower 3620",
            "serial": "7XK2M42",
            "asset_tag": "DROM-2018-0447",
            "destination": "Réemploi après reconditionnement",
        },
        "media": deepcopy(list(media) or [SSD]),
        "recheck_percent": 10,
        "standards": [
            "NIST SP 800-88 révision 2 (26 septembre 2025) et IEEE 2883-2022 pour les mots Clear, Purge, Destruct",
            "ANSSI, Recommandations pour le reconditionnement (octobre 2023)",
        ],
        "signatures": [
            {
                "role": "Opératrice",
                "name": "Maëlys Prigent",
                "capacity": "technicienne",
                "place": "Port-Exemple",
                "signed_on": "2026-03-20",
                "strokes": drawn(3),
            },
            {
                "role": "Pour l’atelier",
                "name": "Yann Tanguy",
                "capacity": "responsable de l’atelier",
                "place": "Port-Exemple",
                "signed_on": "2026-03-20",
                "mention": "Cachet électronique de l’atelier : voir le panneau des signatures du lecteur PDF.",
            },
        ],
    }
