"""Open an account."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from maillon.common.actors import Actor
from maillon.common.errors import Refused
from maillon.ground.accounts.models import User
from maillon.ground.journal import actions as journal


@transaction.atomic
def open_account(*, email: str, first_name: str, last_name: str, by: Actor) -> User:
    """The account of this address, opened without a password when there is none yet.

    Whoever it is for chooses a password by the link that `accounts.queries.password_url` gives.
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
        return known
    if not first_name.strip() or not last_name.strip():
        raise Refused("Donnez son prénom et son nom : cette adresse n’a pas encore de compte.", field="first_name")
    user = User.objects.create_user(email, first_name=first_name.strip(), last_name=last_name.strip())
    journal.record("accounts.open_account", user, by=by)
    return user
