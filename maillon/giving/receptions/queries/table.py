"""A reception as a table that goes out, and in plain words for the donor."""

from collections.abc import Iterator

from maillon.common import numbers
from maillon.common.spreadsheets import Cell
from maillon.giving.receptions.queries.tally import COUNT, MASS, SEAL, Tally

HEADS = (
    "Ligne", "Catégorie", "Objet", "Numéro de série", "Numéro d’inventaire", "Annoncés", "Reçus", "Manquants", "Résultat",
    "Reconnu par", "Étiquettes", "Motif",
)  # fmt: skip


def rows(tally: Tally) -> Iterator[tuple[Cell, ...]]:
    """The lines of the list, then what was on none, then the other differences."""
    reasons = {gap.subject: gap.reason for gap in tally.gaps}
    for one in tally.matches:
        listed = one.listed
        result = "Manquant" if not one.received else "Incomplet" if one.missing else "Reçu"
        how = ", ".join(dict.fromkeys(one.how)) or ("pointage" if one.received else "")
        yield (
            listed.line, listed.category.name, listed.title, listed.serial, listed.asset_tag, listed.units, one.received,
            one.missing, result, how, " ".join(device.label for device in one.devices),
            reasons.get(f"line:{listed.pk.hex}", ""),
        )  # fmt: skip
    for device in tally.strangers:
        yield (
            "", device.category.name, device.title, device.serial, device.asset_tag, 0, 1, 0, "Inattendu", "",
            device.label, reasons.get(f"device:{device.pk.hex}", ""),
        )  # fmt: skip
    for gap in tally.gaps:
        if gap.kind in (COUNT, MASS, SEAL):
            yield ("", "", f"{gap.what} : {gap.told}", "", "", "", "", "", gap.word, "", "", gap.reason)


def told(tally: Tally) -> str:
    """« Sur les 120 objets de votre liste, 117 sont arrivés et 3 manquent ; 1 est arrivé sans y être. »"""
    if not tally.matches:
        return "" if tally.open else f"Contrôlé à l’arrivée : {_gaps(len(tally.gaps))}."
    here, gone, more = tally.received, tally.missing, tally.unexpected
    whole = tally.announced
    if not gone:
        said = "Tout ce qui est sur votre liste est arrivé"
    else:
        came = f"{numbers.number(here)} {'sont arrivés' if here > 1 else 'est arrivé'}"
        lack = f"{numbers.number(gone)} {'manquent' if gone > 1 else 'manque'}"
        said = f"Sur {'les ' if whole > 1 else ''}{numbers.number(whole)} de votre liste, {came} et {lack}"
        said += "" if not tally.open else " ou ne sont pas encore entrés" if gone > 1 else " ou n’est pas encore entré"
    beside = f" ; {numbers.number(more)} {'sont arrivés sans y être' if more > 1 else 'est arrivé sans y être'}"
    return f"{said}{beside if more else ''}."


def _gaps(count: int) -> str:
    if not count:
        return "rien ne diffère du bon"
    return f"{numbers.number(count)} écart{'s' if count > 1 else ''} avec le bon, expliqué{'s' if count > 1 else ''}"
