"""The indicators: for each its key, name, unit, definition, the records it comes from, and how it is drawn from them."""

from collections.abc import Callable

from django.db.models import Q

from maillon.ground.organisations.models import Role
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor
from maillon.sharing.handovers.models import HandOver
from maillon.telling.impact.queries import records
from maillon.telling.impact.queries.measures import Indicator, distinct, total
from maillon.telling.impact.queries.presence import NETWORK, PRESENCE
from maillon.telling.impact.queries.scope import Scope


def _of_head(scope: Scope) -> Q:
    return Q(holder=scope.network.head)


def _of_members(scope: Scope) -> Q:
    return ~Q(holder=scope.network.head)


def _of_kinds(*kinds: str) -> Callable[[Scope], Q]:
    return lambda scope: Q(donor__kind__in=kinds)


def _in_family(family: str) -> Callable[[Scope], Q]:
    return lambda scope: Q(category__family=family)


def _by_volunteers(scope: Scope) -> Q:
    return Q(installer__roles__icontains=f'"{Role.VOLUNTEER}"')


def _given(scope: Scope) -> Q:
    return Q(handover__kind=HandOver.Kind.GIFT)


def _given_to_associations(scope: Scope) -> Q:
    return _given(scope) & Q(handover__need__association__isnull=False)


def _sold(scope: Scope) -> Q:
    return Q(handover__kind=HandOver.Kind.SALE)


COLLECTED, REFURBISHED, HANDED, ACCOMPANIED = (
    "Collecter",
    "Remettre en état",
    "Remettre",
    "Accompagner",
)
CHAPTERS = (NETWORK, COLLECTED, REFURBISHED, HANDED, ACCOMPANIED)

K = Donor.Kind
INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "members",
        "adhérents",
        "organisations",
        "Organisations dont l’adhésion est en cours le 31 décembre, ou aujourd’hui pour l’année en cours.",
        NETWORK,
        records.MEMBERSHIPS,
        distinct("organisation"),
        listed=records.organisations,
    ),
    Indicator(
        "departments",
        "départements",
        "départements",
        "Départements où les adhérents ont un site.",
        NETWORK,
        records.SITES,
        distinct("departement"),
        listed=records.departements,
    ),
    *PRESENCE,
    Indicator(
        "lots_head",
        "lots reçus par la tête de réseau",
        "lots",
        "Lots reçus dans l’année par la tête de réseau.",
        COLLECTED,
        records.LOTS,
        where=_of_head,
    ),
    Indicator(
        "donors_head",
        "donateurs de la tête de réseau",
        "donateurs",
        "Donateurs distincts de ces lots.",
        COLLECTED,
        records.LOTS,
        distinct("donor"),
        where=_of_head,
        listed=records.donors,
    ),
    Indicator(
        "mass_collected_head_kg",
        "masse collectée par la tête de réseau",
        "kg",
        "Masse pesée à l’arrivée de ces lots.",
        COLLECTED,
        records.LOTS,
        total("weighed_g", 1000),
        where=_of_head,
    ),
    Indicator(
        "lots_members",
        "lots reçus par les adhérents",
        "lots",
        "Lots reçus dans l’année par les adhérents eux-mêmes ; un transfert entre membres n’est pas une collecte.",
        COLLECTED,
        records.LOTS,
        where=_of_members,
    ),
    Indicator(
        "donors_members",
        "donateurs des adhérents",
        "donateurs",
        "Donateurs distincts de ces lots.",
        COLLECTED,
        records.LOTS,
        distinct("donor"),
        where=_of_members,
        listed=records.donors,
    ),
    Indicator(
        "mass_collected_members_kg",
        "masse collectée par les adhérents",
        "kg",
        "Masse pesée à l’arrivée de ces lots.",
        COLLECTED,
        records.LOTS,
        total("weighed_g", 1000),
        where=_of_members,
    ),
    Indicator(
        "mass_collected_kg",
        "matériel collecté",
        "kg",
        "Masse pesée à l’arrivée de tous les lots de l’année, chaque kilogramme une fois.",
        COLLECTED,
        records.LOTS,
        total("weighed_g", 1000),
    ),
    Indicator(
        "items_collected",
        "matériels collectés",
        "objets",
        "Équipements, accessoires et mobilier comptés à l’arrivée des lots de l’année.",
        COLLECTED,
        records.COUNTS,
        total("counted"),
    ),
    Indicator(
        "equipment_collected",
        "équipements collectés",
        "objets",
        "Appareils comptés à l’arrivée des lots de l’année.",
        COLLECTED,
        records.COUNTS,
        total("counted"),
        where=_in_family(Category.Family.DEVICE),
    ),
    Indicator(
        "accessories_collected",
        "accessoires collectés",
        "objets",
        "Accessoires comptés à l’arrivée des lots de l’année.",
        COLLECTED,
        records.COUNTS,
        total("counted"),
        where=_in_family(Category.Family.ACCESSORY),
    ),
    Indicator(
        "items_collected_growth_3y_pct",
        "évolution de la collecte en trois ans",
        "%",
        "Matériels collectés, comparés à ceux de trois ans plus tôt, arrondi au pour cent.",
        COLLECTED,
        records.COUNTS,
        total("counted"),
        growth_years=3,
    ),
    Indicator(
        "donors",
        "donateurs",
        "donateurs",
        "Donateurs distincts des lots de l’année.",
        COLLECTED,
        records.LOTS,
        distinct("donor"),
        listed=records.donors,
    ),
    Indicator(
        "donors_public",
        "donateurs publics",
        "donateurs",
        "Parmi eux, services de l’État, collectivités et établissements publics.",
        COLLECTED,
        records.LOTS,
        distinct("donor"),
        where=_of_kinds(K.STATE, K.AUTHORITY, K.PUBLIC),
        listed=records.donors,
    ),
    Indicator(
        "donors_ess",
        "donateurs de l’ESS",
        "donateurs",
        "Parmi eux, associations et structures de l’économie sociale et solidaire.",
        COLLECTED,
        records.LOTS,
        distinct("donor"),
        where=_of_kinds(K.ESS),
        listed=records.donors,
    ),
    Indicator(
        "donors_company",
        "entreprises donatrices",
        "donateurs",
        "Parmi eux, entreprises.",
        COLLECTED,
        records.LOTS,
        distinct("donor"),
        where=_of_kinds(K.COMPANY),
        listed=records.donors,
    ),
    Indicator(
        "equipment_reinstalled",
        "équipements réinstallés",
        "appareils",
        "Appareils sur lesquels un système a été installé dans l’année.",
        REFURBISHED,
        records.INSTALLATIONS,
        distinct("device"),
        listed=records.devices,
    ),
    Indicator(
        "volunteers",
        "bénévoles d’atelier",
        "personnes",
        "Bénévoles distincts qui ont fait ces installations.",
        REFURBISHED,
        records.INSTALLATIONS,
        distinct("installer__user"),
        where=_by_volunteers,
        listed=records.installers,
    ),
    Indicator(
        "devices_redistributed",
        "équipements redistribués",
        "appareils",
        "Appareils remis, vendus ou prêtés pour la première fois dans l’année.",
        HANDED,
        records.HANDED,
        where=lambda scope: Q(first=True),
    ),
    Indicator(
        "equipment_distributed",
        "équipements donnés",
        "appareils",
        "Appareils remis gratuitement dans l’année, à des personnes et à des associations.",
        HANDED,
        records.HANDED,
        where=_given,
    ),
    Indicator(
        "equipment_to_associations",
        "équipements donnés à des associations",
        "appareils",
        "Parmi eux, ceux qu’une association a reçus.",
        HANDED,
        records.HANDED,
        where=_given_to_associations,
    ),
    Indicator(
        "requests_fulfilled",
        "demandes servies",
        "demandes",
        "Demandes dont la remise a eu lieu dans l’année.",
        HANDED,
        records.SERVED,
    ),
    Indicator(
        "people_equipped",
        "personnes équipées",
        "personnes",
        "Personnes distinctes qui ont reçu au moins un appareil dans l’année.",
        HANDED,
        records.HANDED,
        distinct("whom"),
        listed=records.first_handovers,
        people=True,
    ),
    Indicator(
        "distribution_partners",
        "partenaires distributeurs",
        "organisations",
        "Organisations distinctes qui ont remis du matériel dans l’année.",
        HANDED,
        records.HANDED,
        distinct("handover__distributor"),
        listed=records.distributors,
    ),
    Indicator(
        "distribution_communes",
        "communes de remise",
        "communes",
        "Communes distinctes de ces remises.",
        HANDED,
        records.HANDED,
        distinct("handover__commune_code"),
        listed=records.communes,
    ),
    Indicator(
        "sales",
        "appareils vendus à prix solidaire",
        "appareils",
        "Appareils vendus dans l’année.",
        HANDED,
        records.HANDED,
        where=_sold,
    ),
    Indicator(
        "sales_amount_eur",
        "ventes solidaires",
        "€",
        "Somme des prix payés, toutes taxes comprises.",
        HANDED,
        records.HANDED,
        total("price_cents", 100),
        where=_sold,
    ),
    Indicator(
        "sessions",
        "séances d’accompagnement",
        "séances",
        "Séances tenues dans l’année.",
        ACCOMPANIED,
        records.SESSIONS,
    ),
    Indicator(
        "attendance",
        "présences",
        "présences",
        "Présences notées à ces séances.",
        ACCOMPANIED,
        records.ATTENDANCES,
        listed=records.attended,
    ),
    Indicator(
        "people_trained",
        "personnes formées",
        "personnes",
        "Personnes distinctes venues à au moins une séance dans l’année.",
        ACCOMPANIED,
        records.ATTENDANCES,
        distinct("whom"),
        listed=records.first_attended,
        people=True,
    ),
)
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}
