"""`maillon manage site_token NETWORK SITE [--organisation O] [--name N]`: a token for the machines of a site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillon.common.actors import PLATFORM
from maillon.common.errors import Refused
from maillon.ground.organisations import actions
from maillon.ground.organisations.models import Network, Site


class Command(BaseCommand):
    help = "Crée le jeton d’un site : ce que présentent un agent d’inventaire ou la sonde pour envoyer leurs rapports."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("network", metavar="RÉSEAU", help="l’identifiant du réseau")
        parser.add_argument("site", metavar="SITE", help="le nom du site")
        parser.add_argument("--organisation", metavar="NOM", default="", help="si plusieurs sites ont ce nom")
        parser.add_argument("--name", metavar="NOM", default="Agents d’inventaire", help="à quoi servira le jeton")

    def handle(self, *args: Any, **asked: Any) -> None:
        network = Network.objects.filter(slug=asked["network"]).first()
        if network is None:
            known = ", ".join(Network.objects.values_list("slug", flat=True)) or "aucun"
            raise CommandError(f"Le réseau « {asked['network']} » n’existe pas. Réseaux : {known}.")
        site = _site(network, asked["site"], asked["organisation"])
        try:
            token, secret = actions.issue_token(site, network=network, name=asked["name"], by=PLATFORM)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{token.name}, {site}, {site.organisation} : notez ce jeton, il ne sera plus montré.")
        self.stdout.write(secret)


def _site(network: Network, name: str, organisation: str) -> Site:
    present = Site.objects.filter(
        organisation__affiliations__network=network, organisation__affiliations__ended_on=None
    ).select_related("organisation")
    found = present.filter(name__iexact=name)
    if organisation:
        found = found.filter(organisation__name__iexact=organisation)
    sites = list(found)
    if len(sites) == 1:
        return sites[0]
    offered = "\n".join(f"  {site.name} --organisation « {site.organisation} »" for site in sites or present)
    which = "Plusieurs sites portent ce nom" if sites else f"Aucun site du réseau ne s’appelle « {name} »"
    raise CommandError(f"{which}. Choisissez :\n{offered}")
