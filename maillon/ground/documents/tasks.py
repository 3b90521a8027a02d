"""What every printed document carries, from its row, and the seal that is put on it."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from maillon.common import pdf, qr, seals
from maillon.common.contracts.parts import Document as Frame
from maillon.ground.documents.models import Document


def verification_url(document: Document) -> str:
    """The public address at which anyone checks the document."""
    return f"{settings.BASE_URL}/verifier/{document.code}"


def frame(document: Document) -> Frame:
    """Network, issuer, number, date, and the code to verify it."""
    url = verification_url(document)
    return {
        "network": {"name": document.network.name, "tagline": document.network.purpose or None},
        "issuer": {"name": document.issuer.name, "siret": document.issuer.siret or None},
        "issued_on": document.issued_on.isoformat(),
        "number": document.reference,
        "demonstration": document.network.fictional,
        "verification": {"url": url, "code": document.code, "qr": qr.matrix(url)},
    }


def seal() -> pdf.Seal:
    """The seal of this installation, made at its first use unless the operator named her own. Raises seals.SealFault."""
    path = Path(settings.SEAL_FILE)
    if not settings.SEAL_GIVEN and not path.exists():
        seals.make(path, urlsplit(settings.BASE_URL).hostname or "Maillon")
    return seals.read(path)


def sealed(document: Document, content: bytes) -> tuple[bytes, str]:
    """The PDF with the technical seal of the site, and the fingerprint of the seal's certificate."""
    own = seal()
    reason = f"{document.get_kind_display()} {document.reference} : cachet technique, non qualifié"
    return pdf.sign(content, own, reason=reason, signer=document.issuer.name), seals.fingerprint(own)
