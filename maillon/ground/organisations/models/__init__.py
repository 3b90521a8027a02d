from maillon.ground.organisations.models.capacities import Capacity
from maillon.ground.organisations.models.members import Member
from maillon.ground.organisations.models.networks import (
    Affiliation,
    Membership,
    Network,
    OrganisationRole,
    Territory,
    in_force,
)
from maillon.ground.organisations.models.organisations import RECEIVING, RESELLING, Organisation, Quality, Site
from maillon.ground.organisations.models.roles import WORKSHOP, Role
from maillon.ground.organisations.models.tokens import SiteToken
from maillon.ground.organisations.models.visits import SignIn, Visits

__all__ = [
    "RECEIVING",
    "RESELLING",
    "WORKSHOP",
    "Affiliation",
    "Capacity",
    "Member",
    "Membership",
    "Network",
    "Organisation",
    "OrganisationRole",
    "Quality",
    "Role",
    "SignIn",
    "Site",
    "SiteToken",
    "Territory",
    "Visits",
    "in_force",
]
