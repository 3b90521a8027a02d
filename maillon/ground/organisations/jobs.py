"""Organisations that come in a spreadsheet: what its columns say, and the acts that its lines do."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from maillon.common import geography, siret, text
from maillon.common.errors import Refused
from maillon.common.tables import Field, Kind, Line, values
from maillon.ground.organisations import actions, policy
from maillon.ground.organisations.models import Affiliation, Member, Organisation, OrganisationRole

KINDS = {
    "state": ("etat", "service de l etat", "administration", "ministere", "prefecture"),
    "authority": ("collectivite", "mairie", "commune", "departement", "region", "intercommunalite", "epci", "ccas"),
    "public": ("public", "etablissement public", "hopital", "universite", "lycee", "college", "ecole"),
    "company": ("entreprise", "societe", "sarl", "sas", "sa", "eurl", "prive", "company"),
    "ess": ("ess", "scic", "scop", "cooperative", "entreprise d insertion", "ei", "aci", "mutuelle", "fondation"),
    "association": ("association", "asso", "association loi 1901", "loi 1901"),
}
PARTS = {
    "donateur": ("donneur", "don"),
    "collecteur": ("collecte", "logistique"),
    "reconditionneur": ("reconditionnement", "atelier"),
    "accompagnant": ("prescripteur", "accompagnement"),
    "distributeur": ("distribution", "remise"),
    "partenaire": ("mediation", "mediateur", "mediation numerique", "partenaire"),
    "financeur": ("financement",),
    "recycleur": ("recyclage",),
}


def kind_words() -> dict[str, str]:
    """What people call the natures of organisations, folded."""
    named = {text.fold(label): value for value, label in Organisation.Kind.choices}
    return {**named, **{word: kind for kind, words in KINDS.items() for word in words}}


def part_words() -> dict[str, str]:
    """What people call the parts that organisations play, folded."""
    named = {text.fold(label): value for value, label in OrganisationRole.choices if value != OrganisationRole.HEAD}
    return {**named, **{word: part for part, words in PARTS.items() for word in words}}


def identity_fields() -> tuple[Field, ...]:
    """What tells one organisation from another: for any table that names some."""
    return (
        Field(
            "name", "Nom",
            ("organisation", "structure", "raison sociale", "denomination", "nom de la structure", "entreprise", "societe",
             "nom de l organisation", "donateur", "association", "name", "company"),
            required=True, read=values.short(150), example="Médiathèque de Pontivy",
        ),
        Field(
            "siret", "SIRET", ("n siret", "numero siret", "siret siege", "no siret"), read=values.establishment,
            help="14 chiffres. Les zéros que le tableur a perdus au début sont retrouvés.", example="73282932000074",
        ),
        Field(
            "email", "Adresse e-mail", ("email", "e mail", "mail", "courriel", "adresse mail", "contact mail"),
            read=values.electronic_address, example="contact@structure.example",
        ),
        Field(
            "phone", "Téléphone", ("tel", "telephone fixe", "portable", "numero de telephone", "phone"),
            read=values.telephone, example="02 61 91 00 12",
        ),
    )  # fmt: skip


def place_fields() -> tuple[Field, ...]:
    """Where it is: a commune, in one column or two."""
    return (
        Field(
            "commune", "Commune", ("ville", "localite", "nom de la commune", "city"), read=values.short(100),
            help="« Pontivy (56300) », ou son nom et un code postal à part. Nécessaire.", example="Pontivy (56300)",
        ),
        Field("postcode", "Code postal", ("cp", "code commune", "code insee", "zip"), read=values.code(10)),
    )  # fmt: skip


def settle_place(line: Line) -> None:
    """Make what a line says of its place a commune, or refuse it."""
    name, postcode = line.values.get("commune", ""), line.values.pop("postcode", "")
    if not name and not postcode:
        line.refuse("Commune : rien n’est écrit.")
        return
    try:
        line.values["commune"] = values.commune(name, postcode)
    except ValueError as error:
        line.refuse(f"Commune : {error}")


class Organisations(Kind):
    """Organisations that enter the network."""

    slug, noun, plural, title = "organisations", "organisation", "organisations", "Importer des organisations"
    lead = "Elles entrent dans le réseau. Celle qui porte un SIRET déjà connu n’est pas créée deux fois."
    unique = ("siret",)

    def fields(self) -> Sequence[Field]:
        name, number, email, phone = identity_fields()
        kinds = ", ".join(str(label) for label in Organisation.Kind.labels)
        parts = ", ".join(str(label) for value, label in OrganisationRole.choices if value != OrganisationRole.HEAD)
        return (
            name,
            number,
            Field(
                "kind", "Nature", ("type", "statut", "statut juridique", "forme juridique", "categorie", "type de structure"),
                required=True, read=values.among(kind_words(), said=f"écrivez une de ces natures : {kinds}."),
                example="Association",
            ),
            *place_fields(),
            Field("address", "Adresse", ("adresse postale", "rue", "voie", "address"), read=values.short(200),
                  example="3 rue des Forges"),
            email,
            phone,
            Field(
                "roles", "Rôles", ("role", "role dans le reseau", "roles dans le reseau", "fonction", "activite"),
                read=values.many(part_words(), said=f"écrivez un ou plusieurs de ces rôles : {parts}."),
                help="Plusieurs rôles se séparent par une virgule. Vide : donateur.", example="accompagnant, distributeur",
            ),
            Field(
                "adheres", "Adhérente depuis", ("adhesion", "date d adhesion", "adherent depuis", "membre depuis"),
                read=values.date, example="01/01/2026",
            ),
        )  # fmt: skip

    def told(self, name: str, value: Any) -> str:
        if not value:
            return ""
        if name == "kind":
            return str(Organisation.Kind(value).label)
        if name == "commune":
            return str(geography.commune(value))
        if name == "siret":
            return siret.display(value)
        if name == "roles":
            return ", ".join(str(OrganisationRole(role).label) for role in value)
        return super().told(name, value)

    def may(self, member: Member) -> bool:
        return policy.may_manage_network(member, member.network)

    def address(self, member: Member, target: uuid.UUID | None) -> str:
        return "/reseau/"

    def check(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> None:
        present = Affiliation.objects.filter(network=by.network_id, ended_on=None).select_related("organisation")
        numbers = {one.organisation.siret for one in present}
        names = {text.fold(one.organisation.name) for one in present}
        for line in lines:
            settle_place(line)
            number = line.values.get("siret")
            if number and number in numbers:
                line.refuse(f"SIRET : {siret.display(number)} est déjà dans le réseau.")
            elif not number and text.fold(line.values["name"]) in names:
                line.refuse(
                    f"Nom : « {line.values['name']} » est déjà dans le réseau. Donnez un SIRET si c’en est une autre."
                )

    def known(self, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        return set(Affiliation.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))

    def write(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> Mapping[int, uuid.UUID]:
        made = {}
        for line in lines:
            found = line.values
            told = {name: found.get(name, "") for name in ("address", "email", "phone")}
            try:
                with transaction.atomic():
                    organisation = actions.enter(
                        by.network,
                        name=found["name"],
                        kind=found["kind"],
                        commune_code=found["commune"],
                        siret_number=found.get("siret", ""),
                        roles=found.get("roles") or [OrganisationRole.DONOR],
                        by=by,
                        affiliation_id=line.id,
                        **told,
                    )
                    if found.get("adheres"):
                        actions.adhere(by.network, organisation, starts_on=found["adheres"], by=by)
            except Refused as refused:
                line.refuse(refused.sentence)
            else:
                made[line.number] = line.id
        return made

    def undo(self, ids: Sequence[uuid.UUID], *, by: Member) -> int:
        return actions.withdraw(by.network, ids, by=by)


ORGANISATIONS = Organisations()
