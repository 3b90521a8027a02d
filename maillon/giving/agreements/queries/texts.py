"""The texts of agreements: which is in force, what its blanks are, how it changed, and the articles that print."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from maillon.common import deeds
from maillon.common.contracts.agreement import AgreementModel, Article
from maillon.common.deeds import Blank
from maillon.giving.agreements.models import FRAME, KINDS, AgreementText, Approval
from maillon.ground.organisations.models import Network
from maillon.matter.lots.models import Regime

COMMON = (
    Blank("donateur", "Le nom du donateur", "Ville de Port-Exemple"),
    Blank("beneficiaire", "Le nom du bénéficiaire", "Atelier du Phare"),
    Blank("qualite", "Ce qu’est le bénéficiaire, d’après ses qualités notées", "organisme d’intérêt général"),
    Blank("preuve", "La preuve de cette qualité", "statuts, article 2", "pièces à joindre"),
    Blank("regime", "Le régime, en toutes lettres", "Don d’une collectivité"),
)
GIFT = (
    Blank("offre", "Le numéro de l’offre", "2026-014"),
    Blank("lieu", "Où sont les biens", "12 rue des Forges, Pontivy (56300)"),
    Blank("delai", "En combien de temps ils sont enlevés", "60 jours"),
    Blank("deliberation", "La décision qui autorise la cession", "délibération n° 2026-14", "délibération à joindre"),
)
YEARS = (
    Blank("debut", "Le premier jour", "1er janvier 2026"),
    Blank("fin", "Le dernier jour", "31 décembre 2028"),
    Blank("perimetre", "Ce que la convention couvre", "le matériel réformé de tous les services"),
    Blank("preavis", "Combien de temps avant la fin on en reparle", "90 jours"),
)
TEMPLATE_REGIMES = {
    Regime.STATE_GIFT: "state",
    Regime.AUTHORITY_GIFT: "authority",
    Regime.COMPANY_GIFT_RECEIPT: "company_receipt",
    Regime.COMPANY_GIFT: "company",
    Regime.PERSON_GIFT: "person",
    Regime.PURCHASE: "purchase",
    Regime.WASTE_REUSE: "waste",
    Regime.LOAN: "loan",
    FRAME: "frame",
}
"""The words of `convention.typ` for each kind of text."""


def blanks(kind: str) -> dict[str, Blank]:
    """The blanks that a text of this kind may use."""
    return {one.name: one for one in (*COMMON, *(YEARS if kind == FRAME else GIFT))}


def faults(kind: str, body: str) -> list[str]:
    """What must be put right before this text may serve."""
    needed = ("debut", "fin", "perimetre") if kind == FRAME else (deeds.TABLE,)
    return list(deeds.faults(body, blanks(kind), needed=needed))


def in_force(network: Network, kind: str) -> AgreementText:
    """The text that the next agreement is made from: the network's own last version, else the published one."""
    texts = AgreementText.objects.filter(kind=kind).order_by("-version")
    return texts.filter(network=network).first() or texts.filter(network=None)[0]


def published(kind: str) -> AgreementText:
    """The last published model of this kind."""
    return AgreementText.objects.filter(kind=kind, network=None).order_by("-version")[0]


def approval(network: Network, text: AgreementText) -> Approval | None:
    """Who declared this text valid for this network."""
    return Approval.objects.filter(network=network, text=text).first()


@dataclass(frozen=True)
class Told:
    """A kind of agreement, the text in force, and who validated it."""

    text: AgreementText
    approval: Approval | None

    @property
    def own(self) -> bool:
        return self.text.network_id is not None


def every(network: Network) -> list[Told]:
    """The text in force of each kind; two queries."""
    last: dict[str, AgreementText] = {}
    known = AgreementText.objects.filter(Q(network=network) | Q(network=None)).defer("body").select_related("network")
    for text in sorted(known, key=lambda text: (text.network_id is not None, text.version)):
        last[text.kind] = text
    found = Approval.objects.filter(network=network, text__in=list(last.values()))
    approvals = {one.text_id: one for one in found}
    return [Told(last[kind], approvals.get(last[kind].pk)) for kind, _ in KINDS if kind in last]


def history(network: Network, kind: str) -> QuerySet[AgreementText]:
    """Every version that the network may have used, the latest first: its own, then the published ones."""
    known = AgreementText.objects.filter(Q(network=network) | Q(network=None), kind=kind)
    return known.select_related("written_by__user", "network").prefetch_related("approvals").order_by("-created_at")


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ from one text to the other: (« - » or « + », the line)."""
    told = difflib.ndiff(before.splitlines(), after.splitlines())
    return [(line[0], line[2:]) for line in told if line[0] in "+-" and line[2:].strip()]


def model_facts(network: Network, kind: str) -> dict[str, Any]:
    """Which text an agreement is made from, and who had validated it that day: frozen with the agreement."""
    text = in_force(network, kind)
    known = approval(network, text)
    return {
        "text": str(text.pk),
        "version": text.version,
        "own": text.network_id is not None,
        "approved_by": str(known) if known else None,
        "approved_on": known.approved_on.isoformat() if known else None,
    }


def text_of(facts: Mapping[str, Any], kind: str) -> AgreementText:
    """The text that an agreement was made from; one made before texts had versions has the first published."""
    if model := facts.get("model"):
        return AgreementText.objects.get(pk=model["text"])
    return AgreementText.objects.filter(kind=kind, network=None).order_by("version")[0]


def told_model(facts: Mapping[str, Any]) -> AgreementModel:
    """What the first page says of the text."""
    model = facts.get("model")
    if not model:
        return {"version": "Modèle publié, version 1"}
    whose = "Modèle du réseau" if model["own"] else "Modèle publié"
    return {
        "version": f"{whose}, version {model['version']}",
        "approved_by": model["approved_by"],
        "approved_on": model["approved_on"],
    }


def articles(text: AgreementText, values: Mapping[str, str | None]) -> list[Article]:
    """The articles of an agreement, its blanks filled."""
    return deeds.fill(text.body, values, blanks(text.kind))
