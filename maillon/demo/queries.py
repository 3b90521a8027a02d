"""Who may be tried in one click."""

import re
from dataclasses import dataclass

from django.db.models import QuerySet

from maillon.demo.networks.accounts import GROUP, TWO_HATS, address
from maillon.desk.queries.digest import digest
from maillon.ground.accounts.models import User
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Member, Network, Role

TRIES: dict[str, str] = {
    Role.COORDINATOR: "Répondre aux dons, attribuer les appareils prêts, tenir le réseau et ses chiffres.",
    Role.MANAGER: "Inviter ses collègues, suivre les lots et les chiffres de son organisation.",
    Role.DONOR: "Proposer du matériel, suivre ce qu’il devient, garder ses certificats.",
    Role.LOGISTICIAN: "Planifier les tournées, peser et compter ce qui arrive, imprimer les étiquettes.",
    Role.DRIVER: "Suivre sa tournée, compter, peser, faire signer.",
    Role.TECHNICIAN: "Scanner, joindre un rapport, prouver l’effacement, tester, noter.",
    Role.VOLUNTEER: "Aider à l’atelier un soir par mois : installer, tester.",
    Role.EMPLOYEE: "Travailler à l’atelier, pas à pas.",
    Role.SUPERVISOR: "Conduire l’atelier, clore les lots.",
    Role.PRESCRIBER: "Demander un équipement pour une personne, fixer sa remise.",
    Role.MEDIATOR: "Préparer des séances, inscrire, noter qui est venu.",
    Role.DISTRIBUTOR: "Remettre le matériel avec son attestation.",
    Role.FUNDER: "Lire ce que l’année a produit.",
    Role.ADMINISTRATOR: "Voir les organisations, les membres et leurs rôles.",
    GROUP: "Suivre ce que donnent les services de la région, servir d’abord les siens.",
    TWO_HATS: "Choisir, en haut de la page, pour laquelle de ses deux organisations elle agit.",
}


@dataclass(frozen=True)
class Door:
    """One account to enter with."""

    role: str
    email: str
    name: str
    organisation: str
    tries: str


def accounts() -> QuerySet[User]:
    """The accounts made for the demonstration: one a role and network, and one for someone of two organisations."""
    slugs = Network.objects.values_list("slug", flat=True)
    emails = [address(role, slug) for slug in slugs for role in [*Role.values, GROUP, TWO_HATS]]
    return User.objects.filter(email__in=emails, is_active=True)


def doors() -> list[tuple[Network, list[Door]]]:
    """For each network, its roles in their order."""
    found = {
        member.user.email: member
        for member in Member.objects.active()
        .filter(user__in=accounts())
        .select_related("user", "organisation", "network")
        .order_by("-since")
    }
    networks = []
    for network in Network.objects.order_by("name"):
        keys = [(role, address(role, network.slug)) for role in [*Role, GROUP, TWO_HATS]]
        networks.append((network, [_door(role, found[email]) for role, email in keys if email in found]))
    return networks


def _door(role: str, member: Member) -> Door:
    others = {GROUP: "Groupe de donateurs", TWO_HATS: "Deux organisations"}
    label = others.get(role) or Role(role).label
    return Door(str(label), member.user.email, member.full_name, member.organisation.name, TRIES[role])


# What differs between two letters of one kind: numbers, codes, what is quoted, and who is named after a colon.
OWN = re.compile(r"«[^»]*»|\b[A-Z]{1,5}-?\d[\w-]*|\d+|:.*$")


def one_of_each() -> list[Message]:
    """The last letter of each kind, by subject; letters whose subjects differ by a number or a name are of one kind."""
    found: dict[str, Message] = {}
    for message in Message.objects.order_by("-created_at")[:5000]:
        found.setdefault(OWN.sub("…", message.subject), message)
    return sorted(found.values(), key=lambda message: message.subject)


def digests(slug: str = "") -> list[tuple[str, str, str]]:
    """(role, subject, text): the letter of the week of each account of a network, as it would leave today."""
    network = Network.objects.filter(slug=slug).first() or Network.objects.order_by("name").first()
    if network is None:
        return []
    members = Member.objects.active().select_related("user", "organisation", "network__head").filter(network=network)
    by_email = {member.user.email: member for member in members.filter(user__in=accounts())}
    kept = [(role, by_email.get(address(role, network.slug))) for role in Role]
    told = [(str(role.label), digest(member)) for role, member in kept if member]
    return [(role, *letter) for role, letter in told if letter]
