"""What looks entered by mistake: each thing with the page that mends it, or explains it."""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Upper
from django.urls import reverse

from maillon.common import numbers
from maillon.ground.organisations.models import Affiliation, Member
from maillon.matter.arrivals.models import Arrival
from maillon.matter.corrections import policy
from maillon.matter.devices.models import IN_STOCK, Device, Label, Medium
from maillon.matter.ledger.models import Account, Movement, Stock
from maillon.matter.lots.models import Donor, Lot

MOST = 50
"""Of each kind, so that one bad import does not hide the rest."""
NOTABLE_PERCENT = 2
FORMS = re.compile(
    r"\b(association|asso|sarl|sas|sasu|scop|scic|eurl|sa|mairie|commune|ville|de|du|des|d|la|le|les|l)\b"
)


class Kind(StrEnum):
    """What is wrong, in the words of the page."""

    TWO_LABELS = "Une machine sous deux étiquettes"
    ONE_LABEL = "Une étiquette pour deux machines"
    MOVED_DISK = "Un disque noté dans deux appareils"
    ORGANISATIONS = "Une organisation entrée deux fois"
    DONORS = "Un donateur entré deux fois"
    OVERWEIGHT = "Un lot qui pèse moins que ses appareils"
    OVERCOUNT = "Un lot qui a plus d’appareils que comptés"
    UNEXPLAINED = "Un bilan rendu avec un grand écart"


@dataclass(frozen=True)
class Anomaly:
    """One thing to look at: what was seen, why it matters, and the button that mends it."""

    kind: Kind
    title: str
    text: str
    url: str
    label: str


def anomalies(member: Member) -> list[Anomaly]:
    """What looks wrong where this member may mend it: her organisation's things; all of the network for the coordinator."""
    found: list[Anomaly] = []
    for seek in (_two_labels, _one_label, _moved_disks, _overweight, _overcount, _unexplained):
        found += seek(member)
    if policy.may_merge(member):
        found += [*_organisations(member), *_donors(member)]
    return found


def pressing(member: Member) -> int:
    """How many of them contradict the balance or the stock now, for the page where one starts; two queries."""
    below = Q(units__lt=0) | Q(mass_g__lt=0)
    lots = _mine(member, Stock.objects.filter(below, account=Account.UNSORTED)).count()
    twins = _twins(_mine(member, Device.objects.filter(state__in=IN_STOCK)), "serial", "manufacturer").count()
    return lots + twins


def _twins(stock: QuerySet[Device], column: str, beside: str) -> QuerySet:
    """What is the same in several devices of one holder and category."""
    rows = stock.exclude(**{column: ""}).annotate(key=Upper(column), maker=Upper(beside)).order_by()
    return rows.values("key", "maker", "holder", "category").annotate(n=Count("pk")).filter(n__gt=1)


def _mine(member: Member, rows: QuerySet, holder: str = "holder") -> QuerySet:
    rows = rows.filter(network=member.network_id)
    return rows if member.coordinates else rows.filter(**{holder: member.organisation_id})


def _two_labels(member: Member) -> Iterator[Anomaly]:
    """The same serial number and maker, or the same hardware identifier, twice in the stock of one holder."""
    stock = _mine(member, Device.objects.filter(state__in=IN_STOCK))
    for column, beside in (("serial", "manufacturer"), ("hardware_uuid", "hardware_uuid")):
        for row in _twins(stock, column, beside)[:MOST]:
            pair = list(
                stock.filter(**{f"{column}__iexact": row["key"], f"{beside}__iexact": row["maker"]})
                .filter(holder=row["holder"], category=row["category"])
                .select_related("category")
                .order_by("created_at")[:2]
            )
            if column == "hardware_uuid" and pair[0].serial and pair[0].serial == pair[1].serial:
                continue  # told already by its serial number
            first, second = pair
            yield Anomaly(
                Kind.TWO_LABELS,
                f"{first.title} : {first.label} et {second.label}",
                f"Les deux portent le {'numéro de série' if column == 'serial' else 'même identifiant matériel'} "
                f"{getattr(first, column)} : c’est sans doute la même machine, entrée deux fois.",
                f"{reverse('corrections:merge_devices', args=[first.pk])}?autre={second.label}",
                "Comparer",
            )


def _one_label(member: Member) -> Iterator[Anomaly]:
    """A report that was sent under the label of a device, and comes from another machine."""
    waiting = _mine(member, Arrival.objects.waiting().exclude(label="").exclude(serial=""))
    codes = {arrival.label: arrival for arrival in waiting[:MOST]}
    borne = Label.objects.filter(code__in=codes, device__isnull=False).exclude(device__serial="")
    for label in borne.select_related("device__category"):
        arrival, device = codes[label.code], label.device
        if device and arrival.serial.casefold() != device.serial.casefold():
            yield Anomaly(
                Kind.ONE_LABEL,
                f"Étiquette {label.code} : {device.title} et {arrival.title}",
                f"L’appareil a le numéro de série {device.serial}, le rapport reçu {arrival.serial} : deux machines "
                "portent la même étiquette.",
                reverse("corrections:tell_apart", args=[arrival.pk]),
                "Donner une étiquette à la seconde",
            )


def _moved_disks(member: Member) -> Iterator[Anomaly]:
    """One serial number of a disk in two devices in stock: it was moved, and its last erasure is worth for one only."""
    media = Medium.objects.filter(device__state__in=IN_STOCK, device__network=member.network_id).exclude(serial="")
    media = media.exclude(state__in=Medium.GONE)
    if not member.coordinates:
        media = media.filter(device__holder=member.organisation_id)
    twice = (
        media.order_by().values("serial").annotate(n=Count("device", distinct=True)).filter(n__gt=1).values("serial")
    )
    where: dict[str, list[Medium]] = {}
    for medium in media.filter(serial__in=twice[:MOST]).select_related("device__category").order_by("last_seen_at"):
        where.setdefault(medium.serial, []).append(medium)
    for serial, seen in where.items():
        former, last = seen[0].device, seen[-1].device
        if former.serial and former.serial.casefold() == last.serial.casefold():
            continue  # one machine under two labels
        yield Anomaly(
            Kind.MOVED_DISK,
            f"Disque {serial} : {former.label}, puis {last.label}",
            f"Vu d’abord dans {former.title}, puis dans {last.title} : il a changé de machine. Celle qu’il a quittée "
            "attend un rapport qui dise ce qu’elle contient maintenant.",
            reverse("devices:detail", args=[former.pk]),
            f"Voir {former.label}",
        )


def _lots(member: Member) -> QuerySet[Lot]:
    return _mine(member, Lot.objects.filter(merged_into=None)).select_related("donor")


def _overweight(member: Member) -> Iterator[Anomaly]:
    left = _mine(member, Stock.objects.filter(account=Account.UNSORTED, mass_g__lt=0))
    lots = {lot.pk: lot for lot in _lots(member).filter(pk__in=left.values("lot"))}
    for stock in left[:MOST]:
        if lot := lots.get(stock.lot):
            yield Anomaly(
                Kind.OVERWEIGHT,
                f"{lot}, don de {lot.donor.name}",
                f"Ses appareils pèsent {numbers.kg(-stock.mass_g)} de plus que lui : la pesée, ou un appareil, est à "
                "revoir.",
                reverse("corrections:correct_lot", args=[lot.pk]),
                "Corriger la pesée",
            )


def _overcount(member: Member) -> Iterator[Anomaly]:
    left = _mine(member, Stock.objects.filter(account=Account.UNSORTED, units__lt=0))
    lots = {lot.pk: lot for lot in _lots(member).filter(pk__in=left.values("lot"))}
    for stock in left[:MOST]:
        if lot := lots.get(stock.lot):
            yield Anomaly(
                Kind.OVERCOUNT,
                f"{lot}, don de {lot.donor.name}",
                f"{-stock.units} appareils de plus sont entrés que comptés à l’arrivée : le décompte est à revoir.",
                reverse("corrections:correct_lot", args=[lot.pk]),
                "Corriger le décompte",
            )


def _unexplained(member: Member) -> Iterator[Anomaly]:
    """A closed lot whose difference is not small beside what it weighed."""
    closed = _lots(member).filter(state=Lot.State.CLOSED)
    gaps: dict[uuid.UUID | None, int] = {}
    moves = _mine(member, Movement.objects.filter(lot__in=closed.values("pk"))).order_by()
    for side, sign in (("target", 1), ("source", -1)):
        for row in moves.filter(**{side: Account.GAP}).values("lot").annotate(g=Sum("mass_g")):
            gaps[row["lot"]] = gaps.get(row["lot"], 0) + sign * row["g"]
    odd = [
        lot
        for lot in closed.filter(pk__in=[key for key in gaps if key])
        if abs(gaps[lot.pk]) * 100 > lot.weighed_g * NOTABLE_PERCENT * 5
    ]
    for lot in sorted(odd, key=lambda lot: -abs(gaps[lot.pk]))[:MOST]:
        yield Anomaly(
            Kind.UNEXPLAINED,
            f"{lot}, don de {lot.donor.name}",
            f"{numbers.kg(gaps[lot.pk])} sur {numbers.kg(lot.weighed_g)} sans appareil : « {lot.gap_reason} »",
            reverse("corrections:reopen_lot", args=[lot.pk]),
            "Rouvrir le lot",
        )


def _organisations(member: Member) -> Iterator[Anomaly]:
    """The same name but for its legal form, its accents and its small words, in one département; or the same e-mail."""
    here = Affiliation.objects.present().filter(network=member.network_id).select_related("organisation")
    every = sorted((affiliation.organisation for affiliation in here), key=lambda one: one.created_at)
    for first, second in _pairs(every, lambda one: [(bare(one.name), one.commune_code[:2]), one.email.casefold()]):
        if first.siret and second.siret and first.siret != second.siret:
            continue  # two establishments
        yield Anomaly(
            Kind.ORGANISATIONS,
            f"{first.name} et {second.name}",
            f"{first.commune} et {second.commune} : même nom ou même adresse e-mail.",
            f"{reverse('corrections:merge_organisations', args=[first.pk])}?autre={second.pk}",
            "Comparer",
        )


def _donors(member: Member) -> Iterator[Anomaly]:
    """The same name and nature, or the same e-mail address; two organisations are told above."""
    every = Donor.objects.filter(network=member.network_id).order_by("created_at")
    for first, second in _pairs(every, lambda one: [(bare(one.name), one.kind), one.email.casefold()]):
        if first.organisation_id and second.organisation_id:
            continue
        yield Anomaly(
            Kind.DONORS,
            f"{first.name} et {second.name}",
            "Même nom et même nature, ou même adresse e-mail : sans doute une seule fiche à garder.",
            f"{reverse('corrections:merge_donors', args=[first.pk])}?autre={second.pk}",
            "Comparer",
        )


def _pairs(every: Iterable, keys) -> Iterator[tuple]:
    """Each thing with the first before it that shares one of its keys; empty keys are shared by nobody."""
    seen: dict[object, object] = {}
    told = 0
    for one in every:
        shared = [key for key in keys(one) if key and (not isinstance(key, tuple) or key[0])]
        first = next((seen[key] for key in shared if key in seen), None)
        for key in shared:
            seen.setdefault(key, one)
        if first is not None and told < MOST:
            told += 1
            yield first, one


def bare(name: str) -> str:
    """A name without accents, case, punctuation, legal form and small words: « Mairie de Pontivy » is « pontivy »."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", " ", plain)
    return " ".join(FORMS.sub(" ", words).split()) or words.strip()
