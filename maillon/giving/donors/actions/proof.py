"""Declare, and have the report established."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donors import policy, queries
from maillon.giving.donors.models import Acquisition, Reform, ReuseTarget
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device
from maillon.matter.lots.models import Donor, Lot


def _lock(donor_id: uuid.UUID) -> Donor:
    return Donor.objects.select_related("network", "network__head", "organisation").locked().get(pk=donor_id)


@transaction.atomic
def declare_stock(
    donor_id: uuid.UUID,
    year: int,
    *,
    units: int,
    by: Actor,
    old_units: int = 0,
    secret_units: int = 0,
    other_units: int = 0,
    other_proof: str = "",
    id: uuid.UUID | None = None,
) -> Reform:
    """Say how much equipment a public body had reformed on 1 January, and what of it is not counted. The last word holds."""
    if said := repeated(Reform, id):
        return said
    donor = _lock(donor_id)
    require(policy.may_declare(by, donor))
    if donor.kind not in queries.PUBLIC:
        raise Refused("Cette déclaration ne concerne que les personnes publiques.", source="Décret 2023-266")
    if year > timezone.localdate().year or ReuseTarget.of(datetime.date(year, 12, 31)) is None:
        raise Refused("Aucun objectif de réemploi ne vaut cette année-là.", field="units")
    if old_units + secret_units > units:
        raise Refused("Ce qui n’est pas compté dépasse le stock réformé : corrigez l’un ou l’autre.", field="units")
    if other_units and not other_proof.strip():
        raise Refused("Dites par quelles voies, et avec quelle preuve.", field="other_proof")
    said = Reform.objects.create(
        **({"id": id} if id else {}),
        donor=donor,
        year=year,
        units=units,
        old_units=old_units,
        secret_units=secret_units,
        other_units=other_units,
        other_proof=other_proof.strip(),
        declared_by=by.actor_label if isinstance(by, Member) else "le donateur, par son lien",
    )
    journal.record("donors.declare_stock", said, by=by, network=donor.network_id, year=year, units=units)
    return said


@transaction.atomic
def date_devices(donor_id: uuid.UUID, dates: Mapping[uuid.UUID, datetime.date], *, by: Actor) -> int:
    """Say when devices that the donor gave were bought; returns how many. A date after the gift is refused."""
    donor = _lock(donor_id)
    require(policy.may_declare(by, donor))
    given = Device.objects.filter(lot__donor=donor, pk__in=dates).select_related("lot")
    late = next((one for one in given if dates[one.pk] > one.lot.received_on), None)
    if late:
        raise Refused(
            f"{late.label} est arrivé le {late.lot.received_on:%d/%m/%Y} : il a été acquis avant.", field="dates"
        )
    made = Acquisition.objects.bulk_create(
        [Acquisition(donor=donor, device=one, acquired_on=dates[one.pk]) for one in given]
    )
    if made:
        journal.record("donors.date_devices", donor, by=by, units=len(made))
    return len(made)


@transaction.atomic
def establish_report(
    donor_id: uuid.UUID, *, year: int | None = None, lot_id: uuid.UUID | None = None, by: Actor
) -> Document:
    """Number and freeze the outcome report of a year, or of a lot. The same facts give the same document.

    New facts give a new document, which replaces the former one.
    """
    donor = _lock(donor_id)
    require(policy.may_read(by, donor))
    if lot_id:
        lot = Lot.objects.select_related("donor").get(pk=lot_id, donor=donor)
        outcome, evidence, about = queries.of_lot(lot), None, lot.pk
    elif year:
        outcome, about = queries.of_year(donor, year), donor.pk
        evidence = queries.evidence(outcome, year)
    else:
        raise Refused("Choisissez une année ou un lot.")
    if not outcome.lots and not outcome.earlier:
        raise Refused("Rien n’a été reçu ni réemployé cette année-là : il n’y a pas de bilan à établir.")
    facts = queries.facts(outcome, evidence, year)
    former = _former(donor, about, year)
    if former and former.facts == facts:
        return former
    return documents.issue(
        Document.Kind.OUTCOME,
        network=donor.network,
        issuer=donor.network.head,
        recipient=donor.organisation,
        about=about,
        facts=facts,
        on=timezone.localdate(),
        by=by,
        replaces=former,
    )


def _former(donor: Donor, about: uuid.UUID, year: int | None) -> Document | None:
    issued = Document.objects.filter(
        network=donor.network_id, kind=Document.Kind.OUTCOME, about=about, replaced_by=None
    )
    return next((one for one in issued if one.facts.get("year") == year), None)


@transaction.atomic
def send_link(donor_id: uuid.UUID, *, by: Member) -> str:
    """Send the donor the link that opens its space without an account; returns the address that it went to."""
    donor = _lock(donor_id)
    require(policy.may_invite(by, donor))
    if not donor.email:
        raise Refused("Ce donateur n’a pas d’adresse e-mail : complétez d’abord sa fiche.")
    body = (
        "Bonjour,\n\nVoici votre espace : ce que sont devenus vos dons, les certificats d’effacement et les autres "
        f"documents.\n{queries.space_url(donor)}\n\nCe lien vaut un an. Il ouvre vos documents à qui le possède : "
        f"ne le transmettez qu’à vos collègues.\n\n{donor.network.name}\n"
    )
    messages.write(donor.email, "Ce que sont devenus vos dons", body, by=by, network=donor.network_id)
    journal.record("donors.send_link", donor, by=by)
    return donor.email
