"""The working groups of a network: their monthly times, what they said, what they decide."""

import datetime
from collections.abc import Mapping
from random import Random

from maillon.common.calendar import add_months
from maillon.common.moments import PARIS
from maillon.demo.book import Book, groups
from maillon.demo.book.book import local_day
from maillon.demo.networks.agenda import DAY
from maillon.ground.governance.models import Group, Mode
from maillon.ground.organisations.models import Member, Network, Role

MONTHS_BACK, MONTHS_AHEAD = 3, 2
# Name, what for, rhythm, weekday (Monday is 0), which of the month, hour, how it decides, accounts that are in it.
CIRCLES = (
    (
        "Temps collectif mensuel",
        "Le rendez-vous de tous les membres : nouvelles, coups de main, chiffres du mois.",
        "Premier jeudi du mois, 9 h 30",
        (3, 1, 9),
        (Role.MANAGER, Role.TECHNICIAN, Role.SUPERVISOR, Role.MEDIATOR, Role.DISTRIBUTOR, Role.LOGISTICIAN),
        "Tour des membres\nChiffres du mois\nBesoins de coups de main",
        "Douze structures présentes. Les stocks d’écrans baissent, ceux d’unités centrales montent : échanges convenus.",
    ),
    (
        "Effacement sécurisé des données",
        "Comparer méthodes et outils, tenir à jour la procédure commune, former ceux qui relisent.",
        "Deuxième mardi du mois, 14 h",
        (1, 2, 14),
        (Role.TECHNICIAN, Role.SUPERVISOR),
        "Retours sur les SSD\nPart relue par une seconde personne\nFormation de printemps",
        "Deux supports résistent à l’effacement par le microgiciel : ils sont détruits. La procédure passe en version 4.",
    ),
    (
        "Pièces détachées et réparation",
        "Démanteler ce qui ne repart pas, constituer un stock commun de pièces, structurer la réparation.",
        "Troisième mercredi du mois, 10 h",
        (2, 3, 10),
        (Role.TECHNICIAN, Role.LOGISTICIAN),
        "Pièces les plus demandées\nOù ranger le stock commun",
        "Batteries et alimentations d’abord. Chaque atelier liste ce qu’il peut céder avant la prochaine réunion.",
    ),
    (
        "Plateforme régionale du reconditionné",
        "Construire avec les acteurs ce que la plateforme doit faire, essayer, dire ce qui manque.",
        "Quatrième vendredi du mois, 11 h",
        (4, 4, 11),
        (Role.MANAGER, Role.DISTRIBUTOR),
        "Ce que les pilotes ont appris\nOuverture aux nouveaux territoires",
        "Les deux pilotes continuent. La page des demandes est jugée claire ; il manque un mot sur les délais.",
    ),
)
ADOPTED = ("Relire une remise sur dix au lieu d’une sur vingt", "Coût estimé : deux heures par mois et par atelier.")
ASKED = ("Un stock commun de pièces au dépôt de la tête de réseau", "Chacun y verse ce qu’il ne pose pas dans l’année.")


def meet(
    book: Book, network: Network, random: Random, accounts: Mapping[Role, Member], at: datetime.datetime, count: int
) -> None:
    """So many of the groups, with their meetings of the last months and of the next ones."""
    managers = [one for one in book.rows[Member] if one.network_id == network.pk and one.has(Role.MANAGER)]
    coordinator, opened = accounts[Role.COORDINATOR], at - 150 * DAY
    for rank, (name, purpose, rhythm, when, roles, agenda, report) in enumerate(CIRCLES[:count]):
        people = [accounts[role] for role in roles] + random.sample(managers, min(len(managers), 9 - 2 * rank))
        mode, voices = (Mode.VOTE, Group.Voices.PERSON) if rank == 2 else (Mode.CONSENT, Group.Voices.ORGANISATION)
        told = {"name": name, "purpose": purpose, "rhythm": rhythm, "mode": mode, "voices": voices}
        group = groups.open_group(book, network, people=people, by=coordinator, at=opened, **told)
        last = None
        for months in range(-MONTHS_BACK, MONTHS_AHEAD + 1):
            starts_at = _nth(add_months(local_day(at).replace(day=1), months), *when)
            past = starts_at < at
            # The report of the last meeting of the first group is still to be written.
            written = report if past and (rank or months < 0) else ""
            place = "En visioconférence" if months % 2 else f"{network.head.name}, salle commune"
            held = groups.meet(book, group, starts_at=starts_at, place=place, agenda=agenda, report=written, at=opened)
            last = held if past else last
        if last and rank in (1, 2):
            _decide(book, group, last, people, coordinator, at, settled=rank == 1)


def _decide(book, group, meeting, people, by: Member, at: datetime.datetime, *, settled: bool) -> None:
    """One adopted, one on which the account of the technician has still to say what she thinks."""
    title, text = ADOPTED if settled else ASKED
    put = at - (25 if settled else 4) * DAY
    voices = dict.fromkeys(people[1:6], ("for", ""))
    if not settled:
        voices[people[-1]] = ("against", "Le dépôt est loin pour nous : prévoyons une navette.")
    closes_on = local_day(at) - 12 * DAY if settled else local_day(at) + 9 * DAY
    told = {"title": title, "text": text, "voices": voices, "settled": settled, "closes_on": closes_on}
    groups.decide(book, group, meeting, by=by, at=put, **told)


def _nth(month: datetime.date, weekday: int, rank: int, hour: int) -> datetime.datetime:
    """The first, second… such weekday of the month, at that hour of Paris."""
    day = month.replace(day=1 + (weekday - month.weekday()) % 7 + 7 * (rank - 1))
    return datetime.datetime.combine(day, datetime.time(hour, 30 if hour == 9 else 0), PARIS)
