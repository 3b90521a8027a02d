"""Secrets that a machine presents instead of a person's password. The site keeps their digest only."""

import hashlib
import secrets

from maillon.common.labels import ALPHABET, bare

GROUPS, SIGNS = 5, 4


def new() -> str:
    """« 7K3F-9Q2M-… »: 97 bits drawn at random, without signs that one reads for another: it may have to be typed."""
    return printed("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * SIGNS)))


def plausible(text: str) -> bool:
    """Whether the text has the shape of a token, however it was typed."""
    signs = bare(text)
    return len(signs) == GROUPS * SIGNS and not set(signs) - set(ALPHABET)


def printed(text: str) -> str:
    """The token as it is shown, from what was typed."""
    signs = bare(text)
    return "-".join(signs[at : at + SIGNS] for at in range(0, len(signs), SIGNS))


def digest(text: str) -> str:
    """What is kept of a token: SHA-256, in hexadecimal. Case, spaces and dashes do not matter.

    A slow hash would add nothing: unlike a password, a token drawn among 2⁹⁷ cannot be guessed.
    """
    return hashlib.sha256(bare(text).encode()).hexdigest()
