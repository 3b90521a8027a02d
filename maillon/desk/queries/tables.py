"""The tables that can be taken out: what each column says, and the rows that a member may read."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from maillon.common import geography
from maillon.common.spreadsheets import Cell, Sheet
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Account
from maillon.matter.lots.models import Lot, Regime

CHUNK = 1000


@dataclass(frozen=True)
class Column:
    """One column: its head, what it says of a row, and the sentence that documents it."""

    head: str
    value: Callable[[Any], Cell]
    help: str


@dataclass(frozen=True)
class Table:
    """What can be taken out of one list. `roles`: whom the list is for; empty for every member."""

    key: str
    title: str
    what: str
    columns: tuple[Column, ...]
    page: str = ""
    roles: frozenset[str] = frozenset()

    def written(self, rows: QuerySet | Iterable[Any]) -> Iterator[list[Cell]]:
        """The rows, some at a time."""
        found = rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows
        for row in found:
            yield [column.value(row) for column in self.columns]

    @property
    def heads(self) -> list[str]:
        return [column.head for column in self.columns]

    @property
    def notice(self) -> Sheet:
        """A second sheet, which says what the columns of the first are."""
        return Sheet("Colonnes", ["Colonne", "Ce qu’elle dit"], [[one.head, one.help] for one in self.columns])


def _kilos(grams: int | None) -> Cell:
    return None if grams is None else round(grams / 1000, 3)


def _euros(cents: int | None) -> Cell:
    return None if cents is None else round(cents / 100, 2)


def _day(instant: datetime.datetime | None) -> Cell:
    return timezone.localdate(instant) if instant else None


def _hour(instant: datetime.datetime) -> str:
    return timezone.localtime(instant).strftime("%H:%M")


def _commune(code: str) -> str:
    try:
        return str(geography.commune(code)) if code else ""
    except geography.UnknownCommune:
        return code


DEVICES = Table(
    "appareils",
    "Appareils",
    "Les appareils que vous voyez, avec les filtres de leur liste. Ce tableau se réimporte tel quel.",
    (
        Column("Étiquette", lambda one: one.label, "Le code imprimé, unique."),
        Column("Catégorie", lambda one: one.category.name, "Le genre de matériel."),
        Column("Marque", lambda one: one.manufacturer, "Lue dans un rapport de machine, ou saisie."),
        Column("Modèle", lambda one: one.model, "Lu dans un rapport de machine, ou saisi."),
        Column("Numéro de série", lambda one: one.serial, "Vide quand la machine n’en a pas d’utilisable."),
        Column("Masse (kg)", lambda one: _kilos(one.mass_g), "En kilos."),
        Column(
            "Masse mesurée",
            lambda one: "oui" if one.mass_source == "measured" else "non",
            "Non : masse de la catégorie.",
        ),
        Column("Processeur", lambda one: one.cpu, "Tel que la machine le dit."),
        Column("Mémoire (Go)", lambda one: one.ram_mib and round(one.ram_mib / 1024, 2), "En gibioctets."),
        Column("Écran", lambda one: one.screen, "Taille et définition."),
        Column("Santé de la batterie (%)", lambda one: one.battery_pct, "Capacité restante, sur 100."),
        Column("Défauts connus", lambda one: one.known_defects, "Dits à qui le reçoit."),
        Column("État", lambda one: one.get_state_display(), "Où il en est de sa vie."),
        Column("Depuis le", lambda one: _day(one.state_since), "Le jour où il est passé à cet état."),
        Column("Grade", lambda one: one.get_grade_display(), "Donné par le test complet."),
        Column("Usage", lambda one: one.get_usage_display(), "Occasionnel, courant ou avancé."),
        Column("Système", lambda one: one.system, "Le système installé."),
        Column("Données effacées le", lambda one: _day(one.cleared_at), "Preuve d’effacement de tous ses supports."),
        Column("Lot", lambda one: one.lot.reference, "Le lot dont il vient."),
        Column("Régime", lambda one: Regime(one.regime).label, "Le droit sous lequel il a été donné."),
        Column("Détenu par", lambda one: one.holder.name, "L’organisation qui le tient."),
        Column("Site", lambda one: one.site.name if one.site else "", "Où il est rangé."),
        Column("Entré le", lambda one: _day(one.created_at), "Le jour de son étiquette."),
    ),
    "/appareils/",
)
LOTS = Table(
    "lots",
    "Lots",
    "Les livraisons reçues, avec les filtres de leur liste.",
    (
        Column("Lot", lambda one: one.reference, "Son numéro dans le réseau."),
        Column("Date de réception", lambda one: one.received_on, "Le jour de la pesée."),
        Column(
            "Donateur",
            lambda one: "Particulier" if one.donor.kind == "person" else one.donor.name,
            "Un particulier n’est pas nommé.",
        ),
        Column("Nature du donateur", lambda one: one.donor.get_kind_display(), "Entreprise, collectivité…"),
        Column("Régime", lambda one: one.get_regime_display(), "Le droit sous lequel il est donné."),
        Column("Reçu par", lambda one: one.holder.name, "L’organisation qui l’a pesé."),
        Column("Masse (kg)", lambda one: _kilos(one.weighed_g), "Pesée à l’arrivée, en kilos."),
        Column("Objets comptés", lambda one: one.units, "À l’arrivée, toutes catégories."),
        Column("Objets à entrer", lambda one: max(one.left, 0), "Ni étiquetés, ni expliqués."),
        Column("État", lambda one: one.get_state_display(), "Reçu, en tri, ou bilan rendu."),
        Column("Bilan rendu le", lambda one: one.closed_on, "Vide tant que le tri dure."),
        Column("Écart expliqué", lambda one: one.gap_reason, "Pourquoi la masse et le décompte diffèrent."),
    ),
    "/lots/",
)
DONORS = Table(
    "donateurs",
    "Donateurs",
    "Qui donne dans le réseau. Les coordonnées d’un particulier ne sont pas dans ce tableau.",
    (
        Column(
            "Nom", lambda one: "Particulier" if one.kind == "person" else one.name, "Un particulier n’est pas nommé."
        ),
        Column("Nature", lambda one: one.get_kind_display(), "Entreprise, collectivité, particulier…"),
        Column("SIRET", lambda one: one.organisation.siret if one.organisation else "", "14 chiffres, en texte."),
        Column("Commune", lambda one: _commune(one.commune_code), "Là où il est."),
        Column(
            "Adresse e-mail", lambda one: "" if one.kind == "person" else one.email, "Le contact d’une organisation."
        ),
        Column("Téléphone", lambda one: "" if one.kind == "person" else one.phone, "Le contact d’une organisation."),
        Column("Lots reçus", lambda one: one.lots_count, "Combien de livraisons."),
        Column("Masse donnée (kg)", lambda one: _kilos(one.given_g or 0), "Somme des pesées, en kilos."),
    ),
    roles=frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN}),
)
OFFERS = Table(
    "offres",
    "Offres de don",
    "Ce qui est proposé au réseau, ou ce que vous avez proposé.",
    (
        Column("Offre", lambda one: one.reference, "Son numéro dans le réseau."),
        Column("Reçue le", lambda one: _day(one.created_at), "Le jour où elle a été envoyée."),
        Column("Donateur", lambda one: one.organisation_name or "Particulier", "Un particulier n’est pas nommé."),
        Column("Nature", lambda one: one.get_donor_kind_display(), "Entreprise, collectivité, particulier…"),
        Column("Commune", lambda one: str(one.commune), "Où enlever le matériel."),
        Column("Matériel", lambda one: one.summary, "Ce que le donateur a compté."),
        Column("Âge", lambda one: one.get_age_display(), "De la plupart des objets."),
        Column("Données", lambda one: one.get_data_display(), "Ce que les disques contiennent."),
        Column("Régime", lambda one: one.get_regime_display(), "Décidé à l’acceptation."),
        Column("État", lambda one: one.get_state_display(), "Où en est la réponse."),
        Column("Depuis le", lambda one: _day(one.state_since), "Le jour où elle est passée à cet état."),
    ),
    "/dons/",
    frozenset({Role.COORDINATOR, Role.DONOR, Role.LOGISTICIAN, Role.ADMINISTRATOR}),
)
NEEDS = Table(
    "demandes",
    "Demandes",
    "Les demandes que vous voyez, avec les filtres de leur liste. Aucune identité n’en sort.",
    (
        Column("Demande", lambda one: one.reference, "Son numéro, le seul lien avec la personne."),
        Column("Demandée le", lambda one: one.asked_on, "Le jour de la demande."),
        Column("Demandée par", lambda one: one.prescriber.name, "L’organisation qui accompagne."),
        Column(
            "Pour",
            lambda one: one.association.name if one.association else "une personne",
            "Une association, ou une personne, jamais nommée.",
        ),
        Column("Équipement", lambda one: one.wanted, "Ce qui est demandé."),
        Column("Usage", lambda one: one.get_usage_display(), "Occasionnel, courant ou avancé."),
        Column("Commune", lambda one: str(one.commune), "Là où l’équipement servira."),
        Column("Urgente avant le", lambda one: one.urgent_before, "Vide quand rien ne presse."),
        Column("État", lambda one: one.get_state_display(), "Où elle en est."),
        Column("Depuis le", lambda one: _day(one.state_since), "Le jour où elle est passée à cet état."),
        Column("Remise le", lambda one: one.served_on, "Le jour où elle a été servie."),
    ),
    "/demandes/",
    frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.PRESCRIBER, Role.MEDIATOR, Role.DISTRIBUTOR}),
)
HANDOVERS = Table(
    "remises",
    "Remises",
    "Les rendez-vous et les remises, avec les filtres de leur liste. Aucune identité n’en sort.",
    (
        Column("Demande", lambda one: one.need.reference, "Celle que la remise sert."),
        Column("Rendez-vous le", lambda one: _day(one.planned_at), "Le jour convenu."),
        Column("À", lambda one: _hour(one.planned_at), "L’heure convenue."),
        Column("Lieu", lambda one: one.place, "Où se fait la remise."),
        Column("Commune", lambda one: str(one.commune), "La commune du lieu."),
        Column("Remis par", lambda one: one.distributor.name, "L’organisation qui remet."),
        Column("Équipement", lambda one: one.need.wanted, "Ce qui est remis."),
        Column("À quel titre", lambda one: one.get_kind_display(), "Don, vente solidaire ou prêt."),
        Column("État", lambda one: one.get_state_display(), "Prévue, faite ou annulée."),
        Column("Remis le", lambda one: one.done_on, "Le jour de la remise."),
        Column("Garantie jusqu’au", lambda one: one.guarantee_until, "Le dernier jour de la garantie."),
        Column("Prix (€)", lambda one: _euros(one.price), "Payé pour tous les appareils, toutes taxes comprises."),
    ),
    "/remises/",
    frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.PRESCRIBER, Role.DISTRIBUTOR}),
)
SESSIONS = Table(
    "seances",
    "Séances",
    "Les séances du réseau, avec les filtres de leur liste.",
    (
        Column("Titre", lambda one: one.title, "Le nom de la séance."),
        Column("Genre", lambda one: one.get_kind_display(), "Atelier, prise en main, formation…"),
        Column("Le", lambda one: _day(one.starts_at), "Le jour."),
        Column("À", lambda one: _hour(one.starts_at), "L’heure de début."),
        Column("Durée (minutes)", lambda one: one.minutes, "La durée prévue."),
        Column("Lieu", lambda one: one.place, "Où elle se tient."),
        Column("Commune", lambda one: str(one.commune), "La commune du lieu."),
        Column("Tenue par", lambda one: one.organisation.name, "L’organisation qui accueille."),
        Column("Places", lambda one: one.seats, "Combien en tout."),
        Column("Places libres", lambda one: one.left, "Combien il en reste."),
        Column("Annulée", lambda one: "oui" if one.cancelled_at else "non", "Oui quand elle n’aura pas lieu."),
    ),
    "/seances/",
    frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.PRESCRIBER, Role.MEDIATOR, Role.DISTRIBUTOR}),
)
ORGANISATIONS = Table(
    "organisations",
    "Organisations",
    "Les organisations du réseau que vous voyez, avec les filtres de leur liste.",
    (
        Column("Nom", lambda one: one.organisation.name, "Sa raison sociale."),
        Column("SIRET", lambda one: one.organisation.siret, "14 chiffres, en texte."),
        Column("Nature", lambda one: one.organisation.get_kind_display(), "Association, entreprise, collectivité…"),
        Column("Commune", lambda one: str(one.organisation.commune), "Celle de son siège."),
        Column("Rôles", lambda one: one.roles_label, "Ce qu’elle fait dans le réseau."),
        Column("Adhérente depuis", lambda one: one.adherent_since, "Vide quand elle n’adhère pas."),
        Column("Dans le réseau depuis", lambda one: one.since, "Le jour de son entrée."),
    ),
    "/reseau/",
)
MEMBERS = Table(
    "membres",
    "Membres",
    "Qui agit dans le réseau : pour votre organisation, ou pour toutes si vous l’animez.",
    (
        Column("Nom", lambda one: one.user.last_name, "Nom de famille."),
        Column("Prénom", lambda one: one.user.first_name, "Prénom."),
        Column("Adresse e-mail", lambda one: one.user.email, "Celle de son compte."),
        Column("Organisation", lambda one: one.organisation.name, "Pour qui elle agit."),
        Column("Rôles", lambda one: one.roles_label, "Ce qu’elle peut y faire."),
        Column("Fonction", lambda one: one.function, "Telle qu’elle est notée."),
        Column("Depuis le", lambda one: one.since, "Le premier jour."),
        Column("Jusqu’au", lambda one: one.ended_on, "Vide quand elle agit toujours."),
    ),
    "",
    frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.MANAGER}),
)
MOVEMENTS = Table(
    "mouvements",
    "Mouvements",
    "Le registre des masses : tout ce qui est passé d’un compte à un autre, chez vous ou dans le réseau si vous l’animez.",
    (
        Column("Le", lambda one: one.on, "Le jour du mouvement."),
        Column("De", lambda one: Account(one.source).label, "Le compte d’où cela part."),
        Column("Vers", lambda one: Account(one.target).label, "Le compte où cela va."),
        Column("Catégorie", lambda one: one.category.name if one.category else "", "Vide : mêlées."),
        Column("Unités", lambda one: one.units, "Négatif : une contre-écriture."),
        Column("Masse (kg)", lambda one: _kilos(one.mass_g), "En kilos ; négative : une contre-écriture."),
        Column("Lot", lambda one: f"{one.lot_year}-{one.lot_number:03d}" if one.lot_year else "", "Le lot concerné."),
        Column("Étiquette", lambda one: one.device_label or "", "L’appareil concerné."),
        Column("Chez", lambda one: one.holder.name, "L’organisation qui détient."),
        Column("Motif", lambda one: one.reason, "Quand il en faut un."),
    ),
    "",
    frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.MANAGER, Role.LOGISTICIAN}),
)
FRAMES = Table(
    "conventions",
    "Conventions-cadres",
    "Les conventions sur plusieurs années que vous voyez, celles à renouveler d’abord.",
    (
        Column("Convention", lambda one: str(one.document or ""), "Son numéro, quand elle est établie ici."),
        Column("Donateur", lambda one: one.donor.name, "Qui donne."),
        Column("Bénéficiaire", lambda one: one.beneficiary.name, "La tête du réseau, ou un membre."),
        Column("Régime", lambda one: one.get_regime_display(), "Le droit sous lequel il donne."),
        Column("Couvre", lambda one: one.scope, "Ce qui est donné sous cette convention."),
        Column("Du", lambda one: one.starts_on, "Le premier jour."),
        Column("Au", lambda one: one.ends_on, "Le dernier jour."),
        Column("Signée le", lambda one: one.signed_on, "Le jour de la signature."),
        Column("État", lambda one: one.standing[0], "En cours, à renouveler, échue…"),
        Column("Prend fin le", lambda one: one.ended_on, "Quand on y a mis fin avant son terme."),
    ),
    "/conventions/",
    frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN, Role.MANAGER, Role.DONOR}),
)
TABLES = {
    table.key: table
    for table in (
        DEVICES, LOTS, DONORS, OFFERS, FRAMES, NEEDS, HANDOVERS, SESSIONS, ORGANISATIONS, MEMBERS, MOVEMENTS,
    )
}  # fmt: skip


def named(movements: QuerySet) -> QuerySet:
    """Each movement with the number of its lot and the label of its device, which it keeps as bare keys."""
    lots = Lot.objects.filter(pk=OuterRef("lot"))
    return movements.select_related("holder", "category").annotate(
        lot_year=Subquery(lots.values("year")[:1]),
        lot_number=Subquery(lots.values("number")[:1]),
        device_label=Subquery(Device.objects.filter(pk=OuterRef("device")).values("label")[:1]),
    )


def paid(handovers: QuerySet) -> QuerySet:
    """Each hand-over with `price`, the cents paid for all of its devices."""
    return handovers.annotate(price=Sum("items__price_cents", default=0))
