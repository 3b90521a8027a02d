"""How each kind of records is listed: its columns, its order, what leads where, what the reader may see."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from maillon.common import geography, moments, numbers
from maillon.ground.accounts.models import User
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Movement
from maillon.matter.lots.models import Count, Donor, Lot
from maillon.sharing.accompaniment import policy as accompaniment
from maillon.sharing.accompaniment.models import Session
from maillon.sharing.handovers.models import HandOver, HandOverItem
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries import presence_lists, records
from maillon.telling.impact.queries.shapes import Kind, Row, columns, day, everyone


def _own(model: Any) -> Callable[[QuerySet, Member], QuerySet]:
    """What the model itself lets the member see."""
    return lambda rows, member: rows.filter(pk__in=model.objects.visible_to(member).values("pk"))


def _through(field: str, model: Any) -> Callable[[QuerySet, Member], QuerySet]:
    """What belongs to something that the member sees."""
    return lambda rows, member: rows.filter(**{f"{field}__in": model.objects.visible_to(member).values("pk")})


def _donor(donor: Donor) -> str:
    """A private person is not named in a list."""
    return donor.name if donor.organisation_id else "Un particulier"


def _organisations(page: Sequence[Organisation]) -> list[Row]:
    return [
        Row(reverse("organisations:detail", args=[one.pk]), [one.name, one.get_kind_display(), str(one.commune)])
        for one in page
    ]


ORGANISATIONS = Kind(
    "organisations",
    columns("Organisation", "Nature", "Commune"),
    _organisations,
    lambda rows: rows.order_by("name"),
    everyone,
)


def _departements(page: Sequence[dict[str, Any]]) -> list[Row]:
    return [Row("", [str(geography.departement(one["departement"])), numbers.number(one["number"])]) for one in page]


DEPARTEMENTS = Kind(
    "départements",
    columns("Département", "Sites des adhérents", numbers=["Sites des adhérents"]),
    _departements,
    lambda rows: rows,
    everyone,
)


def _communes(page: Sequence[dict[str, Any]]) -> list[Row]:
    return [
        Row("", [str(commune), str(geography.departement(commune.departement))])
        for commune in (geography.commune(one["commune_code"]) for one in page)
    ]


COMMUNES = Kind("communes", columns("Commune", "Département"), _communes, lambda rows: rows, everyone)


def _lots(page: Sequence[Lot]) -> list[Row]:
    return [
        Row(
            reverse("lots:detail", args=[lot.pk]),
            [
                lot.reference,
                moments.day(lot.received_on),
                lot.holder.name,
                _donor(lot.donor),
                numbers.kg(lot.weighed_g),
            ],
        )
        for lot in page
    ]


LOTS = Kind(
    "lots",
    columns("Lot", "Reçu le", "Par", "Donateur", "Masse", numbers=["Masse"]),
    _lots,
    lambda rows: rows.select_related("holder", "donor").order_by("-received_on", "-number"),
    _own(Lot),
    filters=(("donateur", "donor"),),
)


def _counts(page: Sequence[Count]) -> list[Row]:
    return [
        Row(
            reverse("lots:detail", args=[count.lot_id]),
            [
                count.lot.reference,
                moments.day(count.lot.received_on),
                count.lot.holder.name,
                count.category.plural,
                numbers.number(count.counted),
            ],
        )
        for count in page
    ]


COUNTS = Kind(
    "décomptes",
    columns("Lot", "Reçu le", "Par", "Catégorie", "Comptés", numbers=["Comptés"]),
    _counts,
    lambda rows: rows.select_related("lot__holder", "category").order_by(
        "-lot__received_on", "-lot__number", "category__rank"
    ),
    _through("lot", Lot),
)


def _donors(page: Sequence[Donor]) -> list[Row]:
    return [
        Row(
            f"{reverse('impact:records', args=['mass_collected_kg'])}?donateur={donor.pk}",
            [_donor(donor), donor.get_kind_display()],
        )
        for donor in page
    ]


DONORS = Kind(
    "donateurs", columns("Donateur", "Nature"), _donors, lambda rows: rows.order_by("name", "pk"), _own(Donor)
)


def _devices(page: Sequence[Device]) -> list[Row]:
    return [
        Row(
            reverse("devices:detail", args=[device.pk]),
            [device.label, device.title, device.holder.name, device.get_state_display()],
        )
        for device in page
    ]


DEVICES = Kind(
    "appareils",
    columns("Étiquette", "Appareil", "Détenu par", "État"),
    _devices,
    lambda rows: rows.select_related("holder", "category").order_by("label"),
    _own(Device),
)


def _people_of_the_workshop(page: Sequence[User]) -> list[Row]:
    return [Row("", [user.full_name]) for user in page]


INSTALLERS = Kind(
    "bénévoles",
    columns("Bénévole"),
    _people_of_the_workshop,
    lambda rows: rows.order_by("last_name", "first_name", "pk"),
    lambda rows, member: rows.filter(memberships__in=Member.objects.visible_to(member).values("pk")).distinct(),
)


def _items(page: Sequence[HandOverItem]) -> list[Row]:
    return [
        Row(
            reverse("handovers:detail", args=[item.handover_id]),
            [
                item.device.label,
                item.device.title,
                day(item.handover.done_on),
                item.handover.get_kind_display(),
                item.handover.distributor.name,
                geography.commune(item.handover.commune_code).name,
                numbers.euros(item.price_cents) if item.price_cents else "",
            ],
        )
        for item in page
    ]


ITEMS = Kind(
    "appareils remis",
    columns("Étiquette", "Appareil", "Remis le", "À quel titre", "Par", "Commune", "Prix", numbers=["Prix"]),
    _items,
    lambda rows: rows.select_related("handover__distributor", "device__category").order_by(
        "-handover__done_on", "-handover", "pk"
    ),
    _through("handover", HandOver),
)


def _handovers(page: Sequence[HandOver]) -> list[Row]:
    return [
        Row(
            reverse("handovers:detail", args=[handover.pk]),
            [
                handover.need.reference,
                day(handover.done_on),
                handover.distributor.name,
                geography.commune(handover.commune_code).name,
            ],
        )
        for handover in page
    ]


HANDOVERS = Kind(
    "personnes, chacune à sa première remise",
    columns("Demande", "Remise le", "Par", "Commune"),
    _handovers,
    lambda rows: rows.select_related("need", "distributor").order_by("-done_on", "-pk"),
    _own(HandOver),
    filters=(("commune", "commune_code"),),
)


def _needs(page: Sequence[Need]) -> list[Row]:
    return [
        Row(
            reverse("needs:detail", args=[need.pk]),
            [need.reference, day(need.served_on), need.prescriber.name, need.commune.name],
        )
        for need in page
    ]


NEEDS = Kind(
    "demandes",
    columns("Demande", "Servie le", "Demandée par", "Commune"),
    _needs,
    lambda rows: rows.select_related("prescriber").order_by("-served_on", "-number"),
    _own(Need),
)


def _sessions(page: Sequence[Session]) -> list[Row]:
    return [
        Row(
            reverse("accompaniment:detail", args=[session.pk]),
            [
                session.title,
                moments.day(session.starts_at),
                session.organisation.name,
                session.commune.name,
                *([numbers.number(session.number)] if hasattr(session, "number") else []),
            ],
        )
        for session in page
    ]


def _ready_sessions(rows: QuerySet[Session]) -> QuerySet[Session]:
    return rows.select_related("organisation").order_by("-starts_at", "pk")


SESSIONS = Kind(
    "séances",
    columns("Séance", "Le", "Tenue par", "Commune"),
    _sessions,
    _ready_sessions,
    _own(Session),
    opened_by=accompaniment.READS,
)
# How many came tells of people: it is for whoever holds the session.
ATTENDED = Kind(
    "séances",
    columns("Séance", "Le", "Tenue par", "Commune", "Personnes", numbers=["Personnes"]),
    _sessions,
    _ready_sessions,
    lambda rows, member: rows.filter(organisation=member.organisation_id),
    opened_by=accompaniment.READS,
)


def _movements(page: Sequence[Any]) -> list[Row]:
    lots = Lot.objects.in_bulk({move.lot for move in page if move.lot})
    devices = Device.objects.in_bulk({move.device for move in page if move.device})
    found = []
    for move in page:
        lot, device = lots.get(move.lot), devices.get(move.device)
        url = reverse("devices:detail", args=[device.pk]) if device else ""
        if not device and lot:
            url = reverse("lots:detail", args=[lot.pk])
        name = device.label if device else f"lot {lot.reference}" if lot else "hors lot"
        what = move.category.name if move.category else "matériel mêlé"
        cells = [name, moments.day(move.on), move.holder.name, what, move.reason]
        found.append(Row(url, [*cells, numbers.number(move.added_units), numbers.kg(move.added_g)]))
    return found


MOVEMENTS = Kind(
    "mouvements",
    columns("Quoi", "Le", "Chez", "Catégorie", "Motif", "Unités", "Masse", numbers=["Unités", "Masse"]),
    _movements,
    lambda rows: rows.select_related("holder", "category").order_by("-on", "-pk"),
    _own(Movement),
)


LISTED: dict[Callable[[QuerySet], QuerySet], Kind] = {
    records.organisations: ORGANISATIONS,
    records.departements: DEPARTEMENTS,
    records.donors: DONORS,
    records.devices: DEVICES,
    records.installers: INSTALLERS,
    records.distributors: ORGANISATIONS,
    records.communes: COMMUNES,
    records.first_handovers: HANDOVERS,
    records.attended: ATTENDED,
    records.first_attended: ATTENDED,
}
SOURCES = {
    records.LOTS: LOTS,
    records.COUNTS: COUNTS,
    records.HANDED: ITEMS,
    records.SERVED: NEEDS,
    records.SESSIONS: SESSIONS,
    records.PLACES: presence_lists.PLACES,
    records.VISITS: presence_lists.VISITS,
    records.SIGN_INS: presence_lists.SIGN_INS,
}
