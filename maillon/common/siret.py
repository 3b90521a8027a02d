"""SIRET numbers: the fourteen digits that name an establishment, the first nine being the SIREN of its legal person."""

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.fr import siren
from stdnum.fr import siret as standard

LENGTH = 14
SIREN_LENGTH = 9
LA_POSTE = "356000000"


def check(text: str) -> str:
    """The fourteen digits of this SIRET, raising ValueError with a sentence that says what is wrong.

    Spaces, dots and dashes do not matter. The key is Luhn's, but for the offices of La Poste, whose digits add up to
    a multiple of 5.
    """
    number = "".join(sign for sign in text if not sign.isspace() and sign not in ".-‐‑–\u200b\ufeff")
    if not number:
        raise ValueError("Donnez le SIRET : 14 chiffres.")
    foreign = next((sign for sign in number if sign not in "0123456789"), "")
    if foreign:
        raise ValueError(f"Un SIRET ne contient que des chiffres : enlevez « {foreign} ».")
    if len(number) == SIREN_LENGTH and luhn.is_valid(number):
        raise ValueError("C’est un SIREN. Ajoutez les 5 chiffres de l’établissement : un SIRET en a 14.")
    if len(number) != LENGTH:
        raise ValueError(_wrong_length(len(number)))
    try:
        return standard.validate(number)
    except ValidationError:
        raise ValueError(_wrong_key(number)) from None


def display(number: str) -> str:
    """« 732 829 320 00074 », with no-break spaces, from fourteen digits."""
    return standard.format(number, separator="\N{NO-BREAK SPACE}")


def _wrong_length(length: int) -> str:
    count = abs(LENGTH - length)
    digits = f"{count} chiffre{'s' if count > 1 else ''}"
    if length < LENGTH:
        return f"Il manque {digits} : un SIRET en a 14, celui-ci en a {length}."
    return f"Il y a {digits} de trop : un SIRET en a 14, celui-ci en a {length}."


def _wrong_key(number: str) -> str:
    if number.startswith(LA_POSTE):
        return (
            "Ce SIRET de La Poste a une faute de frappe : la somme de ses chiffres doit être un multiple de 5, "
            f"et vaut {sum(map(int, number))}."
        )
    if not siren.is_valid(number[:SIREN_LENGTH]):
        return (
            f"Ce SIRET a une faute de frappe dans ses 9 premiers chiffres : {number[:3]} {number[3:6]} {number[6:9]}."
        )
    return f"Ce SIRET a une faute de frappe : relisez surtout ses 5 derniers chiffres, {number[9:]}."
