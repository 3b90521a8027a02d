"""The key that seals printed documents: one PEM file, private key and certificate, that only its owner can read.

Made at the installation, it proves that a document has not changed since this site sealed it: a « cachet technique ». An
operator who holds a seal of a recognised authority puts its file in its place.
"""

import contextlib
import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

from maillon.common.pdf import Seal, make_seal

YEARS = 10
_PART = re.compile(rb"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----\r?\n?", re.DOTALL)


class SealFault(Exception):
    """The file of the seal cannot be used; the message, in French, says what to do."""


def make(path: Path, name: str) -> bool:
    """Make the file of a new seal, readable by its owner alone; False, and nothing changed, when there is one already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    seal = make_seal(name, years=YEARS)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(seal.key + seal.certificate)
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)
    return True


def read(path: Path) -> Seal:
    """The seal of this file. Raises SealFault when it is missing, readable by others, or holds no key and certificate."""
    try:
        mode, text = path.stat().st_mode, path.read_bytes()
    except OSError as error:
        raise SealFault(f"Le cachet « {path} » ne peut pas être lu : {error.strerror}.") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SealFault(f"Le cachet « {path} » est lisible par d’autres que son propriétaire : chmod 600 {path}")
    parts = {b"key": b"", b"certificate": b""}
    for found in _PART.finditer(text):
        parts[b"certificate" if found[1] == b"CERTIFICATE" else b"key"] += found[0].rstrip() + b"\n"
    if not all(parts.values()):
        raise SealFault(f"Le cachet « {path} » doit contenir une clé privée et son certificat, en PEM.")
    return Seal(key=parts[b"key"], certificate=parts[b"certificate"])


def fingerprint(seal: Seal) -> str:
    """SHA-256 of the certificate, in hexadecimal: how anyone recognises the seal."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    certificate = x509.load_pem_x509_certificates(seal.certificate)[0]
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
