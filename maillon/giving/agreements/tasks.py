"""Framework agreements on paper, and the look of a text before it serves."""

import datetime

from django.utils import timezone

from maillon.common import moments, pdf
from maillon.common.contracts.agreement import DonationAgreement
from maillon.giving.agreements import queries
from maillon.giving.agreements.models import FRAME, AgreementText
from maillon.ground.documents.models import Document
from maillon.ground.documents.tasks import frame
from maillon.ground.organisations.models import Network


def _days(count: int) -> str:
    return f"{count} jours"


def _written(iso: str) -> str:
    return moments.day(datetime.date.fromisoformat(iso))


def frame_pdf(document: Document) -> bytes:
    """A framework agreement, from its frozen facts and the text that it was made from."""
    facts = document.facts
    values = {
        "donateur": facts["donor"],
        "beneficiaire": facts["beneficiary"],
        "qualite": facts["quality"],
        "preuve": facts["proof"],
        "regime": facts["regime_label"],
        "debut": _written(facts["starts_on"]),
        "fin": _written(facts["ends_on"]),
        "perimetre": facts["scope"],
        "preavis": _days(facts["notice_days"]),
    }
    data: DonationAgreement = {
        **frame(document),
        "regime": "frame",
        "model": queries.told_model(facts),
        "articles": queries.articles(queries.text_of(facts, FRAME), values),
        "donor": {
            "name": facts["donor"],
            "siret": facts["siret"] or None,
            "nature": facts["donor_nature"],
            "address": facts["address"] or None,
            "representative": facts["signatory"],
        },
        "beneficiary": {
            "name": facts["beneficiary"],
            "siret": facts["beneficiary_siret"] or None,
            "address": facts["beneficiary_address"],
        },
        "goods": [],
        "signatures": [
            {"role": "Pour le donateur", "name": facts["signatory"], "signed_on": facts["signed_on"]},
            {"role": f"Pour {facts['beneficiary']}"},
        ],
    }
    return pdf.compile("convention.typ", data)


def preview_pdf(network: Network, kind: str, body: str) -> bytes:
    """How an agreement would look with this text, on invented parties: it says that it is worth nothing."""
    blanks = queries.blanks(kind)
    values: dict[str, str | None] = {name: blank.example for name, blank in blanks.items()}
    text = AgreementText(kind=kind, body=body)
    head = network.head
    data: DonationAgreement = {
        "network": {"name": network.name, "tagline": network.purpose or None},
        "issuer": {"name": head.name, "siret": head.siret or None},
        "issued_on": timezone.localdate().isoformat(),
        "number": "APERÇU",
        "demonstration": True,
        "regime": queries.TEMPLATE_REGIMES[kind],
        "model": {"version": "Aperçu d’un texte qui n’est pas encore publié"},
        "articles": queries.articles(text, values),
        "donor": {"name": blanks["donateur"].example, "nature": "Donateur inventé"},
        "beneficiary": {"name": head.name, "siret": head.siret or None, "address": str(head.commune)},
        "goods": [{"kind": "Ordinateur portable", "count": 12, "holds_data": True}, {"kind": "Écran", "count": 8}],
        "signatures": [{"role": "Pour le donateur"}, {"role": f"Pour {head.name}"}],
    }
    return pdf.compile("convention.typ", data)
