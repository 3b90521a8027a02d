"""Telephone numbers of France, kept as they are dialled from anywhere: « +33261910012 »."""

import re

# A number overseas is dialled in ten digits from all of France, and has its own country code from abroad.
# Source: the national numbering plan (Arcep, décision 2018-0881 as amended).
OVERSEAS = {
    "0262": "262", "0263": "262", "0269": "262", "0639": "262", "0692": "262", "0693": "262",
    "0590": "590", "0690": "590", "0691": "590",
    "0594": "594", "0694": "594",
    "0596": "596", "0696": "596", "0697": "596",
}  # fmt: skip
MOBILE = re.compile(r"0[67]")
EXAMPLE = "02 61 91 00 12"


def check(text: str) -> str:
    """The number as « +33… » (or the country code of its territory overseas), raising ValueError with a sentence.

    « 02 61 91 00 12 », « 0033 2 61… », « +33 (0)2.61… » are understood. Short numbers and other countries are not.
    """
    number = re.sub(r"[\s.\-‐‑–/\u200b\ufeff]|\(0\)|[()]", "", text)
    if not number:
        raise ValueError(f"Donnez un numéro de téléphone, par exemple {EXAMPLE}.")
    digits = number.removeprefix("+")
    foreign = next((sign for sign in digits if sign not in "0123456789"), "")
    if foreign:
        raise ValueError(f"Un numéro de téléphone ne contient que des chiffres : enlevez « {foreign} ».")
    national = _national(number)
    if len(national) != 10:
        raise ValueError(_wrong_length(national))
    if national[1] == "0":
        raise ValueError(f"Aucun numéro français ne commence par 00 : vérifiez le début, par exemple {EXAMPLE}.")
    return f"+{OVERSEAS.get(national[:4], '33')}{national[1:]}"


def display(number: str) -> str:
    """« 02 61 91 00 12 », with no-break spaces, from what `check` returned; any other text as it is."""
    for country in {"33", *OVERSEAS.values()}:
        national = "0" + number.removeprefix(f"+{country}")
        if number.startswith(f"+{country}") and len(national) == 10:
            return "\N{NO-BREAK SPACE}".join(national[at : at + 2] for at in range(0, 10, 2))
    return number


def takes_texts(number: str) -> bool:
    """Whether this number, from `check`, is a mobile one."""
    return bool(MOBILE.match(display(number)))


def _national(number: str) -> str:
    """Ten digits from 0, out of the international forms."""
    international = number[1:] if number.startswith("+") else number[2:] if number.startswith("00") else ""
    if not international and re.fullmatch(r"33[1-9]\d{8}", number):
        international = number
    if not international:
        return number
    for country in ("33", *sorted(set(OVERSEAS.values()))):
        if international.startswith(country):
            rest = international.removeprefix(country).removeprefix("0")
            if country == "33" or OVERSEAS.get(f"0{rest[:3]}") == country:
                return f"0{rest}"
    raise ValueError(f"Ce numéro n’est pas français : donnez un numéro de France, par exemple {EXAMPLE}.")


def _wrong_length(national: str) -> str:
    if not national.startswith("0") or len(national) < 5:
        return f"Un numéro français a 10 chiffres et commence par 0, par exemple {EXAMPLE}."
    count = abs(10 - len(national))
    digits = f"{count} chiffre{'s' if count > 1 else ''}"
    if len(national) < 10:
        return f"Il manque {digits} : un numéro en a 10, celui-ci en a {len(national)}."
    return f"Il y a {digits} de trop : un numéro en a 10, celui-ci en a {len(national)}."
