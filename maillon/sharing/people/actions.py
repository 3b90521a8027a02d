"""Enter a person, correct what is known of her, forget her; keep what is being typed about her."""

import datetime
import secrets
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common import geography
from maillon.common.actors import Actor, Platform
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.sharing.people import policy
from maillon.sharing.people.models import Draft, Person, fingerprint

OLDEST_YEARS = 120


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

    The same names and birth date find the file that the organisation already has, and bring it up to date. The journal
    remembers that a file was opened, not whose.
    """
    if person := repeated(Person, id):
        return person
    require(policy.may_enter(by))
    if not informed:
        raise Refused("Informez la personne, et cochez « personne informée » : c’est son droit.", field="informed")
    identity = _identity(last_name, first_name, born_on, phone, email, reference)
    try:
        geography.commune(commune_code)
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error
    today = timezone.localdate()
    mark = fingerprint(last_name, first_name, born_on)
    known = _known(by, mark) if mark else None
    if known is not None:
        return _refresh(known, identity, commune_code, profile, by=by)
    person = Person.objects.create(
        **({"id": id} if id else {}),
        network=by.network,
        organisation=by.organisation,
        identity=identity,
        fingerprint=mark,
        commune_code=commune_code,
        informed_on=today,
        last_contact_on=today,
        **{**profile, "age_bracket": _bracket(born_on, profile.get("age_bracket"))},
    )
    journal.record("people.enter", person, by=by)
    return person


def _identity(
    last_name: str, first_name: str, born_on: datetime.date | None, phone: str, email: str, reference: str
) -> dict[str, str | None]:
    today = timezone.localdate()
    if not (reference.strip() or last_name.strip()):
        raise Refused("Donnez son nom, ou votre propre référence de dossier.", field="reference")
    if born_on and not today.year - OLDEST_YEARS <= born_on.year <= today.year:
        raise Refused("Vérifiez l’année de naissance.", field="born_on")
    if born_on and born_on > today:
        raise Refused("Cette date de naissance est à venir : vérifiez-la.", field="born_on")
    return {
        "last_name": last_name.strip(),
        "first_name": first_name.strip(),
        "born_on": born_on.isoformat() if born_on else None,
        "phone": phone,
        "email": email,
        "reference": reference.strip(),
    }


def _bracket(born_on: datetime.date | None, told: str | None) -> str:
    """What was told; else what the birth date says."""
    if told and told != Person.AgeBracket.UNSAID:
        return told
    return Person.AgeBracket.of(born_on, timezone.localdate()) if born_on else Person.AgeBracket.UNSAID


def _known(by: Member, mark: str) -> Person | None:
    files = Person.objects.visible_to(by).filter(fingerprint=mark, anonymised_on=None)
    return files.locked().order_by("created_at").first()


def _refresh(
    person: Person, identity: dict[str, str | None], commune_code: str, profile: dict[str, Any], *, by: Member
) -> Person:
    """Bring a file up to date with what was told again; what was not told stays."""
    told = {name: value for name, value in identity.items() if value}
    person.identity = {**person.told, **told}
    person.commune_code = commune_code
    for name, value in profile.items():
        if value not in ("", None, Person.AgeBracket.UNSAID):
            setattr(person, name, value)
    person.informed_on = person.last_contact_on = timezone.localdate()
    person.save(update_fields=["identity", "commune_code", "informed_on", "last_contact_on", *profile])
    journal.record("people.refresh", person, by=by)
    return person


@transaction.atomic
def correct(
    person_id: uuid.UUID,
    *,
    by: Member,
    last_name: str = "",
    first_name: str = "",
    born_on: datetime.date | None = None,
    phone: str = "",
    email: str = "",
    reference: str = "",
) -> Person:
    """Put right what is known of her identity, as she may ask (RGPD, art. 16). The journal does not say what changed."""
    person = Person.objects.locked().get(pk=person_id)
    require(policy.may_identify(by, person))
    if person.anonymised_on:
        raise Refused("L’identité de cette personne est effacée : elle ne revient pas.")
    person.identity = _identity(last_name, first_name, born_on, phone, email, reference)
    person.fingerprint = fingerprint(last_name, first_name, born_on)
    person.last_contact_on = timezone.localdate()
    person.save(update_fields=["identity", "fingerprint", "last_contact_on"])
    journal.record("people.correct", person, by=by)
    return person


@transaction.atomic
def meet(person_id: uuid.UUID, *, on: datetime.date, by: Actor) -> None:
    """Note the last day someone saw her, from which her identity is kept two years; the calling action is remembered."""
    Person.objects.filter(pk=person_id, last_contact_on__lt=on).update(last_contact_on=on)


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


@transaction.atomic
def keep_draft(content: dict[str, list[str]], *, by: Member) -> Draft:
    """Keep what she has typed so far, sealed; one draft a member, the last one. No act of the domain: no entry."""
    require(policy.may_enter(by))
    draft, _ = Draft.objects.update_or_create(member=by, defaults={"content": content, "kept_at": timezone.now()})
    return draft


@transaction.atomic
def drop_draft(*, by: Member) -> None:
    """Destroy her draft: it was sent, or she starts again."""
    Draft.objects.visible_to(by).delete()


@transaction.atomic
def forget_drafts(*, before: datetime.datetime, by: Platform) -> int:
    """Destroy the drafts that nobody has touched since then; returns how many. `by` is the clock."""
    return Draft.objects.filter(kept_at__lt=before).delete()[0]
