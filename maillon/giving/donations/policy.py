"""Who may answer an offer, and who may follow it."""

from maillon.common.actors import Actor, Bearer
from maillon.giving.donations.models import Offer
from maillon.ground.organisations.models import Member, Network, Role

FOLLOW = "donations.follow"
RESUME = "donations.resume"


def may_answer(member: Member, offer: Offer) -> bool:
    """The coordinator of the network."""
    return member.network_id == offer.network_id and member.coordinates


def may_receive(member: Member, offer: Offer) -> bool:
    """The coordinator or logistics; the lot's own rule is asked next."""
    return member.network_id == offer.network_id and (
        member.coordinates or member.in_workshop or member.has(Role.LOGISTICIAN, Role.DRIVER, Role.MANAGER)
    )


def may_follow(actor: Actor, offer: Offer) -> bool:
    """The donor: the member who offered or her organisation, or the holder of the link sent to the offer's address."""
    if isinstance(actor, Bearer):
        return actor.purpose == FOLLOW and actor.actor_id == offer.pk
    if isinstance(actor, Member):
        own = offer.donor is not None and offer.donor.organisation_id == actor.organisation_id
        return offer.network_id == actor.network_id and (own or offer.offered_by_id == actor.pk)
    return False


def may_guide(member: Member, network: Network) -> bool:
    """Say what donors are told: the coordinator of the network."""
    return member.network_id == network.pk and member.coordinates
