"""Devices that come in a spreadsheet: what its columns say, and the acts that its lines do."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models.functions import Lower

from maillon.common import labels, numbers, text
from maillon.common.tables import Field, Kind, Line, values
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices import actions, policy
from maillon.matter.devices.models import Device, Label
from maillon.matter.devices.reports.identity import usable_serial
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Lot

# How people and other software name the categories, beside their own names.
WORDS = {
    "chair": ("chaise", "chaises", "siege", "sieges", "fauteuil", "fauteuil de bureau", "tabouret", "chair"),
    "desk": ("bureau", "bureaux", "table", "tables", "plan de travail", "table de reunion", "desk"),
    "cabinet": ("armoire", "armoires", "caisson", "caissons", "meuble de rangement", "vestiaire", "placard"),
    "shelf": ("etagere", "etageres", "rayonnage", "bibliotheque", "shelf"),
    "laptop": (
        "pc portable", "portable", "laptop", "notebook", "netbook", "ultrabook", "portables", "ordi portable",
        "micro portable", "macbook", "chromebook",
    ),
    "desktop": (
        "pc fixe", "fixe", "fixes", "uc", "unite centrale", "tour", "mini tour", "desktop", "pc", "pc bureau",
        "ordinateur de bureau", "ordinateur", "station de travail", "all in one", "tout en un", "aio", "microtower",
        "tower", "mini pc", "computer",
    ),
    "monitor": ("ecran plat", "ecran pc", "moniteur", "monitor", "display", "ecran lcd"),
    "tablet": ("tablette tactile", "tablet", "ipad"),
    "smartphone": ("telephone", "telephone portable", "mobile", "telephone mobile", "phone", "iphone", "gsm"),
    "server": ("server", "serveur rack"),
    "printer": ("printer", "imprimante laser", "imprimante jet d encre"),
    "multifunction": ("multifonction", "mfp", "copieur", "photocopieur", "imprimante scanner"),
    "projector": ("projecteur", "videoprojecteurs", "projector", "beamer"),
    "network": ("reseau", "switch", "routeur", "borne wifi", "point d acces", "equipement reseau", "network"),
}  # fmt: skip

# How donors head the column of their own number.
ASSET_TAG = (
    "n inventaire", "no inventaire", "inventaire", "code inventaire", "asset tag", "assettag", "inventory number",
    "otherserial", "immobilisation", "n immobilisation", "numero d immobilisation", "code immo",
)  # fmt: skip


def categories() -> dict[str, Category]:
    """The categories that are followed one by one, by their identifier."""
    return {one.slug: one for one in Category.objects.filter(family=Category.Family.DEVICE)}


def _named(known: Mapping[str, Category]) -> dict[str, str]:
    named = {text.fold(name): one.slug for one in known.values() for name in (one.slug, one.name, one.plural)}
    return {**{word: slug for slug, words in WORDS.items() if slug in known for word in words}, **named}


def serial(cell: str, head: str = "") -> str:
    """The serial number, empty for what factories leave there (« To be filled by O.E.M. »)."""
    return usable_serial(values.code(80)(cell, head)) or ""


def label(cell: str, head: str = "") -> str:
    """A label's code as it is printed."""
    return labels.parse(values.plain(cell))


class Devices(Kind):
    """Devices, into a lot that was received."""

    slug, noun, plural, title = "appareils", "appareil", "appareils", "Importer des appareils"
    lead = "Ils entrent dans un lot déjà reçu : chacun reçoit son étiquette, à imprimer ensuite, ou garde celle du tableau."
    target_label = "Dans quel lot"
    unique = ("label", "serial")

    def fields(self) -> Sequence[Field]:
        known = categories()
        said = "cette catégorie n’est pas connue. Écrivez par exemple Ordinateur portable, Ordinateur fixe, Écran."
        return (
            Field(
                "category", "Catégorie",
                ("type", "genre", "nature", "categorie d appareil", "type de materiel", "type d equipement", "type appareil",
                 "equipement", "materiel", "designation", "device type", "category", "item type", "famille"),
                required=True, read=values.among(_named(known), said=said),
                help="Portable, fixe, écran, tablette…", example="Ordinateur portable",
            ),
            Field(
                "manufacturer", "Marque",
                ("constructeur", "fabricant", "manufacturer", "brand", "maker", "device manufacturer", "vendor"),
                read=values.short(80), example="Lenovo",
            ),
            Field(
                "model", "Modèle",
                ("modele", "model", "reference", "ref", "nom du modele", "model name", "device model", "nom", "produit",
                 "reference constructeur"),
                read=values.short(120), example="ThinkPad T480",
            ),
            Field(
                "serial", "Numéro de série",
                ("n de serie", "no serie", "num serie", "numero serie", "n serie", "serie", "serial", "serial number", "sn",
                 "s n", "device serial number", "service tag", "numero de serie constructeur"),
                read=serial, help="Sert à reconnaître ce qui est déjà en stock.", example="PF1ABCDE",
            ),
            Field(
                "asset_tag", "Numéro d’inventaire", ASSET_TAG, read=values.code(80),
                help="Celui du donateur. Sert à le retrouver sur sa liste.",
            ),
            Field(
                "label", "Étiquette",
                ("code etiquette", "code maillon", "qr code", "numero d etiquette"),
                read=label, help="Un code déjà imprimé par le réseau. Vide : une nouvelle étiquette.",
            ),
            Field(
                "mass", "Masse",
                ("poids", "masse kg", "poids kg", "poids unitaire", "weight", "masse mesuree"),
                read=values.mass, help="« 1,5 kg », « 1500 g », ou un nombre en kilos. Vide : la masse de la catégorie.",
                example="1,78 kg",
            ),
            Field(
                "cpu", "Processeur", ("cpu", "proc", "processor", "processor model", "type de processeur"),
                read=values.short(120), example="Core i5-8350U",
            ),
            Field(
                "ram", "Mémoire", ("ram", "memoire vive", "memoire ram", "ram mb", "ram go", "memory"),
                read=values.memory, help="« 8 Go », « 8192 Mo ».", example="8 Go",
            ),
            Field(
                "screen", "Écran", ("taille ecran", "taille de l ecran", "diagonale", "ecran pouces", "screen", "pouces"),
                read=values.short(60), example="14 pouces",
            ),
            Field(
                "battery", "Santé de la batterie", ("batterie", "etat batterie", "battery", "batterie pourcent"),
                read=values.percent, example="83 %",
            ),
            Field(
                "defects", "Défauts connus",
                ("defauts", "defaut", "commentaire", "commentaires", "observation", "observations", "remarque", "remarques",
                 "panne", "notes", "note", "etat", "comments"),
                read=values.short(200), example="Touche Entrée cassée",
            ),
        )  # fmt: skip

    def told(self, name: str, value: Any) -> str:
        if value and name == "mass":
            return numbers.kg(value)
        if value and name == "ram":
            return f"{numbers.number(value / 1024)} Go"
        if value is not None and name == "battery":
            return f"{value} %"
        if name == "category":
            return str(value.name if isinstance(value, Category) else value or "")
        return super().told(name, value)

    def may(self, member: Member) -> bool:
        return policy.may_take_in(member, member.organisation)

    def targets(self, member: Member) -> list[tuple[str, str]]:
        lots = Lot.objects.visible_to(member).exclude(state=Lot.State.CLOSED).select_related("donor", "holder")
        if not member.has(Role.COORDINATOR):
            lots = lots.filter(holder=member.organisation_id)
        return [(str(lot.pk), f"{lot.reference}, {lot.donor}") for lot in lots[:500]]

    def address(self, member: Member, target: uuid.UUID | None) -> str:
        return f"/appareils/lot/{target}/"

    def check(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> None:
        known = categories()
        for line in lines:
            line.values["category"] = category = known[line.values["category"]]
            mass = line.values.get("mass")
            if mass is not None and not category.least_mass_g <= mass <= category.most_mass_g:
                line.refuse(
                    f"Masse : {numbers.kg(mass)} pour un objet « {category.name.lower()} ». Attendu entre "
                    f"{numbers.kg(category.least_mass_g)} et {numbers.kg(category.most_mass_g)}."
                )
        self._check_labels(lines, by)
        self._check_serials(lines, by)

    def _check_labels(self, lines: Sequence[Line], by: Member) -> None:
        named = [line.values["label"] for line in lines if line.values.get("label")]
        printed = dict(Label.objects.filter(network=by.network_id, code__in=named).values_list("code", "device"))
        for line in lines:
            code = line.values.get("label")
            if code and code not in printed:
                line.refuse(
                    f"Étiquette : {code} n’a pas été imprimée par ce réseau. Laissez la case vide pour une nouvelle."
                )
            elif code and printed[code]:
                line.refuse(f"Étiquette : {code} est déjà sur un appareil.")

    def _check_serials(self, lines: Sequence[Line], by: Member) -> None:
        named = {line.values["serial"].casefold() for line in lines if line.values.get("serial")}
        if not named:
            return
        stocked = Device.objects.stocked().filter(network=by.network_id).exclude(serial="")
        # In either case: SQLite's lower() knows only ASCII, as serial numbers do.
        found = stocked.annotate(plain=Lower("serial")).filter(plain__in=named).values_list("plain", "label")
        there = dict(found)
        for line in lines:
            if other := there.get(str(line.values.get("serial", "")).casefold()):
                line.refuse(f"Numéro de série : {line.values['serial']} est déjà en stock, sous l’étiquette {other}.")

    def known(self, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        return set(Device.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))

    def write(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> Mapping[int, uuid.UUID]:
        units = [_unit(line) for line in lines]
        if target is None:
            raise ValueError("Devices go into a lot.")
        actions.take_in_many(target, units, by=by)
        return {line.number: line.id for line in lines}

    def undo(self, ids: Sequence[uuid.UUID], *, by: Member) -> int:
        return actions.take_out_many(ids, reason="import annulé", by=by)


def _unit(line: Line) -> actions.Unit:
    found = line.values
    return actions.Unit(
        id=line.id,
        category=found["category"],
        code=found.get("label", ""),
        mass_g=found.get("mass"),
        manufacturer=found.get("manufacturer", ""),
        model=found.get("model", ""),
        serial=found.get("serial", ""),
        asset_tag=found.get("asset_tag", ""),
        cpu=found.get("cpu", ""),
        ram_mib=found.get("ram"),
        screen=found.get("screen", ""),
        battery_pct=found.get("battery"),
        known_defects=found.get("defects", ""),
    )


DEVICES = Devices()
