"""The zones and shelves of a site."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillon.common import labels
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Site
from maillon.matter.ledger import policy
from maillon.matter.ledger.models import Location


@transaction.atomic
def open_location(
    site: Site, *, name: str, by: Member, parent: Location | None = None, code: str = "", id: uuid.UUID | None = None
) -> Location:
    """A new zone of a site, or a new shelf of a zone, under a printed code of its own.

    `code` is drawn unless it is given. Raises Refused when the name is taken, or for a shelf in a shelf.
    """
    if location := repeated(Location, id):
        return location
    require(policy.may_arrange(by, site.organisation))
    _check_name(name)
    if parent and (parent.site_id != site.pk or parent.network_id != by.network_id or parent.closed_on):
        raise Refused("Cette zone n’est pas de ce site : choisissez-en une autre.", field="parent")
    if parent and not parent.is_zone:
        raise Refused(f"« {parent.name} » est une étagère : rangez la nouvelle dans une zone.", field="parent")
    made = Location(
        **({"id": id} if id else {}),
        network=by.network,
        site=site,
        parent=parent,
        name=name.strip(),
        code=code or _drawn(by.network.prefix),
    )
    _write(made)
    journal.record("ledger.open_location", made, by=by, name=made.path, code=made.code)
    return made


@transaction.atomic
def rename_location(location_id: uuid.UUID, *, name: str, by: Member) -> Location:
    """Call it otherwise; its printed code stays."""
    location = _lock(location_id)
    require(location.network_id == by.network_id and policy.may_arrange(by, location.site.organisation))
    _check_name(name)
    former, location.name = location.name, name.strip()
    _write(location)
    journal.record("ledger.rename_location", location, by=by, name=location.name, former=former)
    return location


@transaction.atomic
def close_location(location_id: uuid.UUID, *, by: Member) -> Location:
    """Do without it from now on; the calling action has made sure that nothing stands there."""
    location = _lock(location_id)
    require(location.network_id == by.network_id and policy.may_arrange(by, location.site.organisation))
    if location.shelves.in_use().exists():
        raise Refused(f"« {location.name} » a encore des étagères : supprimez-les d’abord.")
    if location.closed_on is None:
        location.closed_on = timezone.localdate()
        location.save(update_fields=["closed_on"])
        journal.record("ledger.close_location", location, by=by, name=location.path)
    return location


def _lock(location_id: uuid.UUID) -> Location:
    return Location.objects.select_related("site__organisation", "parent").locked().get(pk=location_id)


def _check_name(name: str) -> None:
    if not name.strip():
        raise Refused("Donnez un nom court, par exemple « Réserve » ou « B3 ».", field="name")
    if len(name.strip()) > 40:
        raise Refused("Un nom d’emplacement a 40 signes au plus : il doit se lire de loin.", field="name")


def _drawn(prefix: str) -> str:
    while Location.objects.filter(code=(code := labels.new(prefix))).exists():
        pass
    return code


def _write(location: Location) -> None:
    try:
        with transaction.atomic():
            location.save()
    except IntegrityError as error:
        where = f"La zone « {location.parent.name} »" if location.parent else f"Le site « {location.site.name} »"
        raise Refused(f"{where} a déjà un emplacement « {location.name} ».", field="name") from error
