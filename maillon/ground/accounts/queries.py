"""Where an account's holder chooses her password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from maillon.ground.accounts.models import User


def password_url(user: User) -> str:
    """The address, good once and for three days, where she chooses a password; it proves that the e-mail is hers."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key)
