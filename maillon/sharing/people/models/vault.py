"""Encryption of identities, and the keyed hash that finds the same person twice without showing her.

Keys are derived (HKDF, SHA-256) from MAILLON_SECRET_KEY; those of MAILLON_SECRET_KEY_FALLBACKS still decrypt, so that
the secret can rotate.
"""

import base64
import datetime
import hashlib
import hmac
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

from maillon.common.text import fold


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"maillon.people." + purpose).derive(
        secret.encode()
    )


@lru_cache(maxsize=4)
def _cipher(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(secret, b"identity"))) for secret in secrets])


def _current() -> MultiFernet:
    return _cipher((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def fingerprint(last_name: str, first_name: str, born_on: datetime.date | None) -> str:
    """The keyed hash of a person's names and birth date (HMAC-SHA-256, hexadecimal); empty when one is missing."""
    if not (last_name and first_name and born_on):
        return ""
    text = f"{fold(last_name)}|{fold(first_name)}|{born_on.isoformat()}"
    return hmac.new(_derive(settings.SECRET_KEY, b"fingerprint"), text.encode(), hashlib.sha256).hexdigest()


class Unreadable(Exception):
    """The identity was encrypted under a key that this server no longer has."""


class SealedField(models.BinaryField):
    """A JSON value encrypted at rest (Fernet: AES-128-CBC, HMAC-SHA-256). It cannot be searched."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        try:
            return json.loads(_current().decrypt(bytes(value)))
        except InvalidToken as error:
            raise Unreadable("Cette identité a été chiffrée avec une clé que ce serveur n’a plus.") from error

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None
        return _current().encrypt(json.dumps(value, ensure_ascii=False).encode())

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if not prepared:
            value = self.get_prep_value(value)
        return value if value is None else connection.Database.Binary(value)

    def value_to_string(self, obj: models.Model) -> str:
        return ""
