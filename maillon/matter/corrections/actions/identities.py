"""A donor or an organisation that was entered twice."""

import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.ground.documents.models import Counter, Document
from maillon.ground.governance import actions as governance
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.corrections import policy
from maillon.matter.corrections.queries.rules import why
from maillon.matter.devices.models import Device
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Movement, Stock
from maillon.matter.lots.models import Donor
from maillon.matter.lots.queries import regimes_for


@transaction.atomic
def merge_donors(donor_id: uuid.UUID, other_id: uuid.UUID, *, reason: str, by: Member) -> Donor:
    """Say that two files are of one donor: what came from the second came from the first.

    The documents already issued keep the name that they bear. Raises Refused when they are two organisations (merge
    those), or when the nature of the first does not allow what the second gave.
    """
    require(policy.may_merge(by))
    reason = why(reason)
    if donor_id == other_id:
        raise Refused("Choisissez un autre donateur que celui-ci.", field="other")
    files = Donor.objects.filter(network=by.network_id).locked().order_by("pk").in_bulk([donor_id, other_id])
    donor, other = files[donor_id], files[other_id]
    if donor.organisation_id and other.organisation_id and donor.organisation_id != other.organisation_id:
        raise Refused(
            f"{donor} et {other} sont deux organisations : réunissez les organisations, leurs dons suivront.",
            field="other",
        )
    _join_donors(donor, other, reason, by=by)
    return donor


def _join_donors(donor: Donor, other: Donor, reason: str, *, by: Member) -> None:
    odd = set(other.lots.values_list("regime", flat=True)) - {str(regime) for regime in regimes_for(donor.kind)}
    if odd:
        raise Refused(
            f"{other} a donné sous un régime qu’un donateur « {donor.get_kind_display().lower()} » n’a pas : corrigez "
            "d’abord ces lots, ou gardez l’autre fiche.",
            field="other",
        )
    given = other.lots.count()
    organisation = other.organisation_id
    # The file is dropped: a private person's name is not kept twice, nor in the journal.
    organisations.give_over(other, donor, by=by)
    for column in ("email", "phone", "commune_code"):
        if not getattr(donor, column):
            setattr(donor, column, getattr(other, column))
    former = other.pk
    other.delete()
    donor.organisation_id = donor.organisation_id or organisation
    donor.save()
    journal.record("corrections.merge_donors", donor, by=by, other_id=str(former), lots=given, reason=reason)


@transaction.atomic
def merge_organisations(organisation_id: uuid.UUID, other_id: uuid.UUID, *, reason: str, by: Member) -> Organisation:
    """Say that two organisations of the network are one: whatever pointed to the second points to the first.

    Its people, sites, adhesions, gifts, requests and stock go over; the stock by counter-entries, since the ledger keeps
    who held what. The journal and the documents keep its name, and lead to the first. Raises Refused when the second heads
    a network, or acts beyond this one.
    """
    require(policy.may_merge(by))
    reason = why(reason)
    if organisation_id == other_id:
        raise Refused("Choisissez une autre organisation que celle-ci.", field="other")
    found = organisations.lock_pair(organisation_id, other_id, network=by.network, by=by)
    organisation, other = found
    entry = journal.record(
        "corrections.merge_organisations",
        organisation,
        by=by,
        network=by.network_id,
        name=organisation.name,
        other=other.name,
        other_id=str(other.pk),
        reason=reason,
    )
    _move_stock(other, organisation, reason, act=entry.pk, by=by)
    files = {file.organisation_id: file for file in Donor.objects.filter(organisation__in=found).locked()}
    if other.pk in files and organisation.pk in files:
        _join_donors(files[organisation.pk], files[other.pk], reason, by=by)
    governance.reunite(organisation, other, by=by)
    organisations.absorb(organisation, other, by=by, network=by.network, fixed=(Document, Counter, Movement, Stock))
    return organisation


def _move_stock(other: Organisation, organisation: Organisation, reason: str, *, act: uuid.UUID, by: Member) -> None:
    """What the second has in stock leaves it and comes to the first, the same day: devices one by one, the rest in bulk."""
    today = timezone.localdate()
    lines = [
        {
            "account": Account.DEVICES,
            "units": 1,
            "mass_g": device.mass_g,
            "category": device.category,
            "lot": device.lot_id,
            "device": device.pk,
        }
        for device in Device.objects.stocked().filter(holder=other).select_related("category")
    ]
    for stock in Stock.objects.filter(holder=other).exclude(account=Account.DEVICES).select_related("category"):
        if stock.units or stock.mass_g:
            lines.append(
                {
                    "account": Account(stock.account),
                    "units": stock.units,
                    "mass_g": stock.mass_g,
                    "category": stock.category,
                    "lot": stock.lot,
                }
            )
    for line in lines:
        account = line.pop("account")
        away = ledger.Line(source=account, target=Account.MEMBER, reason=reason, **line)
        home = ledger.Line(source=Account.MEMBER, target=account, reason=reason, **line)
        ledger.move([away], network=by.network, holder=other, on=today, act=act, by=by)
        ledger.move([home], network=by.network, holder=organisation, on=today, act=act, by=by)
