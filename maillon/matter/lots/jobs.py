"""Donors and past lots that come in a spreadsheet: what its columns say, and the acts that its lines do."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common import geography, numbers, siret, text
from maillon.common.errors import Refused
from maillon.common.tables import Field, Kind, Line, values
from maillon.ground.organisations.jobs import KINDS as ORGANISATION_WORDS
from maillon.ground.organisations.jobs import identity_fields, place_fields, settle_place
from maillon.ground.organisations.models import Member
from maillon.matter.ledger.models import Category
from maillon.matter.lots import actions, policy
from maillon.matter.lots.models import Donor, Lot, Regime
from maillon.matter.lots.queries import choosable_sites, regimes_for

KIND_WORDS = {
    **{word: kind for kind, words in ORGANISATION_WORDS.items() if kind != "association" for word in words},
    **dict.fromkeys(ORGANISATION_WORDS["association"], "ess"),
    **dict.fromkeys(("particulier", "particuliere", "personne", "personne physique", "individu"), "person"),
    **{text.fold(str(label)): value for value, label in Donor.Kind.choices},
}
REGIME_WORDS = {
    **{text.fold(word): value for value, label in Regime.choices for word in (value, value.replace("_", " "), label)},
    "mecenat": "don_mecenat",
    "don avec recu": "don_mecenat",
    "recu fiscal": "don_mecenat",
    "avec recu fiscal": "don_mecenat",
    "avec recu": "don_mecenat",
    "don": "don_sans_recu",
    "don entreprise": "don_sans_recu",
    "sans recu": "don_sans_recu",
    "etat": "don_etat",
    "collectivite": "don_collectivite",
    "particulier": "don_particulier",
    "dechet": "dechet_reutilisation",
    "deee": "dechet_reutilisation",
}
COUNTED = {
    "laptop": ("portables", "pc portables", "laptops", "nb portables", "nombre de portables"),
    "desktop": ("fixes", "pc fixes", "uc", "unites centrales", "desktops", "nb fixes"),
    "monitor": ("ecrans", "moniteurs", "nb ecrans"),
    "tablet": ("tablettes", "nb tablettes"),
    "smartphone": ("smartphones", "telephones", "mobiles"),
    "printer": ("imprimantes",),
    "server": ("serveurs",),
}


class Donors(Kind):
    """Donors: organisations with their SIRET, and private persons."""

    slug, noun, plural, title = "donateurs", "donateur", "donateurs", "Importer des donateurs"
    lead = "Ils sont connus du réseau comme donateurs. Une organisation n’a qu’une fiche, trouvée par son SIRET ou son nom."
    unique = ("siret",)

    def fields(self) -> Sequence[Field]:
        name, number, email, phone = identity_fields()
        kinds = ", ".join(str(label) for label in Donor.Kind.labels)
        return (
            name,
            Field(
                "kind", "Nature", ("type", "statut", "statut juridique", "type de donateur", "categorie", "forme juridique"),
                required=True, read=values.among(KIND_WORDS, said=f"écrivez une de ces natures : {kinds}."),
                example="Entreprise",
            ),
            number,
            *place_fields(),
            email,
            phone,
        )  # fmt: skip

    def told(self, name: str, value: Any) -> str:
        if value and name == "kind":
            return str(Donor.Kind(value).label)
        if value and name == "commune":
            return str(geography.commune(value))
        if value and name == "siret":
            return siret.display(value)
        return super().told(name, value)

    def may(self, member: Member) -> bool:
        return policy.may_receive(member, member.organisation)

    def address(self, member: Member, target: uuid.UUID | None) -> str:
        return ""

    def check(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> None:
        rows = Donor.objects.filter(network=by.network_id).values_list("name", "organisation__siret", "email")
        sirets = {number for _, number, _ in rows if number}
        names = {(text.fold(name), email.casefold()) for name, _, email in rows}
        seen: dict[tuple[str, str], int] = {}
        for line in lines:
            settle_place(line)
            found = line.values
            key = (text.fold(found["name"]), found.get("email", "").casefold())
            if found.get("siret") and found["siret"] in sirets:
                line.refuse(f"SIRET : {siret.display(found['siret'])} est déjà celui d’un donateur du réseau.")
            elif key in names:
                line.refuse(f"Nom : « {found['name']} » est déjà un donateur du réseau.")
            elif found["kind"] == Donor.Kind.PERSON and found.get("siret"):
                line.refuse("Nature : un particulier n’a pas de SIRET. Corrigez l’un ou l’autre.")
            elif key in seen:
                line.refuse(f"Nom : « {found['name']} » est déjà à la ligne {seen[key]}.")
            seen.setdefault(key, line.number)

    def known(self, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        return set(Donor.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))

    def write(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> Mapping[int, uuid.UUID]:
        made = {}
        for line in lines:
            found = line.values
            try:
                with transaction.atomic():
                    donor = actions.welcome(
                        name=found["name"],
                        kind=found["kind"],
                        siret=found.get("siret", ""),
                        email=found.get("email", ""),
                        phone=found.get("phone", ""),
                        commune_code=found["commune"],
                        id=line.id,
                        by=by,
                    )
            except Refused as refused:
                line.refuse(refused.sentence)
            else:
                if donor.pk == line.id:
                    made[line.number] = line.id
                else:
                    line.refuse(f"Nom : « {donor.name} » est déjà un donateur du réseau.")
        return made

    def undo(self, ids: Sequence[uuid.UUID], *, by: Member) -> int:
        return actions.withdraw_donors(ids, by=by)


class PastLots(Kind):
    """Lots received before the network used Maillon."""

    slug, noun, plural, title = "lots", "lot", "lots", "Importer des lots passés"
    lead = (
        "Des livraisons déjà reçues et pesées, une par ligne : leur date, leur donateur, leur masse, leurs décomptes."
    )
    target_label = "Reçus à quel site"
    undoable = (
        "Un lot porte un numéro, et cette numérotation n’a pas de trou : un lot importé par erreur se corrige sur sa page, "
        "il ne disparaît pas."
    )

    def fields(self) -> Sequence[Field]:
        counted = Category.objects.filter(family__in=Category.GIVEN)
        regimes = ", ".join(str(label) for label in Regime.labels)
        return (
            Field(
                "received_on", "Date de réception",
                ("date", "date de don", "date d entree", "recu le", "date de collecte", "delivery note date"),
                required=True, read=values.date, example="31/01/2025",
            ),
            Field(
                "donor", "Donateur", ("nom du donateur", "nom", "origine", "provenance", "entreprise", "structure", "donneur"),
                required=True, read=values.short(150), help="Son nom ou son SIRET, déjà connu du réseau.",
                example="Transports Kerdoncuff",
            ),
            Field(
                "mass", "Masse", ("poids", "masse totale", "poids total", "masse kg", "poids kg", "delivery note weight"),
                required=True, read=values.mass, help="« 120 kg », ou un nombre en kilos.", example="120,5 kg",
            ),
            Field(
                "regime", "Régime", ("type de don", "regime juridique", "nature du don"),
                read=values.among(REGIME_WORDS, said=f"écrivez un de ces régimes : {regimes}."),
                help="Vide : celui qui est usuel pour ce donateur.", example="Don d’une entreprise, avec reçu fiscal",
            ),
            *(
                Field(
                    f"units_{one.slug}", one.plural, (one.name, *COUNTED.get(one.slug, ())), read=values.whole,
                    example="4" if one.slug in ("laptop", "desktop") else "",
                )
                for one in counted
            ),
            Field(
                "explanation", "Écart expliqué", ("explication", "commentaire", "remarque", "observation"),
                read=values.short(200), help="Nécessaire quand la masse ne peut pas être celle des objets comptés.",
            ),
        )  # fmt: skip

    def told(self, name: str, value: Any) -> str:
        if value and name == "mass":
            return numbers.kg(value)
        if value and name == "regime":
            return str(Regime(value).label)
        return super().told(name, value)

    def may(self, member: Member) -> bool:
        return policy.may_receive(member, member.organisation)

    def targets(self, member: Member) -> list[tuple[str, str]]:
        return [(str(site.pk), f"{site.organisation}, {site.name}") for site in choosable_sites(member)]

    def address(self, member: Member, target: uuid.UUID | None) -> str:
        return "/lots/"

    def check(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> None:
        donors = list(Donor.objects.filter(network=by.network_id).select_related("organisation"))
        by_siret = {one.organisation.siret: one for one in donors if one.organisation and one.organisation.siret}
        by_name: dict[str, list[Donor]] = {}
        for one in donors:
            by_name.setdefault(text.fold(one.name), []).append(one)
        for line in lines:
            said = line.values["donor"]
            number = "".join(said.split())
            found = [by_siret[number]] if number in by_siret else by_name.get(text.fold(said), [])
            if len(found) == 1:
                line.values["donor"] = found[0]
                self._check_line(line)
            elif found:
                line.refuse(f"Donateur : {len(found)} donateurs s’appellent « {said} ». Écrivez son SIRET.")
            else:
                line.refuse(f"Donateur : « {said} » n’est pas connu du réseau. Importez d’abord les donateurs.")

    def _check_line(self, line: Line) -> None:
        donor, found = line.values["donor"], line.values
        allowed = regimes_for(donor.kind)
        found["regime"] = found.get("regime") or allowed[0].value
        if found["regime"] not in allowed:
            line.refuse(f"Régime : « {Regime(found['regime']).label} » ne va pas avec ce donateur.")
        if found["received_on"] > timezone.localdate():
            line.refuse("Date de réception : elle est à venir.")
        if not any(value for name, value in found.items() if name.startswith("units_")):
            line.refuse("Décompte : comptez au moins un objet.")

    def known(self, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        return set(Lot.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))

    def write(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> Mapping[int, uuid.UUID]:
        site = choosable_sites(by).filter(pk=target).first() if target else None
        if site is None:
            raise Refused("Ce site n’est plus de ceux où vous recevez : envoyez le fichier de nouveau pour un autre.")
        known = {f"units_{one.slug}": one for one in Category.objects.all()}
        made = {}
        for line in lines:
            found = line.values
            try:
                with transaction.atomic():
                    actions.receive(
                        found["donor"],
                        holder=site.organisation,
                        regime=found["regime"],
                        received_on=found["received_on"],
                        weighed_g=found["mass"],
                        counts={known[name]: units for name, units in found.items() if name in known},
                        site=site,
                        explanation=found.get("explanation", ""),
                        id=line.id,
                        by=by,
                    )
            except Refused as refused:
                line.refuse(refused.sentence)
            else:
                made[line.number] = line.id
        return made


DONORS = Donors()
PAST_LOTS = PastLots()
