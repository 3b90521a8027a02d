"""The accounts of the demonstration: in each network one for each role, and a person who acts for two organisations."""

from collections.abc import Mapping
from functools import cache

from django.contrib.auth.hashers import make_password

from maillon.demo.networks.ground import Ground
from maillon.ground.organisations.models import Member, Organisation, Role

# Known to all: the demonstration holds nothing but invented records.
PASSWORD = "demonstration-maillon"
# As long as a drawn one, so that signing in does not make Django hash the password again.
SALT = "demonstrationMaillon2026"
TWO_HATS = "deux-casquettes"
GROUP = "sgar"

FUNCTIONS = {
    Role.COORDINATOR: "Animation du réseau",
    Role.MANAGER: "Direction",
    Role.DONOR: "Services généraux",
    Role.LOGISTICIAN: "Logistique",
    Role.DRIVER: "Conduite",
    Role.TECHNICIAN: "Atelier",
    Role.VOLUNTEER: "Bénévole d’atelier",
    Role.EMPLOYEE: "Agent de reconditionnement",
    Role.SUPERVISOR: "Encadrement technique",
    Role.PRESCRIBER: "Travail social",
    Role.MEDIATOR: "Médiation numérique",
    Role.DISTRIBUTOR: "Remise du matériel",
    Role.FUNDER: "Suivi des projets",
    Role.ADMINISTRATOR: "Administration",
}


@cache
def password_hash() -> str:
    """The password through the site's usual hasher, once for all accounts."""
    return make_password(PASSWORD, salt=SALT)


def address(role: str, slug: str) -> str:
    return f"{role}@{slug}.example"


def open_accounts(ground: Ground, places: Mapping[Role, Organisation], second: Organisation) -> dict[Role, Member]:
    """One account a role, acting for the organisation of `places`; the mediator's colleague also acts for `second`."""
    slug = ground.network.slug
    made = {}
    for role in Role:
        first_name, last_name = ground.names.person()
        user = ground.user(first_name, last_name, address(role.value, slug), password_hash())
        user.is_staff = role == Role.ADMINISTRATOR
        made[role] = ground.member(places[role], role, function=FUNCTIONS[role], user=user)
    first_name, last_name = ground.names.person()
    both = ground.user(first_name, last_name, address(TWO_HATS, slug), password_hash())
    ground.member(places[Role.MEDIATOR], Role.MEDIATOR, Role.DISTRIBUTOR, function="Médiation", user=both)
    ground.member(second, Role.PRESCRIBER, function="Permanence sociale", user=both)
    return made
