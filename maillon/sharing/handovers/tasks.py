"""Tell the referent; print the attestation."""

from django.conf import settings
from django.urls import reverse

from maillon.common import pdf, qr
from maillon.common.actors import Actor
from maillon.common.contracts.handover import (
    Accompaniment,
    AfterCare,
    Guarantee,
    HandedDevice,
    HandoverAttestation,
    Loan,
    Recipient,
    Sale,
)
from maillon.ground.documents.models import Document
from maillon.ground.documents.tasks import frame
from maillon.ground.messages import actions as messages
from maillon.matter.devices.queries import address
from maillon.sharing.handovers.models import HandOver


def tell(handover: HandOver, what: str, text: str, *, by: Actor) -> None:
    """Write to the referent of the request: its reference and a link, never the person's name nor the place."""
    need = handover.need
    url = settings.BASE_URL + reverse("handovers:detail", args=[handover.pk])
    messages.write(
        need.referent.user.email,
        f"Demande {need.reference} : {what}",
        f"Bonjour,\n\n{text}\n{url}\n\n{handover.network.name}\n",
        by=by,
        network=handover.network_id,
    )


def attestation_pdf(document: Document, person_name: str = "") -> bytes:
    """The attestation that the person keeps, printed from its frozen facts.

    `person_name` is read at that moment by whoever may read it, and is kept nowhere; without it the sheet says who
    accompanies her.
    """
    facts = document.facts
    data: HandoverAttestation = {
        **frame(document),
        "attach_data": False,
        "mode": facts["kind"],
        "recipient": _recipient(facts, person_name),
        "handed_by": {"name": facts["distributor"], "person": facts["handed_by"] or None},
        "devices": [_device(device) for device in facts["devices"]],
        "accessories": [line["text"] for line in facts["accessories"]],
        "sale": _sale(facts),
        "loan": _loan(facts),
        "accompaniment": _accompaniment(document, facts),
        "accompaniment_waiver": facts["waiver"] or None,
        "guarantee": _guarantee(facts),
        "after_care": _after_care(document, facts),
        "privacy_contact": _privacy_contact(document),
        "signatures": [
            {"role": "Je reçois le matériel", "name": person_name or facts["association"] or None},
            {"role": "Je remets le matériel", "name": facts["handed_by"] or None},
        ],
    }
    return pdf.compile("attestation.typ", data)


def _privacy_contact(document: Document) -> str:
    """Whom she asks to see, correct or erase what is kept: the organisation that accompanies her."""
    asked = document.recipient or document.issuer
    return asked.email or asked.phone or asked.name


def _recipient(facts: dict, person_name: str) -> Recipient:
    if facts["association"]:
        return {"name": facts["association"], "kind": "organisation"}
    name = person_name or f"Personne accompagnée par {facts['prescriber']}, demande {facts['need']}"
    return {"name": name, "kind": "person"}


def _device(device: dict) -> HandedDevice:
    return {
        "name": device["category"],
        "model": device["title"],
        "label": device["label"],
        "serial": device["serial"] or None,
        "system": device["system"] or None,
        "supported_until": device["system_until"],
        "known_defects": device["known_defects"] or None,
        "tested": device["tested"],
        "erasure": "no_medium" if device["no_medium"] else "erased",
    }


def _sale(facts: dict) -> Sale | None:
    if facts["kind"] != HandOver.Kind.SALE:
        return None
    ceilings = [device["ceiling_cents"] for device in facts["devices"]]
    return {
        "price_cents": sum(device["price_cents"] for device in facts["devices"]),
        # A ceiling is of one device: the total has one only when each has its own.
        "ceiling_cents": sum(ceilings) if all(ceilings) else None,
    }


def _loan(facts: dict) -> Loan | None:
    return {"return_on": facts["return_on"]} if facts["kind"] == HandOver.Kind.LOAN else None


def _accompaniment(document: Document, facts: dict) -> Accompaniment | None:
    session, prescriber = facts["session"], document.recipient
    if session is None:
        return None
    return {
        "sessions": [{"at": session["at"], "subject": session["title"], "place": session["place"]}],
        "contact": {"name": prescriber.name, "phone": prescriber.phone} if prescriber and prescriber.phone else None,
    }


def _guarantee(facts: dict) -> Guarantee | None:
    if not facts["guarantee_until"]:
        return None
    sold = facts["kind"] == HandOver.Kind.SALE
    return {
        "until_on": facts["guarantee_until"],
        "months": facts["guarantee_months"],
        "by": facts["guarantor"],
        "basis": "legal" if sold else "commercial",
        "presumption_months": 12 if sold else None,
    }


def _after_care(document: Document, facts: dict) -> AfterCare:
    url = address(facts["devices"][0]["label"])
    return {"url": url, "qr": qr.matrix(url), "phone": document.issuer.phone or None}
