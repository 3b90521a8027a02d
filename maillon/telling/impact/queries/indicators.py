"""The indicators: for each its key, name, unit, definition, and how it is computed from records."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Sum

from maillon.ground.organisations.models import Role
from maillon.matter.lots.models import Donor
from maillon.sharing.handovers.models import HandOver
from maillon.telling.impact.queries import records
from maillon.telling.impact.queries.scope import Scope

Value = int | float | None


@dataclass(frozen=True)
class Indicator:
    """One figure: `method` is its definition in plain French, shown wherever the figure is."""

    key: str
    name: str
    unit: str
    method: str
    compute: Callable[[Scope], Value]


def _units(rows) -> int:
    return rows.aggregate(total=Sum("counted"))["total"] or 0


def kilograms(grams: int) -> Value:
    """Whole kilograms stay whole."""
    return grams // 1000 if grams % 1000 == 0 else grams / 1000


def _mass(rows) -> Value:
    return kilograms(rows.aggregate(total=Sum("weighed_g"))["total"] or 0)


def _people_equipped(scope: Scope) -> int:
    return records.handovers(scope).filter(need__person__isnull=False).values("need__person").distinct().count()


def _people_at_sessions(scope: Scope) -> int:
    return records.attendances(scope).filter(person__isnull=False).values("person").distinct().count()


def _growth(scope: Scope) -> Value:
    before = _units(records.counts(scope.earlier(3), "device", "accessory"))
    now = _units(records.counts(scope, "device", "accessory"))
    return round((now - before) * 100 / before) if before else None


def _volunteers(scope: Scope) -> int:
    by_volunteers = records.installations(scope).filter(installer__roles__icontains=f'"{Role.VOLUNTEER}"')
    return by_volunteers.values("installer__user").distinct().count()


def _sales(scope: Scope):
    return records.handed_items(scope).filter(handover__kind=HandOver.Kind.SALE)


def _sales_amount(scope: Scope) -> Value:
    cents = _sales(scope).aggregate(total=Sum("price_cents"))["total"] or 0
    return cents // 100 if cents % 100 == 0 else cents / 100


def _donors_of(*kinds: str) -> Callable[[Scope], Value]:
    return lambda scope: records.donors(scope).filter(kind__in=kinds).count()


K = Donor.Kind
INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "members",
        "adhérents",
        "organisations",
        "Organisations dont l’adhésion est en cours le 31 décembre, ou aujourd’hui pour l’année en cours.",
        lambda s: records.memberships(s).values("organisation").distinct().count(),
    ),
    Indicator(
        "departments",
        "départements",
        "départements",
        "Départements où les adhérents ont un site.",
        lambda s: records.member_sites(s).values("departement").distinct().count(),
    ),
    Indicator(
        "lots_head",
        "lots reçus par la tête de réseau",
        "lots",
        "Lots reçus dans l’année par la tête de réseau.",
        lambda s: records.lots_of_head(s).count(),
    ),
    Indicator(
        "donors_head",
        "donateurs de la tête de réseau",
        "donateurs",
        "Donateurs distincts de ces lots.",
        lambda s: records.lots_of_head(s).values("donor").distinct().count(),
    ),
    Indicator(
        "mass_collected_head_kg",
        "collectés par la tête de réseau",
        "kg",
        "Masse pesée à l’arrivée de ces lots.",
        lambda s: _mass(records.lots_of_head(s)),
    ),
    Indicator(
        "lots_members",
        "lots reçus par les adhérents",
        "lots",
        "Lots reçus dans l’année par les adhérents eux-mêmes ; un transfert entre membres n’est pas une collecte.",
        lambda s: records.lots_of_members(s).count(),
    ),
    Indicator(
        "donors_members",
        "donateurs des adhérents",
        "donateurs",
        "Donateurs distincts de ces lots.",
        lambda s: records.lots_of_members(s).values("donor").distinct().count(),
    ),
    Indicator(
        "mass_collected_members_kg",
        "collectés par les adhérents",
        "kg",
        "Masse pesée à l’arrivée de ces lots.",
        lambda s: _mass(records.lots_of_members(s)),
    ),
    Indicator(
        "mass_collected_kg",
        "de matériel collecté",
        "kg",
        "Masse pesée à l’arrivée de tous les lots de l’année, chaque kilogramme une fois.",
        lambda s: _mass(records.lots(s)),
    ),
    Indicator(
        "items_collected",
        "matériels collectés",
        "objets",
        "Équipements et accessoires comptés à l’arrivée des lots de l’année.",
        lambda s: _units(records.counts(s, "device", "accessory")),
    ),
    Indicator(
        "equipment_collected",
        "équipements collectés",
        "objets",
        "Appareils comptés à l’arrivée des lots de l’année.",
        lambda s: _units(records.equipment(s)),
    ),
    Indicator(
        "accessories_collected",
        "accessoires collectés",
        "objets",
        "Accessoires comptés à l’arrivée des lots de l’année.",
        lambda s: _units(records.accessories(s)),
    ),
    Indicator(
        "items_collected_growth_3y_pct",
        "de collecte en trois ans",
        "%",
        "Matériels collectés, comparés à ceux de trois ans plus tôt, arrondi au pour cent.",
        _growth,
    ),
    Indicator(
        "donors",
        "donateurs",
        "donateurs",
        "Donateurs distincts des lots de l’année.",
        lambda s: records.donors(s).count(),
    ),
    Indicator(
        "donors_public",
        "donateurs publics",
        "donateurs",
        "Parmi eux, services de l’État, collectivités et établissements publics.",
        _donors_of(K.STATE, K.AUTHORITY, K.PUBLIC),
    ),
    Indicator(
        "donors_ess",
        "donateurs de l’ESS",
        "donateurs",
        "Parmi eux, associations et structures de l’économie sociale et solidaire.",
        _donors_of(K.ESS),
    ),
    Indicator(
        "donors_company", "entreprises donatrices", "donateurs", "Parmi eux, entreprises.", _donors_of(K.COMPANY)
    ),
    Indicator(
        "equipment_reinstalled",
        "équipements réinstallés",
        "appareils",
        "Appareils sur lesquels un système a été installé dans l’année.",
        lambda s: records.installations(s).values("device").distinct().count(),
    ),
    Indicator(
        "volunteers",
        "bénévoles d’atelier",
        "personnes",
        "Bénévoles distincts qui ont fait ces installations.",
        _volunteers,
    ),
    Indicator(
        "devices_redistributed",
        "équipements redistribués",
        "appareils",
        "Appareils remis, vendus ou prêtés pour la première fois dans l’année.",
        lambda s: records.handed_items(s).filter(first=True).count(),
    ),
    Indicator(
        "equipment_distributed",
        "équipements donnés",
        "appareils",
        "Appareils remis gratuitement dans l’année, à des personnes et à des associations.",
        lambda s: records.handed_items(s).filter(handover__kind=HandOver.Kind.GIFT).count(),
    ),
    Indicator(
        "equipment_to_associations",
        "équipements donnés à des associations",
        "appareils",
        "Parmi eux, ceux qu’une association a reçus.",
        lambda s: (
            records.handed_items(s)
            .filter(handover__kind=HandOver.Kind.GIFT, handover__need__association__isnull=False)
            .count()
        ),
    ),
    Indicator(
        "requests_fulfilled",
        "demandes servies",
        "demandes",
        "Demandes dont la remise a eu lieu dans l’année.",
        lambda s: records.served(s).count(),
    ),
    Indicator(
        "people_equipped",
        "personnes équipées",
        "personnes",
        "Personnes distinctes qui ont reçu au moins un appareil dans l’année.",
        _people_equipped,
    ),
    Indicator(
        "distribution_partners",
        "partenaires distributeurs",
        "organisations",
        "Organisations distinctes qui ont remis du matériel dans l’année.",
        lambda s: records.handovers(s).values("distributor").distinct().count(),
    ),
    Indicator(
        "distribution_communes",
        "communes de remise",
        "communes",
        "Communes distinctes de ces remises.",
        lambda s: records.handovers(s).values("commune_code").distinct().count(),
    ),
    Indicator(
        "sales",
        "appareils vendus à prix solidaire",
        "appareils",
        "Appareils vendus dans l’année.",
        lambda s: _sales(s).count(),
    ),
    Indicator(
        "sales_amount_eur",
        "de ventes solidaires",
        "€",
        "Somme des prix payés, toutes taxes comprises.",
        _sales_amount,
    ),
    Indicator(
        "sessions",
        "séances d’accompagnement",
        "séances",
        "Séances tenues dans l’année.",
        lambda s: records.sessions(s).count(),
    ),
    Indicator(
        "attendance",
        "présences",
        "présences",
        "Présences notées à ces séances.",
        lambda s: records.attendances(s).count(),
    ),
    Indicator(
        "people_trained",
        "personnes formées",
        "personnes",
        "Personnes distinctes venues à au moins une séance dans l’année.",
        _people_at_sessions,
    ),
)
