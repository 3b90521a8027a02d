"""The rules of a network: what each changes, its value, who gave it and when."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Affiliation, Member, Network, OrganisationRole

CHANGED = "governance.change_rules"


@dataclass(frozen=True)
class Rule:
    """One rule: the column of Network that holds it, what it is, what it changes, between which bounds."""

    name: str
    label: str
    effect: str
    unit: str = ""
    least: int = 0
    most: int = 1
    note: str = ""

    @property
    def counted(self) -> bool:
        """Whether it is a number, and not yes or no."""
        return bool(self.unit)

    def told(self, value: Any) -> str:
        """« 10 jours », « oui »."""
        if not self.counted:
            return "oui" if value else "non"
        plural = "s" if value > 1 and not self.unit.endswith("s") else ""
        return f"{value} {self.unit}{plural}"


RULES = (
    Rule(
        "accompaniment_required",
        "Pas de remise sans accompagnement",
        "Une demande nomme qui accompagne la personne ; s’en passer se justifie à la remise.",
    ),
    Rule(
        "reservation_days",
        "Durée d’une réservation",
        "Un appareil promis attend son rendez-vous ; après ce délai, il est proposé à quelqu’un d’autre.",
        "jour",
        1,
        90,
    ),
    Rule(
        "urgency_days",
        "Poids d’une urgence attestée",
        "Dans la file, une demande urgente est comptée comme si elle attendait depuis ce temps de plus.",
        "jour",
        0,
        365,
    ),
    Rule(
        "internal_reuse_days",
        "Réemploi interne d’abord",
        "Un service public peut proposer son matériel à ses autres services pendant ce temps ; le reste vient ensuite au réseau.",
        "jour",
        1,
        90,
    ),
    Rule(
        "answer_days",
        "Délai de réponse",
        "Ce qui est annoncé à un donateur ; au-delà, une offre ou une demande d’accès est en retard.",
        "jour",
        1,
        60,
    ),
    Rule(
        "gift_guarantee_months",
        "Garantie d’un don",
        "Écrite sur l’attestation de remise ; les remises déjà faites gardent la leur.",
        "mois",
        0,
        60,
    ),
    Rule(
        "sale_guarantee_months",
        "Garantie d’une vente",
        "Écrite sur l’attestation de vente ; les ventes déjà faites gardent la leur.",
        "mois",
        0,
        60,
        "La garantie légale de conformité est de 24 mois, d’occasion aussi (code de la consommation, L217-3 et L217-7).",
    ),
    Rule(
        "recertify_months",
        "Rythme de la confirmation des accès",
        "Chaque structure relit alors la liste de qui agit pour elle. Zéro : on ne le demande jamais.",
        "mois",
        0,
        36,
    ),
    Rule(
        "recertify_days",
        "Délai pour confirmer les accès",
        "Compté depuis l’ouverture ; un rappel part quatorze jours puis trois jours avant la fin.",
        "jour",
        7,
        120,
    ),
    Rule(
        "recertify_closes",
        "Sans réponse, les accès se ferment",
        "Oui : à la fin du délai, qui n’a pas été confirmé n’entre plus, sauf qui anime le réseau. Non : l’animation relance.",
    ),
    Rule(
        "expiry_notice_days",
        "Rappel avant la fin d’un titre",
        "Un courrier prévient la structure et l’animation qu’une assurance, un agrément ou une qualité va finir.",
        "jour",
        7,
        365,
    ),
)


@dataclass(frozen=True)
class Change:
    """One change of one rule, by whom, and why."""

    rule: Rule
    before: str
    after: str
    who: str
    at: datetime.datetime
    why: str


@dataclass(frozen=True)
class InForce:
    """A rule as it is today, and its last change if it had any."""

    rule: Rule
    value: str
    last: Change | None


def changes_of(network: Network) -> QuerySet[Entry]:
    """Every change of a rule of the network, the latest first."""
    return Entry.objects.filter(subject=network.pk, verb=CHANGED).order_by("-at", "-id")


def told(entries: list[Entry]) -> list[Change]:
    """These changes in words; one query for the names."""
    rules = {rule.name: rule for rule in RULES}
    known = Member.objects.filter(pk__in={entry.actor for entry in entries if entry.actor}).select_related("user")
    names: dict[uuid.UUID, str] = {member.pk: member.full_name for member in known}
    return [
        Change(
            rules[entry.data["rule"]],
            rules[entry.data["rule"]].told(entry.data["before"]),
            rules[entry.data["rule"]].told(entry.data["after"]),
            names.get(entry.actor, "Maillon") if entry.actor else "Maillon",
            entry.at,
            entry.data["why"],
        )
        for entry in entries
        if entry.data["rule"] in rules
    ]


def in_force(network: Network) -> list[InForce]:
    """The rules of the network today."""
    last: dict[str, Change] = {}
    for change in told(list(changes_of(network))):
        last.setdefault(change.rule.name, change)
    return [InForce(rule, rule.told(getattr(network, rule.name)), last.get(rule.name)) for rule in RULES]


def prescribers(network: Network) -> int:
    """How many organisations may ask for someone."""
    return Affiliation.objects.filter(network=network).present().having(OrganisationRole.PRESCRIBER).count()
