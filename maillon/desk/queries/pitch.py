"""The case that a network makes to donors: its own figures, those who agreed to be named, the answers to six objections."""

import datetime
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from django.core.cache import cache
from django.utils import timezone

from maillon.common import numbers
from maillon.desk.queries.site import public_figures
from maillon.giving.donations.models import Delivery, Guidance
from maillon.giving.donations.queries import frames
from maillon.giving.donors.models import Pitch, Quotation, Receipt, ReuseTarget
from maillon.giving.donors.queries import references
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Network
from maillon.matter.erasure.queries import rules
from maillon.matter.ledger.queries import Carbon, balance, of_period, spared, with_people
from maillon.matter.lots.models import Donor, Lot

KEPT_SECONDS = 600
FEWEST_GIFTS = 5
"""A median of fewer gifts says nothing."""


class Point(NamedTuple):
    """One thing to answer, and the text that it comes from."""

    text: str
    source: str = ""


class Told(NamedTuple):
    """A figure in words: « 1 240 », « certificats d’effacement établis en 2025 »."""

    value: str
    words: str


@dataclass(frozen=True)
class Answer:
    """What donors object, and what is answered, with a figure of the network where it has one."""

    objection: str
    points: Sequence[Point]
    figure: Told | None = None


@dataclass(frozen=True)
class Figures:
    """What the network did in a year, for the case it makes; None where there is nothing to tell."""

    year: int
    stats: list[tuple[str, float, str]]
    carbon: list[Carbon]
    certificates: int
    agreements: int
    receipts: int
    days: int | None
    reused_g: int
    wasted_g: int
    left_g: int

    @property
    def reused_percent(self) -> int | None:
        """Of what left the workshops, what someone uses, in mass."""
        return round(100 * self.reused_g / self.left_g) if self.left_g > 0 else None


@dataclass(frozen=True)
class Case:
    """All that the page and its printed form show."""

    network: Network
    introduction: list[str]
    figures: Figures
    answers: list[Answer]
    frames: list[Guidance]
    references: list[Quotation]


def case(network: Network) -> Case:
    """The case as it stands today."""
    figures = _figures(network)
    return Case(
        network=network,
        introduction=_introduction(network),
        figures=figures,
        answers=_answers(network, figures),
        frames=frames(network, Donor.Kind.values),
        references=list(references(network)),
    )


def _introduction(network: Network) -> list[str]:
    """What the coordinator wrote; failing that, what every network does."""
    written = Pitch.of(network.pk)
    if written:
        return [part.strip() for part in written.introduction.replace("\r", "").split("\n\n") if part.strip()]
    return [
        f"{network.name} collecte le matériel informatique dont vous ne vous servez plus, en efface les données et le "
        "prouve, le remet en état, puis le confie à une personne qui en a besoin, avec quelqu’un pour l’aider."
    ]


def _figures(network: Network) -> Figures:
    """Of the last full year that received something, else of the running one; kept for some minutes."""
    today = timezone.localdate()
    known = Lot.objects.filter(network=network, received_on__year=today.year - 1).exists()
    year = today.year - 1 if known else today.year
    key = f"desk.pitch:{network.pk}:{year}:{today}:{Lot.objects.filter(network=network).count()}"
    return cast(Figures, cache.get_or_set(key, lambda: _count(network, year), KEPT_SECONDS))


def _count(network: Network, year: int) -> Figures:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    moved = of_period(network.pk, first, last)
    _, grams = balance(moved)
    issued = Document.objects.filter(network=network, issued_on__year=year, replaced_by=None, revocation=None)
    return Figures(
        year=year,
        stats=public_figures(network, year),
        carbon=spared(with_people(moved)),
        certificates=issued.filter(kind=Document.Kind.ERASURE).count(),
        agreements=issued.filter(kind=Document.Kind.AGREEMENT).count(),
        receipts=Receipt.objects.standing().filter(document__network=network, document__year=year).count(),
        days=_days(network, year),
        reused_g=grams.reuse_out - grams.returns,
        wasted_g=grams.waste_out,
        left_g=grams.reuse_out - grams.returns + grams.waste_out + grams.losses,
    )


def _days(network: Network, year: int) -> int | None:
    """How many days passed, half of the time at most, from an offer to its arrival."""
    arrived = Delivery.objects.filter(offer__network=network, lot__received_on__year=year)
    waits = [
        (received_on - timezone.localdate(offered_at)).days
        for offered_at, received_on in arrived.values_list("offer__created_at", "lot__received_on")
    ]
    return round(statistics.median(waits)) if len(waits) >= FEWEST_GIFTS else None


def _answers(network: Network, figures: Figures) -> list[Answer]:
    year = figures.year
    return [
        Answer("Et nos données ?", _data(network), _figure(figures.certificates, f"certificats d’effacement établis en {year}")),
        Answer("Nous n’avons pas le temps.", _time(network), _figure(figures.days, f"jours entre l’offre et l’arrivée, en médiane, en {year}")),
        Answer("En avons-nous le droit ?", _law(), _figure(figures.agreements, f"conventions de don établies en {year}")),
        Answer("Qu’y gagnons-nous ?", TAX, _figure(figures.receipts, f"reçus fiscaux établis en {year}")),
        Answer("Et si quelque chose tourne mal ?", LIABILITY, _mass(figures.wasted_g, f"confiés à un recycleur en {year}, pesés au départ")),
        Answer("Est-ce vraiment réemployé ?", REUSE, _share(figures)),
    ]  # fmt: skip


def _figure(value: int | None, words: str) -> Told | None:
    return Told(numbers.number(value), words) if value else None


def _mass(grams: int, words: str) -> Told | None:
    return Told((numbers.tonnes if grams >= 1_000_000 else numbers.kg)(grams), words) if grams > 0 else None


def _share(figures: Figures) -> Told | None:
    percent = figures.reused_percent
    words = f"de la masse sortie des ateliers en {figures.year} est réemployée ; le reste est recyclé"
    return None if not percent else Told(f"{percent}{numbers.NO_BREAK}%", words)


def _data(network: Network) -> list[Point]:
    percent = rules(network).recheck_percent
    drawn = f"{percent} % des effacements sont tirés au sort, et relus par une seconde personne."
    return [
        Point(
            "Chaque disque est effacé par une méthode adaptée à sa nature, ou détruit. Aucun appareil ne quitte la filière "
            "sans cette preuve : le logiciel l’empêche.",
            "ANSSI, Recommandations pour le reconditionnement, 2023 ; NIST SP 800-88 r2",
        ),
        Point(
            "Aucun contenu n’est regardé. Vous recevez un certificat numéroté par appareil : n’importe qui peut le vérifier "
            "en ligne."
        ),
        *([Point(drawn)] if percent else []),
    ]


def _time(network: Network) -> list[Point]:
    return [
        Point(
            "L’offre prend deux minutes, sans compte. Un ordre de grandeur suffit, ou votre liste telle quelle : tableur, "
            "export GLPI."
        ),
        Point(f"Nous répondons sous {network.answer_days} jours ouvrés, et nous venons chercher."),
        Point("Tout est compté et pesé devant vous : vous signez le bon sur place. Vous pouvez aussi déposer."),
    ]


def _law() -> list[Point]:
    target = ReuseTarget.of(timezone.localdate())
    told = Point("Oui. Ce que chacun peut donner, et à quelles conditions, est dit plus bas, avec les textes.")
    if target is None:
        return [told]
    duty = (
        f"Une personne publique fait réemployer {target.percent} % au moins du matériel qu’elle réforme : ce don compte, et "
        "vous en recevez la preuve, ligne par ligne."
    )
    return [told, Point(duty, target.source)]


TAX = (
    Point(
        "Une personne publique ne reçoit pas de reçu fiscal : elle y gagne la preuve de son taux de réemploi, et des "
        "placards vides."
    ),
    Point(
        "Une entreprise ou un particulier peut recevoir un reçu, si l’organisme qui reçoit y a droit.",
        "CGI, art. 238 bis et 200",
    ),
    Point(
        "Vous seul déclarez la valeur, avec sa pièce : nous n’en proposons aucune. Un matériel amorti vaut souvent presque "
        "rien : le reçu n’est pas la raison de donner."
    ),
)
LIABILITY = (
    Point(
        "Une convention dit qui répond de quoi. Le matériel est remis en l’état, sans garantie de votre part ; la garde et "
        "les risques passent à nous à la signature du bon."
    ),
    Point(
        "Donné pour être réemployé, il n’est pas un déchet. Ce qui ne peut pas l’être le devient chez nous : nous en sommes "
        "alors le producteur, et le remettons à un opérateur autorisé.",
        "Code de l’environnement, art. L541-1-1",
    ),
    Point(
        "Le régime de votre don suit chaque appareil : il limite à qui il peut aller, et à quel prix.",
        "Décret 2022-1413",
    ),
)
REUSE = (
    Point(
        "Chaque appareil se suit de votre porte à celle de quelqu’un : vous voyez ce qu’il est devenu, ligne par ligne."
    ),
    Point(
        "Ce qui est démonté ou recyclé est compté à part, et pesé. Le bilan se ferme au gramme, et ce qui reste inexpliqué "
        "est montré."
    ),
    Point("N’est dit « reconditionné » que l’appareil testé et effacé.", "Code de la consommation, art. R122-4"),
)
