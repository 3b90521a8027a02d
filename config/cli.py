"""The command `maillon`: what an operator, a technician or a clock runs without a browser."""

import os
import sys
from collections.abc import Sequence

NAMES = ("inspect", "report", "verify", "match", "rounds", "network", "tick", "demo", "manage")
HELP = """maillon : la plateforme des filières de réemploi informatique

  maillon inspect FICHIER… [--json]          ce que dit un rapport de machine ou un journal d’effacement
  maillon report RÉSEAU --year ANNÉE         le rapport d’un réseau (--territory, --format json|csv|ods|pdf, --output)
  maillon verify [--json]                    scellés du journal, invariants, bilan matière, documents numérotés
  maillon match RÉSEAU [--json]              le meilleur partage des appareils prêts entre les demandes
  maillon rounds --network RÉSEAU --date JOUR  les tournées du jour, et celles à faire pour ce qui attend (--json)
  maillon network create IDENTIFIANT …       ouvre un réseau : tête, territoires, règles d’un modèle, invitations
  maillon tick                               le travail d’horloge : scellés, courriers, réservations échues
  maillon demo build|serve                   construit la démonstration, la sert
  maillon manage …                           les commandes de Django
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status (2 for a command that does not exist)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = words.pop(0) if words else "help"
    if name in ("help", "-h", "--help"):
        sys.stdout.write(HELP)
        return 0
    if name not in NAMES:
        sys.stderr.write(f"maillon : la commande « {name} » n’existe pas.\n\n{HELP}")
        return 2
    if name == "inspect":
        # Reads files and nothing else: no database, no settings, so that it starts at once.
        from maillon.matter.devices.reports import inspect

        return inspect.main(words)
    return _with_django(name, words)


def _with_django(name: str, words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if name == "demo":
        os.environ.setdefault("MAILLON_DEMO", "1")
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    if name == "manage":
        execute_from_command_line(["maillon manage", *words])
        return 0
    from config import commands

    return commands.run(name, words)
