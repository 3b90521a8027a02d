"""Finding a commune from what a person types: a name, a postcode, or both."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain, islice

from .communes import Commune, Position, Register, UnknownCommune, distance_km, load, plain

SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
LONGEST_QUERY = 100

# Among how many of the most populated candidates the nearest, or the most alike, are looked for.
CONSIDERED = 300
PROPOSED = 5

ARTICLES = ("le", "la", "les", "l")
EXACT = 3


def find(text: str, limit: int = 10, near: Position | None = None) -> list[Commune]:
    """The communes that this text may mean, the best first.

    `text` is the beginning of a name, of a word of it, of a postcode, or « Pontivy (56300) » as displayed; accents,
    case, hyphens and « St » do not matter. The exact name comes first, then a former name, then beginnings of names,
    of words, of former names; among equals the most populated first, or the nearest to `near`.
    """
    register = load()
    name, number = _read(text)
    if not name:
        return _best(register, _numbered(register, number), limit, near) if number else []
    if number:
        among = sorted(set(chain.from_iterable(_numbered(register, number))))
        found = _best(register, _named(register, name, among), limit, near)
        if found:
            return found
    return _best(register, _named(register, name), limit, near)


def resolve(text: str) -> Commune:
    """The one commune that this text means, raising UnknownCommune with a sentence that says what to do.

    Understood: « Pontivy (56300) », a name or former name that only one commune has, a postcode that only one has, an
    official code. Five digits are a postcode if there is such a postcode, an official code otherwise.
    """
    register = load()
    name, number = _read(text)
    shown = _shown(text)
    if not name and not number:
        raise UnknownCommune("Indiquez une commune, par exemple « Pontivy (56300) ».")
    if not name:
        return _numbered_alone(register, number, shown)

    for rows in islice(_named(register, name), EXACT):
        exact = [register.commune(row) for row in dict.fromkeys(rows)]
        chosen = [place for place in exact if not number or _bears(place, number)]
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            raise UnknownCommune(
                f"{len(chosen)} communes s’appellent « {shown} » : précisez le code postal. "
                f"Choisissez {_listed(chosen, len(chosen))}.",
                tuple(chosen[:PROPOSED]),
            )
    proposals = list(dict.fromkeys(find(text, PROPOSED) + _alike(register, name)))[:PROPOSED]
    if not proposals:
        raise UnknownCommune(
            f"Aucune commune ne correspond à « {shown} ». Écrivez son nom puis son code postal, "
            "par exemple « Pontivy (56300) »."
        )
    raise UnknownCommune(
        f"Aucune commune ne correspond exactement à « {shown} ». Est-ce {_listed(proposals, len(proposals))} ?",
        tuple(proposals),
    )


def _numbered_alone(register: Register, number: str, shown: str) -> Commune:
    with_postcode, with_code = (list(rows) for rows in _numbered(register, number))
    if len(number) == 5 and len(with_postcode or with_code) == 1:
        return register.commune((with_postcode or with_code)[0])
    proposals = tuple(map(register.commune, with_postcode[:PROPOSED]))
    if len(number) == 5 and proposals:
        raise UnknownCommune(
            f"{len(with_postcode)} communes ont le code postal {number} : "
            f"choisissez {_listed(proposals, len(with_postcode))}.",
            proposals,
        )
    if proposals:
        raise UnknownCommune(
            f"Le code postal « {shown} » est incomplet : il a cinq chiffres. "
            f"Est-ce {_listed(proposals, len(with_postcode))} ?",
            proposals,
        )
    raise UnknownCommune(
        f"Aucune commune n’a le code postal « {shown} ». Écrivez le nom de la commune, par exemple « Pontivy (56300) »."
    )


def _read(text: str) -> tuple[str, str]:
    """The name in plain letters, and the digits beside it: a postcode, its beginning or a département."""
    text = re.sub(r"\bs/\s*", "sur ", text[:LONGEST_QUERY], flags=re.IGNORECASE)
    words = plain(text).split()
    if words and all(word.isdigit() for word in words):
        return "", "".join(words)  # « 56 300 »
    number = ""
    for at in (-1, 0):
        if words and not number and re.fullmatch(r"\d{2,5}|2[ab]\d{0,3}", words[at]):
            number = words.pop(at).upper()
    if "cedex" in words:
        # A postcode of CEDEX belongs to an organisation: only its département tells something about the commune.
        words, number = words[: words.index("cedex")], number[:2]
    return " ".join(SHORT_FORMS.get(word, word) for word in words), number


def _named(register: Register, name: str, among: Sequence[int] | None = None) -> Iterator[Iterable[int]]:
    """Rows by name, the best kind of match first: the first `EXACT` kinds are whole names."""
    names, merged = register.plain_names, register.absorbed_in
    chosen = set(among or ())
    parts = None if among is None else [part for part, row in enumerate(merged) if row in chosen]

    yield names.holding(f"\n {name}\n", among)
    yield chain.from_iterable(names.holding(f"\n {article} {name}\n", among) for article in ARTICLES)
    yield (merged[part] for part in register.absorbed.holding(f"\n {name}\n", parts))
    yield names.holding(f"\n {name}", among)
    yield names.holding(f" {name}", among)
    yield (merged[part] for part in register.absorbed.holding(f" {name}", parts))


def _numbered(register: Register, number: str) -> Iterator[Iterable[int]]:
    """Rows by postcode or its beginning, then by official code, or by its beginning in Corsica where they differ."""
    yield register.postcodes.holding(f" {number}") if number.isdigit() else ()
    if number in register.rows:
        yield (register.rows[number],)
    else:
        yield register.codes.holding(f" {number}") if number.startswith(("2A", "2B")) else ()


def _bears(place: Commune, number: str) -> bool:
    return place.code.startswith(number) or any(postcode.startswith(number) for postcode in place.postcodes)


def _best(register: Register, kinds: Iterable[Iterable[int]], limit: int, near: Position | None) -> list[Commune]:
    found: dict[int, Commune] = {}
    for rows in kinds:
        fresh = (row for row in rows if row not in found)
        if near is None:
            for row in fresh:
                if len(found) >= limit:
                    break
                found[row] = register.commune(row)
        else:
            places = {row: register.commune(row) for row in islice(fresh, CONSIDERED)}
            found.update(sorted(places.items(), key=lambda item: distance_km(item[1], near)))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _alike(register: Register, name: str) -> list[Commune]:
    """Communes spelt nearly so: those that begin alike, the most similar first."""
    rows: dict[int, None] = {}
    for length in range(len(name), 2, -1):
        rows.update(dict.fromkeys(islice(register.plain_names.holding(f"\n {name[:length]}"), CONSIDERED)))
        if len(rows) >= CONSIDERED // 10:
            break
    places = [register.commune(row) for row in rows]
    matcher = SequenceMatcher(b=name)

    def likeness(place: Commune) -> float:
        matcher.set_seq1(plain(place.name))
        return matcher.ratio()

    return sorted(places, key=likeness, reverse=True)[:PROPOSED]


def _shown(text: str) -> str:
    """What was typed, short enough to be quoted in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _listed(places: Sequence[Commune], count: int) -> str:
    names = [str(place) for place in places[:PROPOSED]]
    if count > PROPOSED:
        return ", ".join(names) + ", ou une autre en écrivant son nom et son code postal"
    return " ou ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
