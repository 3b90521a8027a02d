"""What a correction touches, as lines that are compared before and after it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum

from maillon.common import numbers
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Organisation
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Stock
from maillon.matter.lots.models import Donor, Lot, Regime
from maillon.matter.lots.queries import balance

Picture = dict[str, str]
"""A value by the name of what it is of."""
NONE = "–"


@dataclass(frozen=True)
class Change:
    """One thing that would not be the same: what, before, after."""

    what: str
    before: str
    after: str


def changed(before: Picture, after: Picture) -> list[Change]:
    """What differs between the two, in the order of the names."""
    names = dict.fromkeys([*before, *after])
    return [
        Change(name, before.get(name) or NONE, after.get(name) or NONE)
        for name in names
        if (before.get(name) or NONE) != (after.get(name) or NONE)
    ]


def picture_of_lots(*keys: uuid.UUID) -> Picture:
    """These lots: whose, what they weigh, count and leave to explain, and their receipts."""
    told: Picture = {}
    for lot in Lot.objects.filter(pk__in=keys).select_related("donor", "holder").order_by("created_at"):
        made, name = balance(lot), f"Lot {lot.reference}"
        told |= {
            f"{name} : état": lot.get_state_display(),
            f"{name} : donateur": lot.donor.name,
            f"{name} : régime": str(Regime(lot.regime).label),
            f"{name} : masse pesée": numbers.kg(lot.weighed_g),
            f"{name} : appareils entrés": _amount(made.device_units, made.device_g),
            f"{name} : accessoires": _amount(made.accessory_units, made.accessory_g),
            f"{name} : reste à entrer": _amount(made.left_units, made.left_g),
            f"{name} : inexpliqué": _amount(made.gap_units, made.gap_g),
        }
        for line in made.lines:
            told[f"{name} : {line.count.category.plural.lower()} comptés"] = str(line.count.counted)
        told |= _documents(name, [lot.pk, *lot.devices.values_list("pk", flat=True)])
    return told


def _amount(units: int, grams: int) -> str:
    """« 3 objets, 6,5 kg »."""
    return f"{numbers.number(units)} objet{'s' if abs(units) > 1 else ''}, {numbers.kg(grams)}"


def _documents(name: str, things: Iterable[uuid.UUID]) -> Picture:
    issued = Document.objects.filter(about__in=list(things), replaced_by=None).order_by("kind", "number")
    told: dict[str, list[str]] = {}
    for document in issued:
        told.setdefault(f"{name} : {document.get_kind_display().lower()}", []).append(document.reference)
    return {what: ", ".join(references) for what, references in told.items()}


def picture_of_devices(*keys: uuid.UUID) -> Picture:
    """These devices: state, mass, label, proof, grade, and the stock of their lots."""
    told: Picture = {}
    for device in Device.objects.filter(pk__in=keys).select_related("lot", "category").order_by("created_at"):
        name = device.label if len(keys) > 1 else "Appareil"
        told |= {
            f"{name} : étiquette": device.label,
            f"{name} : étiquettes qui y mènent": ", ".join(sorted(device.labels.values_list("code", flat=True))),
            f"{name} : état": device.get_state_display(),
            f"{name} : au registre": numbers.kg(device.mass_g) if device.in_stock else "sorti du stock",
            f"{name} : données": "effacées" if device.cleared_at else "à effacer",
            f"{name} : grade": device.get_grade_display() if device.grade else "",
            f"{name} : numéro de série": device.serial,
            f"{name} : machine": " ".join(filter(None, (device.manufacturer, device.model))),
            f"{name} : processeur": device.cpu,
            f"{name} : mémoire": f"{numbers.number(device.ram_mib)} Mio" if device.ram_mib else "",
            f"{name} : supports": ", ".join(medium.name for medium in device.media.all()) or "aucun",
            f"{name} : rapports": str(device.reports.standing().count()),
        }
    for lot in Lot.objects.filter(devices__in=keys).distinct():
        made = balance(lot)
        told |= {
            f"Lot {lot.reference} : appareils entrés": _amount(made.device_units, made.device_g),
            f"Lot {lot.reference} : reste à entrer": _amount(made.left_units, made.left_g),
        }
    return told


def picture_of_donors(*keys: uuid.UUID) -> Picture:
    """These donors: what they gave."""
    found = Donor.objects.filter(pk__in=keys).annotate(given=Count("lots"), mass=Sum("lots__weighed_g", default=0))
    return {
        f"{donor.name}{f', {donor.email}' if donor.email else ''} (fiche du {donor.created_at:%d/%m/%Y})": (
            f"{donor.given} lot{'s' if donor.given > 1 else ''}, {numbers.kg(donor.mass)}"
        )
        for donor in found.order_by("created_at")
    }


def picture_of_organisations(*keys: uuid.UUID) -> Picture:
    """These organisations: their parts, people, sites, gifts and stock."""
    told: Picture = {}
    for one in Organisation.objects.filter(pk__in=keys).order_by("created_at"):
        held = Stock.objects.filter(holder=one).aggregate(u=Sum("units", default=0), g=Sum("mass_g", default=0))
        affiliations = one.affiliations.filter(ended_on=None)
        told |= {
            f"{one.name} : rôles": ", ".join(affiliation.roles_label for affiliation in affiliations),
            f"{one.name} : SIRET": one.siret_told,
            f"{one.name} : adresse e-mail": one.email,
            f"{one.name} : personnes": str(one.members.active().count()),
            f"{one.name} : sites": str(one.sites.count()),
            f"{one.name} : lots reçus": str(one.received_lots.count()),
            f"{one.name} : lots donnés": str(Lot.objects.filter(donor__organisation=one).count()),
            f"{one.name} : appareils tenus": str(one.devices.count()),
            f"{one.name} : stock": f"{held['u']} objets, {numbers.kg(held['g'])}",
        }
    return told
