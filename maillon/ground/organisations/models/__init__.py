from maillon.ground.organisations.models.members import WORKSHOP, Member, Role
from maillon.ground.organisations.models.networks import (
    Affiliation,
    Membership,
    Network,
    OrganisationRole,
    Territory,
    in_force,
)
from maillon.ground.organisations.models.organisations import Organisation, Quality, Site

__all__ = [
    "WORKSHOP",
    "Affiliation",
    "Member",
    "Membership",
    "Network",
    "Organisation",
    "OrganisationRole",
    "Quality",
    "Role",
    "Site",
    "Territory",
    "in_force",
]
