"""The languages of inventory agents: what one asks for, and how it wants to be answered.

FusionInventory and OCS Inventory speak XML, compressed or not: a PROLOG, answered by what to do, then the inventory. GLPI
Agent speaks JSON: a contact, answered by the tasks wanted, then the inventory; its first word may be a PROLOG, with its
identifier in a header. Maillon's probe, and whoever posts a plain report, are answered in JSON.
"""

import gzip
import json
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape  # nosec B406

from maillon.matter.devices.reports import Source, sonde
from maillon.matter.devices.reports.source import children, tag_of, text_of
from maillon.matter.devices.reports.values import mapping, word

HOURS_BETWEEN = 24
# What the agent need not even look at: it is somebody's, and would be dropped here. Every version knows these names;
# an agent that is told one that it does not know sends nothing at all.
NOT_WANTED = "environment,firewall,licenseinfo,local_group,local_user,network,printer,process,remote_mgmt,software,user"
# The version of GLPI whose inventory format we ask for.
GLPI_VERSION = "10.0.0"


class Language(StrEnum):
    """How the sender speaks, and is to be answered."""

    XML = "xml"
    JSON = "json"


class Asked(StrEnum):
    """What the sender wants."""

    PROLOG = "prolog"  # what is it to do?
    CONTACT = "contact"  # the same, by GLPI Agent
    INVENTORY = "inventory"  # here is a machine
    OTHER = "other"  # another task, which we do not have


@dataclass(frozen=True)
class Message:
    """What was received: from whom (by a name of its own), with which scanned label or configured tag, packed how."""

    language: Language
    asked: Asked
    sender: str = ""
    label: str = ""
    tag: str = ""
    id: str = ""
    packing: str = ""


def packing_of(data: bytes) -> str:
    """How the bytes were packed, so that the answer is packed alike; empty when they were not."""
    return "gzip" if data[:2] == b"\x1f\x8b" else "zlib" if data[:1] == b"\x78" else ""


def understand(source: Source, packing: str) -> Message:
    """What the sender asks for; anything that is not a word of an agent is taken for a report.

    Raises:
        Unreadable: it is XML or JSON out of measure, or damaged.
    """
    if source.json:
        return _json(source, packing)
    root = source.xml
    if tag_of(root) == "request" and root is not None:
        return _xml(root, packing)
    return Message(Language.JSON, Asked.INVENTORY, packing=packing)


def _json(source: Source, packing: str) -> Message:
    value = mapping(source.json[0])
    if sonde.recognises(source):
        noted = sonde.envelope(source)
        sender = f"sonde {noted.id}"
        return Message(Language.JSON, Asked.INVENTORY, sender, label=noted.label, id=noted.id, packing=packing)
    action = word(value.get("action")) or Asked.INVENTORY
    asked = Asked(action) if action in (Asked.CONTACT, Asked.INVENTORY) else Asked.OTHER
    if "deviceid" not in value and asked is Asked.OTHER:
        asked = Asked.INVENTORY  # a report of another tool, which has a word of its own for something else
    return Message(Language.JSON, asked, word(value.get("deviceid")), tag=word(value.get("tag")), packing=packing)


def _xml(root: Any, packing: str) -> Message:
    query = (text_of(root, "query") or "").strip().upper()
    known = {"PROLOG": Asked.PROLOG, "INVENTORY": Asked.INVENTORY}
    accounts = [info for content in children(root, "content") for info in children(content, "accountinfo")]
    tags = [text_of(info, "keyvalue") for info in accounts if word(text_of(info, "keyname")).upper() == "TAG"]
    sender = word(text_of(root, "deviceid"))
    return Message(Language.XML, known.get(query, Asked.OTHER), sender, tag=word(next(iter(tags), "")), packing=packing)


@dataclass(frozen=True)
class Answer:
    """What to send back."""

    body: bytes
    content_type: str
    status: int = 200


def tasks(message: Message, *, of_glpi: bool) -> Answer:
    """To a PROLOG or a contact: an inventory is wanted. GLPI Agent, known by its header, is answered in its own words."""
    if message.language is Language.XML and not of_glpi:
        return _told_xml(f"<RESPONSE>SEND</RESPONSE><PROLOG_FREQ>{HOURS_BETWEEN}</PROLOG_FREQ>", message.packing)
    if message.asked is Asked.PROLOG:
        # It will come back at once by a contact, whose answer says what it need not gather.
        return _told_json({"status": "pending", "expiration": 0})
    wanted = {"server": "glpi", "version": GLPI_VERSION, "no-category": NOT_WANTED}
    return _told_json({"status": "ok", "expiration": HOURS_BETWEEN, "tasks": {"inventory": wanted}})


def received(message: Message, told: dict[str, Any]) -> Answer:
    """To an inventory that was kept."""
    if message.language is Language.XML:
        return _told_xml("<RESPONSE>OK</RESPONSE>", message.packing)
    return _told_json({"status": "ok", "expiration": HOURS_BETWEEN, **told})


def refused(sentence: str, status: int, message: Message | None = None) -> Answer:
    """To what cannot be taken: why, in the language of the sender."""
    if message is not None and message.language is Language.XML:
        return _told_xml(f"<ERROR>{escape(sentence)}</ERROR>", message.packing, status)
    return _told_json({"status": "error", "message": sentence, "expiration": HOURS_BETWEEN}, status)


def _told_xml(content: str, packing: str, status: int = 200) -> Answer:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<REPLY>{content}</REPLY>\n'.encode()
    if packing == "zlib":
        return Answer(zlib.compress(body), "application/x-compress-zlib", status)
    if packing == "gzip":
        return Answer(gzip.compress(body), "application/x-compress-gzip", status)
    return Answer(body, "application/xml", status)


def _told_json(content: dict[str, Any], status: int = 200) -> Answer:
    return Answer(json.dumps(content, ensure_ascii=False).encode(), "application/json", status)
