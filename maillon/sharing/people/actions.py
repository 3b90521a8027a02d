"""Enter a person, correct what is known of her, forget her."""

import datetime
import secrets
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common import geography
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.sharing.people import policy
from maillon.sharing.people.models import Person, fingerprint


@transaction.atomic
def enter(
    *,
    by: Member,
    commune_code: str,
    informed: bool,
    last_name: str = "",
    first_name: str = "",
    born_on: datetime.date | None = None,
    phone: str = "",
    email: str = "",
    reference: str = "",
    id: uuid.UUID | None = None,
    **profile: Any,
) -> Person:
    """Open the file of a person whom this organisation accompanies: her name, or only the prescriber's own reference.

    The journal remembers that a file was opened, not whose.
    """
    if person := repeated(Person, id):
        return person
    require(policy.may_enter(by))
    if not informed:
        raise Refused("Informez la personne, et cochez « personne informée » : c’est son droit.", field="informed")
    if not (reference or last_name):
        raise Refused("Donnez son nom, ou votre propre référence de dossier.", field="reference")
    try:
        geography.commune(commune_code)
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error
    today = timezone.localdate()
    person = Person.objects.create(
        **({"id": id} if id else {}),
        network=by.network,
        organisation=by.organisation,
        identity={
            "last_name": last_name.strip(),
            "first_name": first_name.strip(),
            "born_on": born_on.isoformat() if born_on else None,
            "phone": phone,
            "email": email,
            "reference": reference.strip(),
        },
        fingerprint=fingerprint(last_name, first_name, born_on),
        commune_code=commune_code,
        informed_on=today,
        last_contact_on=today,
        **profile,
    )
    journal.record("people.enter", person, by=by)
    return person


@transaction.atomic
def anonymise(person_id: uuid.UUID, *, by: Actor) -> Person:
    """Destroy the identity for good. The keyed hash becomes a random number, so that distinct counts stay exact."""
    person = Person.objects.locked().get(pk=person_id)
    if isinstance(by, Member):
        require(policy.may_identify(by, person))
    person.identity, person.fingerprint = None, secrets.token_hex(32)
    person.anonymised_on = timezone.localdate()
    person.save(update_fields=["identity", "fingerprint", "anonymised_on"])
    journal.record("people.anonymise", person, by=by)
    return person
