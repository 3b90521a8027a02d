"""`maillon network create`: a network from nothing, in one command."""

import argparse
import sys
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from maillon.common import geography, siret
from maillon.common.actors import PLATFORM
from maillon.common.errors import Refused
from maillon.common.geography import departements
from maillon.ground.accounts.queries import password_url
from maillon.ground.governance import actions
from maillon.ground.governance.actions.networks import Area, Guest
from maillon.ground.organisations import actions as organisations
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
            network = _create(asked)
    except (Refused, geography.UnknownCommune, departements.UnknownDepartement) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(_told(network))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="maillon network", epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    create = parser.add_subparsers(dest="verb", required=True, metavar="create").add_parser(
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
    commune = geography.resolve(asked.head_commune)
    head = _head(asked, commune)
    if asked.site and not head.sites.filter(receives=True).exists():
        organisations.open_site(head, name=asked.site, commune_code=commune.code, by=PLATFORM)
    return actions.create_network(
        name=asked.name,
        slug=asked.slug,
        prefix=asked.prefix,
        head=head,
        like=asked.like,
        areas=[*map(_departement, asked.departement), *map(_area, asked.territory)],
        guests=_guests(asked),
        short_name=asked.short_name or asked.name[:40],
        accent=asked.accent,
        purpose=asked.purpose,
        place=asked.place,
        by=PLATFORM,
    )


def _head(asked: argparse.Namespace, commune: geography.Commune) -> Organisation:
    if asked.head_siret:
        try:
            known = Organisation.objects.filter(siret=siret.check(asked.head_siret)).first()
        except ValueError as error:
            raise Refused(str(error)) from error
        if known:
            return known
    return organisations.found(
        name=asked.head,
        kind=asked.head_kind,
        commune_code=commune.code,
        siret_number=asked.head_siret,
        by=PLATFORM,
    )


def _departement(code: str) -> Area:
    place = departements.departement(code)
    return Area(slugify(place.name), str(place), [one.code for one in geography.communes(code)])


def _area(text: str) -> Area:
    name, _, places = text.partition("=")
    codes = [geography.resolve(place).code for place in places.split(";") if place.strip()]
    if not name.strip() or not codes:
        raise Refused(f"« {text} » : écrivez un territoire ainsi, « Pays de Gap=Gap (05000);Tallard (05130) ».")
    return Area(slugify(name), name.strip(), codes)


def _guests(asked: argparse.Namespace) -> list[Guest]:
    unknown = next((role for *_, role in asked.invite if role not in Role.values), None)
    if unknown:
        raise Refused(f"Le rôle « {unknown} » n’existe pas. Rôles : {', '.join(Role.values)}.")
    runs = [Role.COORDINATOR.value, Role.ADMINISTRATOR.value, Role.MANAGER.value]
    starting = [Guest(email, first, last, runs) for email, first, last in asked.coordinator]
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
