"""What goes through several apps at once: someone leaves, and nothing that she followed is left alone."""

import uuid

from django.db import transaction

from maillon.common.errors import Refused, require
from maillon.giving.rounds import actions as rounds
from maillon.ground.governance import actions as governance
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import Member
from maillon.matter.refurbishing import actions as refurbishing
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need


@transaction.atomic
def depart(member_id: uuid.UUID, *, by: Member, to: Member | None = None) -> Member:
    """Pass on what someone follows to a colleague, then end her access: all of it, or nothing.

    Requests need someone; devices in hand go back to their bench, rounds to a driver or to nobody, groups to `to`.
    """
    rows = Member.objects.select_related("user", "organisation", "network").locked()
    leaving = rows.get(pk=member_id)
    require(policy.may_let_go(by, leaving))
    if leaving.ended_on:
        return leaving
    if to is not None and to.pk == leaving.pk:
        raise Refused("Choisissez quelqu’un d’autre que la personne qui part.", field="to")
    if to is not None:
        needs.pass_on(leaving, to, by=by)
    elif Need.objects.open().filter(referent=leaving).exists():
        raise Refused("Choisissez qui suivra ses demandes : quelqu’un les attend.", field="to")
    refurbishing.lay_down(leaving, by=by)
    rounds.step_down(leaving, to, by=by)
    governance.leave_groups(leaving, to, by=by)
    return organisations.leave(leaving.pk, by=by)
