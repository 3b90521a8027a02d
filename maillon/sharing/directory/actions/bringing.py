"""Bring a directory in, again and again: what is corrected here stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network, Organisation
from maillon.sharing.directory import policy
from maillon.sharing.directory.models import Mapping as SavedMapping
from maillon.sharing.directory.models import Place
from maillon.sharing.directory.queries.reading import Entry
from maillon.sharing.directory.queries.settling import EDITED, settle


@dataclass
class Brought:
    """What an import does, or would do."""

    made: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def bring(network: Network, entries: Sequence[Entry], *, by: Member, dry: bool = False) -> Brought:
    """Write the places of a file: new ones are made, known ones follow it but for what was corrected here.

    A place is known by its source and its key there. `dry` says what would happen and writes nothing.
    """
    require(by.network_id == network.pk and policy.may_enter(by))
    known = {(place.source, place.reference): place for place in Place.objects.locked().filter(network=network)}
    ours = {str(place.pk): place for place in known.values()}
    owners = dict(
        Organisation.objects.filter(affiliations__network=network, affiliations__ended_on=None)
        .exclude(siret="")
        .values_list("siret", "pk")
    )
    done = Brought()
    seen: dict[tuple[str, str], int] = {}
    new: list[Place] = []
    changed: list[Place] = []
    for entry in entries:
        done.faults += [(entry.number, fault) for fault in entry.faults]
        key = (entry.fields.get("source", ""), entry.fields.get("reference", ""))
        # Two producers may give the same key: one of them goes out under ours, and comes back under it.
        place = known.get(key) or ours.get(key[1])
        try:
            if entry.refused:
                raise Refused(entry.refused)
            if seen.setdefault(key, entry.number) != entry.number:
                raise Refused(f"Il répète la ligne {seen[key]}.")
            if place is None:
                place = Place(network=network, **entry.fields)
                place.organisation_id = owners.get(place.pivot)
                settle(place)
                new.append(place)
            elif _follow(place, entry.fields, done):
                changed.append(place)
            else:
                done.same += 1
        except Refused as refused:
            done.refused.append((entry.number, entry.fields.get("name", ""), refused.sentence))
    done.made, done.changed = len(new), len(changed)
    if not dry:
        Place.objects.bulk_create(new, batch_size=500)
        written = [*EDITED, "placed", "updated_on", "words", "marks"]
        Place.objects.bulk_update(changed, [name for name in written if name != "organisation"], batch_size=200)
        journal.record(
            "directory.bring", network, by=by, network=network.pk, made=done.made, changed=done.changed, kept=done.kept
        )
    return done


def _follow(place: Place, fields: Mapping[str, Any], done: Brought) -> bool:
    """Take from the file what nobody corrected here; whether something changed."""
    before = {name: getattr(place, name) for name in (*EDITED, "updated_on")}
    held = set(place.kept)
    if held & {"commune_code", "address", "latitude", "longitude"}:
        held |= {"commune_code", "commune_name", "postcode", "latitude", "longitude", "placed"}
    for name, value in fields.items():
        if name in held:
            done.kept += value != getattr(place, name)
        elif name not in ("source", "reference", "updated_on"):
            setattr(place, name, value)
    # What was confirmed here later than there is not older for being imported again.
    place.updated_on = max(place.updated_on, fields["updated_on"])
    settle(place)
    return any(getattr(place, name) != value for name, value in before.items())


@transaction.atomic
def save_mapping(network: Network, *, source: str, rules: dict[str, Any], by: Member) -> SavedMapping:
    """Remember how the files of this source are read, for the next time."""
    require(by.network_id == network.pk and policy.may_enter(by))
    saved, _ = SavedMapping.objects.update_or_create(network=network, source=source, defaults={"rules": rules})
    journal.record("directory.save_mapping", saved, by=by, source=source)
    return saved
