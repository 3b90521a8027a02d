"""Locations, as those who scan open and close them."""

import uuid
from collections.abc import Iterable

from django.db import transaction

from maillon.common import labels
from maillon.common.errors import Refused
from maillon.ground.organisations.models import Member, Site
from maillon.matter.devices.models import Device, Label
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Location


@transaction.atomic
def open_places(
    site: Site, names: Iterable[str], *, by: Member, id: uuid.UUID, parent: Location | None = None
) -> list[Location]:
    """Several zones of a site, or shelves of a zone, at once; sent again with the same `id`, the same ones."""
    return [
        ledger.open_location(
            site, name=name, parent=parent, by=by, code=_drawn(by.network.prefix), id=uuid.uuid5(id, name)
        )
        for name in names
    ]


def _drawn(prefix: str) -> str:
    """A code that no location and no device bears, so that a code typed by hand says one thing."""
    code = labels.new(prefix)
    while Location.objects.filter(code=code).exists() or Label.objects.filter(code=code).exists():
        code = labels.new(prefix)
    return code


@transaction.atomic
def close_place(location_id: uuid.UUID, *, by: Member) -> Location:
    """Do without a location on which nothing stands any more."""
    location = ledger.close_location(location_id, by=by)
    if count := Device.objects.filter(location=location).count():
        raise Refused(
            f"{count} appareil{'s' if count > 1 else ''} encore à « {location.name} » : rangez-les ailleurs d’abord."
        )
    return location
