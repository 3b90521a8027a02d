"""The list that a donor joins: what its columns say, and its lines as they are announced."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from maillon.common import tables, text
from maillon.common.tables import Field, values
from maillon.giving.donations.models import AnnouncedUnit
from maillon.matter.devices.jobs import ASSET_TAG, DEVICES, WORDS
from maillon.matter.ledger.models import Category

MOST_LINES = 5000
SHOWN = 5
PERSONAL = {"nom", "notes", "note"}
"""Heads under which an inventory often writes a person's name: never taken for a model."""


def read_list(content: bytes, name: str) -> list[AnnouncedUnit]:
    """The lines of this file, as the units that are announced. Raises ValueError with a sentence that says what to do."""
    known = {one.slug: one for one in Category.objects.all()}
    asked = fields(known)
    best = max(
        (tables.lay_out(grid, asked) for grid in tables.read(content, name).grids),
        key=lambda laid: len(tables.propose(laid.columns, asked)),
    )
    columns = tables.propose(best.columns, asked)
    if "category" not in columns:
        seen = ", ".join(f"« {column.head} »" for column in best.columns[:6])
        raise ValueError(
            "Aucune colonne ne dit de quel matériel il s’agit. Ajoutez une colonne « Type » (Ordinateur portable, Écran…). "
            f"Colonnes lues : {seen}."
        )
    if len(best.lines) > MOST_LINES:
        raise ValueError(
            f"Ce tableau a {len(best.lines)} lignes, {MOST_LINES} au plus : coupez-le en plusieurs offres."
        )
    units, faults = [], []
    heads = {column.index: column.head for column in best.columns}
    for number, cells in best.lines:
        read: dict[str, object] = {}
        for field in asked:
            index = columns.get(field.name)
            cell = cells[index] if index is not None and index < len(cells) else ""
            try:
                if cell:
                    read[field.name] = field.read(cell, heads.get(index or 0, ""))
            except ValueError as error:
                faults.append((number, f"{field.label} : {error}"))
        if "category" in read and read.get("units") != 0:
            units.append(AnnouncedUnit(line=number, **{**read, "category": known[str(read["category"])]}))
        elif "category" not in read and not any(line == number for line, _ in faults):
            faults.append((number, "le type n’est pas écrit."))
    _refuse(faults)
    if not units:
        raise ValueError("Ce tableau n’a aucune ligne de matériel sous ses titres.")
    return units


def _refuse(faults: Sequence[tuple[int, str]]) -> None:
    """Say each fault once, with the first line that has it and how many do."""
    if not faults:
        return
    counted = Counter(sentence for _, sentence in faults)
    first = {sentence: number for number, sentence in reversed(faults)}
    told = [
        f"ligne {first[sentence]}{f' et {count - 1} autres' if count > 1 else ''}, {sentence}"
        for sentence, count in counted.most_common(SHOWN)
    ]
    more = len(counted) - len(told)
    raise ValueError(
        f"Rien n’est pris de ce tableau tant qu’une ligne ne se lit pas : {' '.join(told)}"
        + (f" Et {more} autres fautes." if more > 0 else "")
    )


def fields(known: dict[str, Category]) -> tuple[Field, ...]:
    """What is kept of each line; every other column is left in the file."""
    words = {word: slug for slug, said in WORDS.items() if slug in known for word in said}
    named = {text.fold(name): one.slug for one in known.values() for name in (one.slug, one.name, one.plural)}
    said = (
        "ce type n’est pas connu. Écrivez par exemple Ordinateur portable, Ordinateur fixe, Écran, ou enlevez la ligne."
    )
    taken = {field.name: field for field in DEVICES.fields()}
    return (
        replace(taken["category"], read=values.among({**words, **named}, said=said)),
        taken["manufacturer"],
        replace(taken["model"], synonyms=tuple(name for name in taken["model"].synonyms if name not in PERSONAL)),
        taken["serial"],
        Field(
            "asset_tag", "Numéro d’inventaire",
            (*ASSET_TAG, "etiquette"),
            read=values.code(80),
        ),
        Field(
            "acquired_on", "Date d’achat",
            ("date d acquisition", "acquis le", "achete le", "date achat", "date acquisition", "date de mise en service",
             "mise en service", "purchase date", "buy date", "date d entree"),
            read=values.date,
        ),
        Field("units", "Quantité", ("qte", "nombre", "nb", "quantity", "nombre d unites"), read=values.whole),
    )  # fmt: skip
