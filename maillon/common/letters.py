"""Numbers written in French letters, as the reform of 1990 joins them: « mille-deux-cent-un euros »."""

UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
TENS = {
    2: "vingt",
    3: "trente",
    4: "quarante",
    5: "cinquante",
    6: "soixante",
    7: "soixante",
    8: "quatre-vingt",
    9: "quatre-vingt",
}
SCALES = ((1_000_000_000, "milliard"), (1_000_000, "million"))


def euros(cents: int) -> str:
    """« mille-deux-cents euros », « moins un euro et cinquante centimes »."""
    whole, rest = divmod(abs(cents), 100)
    # « un million d’euros », but « un million un euros ».
    of = "d’" if whole and whole % 1_000_000 == 0 else ""
    told = f"{number(whole)} {of}euro{'s' if whole > 1 else ''}"
    if rest:
        told += f" et {number(rest)} centime{'s' if rest > 1 else ''}"
    return f"moins {told}" if cents < 0 else told


def number(value: int) -> str:
    """« quatre-vingt-onze », for a number of 0 to 999 999 999 999."""
    if not 0 <= value < 1_000_000_000_000:
        raise ValueError(f"{value} is not written in letters.")
    parts = []
    for size, name in SCALES:
        count, value = divmod(value, size)
        if count:
            parts.append(f"{_thousands(count)}-{name}{'s' if count > 1 else ''}")
    if value or not parts:
        parts.append(_thousands(value))
    return "-".join(parts)


def _thousands(value: int) -> str:
    count, rest = divmod(value, 1000)
    if not count:
        return _hundreds(rest, last=True)
    told = "mille" if count == 1 else f"{_hundreds(count, last=False)}-mille"
    return f"{told}-{_hundreds(rest, last=True)}" if rest else told


def _hundreds(value: int, *, last: bool) -> str:
    """« deux-cents », but « deux-cent-un » and « deux-cent-mille »."""
    count, rest = divmod(value, 100)
    if not count:
        return _tens(rest, last=last)
    told = "cent" if count == 1 else f"{UNITS[count]}-cent"
    if rest:
        return f"{told}-{_tens(rest, last=last)}"
    return f"{told}s" if count > 1 and last else told


def _tens(value: int, *, last: bool) -> str:
    """« vingt-et-un », « soixante-et-onze », « quatre-vingts », « quatre-vingt-onze »."""
    if value < 20:
        return UNITS[value]
    ten, unit = divmod(value, 10)
    told = TENS[ten]
    if ten in (7, 9):
        unit += 10
    if not unit:
        return f"{told}s" if ten == 8 and last else told
    return f"{told}{'-et-' if unit in (1, 11) and ten < 8 else '-'}{UNITS[unit]}"
