"""nwipe's certificates (PDF): one disk, or the disks of a system.

nwipe writes its pages uncompressed, so their words are read straight from the file, which also lets a certificate of
another tool, or one printed again by another program, be told apart. Organisations, customers and technicians are not
kept. In the report of a system the disks' names are spelt with underscores; the true spelling is taken from the SMART
pages that follow.
"""

import re
from typing import Any

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.report import Disk, Erasure, Report, Unreadable, Verdict
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, whole

KIND = "nwipe_pdf"

_TEXT = re.compile(rb"\(((?:[^()\\]|\\.){0,400})\) ?Tj")
_BANNER = re.compile(r"^Dis[ck] Erasure by NWIPE version (\S+)")
_STATUSES = {
    "ERASED": Verdict.ERASED,
    "FAILED": Verdict.FAILED,
    "ABORTED": Verdict.ABORTED,
    "INSANITY": Verdict.UNKNOWN,
}
_MACHINE = {
    "System Manufacturer": "manufacturer",
    "System Product Name": "product",
    "System Version": "version",
    "System Serial Number": "serial",
    "System UUID": "uuid",
    "Chassis Type": "chassis",
}


def recognises(source: Source) -> bool:
    """Whether the file is a PDF; whose it is appears on reading."""
    return source.is_pdf


def read(source: Source) -> Report:
    """The erasures of a certificate.

    Raises:
        Unreadable: the PDF is not nwipe's own.
    """
    pages = (part for part in source.data.split(b"endstream") if b" Tj" in part)
    words = [_unescape(text) for page in pages for text in _TEXT.findall(page)]
    version = next((match[1] for match in map(_BANNER.match, words) if match), None)
    blocks = _blocks(words)
    if version is None or not blocks:
        raise Unreadable(
            "Ce PDF n’est pas un certificat de nwipe : envoyez le certificat d’origine, ou le journal de l’effacement."
        )
    erasures = tuple(_erasure(block, version) for block in blocks)
    machine = _machine(words)
    names = (machine.get("manufacturer"), machine.get("product"), machine.get("version"))
    return Report(
        kind=KIND,
        form_factor=form.form_factor(machine.get("chassis"), *names),
        disks=tuple(Disk(model=e.disk_model, serial=e.disk_serial, size_bytes=e.size_bytes) for e in erasures),
        erasures=erasures,
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(*names) else (),
        **machine,
    )


def _unescape(text: bytes) -> str:
    return re.sub(rb"\\(.)", rb"\1", text, flags=re.DOTALL).decode("latin-1")


def _blocks(words: list[str]) -> list[dict[str, str]]:
    """The labelled values of each disk, under one spelling of the labels of the two kinds of certificates."""
    blocks: list[dict[str, str]] = []
    for word, following in zip(words, [*words[1:], ""], strict=False):
        label = word.strip().rstrip(":").strip()
        if label in ("Make/Model", "Make"):
            blocks.append({})
        if not blocks:
            continue
        if word.strip() in _STATUSES:
            blocks[-1].setdefault("status", word.strip())
        elif word.rstrip().endswith(":"):
            blocks[-1].setdefault(label, following.strip())
    serials = [
        match[1] for match in (re.match(r"serial number:\s*(\S.*)$", word, re.IGNORECASE) for word in words) if match
    ]
    for block in blocks:
        said = block.get("S/N")
        if said is not None:
            block["Serial"] = next((serial for serial in serials if re.sub(r"\W", "_", serial) == said), said)
            block["Make/Model"] = block.get("Make", "").replace("_", " ")
    return blocks


def _erasure(block: dict[str, str], version: str) -> Erasure:
    errors = re.match(r"(\d+)/(\d+)/(\d+)", next((v for k, v in block.items() if k.startswith("Errors")), ""))
    size = re.search(r"(\d+) ?(?:bytes|B)\b", block.get("Size(Apparent)", ""), re.IGNORECASE)
    verify = next((value for name, value in block.items() if name.startswith("Verify")), "")
    count = sum(map(int, errors.groups())) if errors else None
    method, verdict = clean(block.get("Method")), _STATUSES.get(block.get("status", ""), Verdict.UNKNOWN)
    if verdict is Verdict.ERASED and count:
        verdict = Verdict.UNKNOWN
    elif verdict is Verdict.ERASED and (method or "").lower().startswith("verify"):
        verdict = Verdict.VERIFIED
    done = verdict in (Verdict.ERASED, Verdict.VERIFIED)
    return Erasure(
        disk_model=block.get("Make/Model"),
        disk_serial=block.get("Serial"),
        size_bytes=whole(size[1]) if size else None,
        method=method,
        tool="nwipe",
        tool_version=version,
        verdict=verdict,
        started_at=_instant(block.get("Start time")),
        ended_at=_instant(block.get("End time")),
        errors=count,
        read_back={"Last": True, "All": True, "None": False}.get(verify) if done else None,
        hidden=_hidden(block),
    )


def _hidden(block: dict[str, str]) -> bool | None:
    """What the certificate says of areas that the disk hides: « No hidden sectors », « Hidden sectors present »."""
    said = [value.casefold() for name, value in block.items() if name.startswith("HPA/DCO") and value]
    if any(value.startswith("hidden") for value in said):
        return True
    return False if "no hidden sectors" in said else None


def _instant(text: str | None) -> str | None:
    match = re.match(r"(\d{4})/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)", text or "")
    return f"{match[1]}-{match[2]}-{match[3]}T{match[4]}" if match else None


def _machine(words: list[str]) -> dict[str, Any]:
    found: dict[str, str | None] = {}
    for word in words:
        label, equals, value = word.partition("=")
        name = _MACHINE.get(label.strip())
        if equals and name:
            found.setdefault(name, clean(value) if clean(value) != "Not Specified" else None)
    return found
