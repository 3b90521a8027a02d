"""Plain values out of what tools print: text that may be anything, numbers that may be words, trees that may be odd."""

import math
import re
from collections.abc import Iterator
from typing import Any

LONGEST_TEXT = 160
LARGEST = 10**18  # bytes; nothing we handle holds more, and a number beyond is not a size
PLAUSIBLE_MWH = range(8_000, 200_000)
ROUNDING = 20_000_000  # bytes: what a tool's rounding can shift a capacity by
SMALLEST_RULED = 30  # gigabytes; smaller media follow no rule

_SPACES = re.compile(r"\s+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufeff\u200b-\u200f\u2028-\u202e]")
_AMOUNT = re.compile(r"^\s*([0-9]{1,18}(?:[.,][0-9]{1,9})?)\s*([a-zA-Zµ]*)")
_MULTIPLES = {
    "": 1,
    "b": 1,
    "byte": 1,
    "bytes": 1,
    "k": 1 << 10,
    "kb": 1 << 10,
    "kib": 1 << 10,
    "kbyte": 1 << 10,
    "m": 1 << 20,
    "mb": 1 << 20,
    "mib": 1 << 20,
    "mbyte": 1 << 20,
    "mo": 1 << 20,
    "g": 1 << 30,
    "gb": 1 << 30,
    "gib": 1 << 30,
    "gbyte": 1 << 30,
    "go": 1 << 30,
    "t": 1 << 40,
    "tb": 1 << 40,
    "tib": 1 << 40,
    "to": 1 << 40,
}


def clean(value: object) -> str | None:
    """Text on one line, without control characters or doubled spaces, bounded; None when nothing is left."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        text = str(value)
    except ValueError:  # an integer of thousands of digits
        return None
    text = _SPACES.sub(" ", _UNPRINTABLE.sub(" ", text[: 8 * LONGEST_TEXT])).strip()
    return text[:LONGEST_TEXT].rstrip() or None


def word(value: object) -> str:
    """The same, and the empty text for want of any, where a text is searched or compared."""
    return clean(value) or ""


def number(value: object) -> float | None:
    """A finite number from a number or from text that starts with one (« 51,5 Wh »); None for anything else."""
    if isinstance(value, str):
        match = _AMOUNT.match(value)
        value = float(match[1].replace(",", ".")) if match else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return value if abs(value) <= LARGEST else None
    return value if math.isfinite(value) and abs(value) <= LARGEST else None


def whole(value: object) -> int | None:
    """A positive whole number, from a number or from text that starts with one; None for zero and anything else."""
    amount = number(value)
    return int(amount) if amount is not None and amount >= 1 else None


def octets(value: object) -> int | None:
    """Bytes of memory from « 8 GB », « 8192 MB (Double-bank) » or « 256Mbyte », where a kilobyte is 1 024 bytes."""
    match = _AMOUNT.match(value) if isinstance(value, str) else None
    multiple = _MULTIPLES.get(match[2].lower()) if match else None
    if match is None or multiple is None:
        return None
    size = int(float(match[1].replace(",", ".")) * multiple)
    return size if 0 < size <= LARGEST else None


def mapping(value: Any) -> dict:
    """The value if it is a dictionary, else an empty one."""
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: Any) -> Iterator[dict]:
    """The dictionaries of a list, or the value alone when the tool left the list out around a single one."""
    yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict))


def watt_hours(milliwatt_hours: object) -> float | None:
    """The design capacity of a computer's battery as firmwares print it, in Wh; None when it cannot be one.

    Several HP firmwares print milliampere-hours under the name of milliwatt-hours: 4 400 is not the capacity of a
    laptop's battery in mWh.
    """
    amount = whole(milliwatt_hours)
    return amount / 1000 if amount is not None and amount in PLAUSIBLE_MWH else None


def disk_bytes(megabytes: object) -> int | None:
    """The capacity of a disk said in « MB », where tools mean a million bytes or 1 048 576 without saying which.

    The reading that falls on a capacity that disks are made in is the right one; a million bytes where neither does.
    """
    amount = number(megabytes)
    if amount is None or amount < 1:
        return None
    decimal, binary = int(amount * 1_000_000), int(amount * (1 << 20))
    return binary if _from_rule(binary) < ROUNDING <= _from_rule(decimal) else decimal


def ruled_bytes(size: int | None) -> int | None:
    """The exact capacity behind one that a tool rounded to a hundredth of a gibibyte."""
    return _ruled(size) if size is not None and _from_rule(size) < ROUNDING else size


def _from_rule(size: int) -> int:
    return abs(size - _ruled(size))


def _ruled(size: int) -> int:
    """The nearest capacity that disks are made in: ``97 696 368 + 1 953 504 x (G - 50)`` sectors of 512 bytes for G
    gigabytes (rule LBA1-03 of the International Disk Drive Equipment and Materials Association)."""
    gigabytes = round((size / 512 - 97_696_368) / 1_953_504 + 50)
    return 512 * (97_696_368 + 1_953_504 * (gigabytes - 50)) if gigabytes >= SMALLEST_RULED else 0
