"""Robots held back from public forms, without asking people anything and without keeping who they are.

Three nets: a field that only robots see, the time a person needs to fill a page, and how many messages come from one
connection, known by a keyed hash that changes every day.
"""

import datetime
import hmac

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

QUICKEST = datetime.timedelta(seconds=2)
OLDEST = datetime.timedelta(days=2)
SALT = "maillon.spam"
POT, STAMP = "relecture", "stamp"


def stamp(at: datetime.datetime | None = None) -> str:
    """When a page was shown, signed: now, or `at` an instant."""
    return signing.dumps(int((at or timezone.now()).timestamp()), salt=SALT)


def sender(request: HttpRequest) -> str:
    """A connection, for today only: nobody can tell the address from it, nor follow it to the next day.

    Behind a proxy (an address in https), the proxy names the connection as the last of `X-Forwarded-For`.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BASE_URL.startswith("https://"):
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    told = f"{SALT} {timezone.localdate()} {address}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, "sha256").hexdigest()[:32]


class GuardedForm(forms.Form):
    """A public form that robots do not get through; its page includes `forms/guard.html`. A person has only to send again."""

    guarded = True

    @property
    def pot(self) -> str:
        """The name of the field that people do not see."""
        return POT

    @property
    def fresh_stamp(self) -> str:
        """The instant of this page, to come back with it."""
        return stamp()

    def clean(self):
        cleaned = super().clean()
        if self.guarded:
            self._hold_robots()
        return cleaned

    def _hold_robots(self) -> None:
        try:
            at = signing.loads(self.data.get(STAMP, ""), salt=SALT)
            shown = datetime.datetime.fromtimestamp(at, datetime.UTC)
        except (signing.BadSignature, TypeError, ValueError, OverflowError):
            shown = None
        if self.data.get(POT):
            self.add_error(None, ValidationError(HELD, code="robot"))
        elif shown is None or timezone.now() - shown > OLDEST:
            self.add_error(None, ValidationError(STALE, code="robot"))
        elif timezone.now() - shown < QUICKEST:
            self.add_error(None, ValidationError(HELD, code="robot"))


HELD = "Votre envoi ressemble à celui d’un robot : relisez, puis envoyez de nouveau."
STALE = "Cette page est ouverte depuis longtemps : relisez, puis envoyez de nouveau."
