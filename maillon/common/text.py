"""Text folded for comparison."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, spaces made single: « Écran  HÉTIS » → « ecran hetis »."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).lower().split())
