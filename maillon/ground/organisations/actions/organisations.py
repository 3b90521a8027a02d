"""Enter an organisation, open its sites, record what it is in law."""

import datetime
import uuid
from typing import Any

from django.db import transaction

from maillon.common import geography, siret
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import Member, Organisation, Quality, Site


def _commune(code: str) -> geography.Commune:
    try:
        return geography.commune(code)
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error


@transaction.atomic
def found(
    *,
    name: str,
    kind: str,
    commune_code: str,
    by: Actor,
    siret_number: str = "",
    id: uuid.UUID | None = None,
    **fields: Any,
) -> Organisation:
    """Enter an organisation. Its SIRET, when given, has a right key and is borne by no other."""
    if organisation := repeated(Organisation, id):
        return organisation
    if siret_number:
        try:
            siret_number = siret.check(siret_number)
        except ValueError as error:
            raise Refused(str(error), field="siret") from error
        if Organisation.objects.filter(siret=siret_number).exists():
            raise Refused("Une organisation porte déjà ce SIRET : rejoignez-la.", field="siret")
    _commune(commune_code)
    organisation = Organisation.objects.create(
        **({"id": id} if id else {}), name=name, kind=kind, commune_code=commune_code, siret=siret_number, **fields
    )
    journal.record("organisations.found", organisation, by=by, name=name)
    return organisation


@transaction.atomic
def open_site(
    organisation: Organisation,
    *,
    name: str,
    commune_code: str,
    by: Actor,
    address: str = "",
    receives: bool = True,
    id: uuid.UUID | None = None,
) -> Site:
    """Open a site of the organisation, in a known commune."""
    if isinstance(by, Member):
        require(policy.may_manage_organisation(by, organisation))
    if site := repeated(Site, id):
        return site
    commune = _commune(commune_code)
    if Site.objects.filter(organisation=organisation, name__iexact=name.strip()).exists():
        raise Refused(f"{organisation} a déjà un site « {name.strip()} » : donnez-lui un autre nom.", field="name")
    site = Site.objects.create(
        **({"id": id} if id else {}),
        organisation=organisation,
        name=name.strip(),
        address=address,
        commune_code=commune.code,
        departement=commune.departement,
        receives=receives,
    )
    network = by.network_id if isinstance(by, Member) else None
    journal.record("organisations.open_site", site, by=by, network=network, name=site.name)
    return site


@transaction.atomic
def record_quality(
    organisation: Organisation,
    *,
    quality: str,
    starts_on: datetime.date,
    proof: str,
    by: Actor,
    ends_on: datetime.date | None = None,
    id: uuid.UUID | None = None,
) -> Quality:
    """Record a legal quality with its dates and the reference of its proof: outlets and receipts depend on it.

    The coordinator records it, never the organisation itself.
    """
    if isinstance(by, Member):
        require(policy.may_prove(by, organisation))
    if held := repeated(Quality, id):
        return held
    if not proof.strip():
        raise Refused(
            "Donnez la référence de la preuve : date du décret, numéro du rescrit, de l’agrément.", field="proof"
        )
    if ends_on is not None and ends_on < starts_on:
        raise Refused("La fin précède le début.", field="ends_on")
    for other in organisation.qualities.filter(quality=quality):
        if (other.ends_on is None or other.ends_on >= starts_on) and (ends_on is None or other.starts_on <= ends_on):
            raise Refused("Cette qualité est déjà notée pour ces dates.", field="starts_on")
    held = Quality.objects.create(
        **({"id": id} if id else {}),
        organisation=organisation,
        quality=Quality.Kind(quality),
        starts_on=starts_on,
        ends_on=ends_on,
        proof=proof.strip()[:120],
    )
    network = by.network_id if isinstance(by, Member) else None
    journal.record("organisations.record_quality", organisation, by=by, network=network, quality=held.quality)
    return held


@transaction.atomic
def end_quality(quality_id: uuid.UUID, *, ends_on: datetime.date, by: Actor) -> Quality:
    """Say the last day of a legal quality."""
    held = Quality.objects.select_related("organisation").locked().get(pk=quality_id)
    if isinstance(by, Member):
        require(policy.may_prove(by, held.organisation))
    if ends_on < held.starts_on:
        raise Refused("La fin précède le début.", field="ends_on")
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    network = by.network_id if isinstance(by, Member) else None
    journal.record(
        "organisations.end_quality",
        held.organisation,
        by=by,
        network=network,
        quality=held.quality,
        ends_on=ends_on.isoformat(),
    )
    return held
