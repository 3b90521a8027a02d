"""What every printed document carries, from its row."""

from django.conf import settings

from maillon.common import qr
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
