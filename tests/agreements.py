"""A text of the network, a framework agreement and a group of donors, for the access matrix."""

import datetime
from typing import Any

from django.utils import timezone

from maillon.common import links
from maillon.common.actors import PLATFORM, Bearer
from maillon.giving.agreements import actions as agreements
from maillon.giving.groups import actions as groups
from maillon.giving.reuse import actions as reuse
from maillon.giving.reuse.policy import TAKE
from maillon.ground.files import queries as files
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, OrganisationRole
from tests.factories import PONTIVY, an_organisation, category, photo


def some_agreements(by: Member) -> dict[str, dict[str, Any]]:
    """What their addresses name: the network's own text, and an agreement that runs, with its paper."""
    giver = an_organisation("Ville d’ici", kind="authority")
    organisations.affiliate(by.network, giver, roles=[OrganisationRole.DONOR], by=PLATFORM)
    today = timezone.localdate()
    frame = agreements.bind(
        giver,
        beneficiary=by.organisation,
        regime="don_collectivite",
        scope="Tout",
        starts_on=today,
        ends_on=today + datetime.timedelta(days=700),
        signed_on=today,
        signatory="La maire",
        paper=(photo(), "signee.jpg"),
        by=by,
    )
    text = agreements.write_text(
        by.network, "pret", body="# Les biens\n{biens}\nRendus propres.", reason="Plus court", by=by
    )
    return {
        "agreements": {"pk": frame.pk, "kind": "pret", "file": files.of(frame).get().pk},
        "agreements:version": {"pk": text.pk},
    }


def a_group(by: Member) -> dict[str, dict[str, Any]]:
    """A group that is the member's own organisation, and follows one service."""
    service = an_organisation("Service d’ici", kind="state")
    organisations.affiliate(by.network, service, roles=[OrganisationRole.DONOR], by=PLATFORM)
    organisations.affiliate(by.network, by.organisation, roles=[OrganisationRole.DONOR], by=PLATFORM)
    made = groups.join_group(by.organisation, service, starts_on=timezone.localdate(), by=by)
    return {"groups": {"pk": by.organisation_id, "format": "csv"}, "groups:leave_group": {"pk": made.pk}}


def an_internal_offer(by: Member) -> dict[str, dict[str, Any]]:
    """What the network's own organisation proposes, and what a sister service of it took."""
    proposal = reuse.propose(
        by.network,
        lines={category("laptop"): 4},
        days=10,
        addresses=["ecole@ici.example"],
        donor_kind="authority",
        organisation_name="Ici",
        contact_name="Camille",
        email="don@ici.example",
        commune_code=PONTIVY,
        by=by,
    )
    invitee = proposal.invitees.get()
    item = proposal.items.get()
    made = reuse.take(invitee.pk, item.pk, units=1, name="Camille", by=Bearer(TAKE, invitee.pk))
    key = links.seal(TAKE, invitee.pk)
    return {
        "reuse": {"key": proposal.pk},
        "reuse:take": {"key": key},
        "reuse:give_back": {"key": key, "pk": made.pk},
    }
