"""The agreements under which members hand equipment on to each other."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.errors import Refused, require
from maillon.common.models import new_id, repeated
from maillon.ground.files import actions as files
from maillon.ground.files.formats import PAPERS
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.transfers import policy, queries
from maillon.matter.transfers.models import Agreement, Transfer


@transaction.atomic
def record_agreement(
    other: Organisation,
    *,
    title: str,
    starts_on: datetime.date,
    by: Member,
    ends_on: datetime.date | None = None,
    scan: tuple[bytes, str] | None = None,
    id: uuid.UUID | None = None,
) -> Agreement:
    """Note what binds the member's organisation and another of the network, with the signed original when it is given."""
    require(policy.may_agree(by, by.organisation))
    if made := repeated(Agreement, id):
        return made
    if not queries.receivers(by.network_id, by.organisation_id).filter(pk=other.pk).exists():
        raise Refused(f"{other} ne reçoit pas de matériel dans ce réseau : choisissez un autre membre.", field="other")
    made = _record(by.organisation, other, title, starts_on, ends_on, by=by, id=id)
    if scan:
        content, name = scan
        files.keep(content, name=name, owner=made, accept=PAPERS, field="scan", by=by)
    return made


def _record(
    first: Organisation,
    second: Organisation,
    title: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    *,
    by: Member,
    id: uuid.UUID | None = None,
) -> Agreement:
    if not title.strip():
        raise Refused("Donnez le titre ou le numéro de la convention.", field="title")
    if ends_on and ends_on < starts_on:
        raise Refused("La fin vient après le début : corrigez l’une des dates.", field="ends_on")
    made = Agreement.objects.create(
        id=id or new_id(),
        network=by.network,
        first=first,
        second=second,
        title=title.strip()[:120],
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by,
    )
    journal.record(
        "transfers.record_agreement",
        made,
        by=by,
        title=made.title,
        first=first.name,
        second=second.name,
        starts_on=starts_on.isoformat(),
    )
    return made


@transaction.atomic
def end_agreement(agreement_id: uuid.UUID, *, on: datetime.date, by: Member) -> Agreement:
    """Say until when an agreement holds; nothing leaves under it afterwards. The same day again changes nothing."""
    agreement = Agreement.objects.select_related("first", "second").locked().get(pk=agreement_id)
    require(any(policy.may_agree(by, one) for one in (agreement.first, agreement.second)))
    if on < agreement.starts_on:
        raise Refused(f"Elle commence le {moments.day(agreement.starts_on)} : elle ne finit pas avant.", field="on")
    if agreement.ends_on != on:
        agreement.ends_on = on
        agreement.save(update_fields=["ends_on"])
        journal.record("transfers.end_agreement", agreement, by=by, title=agreement.title, on=on.isoformat())
    return agreement


@transaction.atomic
def agreed(transfer: Transfer, title: str, since: datetime.date, *, by: Member) -> Agreement:
    """The agreement of this title between the two, recorded when it is not known; the only one in force without a title."""
    today, title = timezone.localdate(), title.strip()
    known = list(Agreement.objects.filter(network=transfer.network).between(transfer.sender, transfer.receiver))
    running = [one for one in known if one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)]
    if not title and len(running) == 1:
        return running[0]
    if not title:
        raise Refused(
            "Dites sous quelle convention les deux membres échangent ce matériel : son titre ou son numéro.",
            field="agreement",
        )
    named = [one for one in known if one.title.casefold() == title.casefold()]
    if live := next((one for one in running if one in named), None):
        return live
    if over := next((one for one in named if one.ends_on and one.ends_on < today), None):
        raise Refused(
            f"« {over.title} » a pris fin le {moments.day(over.ends_on)} : renouvelez-la sous un nouveau titre.",
            field="agreement",
        )
    if named or since > today:
        raise Refused("Cette convention n’a pas encore commencé : rien ne part sous elle.", field="agreement")
    return _record(transfer.sender, transfer.receiver, title, since, None, by=by)
