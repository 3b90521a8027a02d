"""The certificate, printed from its frozen facts."""

import re
from datetime import date
from typing import Any

from maillon.common import moments, pdf
from maillon.common.contracts import ErasureCertificate
from maillon.common.contracts import Medium as PrintedMedium
from maillon.ground.documents.models import Document
from maillon.ground.documents.tasks import frame
from maillon.matter.devices.models import Medium
from maillon.matter.erasure.models import Erasure

Facts = dict[str, Any]

TECHNOLOGIES = {
    Medium.Kind.HDD: "hdd",
    Medium.Kind.SSD: "ssd",
    Medium.Kind.NVME: "nvme",
    Medium.Kind.EMMC: "flash",
    Medium.Kind.UNKNOWN: "other",
}
OUTCOMES = {
    Medium.State.VERIFIED: "verified",
    Medium.State.ERASED: "erased",
    Medium.State.DESTROYED: "destroyed",
    Medium.State.FAILED: "failed",
    Medium.State.TO_ERASE: "unknown",
}
LEVELS = {Erasure.Level.CLEAR: "Clear", Erasure.Level.PURGE: "Purge", Erasure.Level.DESTROY: "Destroy"}
READ_BACK = "Relu en entier par l’outil, sans différence"
SPINNING_LIMIT = "Un écrasement n’atteint pas les secteurs que le disque a réalloués : ce résultat n’est pas une purge."
FLASH_LIMIT = (
    "Un écrasement n’atteint pas les cellules que la mémoire flash garde en réserve : ce résultat n’est pas une purge."
)
STANDARDS = [
    "NIST SP 800-88 révision 2 (26 septembre 2025) et IEEE 2883-2022 pour les mots Clear, Purge, Destroy",
    "ANSSI, Recommandations pour le reconditionnement (octobre 2023)",
]
# What an ISO instant begins with; a tool that writes another form leaves the place empty.
INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?")
DIGEST = re.compile(r"[0-9a-f]{64}")


def certificate_pdf(document: Document) -> bytes:
    """The certificate of a device. Raises `pdf.DocumentFault` when it would claim more than was proven."""
    facts = document.facts
    received_on = facts.get("received_on")
    arrived = moments.day(date.fromisoformat(received_on)) if received_on else ""
    data: ErasureCertificate = {
        **frame(document),
        "donor": {"name": facts["donor"]},
        "device": {
            "label": facts["label"],
            "category": facts["category"],
            "manufacturer": facts["manufacturer"] or None,
            "model": facts["model"] or None,
            "serial": facts["serial"] or None,
        },
        "media": [_medium(medium) for medium in facts["media"]] + _absence(facts),
        "mandate": f"remise du lot {facts['lot']}, reçu le {arrived}" if arrived else None,
        "lot": facts["lot"],
        "received_on": received_on,
        "standards": STANDARDS,
        "attach_data": True,
    }
    return pdf.compile("certificat.typ", data)


def _medium(facts: Facts) -> PrintedMedium:
    kind, state = Medium.Kind(facts["kind"]), Medium.State(facts["state"])
    destroyed = state == Medium.State.DESTROYED
    tool, _, version = facts["tool"].partition(" ")
    made: PrintedMedium = {
        "technology": TECHNOLOGIES[kind],
        "outcome": OUTCOMES[state],
        "level": LEVELS.get(Erasure.Level(facts["level"])),
        "family": "destruction" if destroyed else "overwrite",
        "model": facts["model"] or None,
        "serial": facts["serial"] or None,
        "capacity_bytes": facts["size_bytes"],
        "technique": facts["method"] or None,
        "operator": facts.get("operator") or None,
    }
    if destroyed:
        return {**made, "verification": facts["evidence"] or None, "ended_at": facts.get("on")}
    return {
        **made,
        "tool": tool or None,
        "tool_version": version or None,
        "started_at": _instant(facts["started_at"]),
        "ended_at": _instant(facts["ended_at"]),
        "verification": READ_BACK if state == Medium.State.VERIFIED else None,
        "errors": facts["errors"],
        "log": _log(facts),
        "limit": _limit(kind, facts),
    }


def _instant(text: str) -> str | None:
    found = INSTANT.match(text or "")
    return found[0] if found else None


def _log(facts: Facts) -> dict[str, str] | None:
    if not DIGEST.fullmatch(facts["evidence"] or ""):
        return None
    return {"name": f"journal de {facts['tool'].split(' ')[0] or 'l’outil'}", "sha256": facts["evidence"]}


def _limit(kind: Medium.Kind, facts: Facts) -> str | None:
    """What an overwrite leaves out, and what the tool warned of."""
    if facts["level"] != Erasure.Level.CLEAR:
        return None
    overwritten = SPINNING_LIMIT if kind == Medium.Kind.HDD else FLASH_LIMIT
    return " ".join([overwritten, *facts.get("limits", ())])


def _absence(facts: Facts) -> list[PrintedMedium]:
    """An attested absence is printed as a medium of its own."""
    if not facts["no_medium"]:
        return []
    return [
        {
            "technology": "other",
            "outcome": "absent",
            "model": "Aucun support de stockage",
            "technique": facts["no_medium"],
            "ended_at": facts["cleared_on"],
        }
    ]
