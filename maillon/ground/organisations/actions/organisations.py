"""Enter an organisation, open its sites, record what it is in law."""

import uuid
from typing import Any

from django.db import transaction

from maillon.common import geography, siret
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import Member, Organisation, Site


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
