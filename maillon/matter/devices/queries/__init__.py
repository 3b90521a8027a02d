"""What is read of devices: found, listed, told, and what may be done next."""

from maillon.matter.devices.queries.acts import Act, next_act, other_acts
from maillon.matter.devices.queries.lists import (
    Choices,
    Intake,
    Tabs,
    captions,
    choices,
    filtered,
    intake,
    of_lot,
    rows,
    tabs,
)
from maillon.matter.devices.queries.photos import photos, public_photos
from maillon.matter.devices.queries.refused import refused
from maillon.matter.devices.queries.search import location_named, matching, searchable
from maillon.matter.devices.queries.sheet import Proof, address, chain, identity, memory, proofs, sheet
from maillon.matter.devices.queries.standing import Standing, looks, standing

__all__ = [
    "Act",
    "Choices",
    "Intake",
    "Proof",
    "Standing",
    "Tabs",
    "address",
    "captions",
    "chain",
    "choices",
    "filtered",
    "identity",
    "intake",
    "location_named",
    "looks",
    "matching",
    "memory",
    "next_act",
    "of_lot",
    "other_acts",
    "photos",
    "proofs",
    "public_photos",
    "refused",
    "rows",
    "searchable",
    "sheet",
    "standing",
    "tabs",
]
