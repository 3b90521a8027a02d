"""Tax receipts: who may issue one, what it states, what is declared of a year."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.db.models import Count, QuerySet, Sum

from maillon.common import numbers
from maillon.common.spreadsheets import Cell, Sheet
from maillon.common.tables import writing
from maillon.giving.donors.models import Receipt, Valuation
from maillon.giving.donors.queries.spaces import space_url
from maillon.ground.organisations.models import Member, Organisation, Quality
from maillon.matter.lots.models import Donor, Lot, Regime

ENTITLING = (Quality.Kind.RUP, Quality.Kind.IG)
"""What lets an organisation issue receipts (CGI, art. 200 and 238 bis)."""
RECEIPTED = {Regime.COMPANY_GIFT_RECEIPT: Receipt.Form.COMPANY, Regime.PERSON_GIFT: Receipt.Form.PERSON}
ARTICLES = {Receipt.Form.COMPANY: "238 bis", Receipt.Form.PERSON: "200"}


def form_of(lot: Lot) -> str | None:
    """The form that a gift may have a receipt on; None for a public donor, and for a regime without receipt."""
    form = RECEIPTED.get(Regime(lot.regime))
    if form == Receipt.Form.COMPANY and lot.donor.kind not in (Donor.Kind.COMPANY, Donor.Kind.ESS):
        return None
    return form


def entitlement(organisation: Organisation, on: datetime.date) -> Quality | None:
    """The proven quality by which an organisation may issue receipts for a gift of that day."""
    held = organisation.qualities.filter(quality__in=ENTITLING, pending=False).exclude(proof="").order_by("starts_on")
    return next((one for one in held if one.covers(on)), None)


def missing_mentions(issuer: Organisation, lot: Lot) -> list[str]:
    """What the form asks of the issuer, and nobody has entered yet."""
    mentions = {"le SIRET de votre organisation": issuer.siret, "l’objet du réseau, en une phrase": lot.network.purpose}
    return [name for name, value in mentions.items() if not value]


def told_goods(lot: Lot) -> list[dict[str, Any]]:
    """What was given, by category, as it was counted on arrival."""
    counts = lot.counts.filter(counted__gt=0).select_related("category").order_by("category__rank")
    return [{"name": one.category.named(one.counted), "units": one.counted} for one in counts]


def receipt_facts(valuation: Valuation, form: str, quality: Quality, issuer: Organisation) -> dict[str, Any]:
    """What a receipt states, but for a private person's name and address."""
    lot, person = valuation.lot, form == Receipt.Form.PERSON
    return {
        "form": form,
        "article": ARTICLES[Receipt.Form(form)],
        "lot": lot.reference,
        "given_on": lot.received_on.isoformat(),
        "donor": "un particulier" if person else valuation.name,
        "donor_address": "" if person else valuation.address,
        "donor_legal_form": valuation.legal_form,
        "donor_siren": valuation.siret[:9],
        "issuer_address": ", ".join(filter(None, (issuer.address, str(issuer.commune)))),
        "issuer_quality": quality.get_quality_display(),
        "issuer_proof": quality.proof,
        "issuer_object": lot.network.purpose,
        "value_cents": valuation.value_cents,
        "basis": valuation.basis,
        "declared_on": valuation.declared_on.isoformat(),
        "goods": told_goods(lot),
        "cancels": "",
        "reason": "",
    }


def to_answer(member: Member) -> QuerySet[Valuation]:
    """Declared values that wait for a receipt, the oldest first."""
    return Valuation.objects.visible_to(member).waiting().select_related("lot__network", "lot__holder", "donor")


def issued(member: Member, year: int) -> QuerySet[Receipt]:
    """What her organisation issued in a year, receipts and cancellations, in the order of their numbers."""
    mine = Receipt.objects.filter(document__issuer=member.organisation_id, document__network=member.network_id)
    related = ("document__issuer", "valuation__lot", "cancels__document", "cancelled_by__document")
    return mine.filter(document__year=year).select_related(*related).order_by("-document__number")


@dataclass(frozen=True)
class Total:
    """How many receipts stand of one form, and their value in cents: what is declared of a year (CGI, art. 222 bis)."""

    form: str
    count: int
    value_cents: int


def totals(organisation: Organisation, year: int) -> list[Total]:
    """The yearly declaration of an organisation, by form; a receipt cancelled since is in none."""
    standing = Receipt.objects.standing().filter(document__issuer=organisation, document__year=year).order_by()
    rows = standing.values("form").annotate(count=Count("pk"), value=Sum("value_cents")).order_by("form")
    return [Total(str(Receipt.Form(row["form"]).label), row["count"], row["value"]) for row in rows]


HEADS = (
    "Numéro", "Établi le", "Formulaire", "Donateur", "Don du", "Lot", "Valeur déclarée (€)", "Annule", "Annulé par",
)  # fmt: skip


def receipt_rows(receipts: QuerySet[Receipt]) -> Iterator[tuple[Cell, ...]]:
    """Every number of the year, cancellations included, so that none is missing."""
    for one in receipts.reverse():
        annulment = getattr(one, "cancelled_by", None)
        yield (
            one.document.reference,
            one.document.issued_on,
            one.get_form_display(),
            one.name,
            one.given_on,
            one.valuation.lot.reference,
            round(one.value_cents / 100, 2),
            one.cancels.document.reference if one.cancels else "",
            annulment.document.reference if annulment else "",
        )


def known_of(lot: Lot) -> dict[str, str]:
    """What the declaration need not ask of an organisation. Never a value."""
    organisation = lot.donor.organisation
    if organisation is None:
        return {"name": lot.donor.name}
    return {
        "name": organisation.name,
        "address": ", ".join(filter(None, (organisation.address, str(organisation.commune)))),
        "siret": organisation.siret,
    }


def receipts_file(member: Member, year: int, format: str) -> bytes:
    """The numbers of a year and its totals, as a file of one of `writing.FORMATS`."""
    rows = list(receipt_rows(issued(member, year)))
    sums = [(one.form, one.count, round(one.value_cents / 100, 2)) for one in totals(member.organisation, year)]
    if format == "csv":
        # One table only: the totals follow, under the columns of the form and of the value.
        told = [
            ("", None, f"Total {form}", f"{count} reçu{'s' if count > 1 else ''}", None, "", value, "", "")
            for form, count, value in sums
        ]
        return b"".join(writing.csv_lines(HEADS, [*rows, *told]))
    made = BytesIO()
    total = Sheet("Déclaration", ("Formulaire", "Nombre de reçus", "Valeur totale (€)"), sums)
    writing.write(made, format, [total, Sheet("Reçus", HEADS, rows)])
    return made.getvalue()


def letter(valuation: Valuation, text: str, at: datetime.datetime | None = None) -> str:
    """A message to the donor of a declared value, with the link to its space."""
    return f"Bonjour,\n\n{text}\n{space_url(valuation.donor, at)}\n\n{valuation.lot.network.name}\n"


def receipt_letter(receipt: Receipt, at: datetime.datetime | None = None) -> tuple[str, str]:
    """What tells a donor that its receipt is ready: subject, and text."""
    valuation = receipt.valuation
    text = (
        f"{receipt.document.issuer} a établi le reçu fiscal {receipt} pour votre don du lot {valuation.lot.reference}, à la "
        f"valeur que vous avez déclarée : {numbers.euros(valuation.value_cents)}. Vous le trouvez dans votre espace :"
    )
    return f"Votre reçu fiscal {receipt} est prêt", letter(valuation, text, at)
