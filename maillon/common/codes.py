"""The short code on a device's label: `OGO-7F3-K2P-X`, prefix, six signs, a control sign.

The control sign (weighted sum modulo 29, a prime) sees every error of one sign and every swap of two. The alphabet has no
sign that is mistaken for another.
"""

import re
import secrets
from random import Random

ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
BODY = 6
_SHAPE = re.compile(r"(?:([A-Z]{2,5})-?)??([0-9A-Z]{3})-?([0-9A-Z]{3})-?([0-9A-Z])")
_ADDRESS = re.compile(r"^.*/d/([^/?#]+).*$", re.IGNORECASE | re.DOTALL)


def control(body: str) -> str:
    """The control sign of these six signs."""
    total = sum((rank + 2) * ALPHABET.index(sign) for rank, sign in enumerate(body))
    return ALPHABET[-total % len(ALPHABET)]


def new(prefix: str, randomness: Random | None = None) -> str:
    """A new random code of this network; about 594 million exist for each prefix."""
    choose = (randomness or secrets.SystemRandom()).choice
    body = "".join(choose(ALPHABET) for _ in range(BODY))
    return f"{prefix}-{body[:3]}-{body[3:]}-{control(body)}"


def bare(code: str) -> str:
    """The code without its dashes, as it is searched."""
    return code.replace("-", "")


def parse(text: str, prefix: str = "") -> str:
    """The canonical code that a person typed or scanned: any case, dashes or not, prefix or not, or a label's address.

    Raises ValueError with a sentence in French.
    """
    typed = _ADDRESS.sub(r"\1", text.strip()).upper()
    typed = re.sub(r"[\s._\u2010-\u2015]+", "-", typed)
    found = _SHAPE.fullmatch(typed.strip("-"))
    if not found or not (found[1] or prefix):
        raise ValueError("Ce n’est pas un code d’étiquette : il ressemble à OGO-7F3-K2P-X.")
    body, sign = found[2] + found[3], found[4]
    if set(body + sign) - set(ALPHABET) or control(body) != sign:
        raise ValueError(f"Le code « {text.strip()[:30]} » a une faute de frappe : relisez l’étiquette.")
    return f"{found[1] or prefix}-{body[:3]}-{body[3:]}-{sign}"
