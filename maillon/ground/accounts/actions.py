"""Open an account."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from maillon.common.actors import Actor
from maillon.common.errors import Refused
from maillon.ground.accounts.models import User
from maillon.ground.journal import actions as journal


@transaction.atomic
def open_account(
    *, email: str, first_name: str, last_name: str, by: Actor, phone: str = "", password: str = ""
) -> User:
    """The account of this address, opened when there is none yet.

    `password` is the hash (`make_password`) of the one that whoever it is for has chosen, after proving the address; it
    never replaces another. Without it, she chooses one by the link that `accounts.queries.password_url` gives.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused("Cette adresse e-mail n’est pas complète : relisez-la.", field="email") from error
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        if not known.is_active:
            raise Refused("Le compte de cette adresse est fermé : écrivez à la plateforme.", field="email")
        return _completed(known, password)
    if not first_name.strip() or not last_name.strip():
        raise Refused("Donnez son prénom et son nom : cette adresse n’a pas encore de compte.", field="first_name")
    user = User.objects.create_user(email, first_name=first_name.strip(), last_name=last_name.strip(), phone=phone)
    journal.record("accounts.open_account", user, by=by)
    return _completed(user, password)


def _completed(user: User, password: str) -> User:
    if password and not user.has_usable_password():
        user.password = password
        user.save(update_fields=["password"])
    return user


@transaction.atomic
def name_administrator(user_id: uuid.UUID, *, by: Actor) -> User:
    """Let this person administer the platform: open networks, beyond what she may do in any of them."""
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        journal.record("accounts.name_administrator", user, by=by)
    return user
