"""An outcome as a table that goes out, and as the facts that a document freezes."""

from collections.abc import Iterator
from typing import Any

from maillon.common.spreadsheets import Cell, Sheet
from maillon.giving.donors.queries.carbon import carbon
from maillon.giving.donors.queries.evidence import Evidence
from maillon.giving.donors.queries.outcome import Line, Outcome
from maillon.matter.lots.models import Regime

HEADS = (
    "Étiquette", "Catégorie", "Marque et modèle", "Numéro de série", "Masse (kg)", "Lot", "Reçu le", "Régime",
    "Devenir", "Depuis le", "Certificat d’effacement", "Acquis le",
)  # fmt: skip


def sheets(outcome: Outcome) -> list[Sheet]:
    """The devices one by one, then the shares of the mass, which the bulk is part of."""
    told = [
        Sheet("Appareils", HEADS, rows(outcome.lines)),
        Sheet(
            "Masse",
            ("Devenir", "Appareils", "Masse (kg)"),
            [(share.word, share.units, round(share.mass_g / 1000, 3)) for share in outcome.shares],
        ),
    ]
    if outcome.loose:
        rows_ = [(one.category.plural, one.word, one.units, round(one.mass_g / 1000, 3)) for one in outcome.loose]
        told.append(Sheet("En vrac", ("Catégorie", "Devenir", "Nombre", "Masse (kg)"), rows_))
    if outcome.earlier:
        told.insert(1, Sheet("Lots plus anciens", HEADS, rows(outcome.earlier)))
    return told


def rows(lines: list[Line]) -> Iterator[tuple[Cell, ...]]:
    """One row a device."""
    for line in lines:
        device = line.device
        yield (
            device.label,
            device.category.name,
            device.title,
            device.serial,
            round(device.mass_g / 1000, 3),
            device.lot.reference,
            device.lot.received_on,
            Regime(device.lot.regime).label,
            line.word,
            line.on,
            line.certificate,
            line.acquired_on,
        )


def facts(outcome: Outcome, evidence: Evidence | None, year: int | None) -> dict[str, Any]:
    """What the printed report states. A private donor's name is printed from its file, not kept here."""
    return {
        "donor": outcome.donor.name if outcome.donor.organisation_id else "un particulier",
        "year": year,
        "lot": ", ".join(lot.reference for lot in outcome.lots),
        "until": outcome.until.isoformat(),
        "lots": [
            {"reference": lot.reference, "received_on": lot.received_on.isoformat(), "weighed_g": lot.weighed_g}
            for lot in outcome.lots
        ],
        "weighed_g": outcome.weighed_g,
        "to_label": outcome.to_label,
        "shares": [
            {"fate": share.fate, "units": share.units, "mass_g": share.mass_g, "meaning": share.meaning}
            for share in outcome.shares
        ],
        "lines": [_line(line) for line in outcome.lines],
        "earlier": [_line(line) for line in outcome.earlier],
        "carbon": [one.as_dict() for one in carbon(outcome)],
        "evidence": _evidence(evidence) if evidence else None,
    }


def _line(line: Line) -> dict[str, Any]:
    device = line.device
    return {
        "label": device.label,
        "category": device.category.name,
        "model": device.title,
        "serial": device.serial,
        "mass_g": device.mass_g,
        "fate": line.fate,
        "word": line.word,
        "on": line.on.isoformat(),
        "certificate": line.certificate,
        "acquired_on": line.acquired_on.isoformat() if line.acquired_on else None,
        "holds_data": device.category.holds_data,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    said = evidence.reform
    return {
        "source": evidence.target.source,
        "target_percent": evidence.target.percent,
        "oldest_years": evidence.target.oldest_years,
        "stock": said.units if said else None,
        "old": said.old_units if said else None,
        "secret": said.secret_units if said else None,
        "declared_on": said.created_at.date().isoformat() if said else None,
        "reused": len(evidence.counted),
        "set_apart": len(evidence.old),
        "undated": evidence.undated,
        "outside": evidence.outside,
        "other": said.other_units if said else None,
        "other_proof": said.other_proof if said else "",
        "base": evidence.base,
        "percent": evidence.percent,
        "missing": evidence.missing,
    }
