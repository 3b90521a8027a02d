"""The certificate, printed from its frozen facts and sealed."""

import re
import uuid
from datetime import date
from typing import Any

from django_tasks import task

from maillon.common import moments, pdf
from maillon.common.actors import PLATFORM
from maillon.common.contracts import ErasureCertificate, LotErasureCertificate
from maillon.common.contracts import Medium as PrintedMedium
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document, Original
from maillon.ground.documents.tasks import frame, sealed
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
    Medium.State.ABSENT: "absent",
}
LEVELS = {Erasure.Level.CLEAR: "Clear", Erasure.Level.PURGE: "Purge", Erasure.Level.DESTROY: "Destruct"}
READ_BACK = "Relu en entier par l’outil, sans différence"
LOOKED_AT = "Relu par la personne qui l’a fait"
ATTESTED: dict[str, str] = {
    Erasure.Origin.MATCHED: "Le journal ne donne pas le numéro de série ; une personne atteste que c’est ce support",
    Erasure.Origin.MANUAL: "Sans journal de l’outil ; une personne atteste ce qu’elle a fait",
}
BY_DONOR = "le donateur, son journal vérifié par l’atelier"
STANDARDS = [
    "NIST SP 800-88 révision 2 (26 septembre 2025) et IEEE 2883-2022 pour les mots Clear, Purge, Destruct",
    "ANSSI, Recommandations pour le reconditionnement (octobre 2023)",
]
# What an ISO instant begins with; a tool that writes another form leaves the place empty.
INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?")
DIGEST = re.compile(r"[0-9a-f]{64}")


@task()
def seal_certificate(document_id: str) -> str:
    """Print and seal a certificate that was just issued; what is sealed already stays. Returns its digest."""
    related = Document.objects.select_related("network", "issuer", "recipient")
    return original(related.get(pk=uuid.UUID(document_id))).sha256


def original(document: Document) -> Original:
    """The sealed PDF of a certificate: the one that was printed first, made now if none was.

    Raises `pdf.DocumentFault` when it would claim more than was proven, `seals.SealFault` when the seal cannot be used.
    """
    if known := Original.objects.filter(document=document).first():
        return known
    printed = certificate_pdf if document.kind == Document.Kind.ERASURE else lot_certificate_pdf
    content, seal = sealed(document, printed(document))
    return documents.keep(document.pk, content, seal=seal, by=PLATFORM)


def sealed_pdf(document: Document) -> bytes:
    """The bytes of the original."""
    return bytes(original(document).content)


def certificate_pdf(document: Document) -> bytes:
    """The certificate of a device. Raises `pdf.DocumentFault` when it would claim more than was proven."""
    facts = document.facts
    received_on = facts.get("received_on")
    data: ErasureCertificate = {
        **frame(document),
        "donor": {"name": facts["donor"]},
        "device": _device(facts),
        "media": [_medium(medium) for medium in facts["media"]] + _absence(facts),
        "mandate": _mandate(facts),
        "lot": facts["lot"],
        "received_on": received_on,
        "standards": STANDARDS,
        "attach_data": True,
    }
    return pdf.compile("certificat.typ", data)


def lot_certificate_pdf(document: Document) -> bytes:
    """The certificate of a lot. Raises as `certificate_pdf`."""
    facts = document.facts
    data: LotErasureCertificate = {
        **frame(document),
        "donor": {"name": facts["donor"]},
        "lot": facts["lot"],
        "received_on": facts["received_on"],
        "mandate": _mandate(facts),
        "devices": [
            {
                **_device(device),
                "certificate": device["certificate"] or None,
                "media": [_medium(medium) for medium in device["media"]] + _absence(device),
            }
            for device in facts["devices"]
        ],
        "exceptions": [{**_device(device), "why": device["why"]} for device in facts["exceptions"]],
        "standards": STANDARDS,
        "attach_data": True,
    }
    return pdf.compile("certificat-lot.typ", data)


def _mandate(facts: Facts) -> str | None:
    received_on = facts.get("received_on")
    return (
        f"remise du lot {facts['lot']}, reçu le {moments.day(date.fromisoformat(received_on))}" if received_on else None
    )


def _device(facts: Facts) -> Any:
    return {
        "label": facts["label"],
        "category": facts["category"],
        "manufacturer": facts["manufacturer"] or None,
        "model": facts["model"] or None,
        "serial": facts["serial"] or None,
    }


def _medium(facts: Facts) -> PrintedMedium:
    kind, state = Medium.Kind(facts["kind"]), Medium.State(facts["state"])
    destroyed = state == Medium.State.DESTROYED
    tool, _, version = facts["tool"].partition(" ")
    hidden = facts.get("hidden")
    made: PrintedMedium = {
        "technology": TECHNOLOGIES[kind],
        "outcome": OUTCOMES[state],
        "level": LEVELS.get(Erasure.Level(facts["level"])),
        "family": facts.get("family") or ("destruction" if destroyed else "overwrite"),
        "model": facts["model"] or None,
        "serial": facts["serial"] or None,
        "capacity_bytes": facts["size_bytes"],
        "technique": facts["method"] or None,
        "operator": facts.get("operator") or None,
        "place": facts.get("place") or None,
    }
    if state == Medium.State.ABSENT:
        return {**made, "level": None}
    if destroyed:
        return {
            **made,
            "verification": facts.get("statement") or facts["evidence"] or None,
            "ended_at": facts.get("on"),
        }
    attested = ATTESTED.get(facts.get("origin") or "")
    return {
        **made,
        "tool": tool or None,
        "tool_version": version or None,
        "started_at": _instant(facts["started_at"]),
        "ended_at": _instant(facts["ended_at"]),
        "verification": _verification(state, attested),
        "errors": facts["errors"],
        "hidden_areas": str(Erasure.Hidden(hidden).label) if hidden else None,
        "attested": f"{attested} : « {facts['statement']} »" if attested else None,
        "second_check": facts.get("second_check"),
        "operator": BY_DONOR if facts.get("origin") == Erasure.Origin.DONOR else made["operator"],
        "log": _log(facts) if facts.get("origin") != Erasure.Origin.MANUAL else None,
        "limit": " ".join([*filter(None, [facts.get("caution")]), *facts.get("limits", ())]) or None,
    }


def _verification(state: str, attested: str | None) -> str | None:
    if state != Medium.State.VERIFIED:
        return None
    return LOOKED_AT if attested == ATTESTED[Erasure.Origin.MANUAL] else READ_BACK


def _instant(text: str) -> str | None:
    found = INSTANT.match(text or "")
    return found[0] if found else None


def _log(facts: Facts) -> dict[str, str] | None:
    if not DIGEST.fullmatch(facts["evidence"] or ""):
        return None
    return {"name": f"journal de {facts['tool'].split(' ')[0] or 'l’outil'}", "sha256": facts["evidence"]}


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
            "ended_at": facts.get("cleared_on"),
        }
    ]
