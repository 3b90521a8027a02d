"""The codes of the labels stuck on devices.

A code is « OGO-7F3-K2P-E »: the prefix of the network, six signs drawn at random, a control sign.
"""

import re
import secrets
from typing import Protocol

# 29 signs, a prime number, without those that one reads for another: 0 O, 1 I L, U V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
BODY = 6
# What a sign that no label bears may have been read for.
LOOK_ALIKES = {"0": "DQ", "O": "DQ", "1": "7JT", "I": "7JT", "L": "7JT", "U": "WY", "V": "WY"}
PREFIX = re.compile(r"[A-Z]{2,5}")
URL = re.compile(r"/d/([^/?#\s]+)")
EXAMPLE = "OGO-7F3-K2P-E"


class Randomness(Protocol):
    """`secrets`, or a `random.Random` where the same codes must come again."""

    def choice(self, signs: str, /) -> str: ...


def new(prefix: str, randomness: Randomness = secrets) -> str:
    """A code drawn among 600 million for this prefix of two to five capital letters, else ValueError."""
    if not PREFIX.fullmatch(prefix):
        raise ValueError("Le préfixe d’une étiquette a de deux à cinq lettres capitales, par exemple OGO.")
    body = "".join(randomness.choice(ALPHABET) for _ in range(BODY))
    return _printed(prefix, body + _control(body))


def parse(text: str, prefix: str = "") -> str:
    """The code as it is printed, from what was typed, scanned or pasted: raises ValueError with a sentence.

    Case, spaces and dashes do not matter, the address of a device's page will do, `prefix` stands for an absent one.
    A sign that no label bears (0, O, 1, I, L, U, V) is read as the one it looks like, if that makes the control right.
    """
    address = URL.search(text)
    text = address[1] if address else text
    shown, signs = " ".join(text.split())[:40], bare(text)
    if not signs:
        raise ValueError(f"Donnez le code de l’étiquette, par exemple {EXAMPLE}.")
    typed, code = _split(signs, prefix)
    if len(code) != BODY + 1 or len(typed) > 5:
        raise ValueError(
            f"« {shown} » n’est pas un code d’étiquette : il a {BODY + 1} signes après le préfixe, par exemple {EXAMPLE}."
        )
    if not PREFIX.fullmatch(typed):
        raise ValueError(f"« {shown} » n’a pas de préfixe de deux à cinq lettres, par exemple {EXAMPLE}.")
    strange = [sign for sign in code if sign not in ALPHABET]
    for sign in strange:
        if sign not in LOOK_ALIKES:
            raise ValueError(f"Ce code a une faute de frappe : aucune étiquette ne porte le signe « {sign} ».")
    # With two unclear signs, too many wrong codes would have a right control.
    readings = [code.replace(strange[0], sign) for sign in LOOK_ALIKES[strange[0]]] if strange else [code]
    right = [reading for reading in readings if _control(reading[:BODY]) == reading[BODY]] if len(strange) < 2 else []
    if len(right) != 1:
        raise ValueError(
            f"Ce code a une faute de frappe : {_printed(typed, code)} n’existe pas. Relisez l’étiquette, ou scannez-la."
        )
    return _printed(typed, right[0])


def bare(text: str) -> str:
    """The signs alone, in capitals: « ogo-7f3 k2p » gives « OGO7F3K2P ». For searching, whole or in part."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _split(signs: str, prefix: str) -> tuple[str, str]:
    """The prefix, the given one when there is none, and the rest. No label has a digit in its prefix."""
    at = max(0, len(signs) - BODY - 1)
    if prefix and signs.startswith(prefix) and len(signs) != BODY + 1:
        at = len(prefix)  # so that a sign too few is not taken from the prefix
    return signs[:at].replace("0", "O").replace("1", "I") or prefix, signs[at:]


def _control(body: str) -> str:
    """The sign that makes the weighted sum a multiple of 29: any wrong sign, any two signs exchanged, show."""
    total = sum((rank + 2) * ALPHABET.index(sign) for rank, sign in enumerate(body))
    return ALPHABET[-total % len(ALPHABET)]


def _printed(prefix: str, code: str) -> str:
    return f"{prefix}-{code[:3]}-{code[3:BODY]}-{code[BODY:]}"
