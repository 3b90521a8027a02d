"""What the cells of a spreadsheet mean: numbers, masses, dates, words of a list, SIRET. Errors are sentences."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from stdnum.fr import siret as standard

from maillon.common import geography, phones, siret, text

ERRORS = {"#N/A", "#NA", "#REF!", "#VALUE!", "#VALEUR!", "#DIV/0!", "#NAME?", "#NOM?", "#NULL!", "#NUM!", "#NOMBRE!"}
QUOTED = re.compile(r'="(.*)"', re.DOTALL)
ROUNDED = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)
EPOCH = datetime.date(1899, 12, 30)
OLDEST, NEWEST = 1980, 2100
MONTHS = {
    name: rank
    for rank, names in enumerate(
        (
            ("janvier", "janv", "jan"),
            ("fevrier", "fevr", "fev"),
            ("mars", "mar"),
            ("avril", "avr"),
            ("mai",),
            ("juin",),
            ("juillet", "juil"),
            ("aout", "aou"),
            ("septembre", "sept", "sep"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "dec"),
        ),
        1,
    )
    for name in names
}
NUMERIC = re.compile(r"(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})(?:[ T].*)?")
WRITTEN = re.compile(r"(\d{1,2})(?:er)?[ \-/]([a-z]+)\.?[ \-/](\d{2,4})")
MEASURE = re.compile(r"([\d\s.,'\u2019\u202f\u00a0]+?)\s*([a-zµ]*)\.?", re.IGNORECASE)
YES = {"oui", "o", "yes", "y", "vrai", "true", "1", "x"}
NO = {"non", "n", "no", "faux", "false", "0", ""}


def plain(cell: str) -> str:
    """The cell without what spreadsheets add: « ="0123" » and « '=1 » say 0123 and =1. Raises ValueError for an error."""
    if cell.upper() in ERRORS:
        raise ValueError(f"La formule de cette case a échoué ({cell}) : écrivez la valeur.")
    if quoted := QUOTED.fullmatch(cell):
        return quoted[1].strip()
    if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@"):
        return cell[1:]
    return cell


def words(cell: str, head: str = "") -> str:
    """Text, its spaces made single."""
    return " ".join(plain(cell).split())


def short(length: int) -> Callable[[str, str], str]:
    """Text of so many signs at most."""

    def read(cell: str, head: str = "") -> str:
        found = words(cell)
        if len(found) > length:
            raise ValueError(f"Ce texte a {len(found)} signes, {length} au plus : raccourcissez-le.")
        return found

    return read


def code(length: int) -> Callable[[str, str], str]:
    """A number that identifies something: kept sign by sign, refused when Excel has rounded it."""
    limited = short(length)

    def read(cell: str, head: str = "") -> str:
        found = limited(cell, head)
        if ROUNDED.fullmatch(found):
            raise ValueError(
                f"Le tableur a arrondi ce numéro ({found}) : mettez la colonne en « Texte » et retapez-le."
            )
        return found

    return read


def decimal(cell: str, head: str = "") -> Decimal:
    """« 1 234,5 », « 1234.5 », « 1.234,50 »."""
    compact = re.sub(r"[\s'\u2019\u202f\u00a0]", "", plain(cell))
    if compact.count(",") == 1 and compact.rfind(",") > compact.rfind("."):
        compact = compact.replace(".", "").replace(",", ".")
    elif compact.count(",") == 1 and compact.count(".") == 1:
        compact = compact.replace(",", "")
    try:
        found = Decimal(compact)
    except InvalidOperation:
        raise ValueError(f"« {_shown(cell)} » n’est pas un nombre.") from None
    if not found.is_finite() or abs(found) > 10**12:
        raise ValueError(f"« {_shown(cell)} » n’est pas un nombre.")
    return found


def whole(cell: str, head: str = "") -> int:
    """A count: no decimals, not negative."""
    found = decimal(cell)
    if found != found.to_integral_value() or found < 0:
        raise ValueError(f"« {_shown(cell)} » : attendu un nombre entier, 0 ou plus.")
    return int(found)


def percent(cell: str, head: str = "") -> int:
    """« 83 % », « 83 », « 0,83 »: of a hundred."""
    bare = plain(cell).removesuffix("%").strip()
    found = decimal(bare)
    if "%" not in cell and 0 < found <= 1 and found != found.to_integral_value():
        found *= 100
    if not 0 <= found <= 100:
        raise ValueError(f"« {_shown(cell)} » : attendu un pourcentage, de 0 à 100.")
    return round(found)


def _measured(cell: str, head: str, units: Mapping[str, Decimal], usual: str, example: str) -> Decimal:
    """A number and its unit: beside it, else in the head of the column (« Poids (g) »), else the usual one."""
    found = MEASURE.fullmatch(plain(cell).strip())
    if not found:
        raise ValueError(f"« {_shown(cell)} » : attendu un nombre et son unité, par exemple {example}.")
    unit = found[2].lower()
    if not unit:
        inside = re.search(r"[(\[]\s*([a-zA-Z]+)\s*[)\]]|\ben ([a-zA-Z]+)\s*$|_([a-z]+)$", head)
        unit = next((part.lower() for part in inside.groups() if part), "") if inside else ""
        unit = unit if unit in units else usual
    if unit not in units:
        raise ValueError(f"« {found[2]} » n’est pas une unité connue ici : écrivez par exemple {example}.")
    return decimal(found[1]) * units[unit]


GRAMS = {
    "kg": Decimal(1000),
    "kgs": Decimal(1000),
    "kilo": Decimal(1000),
    "kilos": Decimal(1000),
    "g": Decimal(1),
    "gr": Decimal(1),
    "grammes": Decimal(1),
    "t": Decimal(1_000_000),
    "tonne": Decimal(1_000_000),
    "tonnes": Decimal(1_000_000),
}
MEBIBYTES = {
    "go": Decimal(1024),
    "gb": Decimal(1024),
    "gio": Decimal(1024),
    "gib": Decimal(1024),
    "g": Decimal(1024),
    "mo": Decimal(1),
    "mb": Decimal(1),
    "mio": Decimal(1),
    "mib": Decimal(1),
    "to": Decimal(1024 * 1024),
    "tb": Decimal(1024 * 1024),
}


def mass(cell: str, head: str = "") -> int:
    """Grams, from « 1,5 kg », « 1500 g », or a number in the unit of the column's head, else in kilos."""
    found = round(_measured(cell, head, GRAMS, "kg", "1,5 kg"))
    if not 0 < found < 10**9:
        raise ValueError(f"« {_shown(cell)} » n’est pas une masse possible.")
    return found


def memory(cell: str, head: str = "") -> int:
    """Mebibytes, from « 8 Go », « 8192 Mo », or a bare number: gigabytes up to 512, megabytes above."""
    bare = plain(cell)
    usual = "mo" if bare.replace(".", "").isdigit() and float(bare or 0) > 512 else "go"
    found = round(_measured(bare, head, MEBIBYTES, usual, "8 Go"))
    if not 0 < found < 2**31:
        raise ValueError(f"« {_shown(cell)} » n’est pas une mémoire possible.")
    return found


def date(cell: str, head: str = "") -> datetime.date:
    """« 31/01/2026 », « 2026-01-31 », « 31 janvier 2026 », « 31.1.26 », or the number by which Excel keeps a day."""
    bare = plain(cell).strip()
    number = bare.split(".")[0]
    if number.isascii() and number.isdigit() and 20_000 <= int(number) <= 80_000:
        return EPOCH + datetime.timedelta(days=int(number))
    found = _parts(bare)
    try:
        day, month, year = found or (0, 0, 0)
        made = datetime.date(year, month, day)
    except ValueError:
        raise ValueError(
            f"« {_shown(cell)} » n’est pas une date : écrivez jour/mois/année, par exemple 31/01/2026."
        ) from None
    if not OLDEST <= made.year <= NEWEST:
        raise ValueError(f"« {_shown(cell)} » : cette année n’est pas possible.")
    return made


def _parts(bare: str) -> tuple[int, int, int] | None:
    """Day, month and year."""
    if found := NUMERIC.fullmatch(bare):
        first, second, third = found.groups()
        if len(first) == 4:
            return int(third), int(second), int(first)
        return int(first), int(second), _year(third)
    if (found := WRITTEN.search(text.fold(bare))) and found[2] in MONTHS:
        return int(found[1]), MONTHS[found[2]], _year(found[3])
    return None


def _year(said: str) -> int:
    """« 26 » is 2026, « 98 » is 1998."""
    return int(said) if len(said) > 2 else int(said) + (2000 if int(said) < 80 else 1900)


def yes(cell: str, head: str = "") -> bool:
    """« oui », « x », « vrai »."""
    said = text.fold(plain(cell))
    if said in YES:
        return True
    if said in NO:
        return False
    raise ValueError(f"« {_shown(cell)} » : répondez oui ou non.")


def establishment(cell: str, head: str = "") -> str:
    """The fourteen digits of a SIRET, with the zeros that a spreadsheet takes from its beginning."""
    bare = code(40)(cell, head)
    digits = re.sub(r"[\s\u00a0.]", "", bare)
    if digits.isdigit() and 10 <= len(digits) < siret.LENGTH and standard.is_valid(digits.zfill(siret.LENGTH)):
        return digits.zfill(siret.LENGTH)
    return siret.check(bare)


def telephone(cell: str, head: str = "") -> str:
    """As it is dialled; nine digits have lost their zero in a spreadsheet."""
    bare = words(cell)
    digits = re.sub(r"\D", "", bare)
    return phones.check(f"0{digits}" if len(digits) == 9 and digits[0] != "0" else bare)


def electronic_address(cell: str, head: str = "") -> str:
    """An e-mail address."""
    bare = words(cell).removeprefix("mailto:")
    if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", bare) or len(bare) > 254:
        raise ValueError(f"« {_shown(cell)} » n’est pas une adresse e-mail : elle s’écrit nom@domaine.fr.")
    return bare


def commune(name: str, postcode: str = "") -> str:
    """The official code of a commune, from its name, its postcode, or both, in one column or two.

    A CEDEX, whose number is no commune's, leaves the name alone. Raises ValueError with a sentence.
    """
    cedex = re.compile(r"\bcedex\b.*", re.IGNORECASE)
    bare, number = cedex.sub("", words(name)).strip(), words(postcode)
    if bare.isdigit() and not number:
        bare, number = "", bare
    number = number.zfill(5) if number.isdigit() and len(number) == 4 else number
    try:
        return geography.resolve(f"{bare} ({number})" if bare and number else bare or number).code
    except geography.UnknownCommune as unknown:
        if not cedex.search(name):
            raise ValueError(str(unknown)) from None
    return commune(re.sub(r"\d{5}", "", bare))


def among(choices: Mapping[str, str], *, said: str) -> Callable[[str, str], str]:
    """A word of a list, whatever its accents and case: `choices` are folded words with what each stands for."""

    def read(cell: str, head: str = "") -> str:
        bare = text.fold(plain(cell))
        for sought in (bare, bare.rstrip("s"), re.sub(r"[^a-z0-9 ]+", " ", bare).strip()):
            if sought in choices:
                return choices[sought]
        raise ValueError(f"« {_shown(cell)} » : {said}")

    return read


def many(choices: Mapping[str, str], *, said: str) -> Callable[[str, str], list[str]]:
    """Several words of a list, apart by commas, semicolons, bars or lines."""
    one = among(choices, said=said)

    def read(cell: str, head: str = "") -> list[str]:
        return list(dict.fromkeys(one(part, head) for part in re.split(r"[,;|/\n]+", plain(cell)) if part.strip()))

    return read


def _shown(cell: str) -> str:
    return " ".join(cell.split())[:40]
