"""Text folded for comparison, and the things that a person names in one line."""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, spaces made single: « Écran  HÉTIS » → « ecran hetis »."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).lower().split())


def several(typed: str) -> list[str]:
    """What is named one after the other, each once: « SC-418, sc-418 ; SC-419 » → ["SC-418", "SC-419"]."""
    found: dict[str, str] = {}
    for name in re.split(r"[,;\n]+", typed):
        if plain := " ".join(name.split()):
            found.setdefault(plain.casefold(), plain)
    return list(found.values())
