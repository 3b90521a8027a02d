"""Text files of rows: which encoding, which delimiter, which rows. No two programs write them alike."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from maillon.common.tables.workbook import Declined, check_size

DELIMITERS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}
SAMPLE = 60
LINES_IN_A_CELL = 30
HINT = re.compile(r"\A\s*sep=(.)\r?\n", re.IGNORECASE)
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
# What a French text is likely to hold, and what it never does.
FRENCH = set("éèêëàâäçùûüôöîïœæÉÈÀÇ’‘“”«»€°–—…²³ªº\u00a0")
STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


class NoTable(ValueError):
    """The file is no text of rows; the message is a sentence for the person."""


def read(data: bytes) -> tuple[list[tuple[int, list[str]]], str, str]:
    """The rows that hold something, each with the number of its first line; how they were read; the text. Raises NoTable."""
    text, encoding = decode(data)
    hint = HINT.match(text)
    delimiter = hint[1] if hint and hint[1] in DELIMITERS else separator(text)
    try:
        rows = _rows(text, delimiter)
    except csv.Error as error:
        raise NoTable(
            "Ce fichier ne se lit pas comme un tableau : une case est démesurée. Un guillemet ouvert n’est sans doute "
            "pas refermé."
        ) from error
    except Declined as declined:
        raise NoTable(str(declined)) from declined
    if hint:
        rows = rows[1:]
    return rows, f"CSV, {DELIMITERS[delimiter]}, {encoding}", text


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding. Raises NoTable for bytes that are no text."""
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            return _strictly(data, codec, name)
    zeros = data[:4000].count(0)
    if zeros > len(data[:4000]) // 4:
        little = data[1:4000:2].count(0) > data[0:4000:2].count(0)
        return _strictly(data, "utf-16-le" if little else "utf-16-be", "UTF-16")
    try:
        return _plain(data.decode()), "UTF-8"
    except UnicodeDecodeError:
        pass
    candidates = [(data.decode("cp1252", "replace"), "Windows-1252"), (data.decode("mac-roman"), "Mac")]
    text, name = max(candidates, key=lambda candidate: likeness(candidate[0]))
    return _plain(text), name


def _strictly(data: bytes, codec: str, name: str) -> tuple[str, str]:
    try:
        return _plain(data.decode(codec)), name
    except UnicodeDecodeError as error:
        raise NoTable(
            f"Ce fichier se dit en {name} mais n’en est pas : il a sans doute été coupé. Enregistrez-le de nouveau."
        ) from error


def _plain(text: str) -> str:
    if len(STRANGE.findall(text[:20_000])) > 2 or "\x00" in text:
        raise NoTable("Ce n’est pas un tableau. Envoyez un fichier CSV, XLSX ou ODS.")
    return text


def likeness(text: str) -> int:
    """How much the signs beyond ASCII look like French: small accented letters inside words count most."""
    score = 0
    before = ""
    for sign in text[:200_000]:
        if sign > "\x7f":
            inside = before.isalpha() and before.islower()
            good = sign in FRENCH and not (inside and sign.isupper())
            score += 1 if good else -2
        before = sign
    return score


def separator(text: str) -> str:
    """The delimiter by which the first rows have the same number of cells, the most cells; a semicolon for none."""
    best, best_score = ";", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in islice(_reader(text, delimiter), SAMPLE) if any(row))
        except csv.Error:
            continue
        several = {width: count for width, count in widths.items() if width > 1}
        if not several:
            continue
        width, count = max(several.items(), key=lambda item: item[1] * item[0])
        score = count / sum(widths.values()) * (1 + min(width, 40) / 40)
        if score > best_score + 1e-9:
            best, best_score = delimiter, score
    return best


def _reader(text: str, delimiter: str):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    reader = _reader(text, delimiter)
    rows: list[tuple[int, list[str]]] = []
    cells = line = 0
    for row in reader:
        number, line = line + 1, reader.line_num
        if line - number > LINES_IN_A_CELL and any(
            cell.count("\n") + cell.count("\r") > LINES_IN_A_CELL for cell in row
        ):
            raise NoTable(
                f"Un guillemet ouvert à la ligne {number} n’est pas refermé : corrigez-le, puis renvoyez le fichier."
            )
        texts = [cell.strip() for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            cells += len(texts)
            rows.append((number, texts))
            check_size(len(rows), len(texts), cells)
    return rows
