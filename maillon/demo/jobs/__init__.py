"""`maillon demo build` and `maillon demo serve`."""

import argparse
import datetime

from maillon.demo.jobs.build import build
from maillon.demo.jobs.serve import serve


def command(words: list[str]) -> int:
    """Run one of them; returns the exit status."""
    parser = argparse.ArgumentParser(prog="maillon demo", description="La démonstration : fiches fictives.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    building = verbs.add_parser("build", help="construit les trois réseaux de démonstration")
    building.add_argument(
        "--today", type=datetime.date.fromisoformat, help="le jour d’où les files d’attente sont vues (AAAA-MM-JJ)"
    )
    building.add_argument("--force", action="store_true", help="recommence dans un fichier neuf (SQLite)")
    verbs.add_parser("serve", help="ouvre la démonstration, avec le travail de fond")
    asked = parser.parse_args(words)
    if asked.verb == "serve":
        return serve()
    return build(asked.today, force=asked.force)
