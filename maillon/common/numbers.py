"""Numbers as French writes them: a comma, thousands apart by a narrow no-break space, a no-break space before the unit."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import SupportsFloat

THIN = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
# Enough digits for any float.
LARGE = Context(prec=400)


def number(value: int | float | Decimal, decimals: int | None = None) -> str:
    """« 7 000 », « 59,9 ». With `decimals`, always as many; without, at most two and no useless zero.

    Raises ValueError for what is not a finite number.
    """
    exact = _exact(value)
    rounded = exact.quantize(Decimal(1).scaleb(-(2 if decimals is None else decimals)), ROUND_HALF_UP, LARGE)
    whole, _, fraction = f"{rounded.copy_abs():f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", THIN)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def kg(grams: int) -> str:
    """« 14,2 kg », « 88 300 kg », « 0,12 kg »: to the gram under 1 kg, to 10 g under 10 kg, to 100 g above."""
    return f"{_three_figures(grams)}{NO_BREAK}kg"


def tonnes(grams: int) -> str:
    """« 88,3 t », « 0,35 t »: to the kilogram under 1 t, to 10 kg under 10 t, to 100 kg above."""
    return f"{_three_figures(Decimal(grams) / 1000)}{NO_BREAK}t"


def about(grams: float) -> str:
    """« 840 kg », « 1,2 t »: an estimate, with two figures that mean something."""
    size = Decimal(str(grams)) / 1000
    if size <= 0:
        return f"0{NO_BREAK}kg"
    unit = "kg" if size < 1000 else "t"
    if unit == "t":
        size /= 1000
    step = Decimal(1).scaleb(size.adjusted() - 1)
    rounded = (size / step).quantize(Decimal(1), ROUND_HALF_UP, LARGE) * step
    return f"{number(rounded)}{NO_BREAK}{unit}"


def storage(size_bytes: int) -> str:
    """« 256 Go », « 1,5 To »: decimal units, as on the label of a disk."""
    size = Decimal(size_bytes)
    for unit in ("o", "ko", "Mo", "Go"):
        if size < 1000:
            return f"{number(size, 0)}{NO_BREAK}{unit}"
        size /= 1000
    return f"{number(size, 1).removesuffix(',0')}{NO_BREAK}To"


def euros(cents: int) -> str:
    """« 180 € », « 12,50 € »: cents are shown when there are some."""
    return f"{number(Decimal(cents) / 100, 2 if cents % 100 else 0)}{NO_BREAK}€"


def _three_figures(thousandths: int | Decimal) -> str:
    size = abs(Decimal(thousandths))
    decimals = 3 if size < 1000 else 2 if size < 10_000 else 1
    text = number(Decimal(thousandths) / 1000, decimals)
    return text.rstrip("0").rstrip(",")


def _exact(value: SupportsFloat) -> Decimal:
    # Through text: 2.675 is then what one reads, not 2.67499999.
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"« {value} » n’est pas un nombre.")
    return exact
