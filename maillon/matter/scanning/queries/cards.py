"""Mode cards: the act that a card arms, read from its name.

`envoyer.<32 digits>` and `recevoir.<32 digits>` of a transfer, `lot.2026-024.laptop`, `lieu.OGO-7F3-K2P-E`, `effacer`, `pret.fine`, `demanteler`, `recycler`, `inventaire.<32 digits>`.
"""

import re
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from maillon.common.errors import Refused
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category, Location
from maillon.matter.lots.models import Count, Lot
from maillon.matter.refurbishing.models import Examination
from maillon.matter.scanning.models import Stocktake
from maillon.matter.scanning.queries.places import natural
from maillon.matter.transfers.models import Transfer

NO_CARD = "Cette carte n’est pas connue : imprimez-en une depuis « Cartes », ou choisissez l’acte dans la liste."
LOT = re.compile(r"(20\d\d)-(\d{1,6})")


class Verb(StrEnum):
    """What a card makes of each device scanned."""

    TAKE_IN = "lot"
    PLACE = "lieu"
    SORT = "effacer"
    READY = "pret"
    PARTS = "demanteler"
    WASTE = "recycler"
    STOCKTAKE = "inventaire"
    SEND = "envoyer"
    RECEIVE = "recevoir"


@dataclass(frozen=True)
class Mode:
    """A card read: the act, what it is about, and its words. `done` follows a label: « OGO-7F3-K2P-E rangé en B3 »."""

    card: str
    verb: Verb
    title: str
    lead: str
    done: str
    counted: str
    icon: str
    holder: Organisation

    @property
    def url(self) -> str:
        """The page of its series."""
        return reverse("scanning:series", args=[self.card])

    @property
    def address(self) -> str:
        """What its printed QR holds."""
        return f"{settings.BASE_URL}{self.url}"


@dataclass(frozen=True, kw_only=True)
class LotMode(Mode):
    """Each new label becomes a device of this lot, of this category."""

    lot: Lot
    category: Category


@dataclass(frozen=True, kw_only=True)
class PlaceMode(Mode):
    """Each device goes to this location; with a stocktake, it is only seen there."""

    location: Location
    stocktake: Stocktake | None = None


@dataclass(frozen=True, kw_only=True)
class TransferMode(Mode):
    """Each device goes on the list of this transfer, or arrives with it."""

    transfer: Transfer


@dataclass(frozen=True, kw_only=True)
class ReadyMode(Mode):
    """Each device is vouched for: every function works, and it looks so."""

    cosmetic: str


def read(member: Member, card: str) -> Mode:
    """The mode that a card arms, for this member. Raises Refused for a card that means nothing here."""
    name, _, rest = card.partition(".")
    if name in SIMPLE and not rest:
        return _simple(member, Verb(name))
    if name == Verb.READY:
        return _ready(member, rest)
    if name in ABOUT and rest:
        return ABOUT[Verb(name)](member, rest)
    raise Refused(NO_CARD)


@dataclass(frozen=True)
class Words:
    """What is said of an act that needs nothing but the device."""

    title: str
    lead: str
    done: str
    counted: str
    icon: str


SIMPLE = {
    Verb.SORT: Words(
        "À effacer",
        "Gardés pour le réemploi : ils passent à l’effacement, ou à l’établi s’ils n’ont pas de mémoire.",
        "trié : à réemployer",
        "triés",
        "disk",
    ),
    Verb.PARTS: Words(
        "À démanteler", "Mis de côté pour leurs pièces.", "mis de côté : à démonter", "mis de côté", "wrench"
    ),
    Verb.WASTE: Words(
        "À recycler", "Mis de côté pour le recycleur.", "mis de côté : à recycler", "mis de côté", "recycle"
    ),
}


def _simple(member: Member, verb: Verb) -> Mode:
    words = SIMPLE[verb]
    return Mode(verb.value, verb, words.title, words.lead, words.done, words.counted, words.icon, member.organisation)


def _ready(member: Member, cosmetic: str) -> Mode:
    if cosmetic not in Examination.Cosmetic.values:
        raise Refused(NO_CARD)
    look = Examination.Cosmetic(cosmetic).label.lower()
    return ReadyMode(
        f"{Verb.READY}.{cosmetic}",
        Verb.READY,
        f"Prêt : {look}",
        "Tout marche : vous avez vérifié chaque fonction, vous en répondez. Ce qui n’est pas effacé est refusé.",
        "prêt",
        "prêts",
        "check",
        member.organisation,
        cosmetic=cosmetic,
    )


def _lot(member: Member, rest: str) -> Mode:
    reference, _, slug = rest.partition(".")
    found = LOT.fullmatch(reference)
    lots = Lot.objects.visible_to(member).select_related("holder", "donor").order_by()
    lot = lots.filter(year=int(found[1]), number=int(found[2])).first() if found else None
    if lot is None:
        raise Refused("Cette carte est celle d’un lot que vous ne voyez pas : vérifiez le lot, ou le réseau.")
    devices = Category.objects.filter(family=Category.Family.DEVICE)
    if slug:
        category = devices.filter(pk=slug).first()
    else:
        category = devices.filter(pk=usual_category(lot)).first()
    if category is None:
        raise Refused(NO_CARD)
    return _of_lot(lot, category)


def _of_lot(lot: Lot, category: Category) -> Mode:
    return LotMode(
        lot_card(lot, category),
        Verb.TAKE_IN,
        f"Reçu dans le lot {lot.reference}",
        f"Don de {lot.donor}. Collez une étiquette neuve sur chaque {category.name.lower()}, et scannez-la.",
        f"reçu dans le lot {lot.reference}",
        "reçus",
        "plus",
        lot.holder,
        lot=lot,
        category=category,
    )


def usual_category(lot: Lot) -> str:
    """The category of the lot of which most units were counted, or laptops."""
    counts = lot.counts.filter(category__family=Category.Family.DEVICE).order_by("-counted", "category__rank")
    return counts.values_list("category", flat=True).first() or "laptop"


def lot_card(lot: Lot, category: Category | None = None) -> str:
    """« lot.2026-024.laptop »; without category, the one of which the lot holds most."""
    return f"{Verb.TAKE_IN}.{lot.reference}" + (f".{category.pk}" if category else "")


def place_card(location: Location) -> str:
    return f"{Verb.PLACE}.{location.code}"


def _place(member: Member, code: str) -> Mode:
    locations = Location.objects.visible_to(member).in_use().select_related("site__organisation", "parent")
    location = locations.filter(code=code.upper()).first()
    if location is None:
        raise Refused("Cet emplacement n’existe pas chez vous, ou n’existe plus : choisissez-en un autre.")
    return _at(location)


def _at(location: Location) -> Mode:
    return PlaceMode(
        place_card(location),
        Verb.PLACE,
        f"Ranger à l’emplacement {location.name}",
        f"{location.path.replace(' › ', ', ')}. Scannez les appareils l’un après l’autre.",
        f"rangé en {location.name}",
        "rangés",
        "place",
        location.site.organisation,
        location=location,
    )


def _stocktake(member: Member, key: str) -> Mode:
    try:
        pk = uuid.UUID(hex=key)
    except ValueError:
        raise Refused(NO_CARD) from None
    related = ("location__site__organisation", "location__parent")
    stocktake = Stocktake.objects.visible_to(member).select_related(*related).filter(pk=pk).first()
    if stocktake is None:
        raise Refused("Cet inventaire n’existe pas chez vous : commencez-en un depuis l’emplacement.")
    if stocktake.closed_at:
        raise Refused("Cet inventaire est clos : commencez-en un autre depuis l’emplacement.")
    location = stocktake.location
    return PlaceMode(
        stocktake.card,
        Verb.STOCKTAKE,
        f"Inventaire de {location.name}",
        f"{location.path.replace(' › ', ', ')}. Scannez tout ce qui s’y trouve ; les écarts viendront ensuite.",
        f"vu en {location.name}",
        "vus",
        "list",
        location.site.organisation,
        location=location,
        stocktake=stocktake,
    )


def _transfer(member: Member, key: str) -> Transfer:
    try:
        pk = uuid.UUID(hex=key)
    except ValueError:
        raise Refused(NO_CARD) from None
    transfer = Transfer.objects.visible_to(member).whole().filter(pk=pk).first()
    if transfer is None:
        raise Refused("Ce transfert n’existe pas chez vous : ouvrez-le depuis « Transferts ».")
    return transfer


def _send(member: Member, key: str) -> Mode:
    return _sending(_transfer(member, key))


def _sending(transfer: Transfer) -> Mode:
    if transfer.state != Transfer.State.DRAFT:
        raise Refused(f"{transfer} est parti : sa liste ne change plus.")
    return TransferMode(
        transfer.card_out,
        Verb.SEND,
        f"À envoyer à {transfer.receiver}",
        "Scannez ce qui part, un appareil après l’autre. Rien ne bouge avant le départ.",
        "sur la liste",
        "sur la liste",
        "truck",
        transfer.sender,
        transfer=transfer,
    )


def _receive(member: Member, key: str) -> Mode:
    return _receiving(_transfer(member, key))


def _receiving(transfer: Transfer) -> Mode:
    if transfer.state not in (Transfer.State.SENT, Transfer.State.RECEIVED):
        raise Refused(f"{transfer} n’attend rien : il est « {transfer.get_state_display().lower()} ».")
    return TransferMode(
        transfer.card_in,
        Verb.RECEIVE,
        f"Recevoir de {transfer.sender}",
        f"{transfer}. Scannez tout ce qui arrive ; les écarts se règlent ensuite.",
        "arrivé",
        "arrivés",
        "box",
        transfer.receiver,
        transfer=transfer,
    )


ABOUT = {Verb.SEND: _send, Verb.RECEIVE: _receive, Verb.TAKE_IN: _lot, Verb.PLACE: _place, Verb.STOCKTAKE: _stocktake}
PURPOSES = {Verb.PARTS: Device.Aside.PARTS, Verb.WASTE: Device.Aside.WASTE}
CARD = re.compile(r"/scanner/serie/([^/?#\s]+)")
PLACE = re.compile(r"/e/([^/?#\s]+)")


def armed(member: Member, typed: str) -> Mode | None:
    """The mode that a scanned card or location label arms; None for anything else. Raises Refused as `read`."""
    if card := CARD.search(typed):
        return read(member, card[1])
    if place := PLACE.search(typed):
        return read(member, f"{Verb.PLACE}.{place[1]}")
    return None


def category_choices(mode: Mode) -> list[tuple[str, str, bool]]:
    """(address, name, whether it is the one) of the categories that a lot may be taken in as, those counted first."""
    if not isinstance(mode, LotMode):
        return []
    counted = set(mode.lot.counts.values_list("category", flat=True))
    found = sorted(
        Category.objects.filter(family=Category.Family.DEVICE),
        key=lambda category: (category.pk not in counted, category.rank),
    )
    return [
        (reverse("scanning:series", args=[lot_card(mode.lot, category)]), category.name, category == mode.category)
        for category in found
    ]


LOTS_OFFERED = 12


def offered(member: Member) -> list[tuple[str, list[Mode]]]:
    """The cards that this member may use, by what they are about; a handful of queries."""
    acts = [_simple(member, verb) for verb in SIMPLE]
    acts[1:1] = [_ready(member, look) for look in Examination.Cosmetic.values[:3]]
    lots = Lot.objects.visible_to(member).exclude(state=Lot.State.CLOSED).filter(holder=member.organisation_id)
    opened = list(lots.select_related("holder", "donor")[:LOTS_OFFERED])
    categories = {category.pk: category for category in Category.objects.filter(family=Category.Family.DEVICE)}
    most: dict[uuid.UUID, str] = {}
    for lot, slug in (
        Count.objects.filter(lot__in=opened, category__in=categories).order_by("counted").values_list("lot", "category")
    ):
        most[lot] = slug
    leaving = Transfer.objects.visible_to(member).whole()
    mine = leaving.filter(sender=member.organisation_id, state=Transfer.State.DRAFT)[:LOTS_OFFERED]
    coming = leaving.to_receive().filter(receiver=member.organisation_id)[:LOTS_OFFERED]
    places = Location.objects.visible_to(member).in_use().filter(site__organisation=member.organisation_id)
    shelves = sorted(places.select_related("site__organisation", "parent"), key=lambda place: natural(str(place)))
    return [
        ("Actes", acts),
        ("Recevoir dans un lot", [_of_lot(lot, categories[most.get(lot.pk, "laptop")]) for lot in opened]),
        (
            "Transférer",
            [*(_sending(transfer) for transfer in mine), *(_receiving(transfer) for transfer in coming)],
        ),
        ("Ranger à un emplacement", [_at(place) for place in shelves]),
    ]
