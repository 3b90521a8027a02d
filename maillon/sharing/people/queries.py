"""Finding the same person twice, without showing her."""

from maillon.sharing.people.models import Person


def twins(person: Person) -> int | None:
    """How many other files of the network are of the same person; None when names or birth date are not known."""
    if not person.fingerprint:
        return None
    return (
        Person.objects.filter(network=person.network_id, fingerprint=person.fingerprint).exclude(pk=person.pk).count()
    )


def name_of(person: Person) -> str:
    """Her name, or the prescriber's own reference for her; for whoever the caller has found allowed to read it."""
    identity = person.identity or {}
    name = f"{identity.get('first_name', '')} {identity.get('last_name', '')}".strip()
    return name or identity.get("reference", "") or "Identité effacée"
