"""A directory that comes from elsewhere: the standard's own columns, or those of a producer through a saved mapping.

A mapping has the form that the hubs of LaMednum publish for their sources: for each column of the standard, the column
it comes from (`colonne`), several to join (`joindre`), or the words (`termes`, but for `sauf`) that mean a value (`cible`).
"""

import csv
import datetime
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from maillon.common import geography, hours, phones
from maillon.common.text import fold
from maillon.sharing.directory.models import Place
from maillon.sharing.directory.queries.standards import COLUMNS, FREE, LISTED, PLAIN, same

MOST = 50_000
Rules = Mapping[str, Any]


class Unreadable(ValueError):
    """The file is none that is known; the message is a sentence for the person."""


@dataclass
class Entry:
    """One line, understood: the fields of a place, and what was left out of them with why."""

    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    refused: str = ""


def raw(data: bytes) -> list[dict[str, Any]]:
    """The lines of a CSV or JSON file, as they are. Raises Unreadable."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    text = text.strip()
    if not text:
        raise Unreadable("Ce fichier est vide : vérifiez que c’est le bon.")
    rows = _json(text) if text[0] in "[{" else _csv(text)
    if not rows:
        raise Unreadable("Ce fichier n’a aucune ligne : vérifiez que c’est le bon.")
    if len(rows) > MOST:
        raise Unreadable("Plus de 50 000 lieux : coupez ce fichier en plusieurs.")
    return rows


def _json(text: str) -> list[dict[str, Any]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("Ce fichier JSON est abîmé : demandez-le de nouveau à qui l’a produit.") from None
    rows = told if isinstance(told, list) else next((value for value in told.values() if isinstance(value, list)), [])
    return [one for one in rows if isinstance(one, dict)]


def _csv(text: str) -> list[dict[str, Any]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        return [dict(line) for line in csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="")]
    except csv.Error:
        raise Unreadable("Ce tableau ne se lit pas : enregistrez-le en CSV, séparé par des virgules.") from None


def standard_rules(rows: list[dict[str, Any]]) -> Rules:
    """The mapping of a file that has the standard's own columns. Raises Unreadable when it has none of its own."""
    heads = {same(str(head)): head for row in rows[:50] for head in row if head}
    if same("nom") not in heads or same("commune") not in heads:
        raise Unreadable(
            "Les colonnes de ce fichier ne sont pas celles du standard : donnez aussi sa correspondance (fichier JSON)."
        )
    return {column: {"colonne": heads[same(column)]} for column in COLUMNS if same(column) in heads}


def check_rules(rules: Any) -> Rules:
    """A mapping that can be followed. Raises Unreadable."""
    if not isinstance(rules, dict) or "nom" not in rules:
        raise Unreadable("Cette correspondance ne dit pas d’où vient le nom du lieu (« nom »).")
    for column, rule in rules.items():
        parts = rule if isinstance(rule, list) else [rule]
        if not all(isinstance(part, dict) for part in parts):
            raise Unreadable(f"La règle de « {str(column)[:40]} » ne se lit pas dans cette correspondance.")
    return rules


def entries(rows: list[dict[str, Any]], rules: Rules, source: str, today: datetime.date) -> list[Entry]:
    """Each line as a place of this source; what cannot be read is left out and said."""
    return [_entry(number, line, rules, source, today) for number, line in enumerate(rows, 1)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "|".join(_text(one) for one in value)
    return str(value).strip()


def _at(line: Mapping[str, Any], column: str) -> str:
    if column in line:
        return _text(line[column])
    head, _, rest = column.partition(".")
    inner = line.get(head)
    return _at(inner, rest) if rest and isinstance(inner, dict) else ""


def _column(line: Mapping[str, Any], rule: Any) -> str:
    """What a rule makes of a line, as the standard would write it."""
    if isinstance(rule, list):
        return "|".join(part["cible"] for part in rule if _meant(line, part))
    if "joindre" in rule:
        joined = rule["joindre"]
        parts = [_at(line, one) for one in joined.get("colonnes", [])]
        return joined.get("séparateur", " ").join(part for part in parts if part)
    if "jours" in rule:
        spans = ((day.get("osm", ""), _at(line, day.get("colonne", ""))) for day in rule["jours"])
        return "; ".join(f"{day} {_day(said)}" for day, said in spans if _day(said))
    return _at(line, str(rule.get("colonne") or rule.get("osm") or rule.get("semaine") or ""))


def _day(said: str) -> str:
    try:
        return hours.typed(said)
    except ValueError:
        return ""


def _meant(line: Mapping[str, Any], part: Mapping[str, Any]) -> bool:
    if "cible" not in part:
        return False
    columns = part.get("colonnes")
    if columns is None:
        return True
    texts = [fold(_at(line, column)) for column in columns]
    if any(fold(word) in text for word in part.get("sauf", []) for text in texts):
        return False
    terms = part.get("termes")
    return any(texts) if terms is None else any(fold(term) in text for term in terms for text in texts if text)


def _entry(number: int, line: Mapping[str, Any], rules: Rules, source: str, today: datetime.date) -> Entry:
    told = {column: _column(line, rules[column]) for column in COLUMNS if column in rules}
    if "courriel" in rules:
        told["courriels"] = _column(line, rules["courriel"])
    entry = Entry(number)
    fields = entry.fields
    for column, name in PLAIN.items():
        if column in told and name not in ("latitude", "longitude", "updated_on", "phone", "opening_hours"):
            longest = getattr(Place._meta.get_field(name), "max_length", None)
            fields[name] = told[column][:longest]
    for column, name in FREE.items():
        if column in told:
            fields[name] = [part.strip() for part in re.split(r"\||(?<=\w)[;,] ", told[column]) if part.strip()]
    for column, name in LISTED.items():
        if column in told:
            fields[name] = _words(entry, column, name, told[column])
    if not fields.get("pivot", "").strip("0"):
        fields.pop("pivot", None)
    if fields.get("address") and fields["address"] == fields.get("commune_name"):
        fields["address"] = ""
    _settle_number(entry, told)
    _settle_hours(entry, told)
    _settle_place(entry, told)
    fields["updated_on"] = _date(told.get("date_maj", "")) or today
    fields["source"] = fields.get("source") or source
    fields["reference"] = fields.get("reference") or _reference(fields)
    if not fields.get("name"):
        entry.refused = "Il n’a pas de nom."
    elif not fields.get("commune_name"):
        entry.refused = "Sa commune n’est pas dite."
    return entry


def _words(entry: Entry, column: str, name: str, text: str) -> list[str]:
    vocabulary = Place.VOCABULARY[name]
    known = {same(str(label)): value for value, label in vocabulary.choices}
    kept = []
    for part in (one.strip() for one in text.replace(";", "|").split("|")):
        if part and same(part) in known:
            kept.append(known[same(part)])
        elif part:
            entry.faults.append(f"{column} : « {part[:60]} » n’est pas un mot du standard.")
    return list(dict.fromkeys(kept))


def _settle_number(entry: Entry, told: Mapping[str, str]) -> None:
    if "telephone" in told:
        said = told["telephone"]
        try:
            entry.fields["phone"] = phones.check(said) if said else ""
        except ValueError:
            # A number of elsewhere (New Caledonia, Polynesia) is kept as it is written when it is international.
            entry.fields["phone"] = said if re.fullmatch(r"\+\d{8,13}", said) else ""
            if not entry.fields["phone"]:
                entry.faults.append(f"telephone : « {said[:30]} » n’est pas un numéro.")


def _settle_hours(entry: Entry, told: Mapping[str, str]) -> None:
    """Hours in words stay readable in the presentation."""
    if "horaires" not in told:
        return
    try:
        entry.fields["opening_hours"] = hours.check(told["horaires"][:500])
    except ValueError:
        entry.fields["opening_hours"] = ""
        entry.fields["details"] = f"{entry.fields.get('details', '')}\n\nHoraires : {told['horaires']}".strip()[:8000]


def _settle_place(entry: Entry, told: Mapping[str, str]) -> None:
    fields = entry.fields
    fields["latitude"], fields["longitude"] = _degrees(told.get("latitude", "")), _degrees(told.get("longitude", ""))
    if fields["latitude"] is None or fields["longitude"] is None or not -90 <= fields["latitude"] <= 90:
        fields["latitude"] = fields["longitude"] = None
    fields["placed"] = fields["latitude"] is not None
    _place_of_address(fields)
    name, postcode = fields.get("commune_name", ""), fields.get("postcode", "")
    if len(postcode) == 4 and postcode.isdigit():
        fields["postcode"] = postcode = f"0{postcode}"
    code = fields.get("commune_code", "")
    try:
        commune = geography.commune(code.zfill(5)) if code else geography.resolve(f"{name} {postcode}".strip())
        fields["commune_code"] = code.zfill(5) if code else commune.code
        fields["commune_name"] = name or commune.name
        fields["postcode"] = postcode or commune.postcodes[0]
    except geography.UnknownCommune:
        fields["commune_code"] = ""


TAIL = re.compile(r"[\s,-]*\b(\d{5})[\s,-]+([^\d,(]{2,60})[^\d]*$")


def _place_of_address(fields: dict[str, Any]) -> None:
    """Where no column says the commune: the end of the address, « 20224 CORSCIA », else the one nearest to the position."""
    if fields.get("commune_name") or fields.get("commune_code"):
        return
    if found := TAIL.search(fields.get("address", "")):
        fields["postcode"], fields["commune_name"] = found[1], found[2].strip(" -")
        fields["address"] = fields["address"][: found.start()]
    elif fields["latitude"] is not None:
        up, across = fields["latitude"], fields["longitude"]
        nearest = min(_all_communes(), key=lambda one: (one.latitude - up) ** 2 + (one.longitude - across) ** 2 / 2)
        if abs(nearest.latitude - up) < 0.2 and abs(nearest.longitude - across) < 0.3:
            fields["commune_code"], fields["commune_name"] = nearest.code, nearest.name
            fields["postcode"] = fields.get("postcode") or nearest.postcodes[0]


@cache
def _all_communes() -> tuple[geography.Commune, ...]:
    return tuple(geography.communes())


def _degrees(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if -180 <= value <= 180 else None


def _date(text: str) -> datetime.date | None:
    for form, length in (("%Y-%m-%d", 10), ("%d/%m/%Y", 10)):
        try:
            return datetime.datetime.strptime(text[:length], form).date()  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    return None


def _reference(fields: Mapping[str, Any]) -> str:
    """What names a place whose producer gives it no key: the same name at the same address is the same place."""
    text = "|".join(same(str(fields.get(name, ""))) for name in ("name", "commune_name", "address"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]
