"""Declare a value, and issue, refuse or cancel a tax receipt."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common import siret as sirets
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donors import policy, queries
from maillon.giving.donors.models import Receipt, Valuation
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.files import actions as files
from maillon.ground.files import formats
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member
from maillon.matter.lots.models import Lot

PROOF = "valuation"
LAW = "CGI, art. 238 bis et 200"


@transaction.atomic
def declare_value(
    lot_id: uuid.UUID,
    *,
    value_cents: int | None,
    basis: str,
    name: str,
    address: str,
    paper: tuple[bytes, str] | None,
    by: Actor,
    legal_form: str = "",
    siret: str = "",
    id: uuid.UUID | None = None,
) -> Valuation:
    """Say what a gift is worth and ask for its tax receipt, with the paper (content, name) that shows the value."""
    if said := repeated(Valuation, id):
        return said
    lot = Lot.objects.select_related("donor__organisation", "network", "holder").locked().get(pk=lot_id)
    require(policy.may_declare(by, lot.donor))
    form = queries.form_of(lot)
    if form is None:
        raise Refused("Ce don n’ouvre pas droit à un reçu fiscal.", source=LAW)
    if not value_cents:
        raise Refused("Écrivez la valeur de votre don : personne ne peut la dire à votre place.", field="value_cents")
    if form == Receipt.Form.COMPANY and not legal_form.strip():
        raise Refused("Donnez la forme juridique : SARL, SAS, association…", field="legal_form")
    if form == Receipt.Form.COMPANY:
        try:
            siret = sirets.check(siret)
        except ValueError as error:
            raise Refused(str(error), field="siret") from error
    else:
        siret = ""
    if paper is None:
        raise Refused("Joignez la pièce qui montre cette valeur.", field="paper")
    if any(one.refused_at is None and (not one.receipts.exists() or one.live_receipt) for one in lot.valuations.all()):
        raise Refused("La valeur de ce don est déjà déclarée. Pour la corriger, écrivez à votre réseau.")
    said = Valuation.objects.create(
        **({"id": id} if id else {}),
        donor=lot.donor,
        lot=lot,
        value_cents=value_cents,
        basis=basis.strip(),
        name=name.strip(),
        address=address.strip(),
        legal_form=legal_form.strip(),
        siret=siret,
        declared_by=by.actor_label if isinstance(by, Member) else "le donateur, par son lien",
    )
    content, called = paper
    files.keep(content, name=called, owner=said, by=by, accept=formats.PAPERS, purpose=PROOF, field="paper")
    journal.record("donors.declare_value", said, by=by, network=lot.network_id, lot=lot.reference)
    return said


def _lock(valuation_id: uuid.UUID) -> Valuation:
    related = ("lot__network", "lot__holder", "lot__donor__organisation", "donor")
    return Valuation.objects.select_related(*related).locked().get(pk=valuation_id)


@transaction.atomic
def issue_receipt(valuation_id: uuid.UUID, *, by: Member) -> Receipt:
    """Issue the tax receipt of a declared value, under the next number of the member's organisation.

    Refused when that organisation could not prove, on the day of the gift, the quality that entitles it.
    """
    valuation = _lock(valuation_id)
    lot, issuer = valuation.lot, by.organisation
    require(policy.may_issue_receipt(by, lot))
    if valuation.refused_at or valuation.receipts.exists():
        raise Refused("Cette déclaration a déjà sa réponse : rechargez la page.")
    form = queries.form_of(lot)
    if form is None:
        raise Refused("Ce don n’ouvre pas droit à un reçu fiscal.", source=LAW)
    quality = queries.entitlement(issuer, lot.received_on)
    if quality is None:
        raise Refused(
            f"{issuer} n’avait pas de qualité prouvée pour émettre un reçu le {lot.received_on:%d/%m/%Y} : inscrivez-la, "
            "avec sa preuve, sur la page de l’organisation."
            f"{issuer.lapsed(queries.ENTITLING, lot.received_on)} Un reçu émis à tort est puni d’une amende.",
            source=LAW,
        )
    if missing := queries.missing_mentions(issuer, lot):
        raise Refused(f"Il manque au reçu {' et '.join(missing)} : complétez sa fiche, puis recommencez.", source=LAW)
    receipt = _receipt(
        valuation, form, valuation.value_cents, queries.receipt_facts(valuation, form, quality, issuer), by=by
    )
    journal.record(
        "donors.issue_receipt", receipt, by=by, network=lot.network_id, receipt=str(receipt), lot=lot.reference
    )
    if valuation.donor.email:
        subject, body = queries.receipt_letter(receipt)
        messages.write(valuation.donor.email, subject, body, by=by, network=lot.network_id)
    return receipt


def _receipt(
    valuation: Valuation, form: str, value_cents: int, facts: dict[str, Any], *, by: Member, **kept: Any
) -> Receipt:
    lot = valuation.lot
    document = documents.issue(
        Document.Kind.RECEIPT,
        network=lot.network,
        issuer=by.organisation,
        recipient=lot.donor.organisation,
        about=lot.pk,
        facts=facts,
        on=timezone.localdate(),
        by=by,
        replaces=kept.pop("replaces", None),
    )
    return Receipt.objects.create(
        document=document,
        valuation=valuation,
        form=form,
        value_cents=value_cents,
        given_on=lot.received_on,
        name=valuation.name,
        address=valuation.address,
        **kept,
    )


def _write(valuation: Valuation, subject: str, text: str, *, by: Member) -> None:
    if valuation.donor.email:
        body, network = queries.letter(valuation, text), valuation.lot.network_id
        messages.write(valuation.donor.email, subject, body, by=by, network=network)


@transaction.atomic
def refuse_value(valuation_id: uuid.UUID, *, why: str, by: Member) -> Valuation:
    """Say why no receipt can be issued for this declaration; the donor may make another."""
    valuation = _lock(valuation_id)
    require(policy.may_issue_receipt(by, valuation.lot))
    if valuation.refused_at or valuation.receipts.exists():
        raise Refused("Cette déclaration a déjà sa réponse : rechargez la page.")
    if not why.strip():
        raise Refused("Dites pourquoi le reçu ne peut pas être établi.", field="why")
    valuation.refused_at, valuation.refused_why = timezone.now(), why.strip()
    valuation.save(update_fields=["refused_at", "refused_why"])
    journal.record("donors.refuse_value", valuation, by=by, network=valuation.lot.network_id)
    _write(
        valuation,
        f"Votre reçu fiscal pour le lot {valuation.lot.reference}",
        f"Le reçu ne peut pas être établi : {why.strip()}\n\nVous pouvez corriger votre déclaration ici :",
        by=by,
    )
    return valuation


@transaction.atomic
def cancel_receipt(receipt_id: uuid.UUID, *, why: str, by: Member) -> Receipt:
    """Cancel a receipt by a counter-entry, which has its own number: nothing is erased. The donor is told."""
    receipt = Receipt.objects.select_related("document").locked().get(pk=receipt_id)
    valuation = _lock(receipt.valuation_id)
    require(policy.may_cancel_receipt(by, receipt))
    if receipt.cancels_id or Receipt.objects.filter(cancels=receipt).exists():
        raise Refused(f"{receipt} est déjà annulé, ou est lui-même une annulation.")
    if not why.strip():
        raise Refused("Dites pourquoi ce reçu est annulé.", field="why")
    facts = {
        **receipt.document.facts,
        "value_cents": -receipt.value_cents,
        "cancels": str(receipt),
        "reason": why.strip(),
    }
    annulment = _receipt(
        valuation,
        receipt.form,
        -receipt.value_cents,
        facts,
        by=by,
        cancels=receipt,
        reason=why.strip(),
        replaces=receipt.document,
    )
    journal.record("donors.cancel_receipt", annulment, by=by, network=valuation.lot.network_id, receipt=str(receipt))
    _write(
        valuation,
        f"Votre reçu fiscal {receipt} est annulé",
        f"Le reçu {receipt} est annulé par {annulment} et ne peut plus servir : {why.strip()}\n\nLe détail :",
        by=by,
    )
    return annulment
