"""Deeds: texts in articles, with named blanks and citations of law. People write them; they print as typed, and run nothing.

    # Objet
    {donateur} donne au bénéficiaire les biens listés à l’article 2 [L3212-2].
    - Une ligne qui commence par un tiret est un point numéroté.
    {biens}

`{biens}` alone on its line is a table. A blank whose value is not known prints what it says instead.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from maillon.common import pdf, text
from maillon.common.contracts.agreement import Article, Block, Span

_TOKEN = re.compile(r"(\{[^{}\n]*\}|\[[^\[\]\n]*\])")
TABLE = "biens"


@dataclass(frozen=True)
class Blank:
    """One blank: its name in the text, what it stands for, an example, and what prints when it is not known."""

    name: str
    label: str
    example: str
    otherwise: str = "non renseigné"


@cache
def laws() -> dict[str, str]:
    """The texts of law that may be cited, by their key."""
    known = json.loads((pdf.TEMPLATES / "law.json").read_text())
    return {one["key"]: one["text"] for one in known["references"]}


def faults(body: str, blanks: Mapping[str, Blank], *, needed: Collection[str] = ()) -> Iterator[str]:
    """What must be put right before this text may serve, as sentences, line by line."""
    used: set[str] = set()
    started = False
    for number, line in _lines(body):
        if line.startswith("#"):
            started = True
            if not line.strip("# "):
                yield f"Ligne {number} : écrivez le titre de l’article après « # »."
            if _TOKEN.search(line):
                yield f"Ligne {number} : un titre ne porte ni blanc ni renvoi."
            continue
        if not started:
            yield f"Ligne {number} : commencez par le titre d’un article, « # Objet » par exemple."
            started = True
        rest = _TOKEN.sub("", line)
        if any(sign in rest for sign in "{}[]"):
            yield f"Ligne {number} : une accolade ou un crochet n’est pas fermé."
        for token in _TOKEN.findall(line):
            if token.startswith("["):
                for key in _keys(token):
                    if key not in laws():
                        yield f"Ligne {number} : « {key} » n’est pas un texte connu. Connus : {', '.join(laws())}."
            elif (name := _name(token)) == TABLE and line != token:
                yield f"Ligne {number} : « {{{TABLE}}} » est un tableau, seul sur sa ligne."
            elif name != TABLE and name not in blanks:
                yield f"Ligne {number} : le blanc « {token} » n’existe pas. Prenez-en un de la liste."
            else:
                used.add(name)
    if not started:
        yield "Écrivez au moins un article."
    for name in needed:
        if name not in used:
            yield f"Il manque « {{{name}}} » : sans lui, le document ne dit pas sur quoi il porte."


def fill(body: str, values: Mapping[str, str | None], blanks: Mapping[str, Blank]) -> list[Article]:
    """The articles of a text without fault, its blanks filled."""
    articles: list[Article] = []
    for _, line in _lines(body):
        if line.startswith("#"):
            articles.append({"title": line.strip("# "), "blocks": []})
        elif _name(line) == TABLE and line.startswith("{"):
            articles[-1]["blocks"].append({"kind": "goods", "spans": []})
        else:
            kind = "item" if line.startswith("- ") else "text"
            block: Block = {"kind": kind, "spans": list(_spans(line.removeprefix("- "), values, blanks))}
            articles[-1]["blocks"].append(block)
    return articles


def _spans(line: str, values: Mapping[str, str | None], blanks: Mapping[str, Blank]) -> Iterator[Span]:
    for part in _TOKEN.split(line):
        if part.startswith("["):
            yield {"law": _keys(part)}
        elif part.startswith("{"):
            blank = blanks[_name(part)]
            value = values.get(blank.name)
            yield {"text": value} if value else {"missing": blank.otherwise}
        elif part:
            yield {"text": part}


def _lines(body: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(body.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def _name(token: str) -> str:
    """The name of a blank, however its accents and capitals were typed."""
    return text.fold(token.strip("{} ")).replace(" ", "_")


def _keys(token: str) -> list[str]:
    return [key.strip() for key in token.strip("[]").split(",")]
