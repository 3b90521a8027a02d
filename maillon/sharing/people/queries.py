"""Finding the same person twice, without showing her; saying her name to whoever may read it."""

import re
import uuid
from collections.abc import Iterable

from maillon.common.text import fold
from maillon.ground.organisations.models import Member
from maillon.sharing.people import policy
from maillon.sharing.people.models import Draft, Person, Unreadable


def twins(person: Person) -> int | None:
    """How many other files of the network are of the same person; None when names or birth date are not known."""
    if not person.fingerprint:
        return None
    return (
        Person.objects.filter(network=person.network_id, fingerprint=person.fingerprint).exclude(pk=person.pk).count()
    )


def name_of(person: Person) -> str:
    """Her name, or the prescriber's own reference for her; for whoever the caller has found allowed to read it."""
    told = person.told
    name = f"{told.get('first_name', '')} {told.get('last_name', '')}".strip()
    return name or told.get("reference", "") or "Identité effacée"


def names_of(member: Member, persons: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of those among these whom her organisation accompanies; nothing for anyone else."""
    if not policy.may_enter(member):
        return {}
    files = Person.objects.visible_to(member).filter(pk__in={person for person in persons if person})
    return {person.pk: name_of(person) for person in files}


def betrays(person: Person, text: str) -> bool:
    """Whether a text that others will read holds her last name, written with a capital letter.

    « un petit écran » does not betray Mme Petit; names of two letters are not looked for. Only for whoever may read the name: for others it would tell it.
    """
    name = fold(person.told.get("last_name", ""))
    wanted = re.findall(r"\w+", name)
    words = re.findall(r"\w+", text)
    runs = [words[at : at + len(wanted)] for at in range(len(words) - len(wanted) + 1)]
    return len(name) > 2 and any(
        [fold(word) for word in run] == wanted and any(word[0].isupper() for word in run) for run in runs
    )


def draft_of(member: Member) -> Draft | None:
    """What she has begun to write; None when there is nothing, or nothing that this server can still read."""
    try:
        return Draft.objects.visible_to(member).first()
    except Unreadable:
        return None
