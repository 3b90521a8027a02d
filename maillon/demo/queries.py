"""Who may be tried in one click."""

from dataclasses import dataclass

from django.db.models import QuerySet

from maillon.ground.accounts.models import User
from maillon.ground.organisations.models import Member, Network, Role

TRIES = {
    Role.COORDINATOR: "Répondre aux dons, attribuer les appareils prêts, tenir le réseau et ses chiffres.",
    Role.MANAGER: "Inviter ses collègues, suivre les lots et les chiffres de son organisation.",
    Role.DONOR: "Proposer du matériel, suivre ce qu’il devient, garder ses certificats.",
    Role.LOGISTICIAN: "Peser et compter ce qui arrive, imprimer les étiquettes.",
    Role.DRIVER: "Recevoir les dons acceptés.",
    Role.TECHNICIAN: "Scanner, joindre un rapport, prouver l’effacement, tester, noter.",
    Role.VOLUNTEER: "Aider à l’atelier un soir par mois : installer, tester.",
    Role.EMPLOYEE: "Travailler à l’atelier, pas à pas.",
    Role.SUPERVISOR: "Conduire l’atelier, clore les lots.",
    Role.PRESCRIBER: "Demander un équipement pour une personne, fixer sa remise.",
    Role.MEDIATOR: "Préparer des séances, inscrire, noter qui est venu.",
    Role.DISTRIBUTOR: "Remettre le matériel avec son attestation.",
    Role.FUNDER: "Lire ce que l’année a produit.",
    Role.ADMINISTRATOR: "Voir les organisations, les membres et leurs rôles.",
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
    """The accounts made for the demonstration: one a role and network."""
    emails = [
        f"{role}@{slug}.example" for slug in Network.objects.values_list("slug", flat=True) for role in Role.values
    ]
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
        emails = [(Role(role), f"{role}@{network.slug}.example") for role in Role.values]
        networks.append((network, [_door(role, found[email]) for role, email in emails if email in found]))
    return networks


def _door(role: Role, member: Member) -> Door:
    return Door(str(role.label), member.user.email, member.full_name, member.organisation.name, TRIES[role])
