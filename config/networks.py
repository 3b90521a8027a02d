"""`maillon network create`: a network from nothing, in one command; `maillon network admin`: who may open more in the browser."""

import argparse
import sys
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from maillon.common import geography
from maillon.common.actors import PLATFORM
from maillon.common.errors import Refused
from maillon.ground.accounts import actions as accounts
from maillon.ground.accounts.queries import password_url
from maillon.ground.governance import actions
from maillon.ground.governance.queries.starts import STARTERS, Guest, named_area, whole_departement
from maillon.ground.organisations.models import Member, Network, Organisation, Role

EXAMPLE = """exemple :
  maillon network create hautes-alpes --name "Banque du Numérique 05" --prefix BNA --like bdn \\
    --head "Le Hub des Cimes" --head-kind association --head-commune "Gap (05000)" --departement 05 \\
    --territory "Pays de Gap=Gap (05000);Tallard (05130)" --coordinator camille@cimes.example Camille Durand
"""


def run(words: Sequence[str]) -> int:
    """Create the network, or say what is wrong and create nothing; returns the exit status."""
    asked = _parser().parse_args(words)
    try:
        with transaction.atomic():
            told = _told(_create(asked)) if asked.verb == "create" else _administrator(*asked.person)
    except (Refused, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(told)
    return 0


def _administrator(email: str, first_name: str, last_name: str) -> str:
    user = accounts.open_account(email=email, first_name=first_name, last_name=last_name, by=PLATFORM)
    accounts.name_administrator(user.pk, by=PLATFORM)
    choose = (
        ""
        if user.has_usable_password()
        else f"\n  choisit son mot de passe, une fois, avant trois jours : {password_url(user)}"
    )
    return f"{user} administre la plateforme : {settings.BASE_URL}/plateforme/{choose}\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="maillon network", epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="create|admin")
    admin = verbs.add_parser("admin", help="nomme qui administre la plateforme")
    admin.add_argument("person", nargs=3, metavar=("EMAIL", "PRÉNOM", "NOM"))
    create = verbs.add_parser(
        "create", help="ouvre un réseau", epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = create.add_argument
    add("slug", metavar="IDENTIFIANT", help="son nom dans les adresses : lettres, chiffres et tirets")
    add("--name", required=True, help="son nom")
    add("--short-name", default="", help="son nom court ; sinon le début du nom")
    add("--prefix", required=True, help="préfixe des étiquettes : deux à cinq capitales")
    add(
        "--like",
        default="vierge",
        help="ogo, bdn, rebincoop, vierge, ou un réseau de ce site, dont les règles sont copiées",
    )
    add("--head", required=True, metavar="NOM", help="le nom de la structure tête de réseau")
    add("--head-siret", default="", metavar="SIRET", help="si une structure connue le porte, c’est elle")
    add("--head-kind", default="association", choices=Organisation.Kind.values)
    add("--head-commune", required=True, metavar="COMMUNE", help="« Gap (05000) » ou code officiel")
    add("--site", default="Dépôt", metavar="NOM", help="le nom de son site, où le matériel arrive ; vide : aucun")
    add("--departement", action="append", default=[], metavar="CODE", help="un territoire : toutes ses communes")
    add("--territory", action="append", default=[], metavar="NOM=COMMUNE;COMMUNE", help="un territoire, une EPCI")
    add("--coordinator", nargs=3, action="append", required=True, metavar=("EMAIL", "PRÉNOM", "NOM"))
    add("--invite", nargs=4, action="append", default=[], metavar=("EMAIL", "PRÉNOM", "NOM", "RÔLE"))
    add("--purpose", default="", help="en une phrase, pour sa page publique")
    add("--place", default="", help="« en Bretagne »")
    add("--accent", default=Network.Accent.GREEN.value, choices=Network.Accent.values)
    return parser


def _create(asked: argparse.Namespace) -> Network:
    """The head with its site, then the network."""
    return actions.start_network(
        head_name=asked.head,
        head_kind=asked.head_kind,
        head_siret=asked.head_siret,
        head_commune=geography.resolve(asked.head_commune),
        site=asked.site,
        name=asked.name,
        slug=asked.slug,
        prefix=asked.prefix,
        like=asked.like,
        areas=[*map(whole_departement, asked.departement), *map(named_area, asked.territory)],
        guests=_guests(asked),
        short_name=asked.short_name or asked.name[:40],
        accent=asked.accent,
        purpose=asked.purpose,
        place=asked.place,
        by=PLATFORM,
    )


def _guests(asked: argparse.Namespace) -> list[Guest]:
    unknown = next((role for *_, role in asked.invite if role not in Role.values), None)
    if unknown:
        raise Refused(f"Le rôle « {unknown} » n’existe pas. Rôles : {', '.join(Role.values)}.")
    starting = [Guest(email, first, last, STARTERS) for email, first, last in asked.coordinator]
    return [*starting, *(Guest(email, first, last, [role]) for email, first, last, role in asked.invite)]


def _told(network: Network) -> str:
    """What was made, and where each person chooses a password: no mail leaves a server that has no mail server yet."""
    lines = [
        f"{network.name} est ouvert : {settings.BASE_URL}/r/{network.slug}/",
        f"  tête : {network.head}, {network.head.commune}",
        f"  territoires : {network.territories.count()}",
    ]
    for member in Member.objects.filter(network=network).select_related("user").order_by("created_at"):
        lines.append(f"  {member.full_name} <{member.user.email}> : {member.roles_label}")
        if not member.user.has_usable_password():
            lines.append(f"    choisit son mot de passe, une fois, avant trois jours : {password_url(member.user)}")
    return "\n".join([*lines, "La suite est sur la page « À faire » de qui l’anime.", ""])
