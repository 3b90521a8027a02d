"""The year on one page: figures to remember, where matter goes, every indicator, people by commune."""

import uuid
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Count, Min, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from maillon.common import geography, numbers
from maillon.common.geography.maps import Dot, outline_svg
from maillon.common.sankey import Band, sankey_svg
from maillon.ground.journal.models import Pending, Seal
from maillon.ground.organisations.models import Network
from maillon.matter.lots.models import Lot
from maillon.sharing.handovers.models import HandOver
from maillon.telling.impact.queries.flows import NOTABLE_PERCENT, Flow, Gap, flows, gaps, split_by_head
from maillon.telling.impact.queries.indicators import BY_KEY, CHAPTERS
from maillon.telling.impact.queries.privacy import discreet, equipped_by_commune
from maillon.telling.impact.queries.report import Report, report
from maillon.telling.impact.queries.scope import Scope
from maillon.telling.impact.queries.words import change, large, told

# The figures to remember, and the words that open their records.
HEADLINES = {
    "mass_collected_kg": "Les lots",
    "devices_redistributed": "Les appareils remis",
    "people_equipped": "Les remises",
    "people_trained": "Les séances",
    "donors": "Les donateurs",
    "members": "Les adhérents",
}
KEPT_SECONDS = 600
UNTOLD = "Non publié : trop peu de personnes."
LONGEST_TABLE = 12
OVERSEAS = "97"


@dataclass(frozen=True)
class Figure:
    """One indicator of the page, in words."""

    key: str
    chapter: str
    name: str
    method: str
    value: str
    before: str
    change: str
    url: str

    @property
    def untold(self) -> bool:
        return self.value == UNTOLD


@dataclass(frozen=True)
class Outcome:
    """One line of the mass balance, in words."""

    label: str
    mass: str
    share: str
    url: str


@dataclass(frozen=True)
class Matter:
    """Where matter went: its drawing, its table, and the lots to look at."""

    drawing: SafeString
    whole: str
    came: list[Outcome]
    went: list[Outcome]
    gaps: list[Gap]
    gap_url: str

    @property
    def notable(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.notable]

    @property
    def gap_title(self) -> str:
        """« Regarder 3 lots dont l’écart dépasse 2 % »."""
        lots = f"{len(self.notable)} lots" if len(self.notable) > 1 else "un lot"
        return f"Regarder {lots} dont l’écart dépasse {NOTABLE_PERCENT} %"

    @property
    def gap_text(self) -> str:
        """What the lots amount to, all together."""
        mass_g = sum(gap.mass_g for gap in self.gaps)
        units = sum(gap.units for gap in self.gaps)
        objects = f" et {units} objet{'s' if abs(units) > 1 else ''}" if units else ""
        return f"Le bilan compte {numbers.kg(mass_g)}{objects} inexpliqués en tout."


@dataclass(frozen=True)
class Place:
    """People equipped in one commune, in words."""

    name: str
    people: str
    url: str


@dataclass(frozen=True)
class Places:
    """People equipped by commune: the map, and its table in two parts."""

    drawing: SafeString
    first: list[Place]
    others: list[Place]
    grouped: str
    total: str


@dataclass(frozen=True)
class Year:
    """All that the page of a year shows."""

    scope: Scope
    stats: list[dict[str, str]]
    chapters: list[tuple[str, list[Figure]]]
    matter: Matter | None
    places: Places | None
    query: str


def years(network: Network) -> list[int]:
    """The years that have records, the latest first; the running one always."""
    today = timezone.localdate()
    firsts = (
        Lot.objects.filter(network=network).aggregate(first=Min("received_on"))["first"],
        HandOver.objects.filter(network=network).aggregate(first=Min("done_on"))["first"],
    )
    return list(range(today.year, min([day.year for day in firsts if day], default=today.year) - 1, -1))


def year(scope: Scope, *, exact: bool, linked: bool) -> Year:
    """The page of a year. `exact`: for whoever sees the records; else small numbers of people are not told.

    `linked`: each figure opens its records. The page is kept for a few minutes, as long as nothing is written in the
    journal: what changes a figure is an act, and every act is an entry.
    """
    place = scope.territory.pk if scope.territory else None
    written = _written(scope.network.pk)
    key = f"impact.page:{scope.network.pk}:{scope.year}:{place}:{scope.today}:{exact}:{linked}:{written}".replace(
        " ", ""
    )
    return cast(Year, cache.get_or_set(key, lambda: _year(scope, exact=exact, linked=linked), KEPT_SECONDS))


def _written(network: uuid.UUID) -> tuple[int, ...]:
    """How many entries the journal has of the network, and of the platform: those that are sealed, and those that wait."""
    asked = [count(of) for of in (network, None) for count in (_sealed, _waiting)]
    row = Network.objects.filter(pk=network).order_by().values_list(*asked).get()
    return tuple(number or 0 for number in row)


def _sealed(network: uuid.UUID | None) -> Subquery:
    return Subquery(Seal.objects.filter(network=network).order_by("-sequence").values("sequence")[:1])


def _waiting(network: uuid.UUID | None) -> Subquery:
    rows = Pending.objects.filter(network=network).order_by().values("network")
    return Subquery(rows.annotate(number=Count("pk")).values("number"))


def _year(scope: Scope, *, exact: bool, linked: bool) -> Year:
    made = report(scope)
    if not exact:
        made = discreet(made)
    asked = {"annee": scope.year, **({"territoire": scope.territory.slug} if scope.territory else {})}
    query = urlencode(asked)
    figures = _figures(made, query if linked else "")
    return Year(
        scope,
        [_stat(figure, made) for figure in _headlines(figures)],
        [
            (chapter, [figure for figure in figures if figure.chapter == chapter])
            for chapter in CHAPTERS
            if any(figure.chapter == chapter for figure in figures)
        ],
        _matter(made, query if linked else "", looked_at=exact),
        _places(scope, linked=linked and exact),
        query,
    )


def _figures(made: Report, query: str) -> list[Figure]:
    """Every indicator but those that have nothing to tell, this year and the year before."""
    found = []
    for indicator, value in made.figures:
        before = made.before[indicator.key]
        silent = value is None and indicator.people
        if not (value or before or silent):
            continue
        found.append(
            Figure(
                indicator.key,
                indicator.chapter,
                indicator.name,
                indicator.method,
                UNTOLD if silent else told(value, indicator.unit),
                told(before, indicator.unit) if before is not None else "",
                "" if indicator.growth_years else change(value, before),
                f"{reverse('impact:records', args=[indicator.key])}?{query}" if query else "",
            )
        )
    return found


def _headlines(figures: list[Figure]) -> list[Figure]:
    """The figures to remember that are not zero, in their order."""
    by_key = {figure.key: figure for figure in figures if figure.value not in ("0", f"0{numbers.NO_BREAK}kg")}
    return [by_key[key] for key in HEADLINES if key in by_key]


def _stat(figure: Figure, made: Report) -> dict[str, str]:
    """As the component of figures shows it."""
    number, unit = large(made.values[figure.key], BY_KEY[figure.key].unit)
    since = f", {figure.change} en un an" if figure.change else ""
    shown = {"number": number, "unit": unit, "label": f"{figure.name}{since}"}
    if figure.url:
        return {**shown, "url": figure.url, "link": HEADLINES[figure.key]}
    return {**shown, "note": UNTOLD if figure.untold else figure.method}


def _matter(made: Report, query: str, *, looked_at: bool) -> Matter | None:
    """None for a territory, which has no balance of its own, and for a year in which nothing moved."""
    scope = made.scope
    came, went = flows(made.units, made.grams)
    if scope.territory or not came:
        return None
    split = split_by_head(scope, came)
    whole = sum(flow.mass_g for flow in came)
    title = (
        f"Flux de masse {scope.year} : {numbers.kg(whole)} entrés deviennent "
        f"{', '.join(flow.label.lower() for flow in went)} ; le tableau donne chaque valeur."
    )
    drawing = sankey_svg(_bands(split), _bands(went), title=title, whole=f"{numbers.kg(whole)} entrés")
    return Matter(
        # Built by sankey_svg, which escapes every word.
        mark_safe(drawing),  # nosec B308, B703
        numbers.kg(whole),
        _outcomes(split, whole, query),
        _outcomes(went, whole, query),
        gaps(scope) if looked_at else [],
        f"{reverse('impact:records', args=['mass_unexplained_g'])}?{query}" if query else "",
    )


def _bands(side: list[Flow]) -> list[Band]:
    return [Band(flow.label, flow.mass_g, numbers.kg(flow.mass_g), flow.tone) for flow in side]


def _outcomes(side: list[Flow], whole: int, query: str) -> list[Outcome]:
    return [
        Outcome(
            flow.label,
            numbers.kg(flow.mass_g),
            f"{numbers.number(flow.mass_g * 100 / whole, 1)}{numbers.NO_BREAK}%",
            f"{reverse('impact:records', args=[flow.key])}?{query}" if query else "",
        )
        for flow in side
    ]


def _places(scope: Scope, *, linked: bool) -> Places | None:
    cells = equipped_by_commune(scope)
    if cells is None:
        return None
    counted = sorted(
        ((geography.commune(code), number) for code, number in cells.shown.items()),
        key=lambda pair: (-pair[1], pair[0].name),
    )
    rows = [
        Place(
            str(commune),
            numbers.number(number),
            f"{reverse('impact:records', args=['people_equipped'])}?annee={scope.year}&commune={commune.code}"
            if linked
            else "",
        )
        for commune, number in counted
    ]
    return Places(
        _map(scope, counted),
        rows[:LONGEST_TABLE],
        rows[LONGEST_TABLE:],
        numbers.number(cells.grouped) if cells.grouped else "",
        numbers.number(cells.total),
    )


def _map(scope: Scope, counted: list[tuple[geography.Commune, int]]) -> SafeString:
    """The communes on the outlines of their départements; those overseas are in the table only, unless all are."""
    on_map = [pair for pair in counted if not pair[0].departement.startswith(OVERSEAS)] or counted
    dots = [
        Dot(
            commune.latitude,
            commune.longitude,
            number,
            f"{commune.name}, {number}" if rank < 3 else "",
            f"{commune.name} : {number}",
        )
        for rank, (commune, number) in enumerate(on_map)
    ]
    title = f"Carte des personnes équipées en {scope.year}, par commune ; le tableau donne les valeurs."
    drawing = outline_svg(sorted({commune.departement for commune, _ in on_map}), dots, title=title)
    # Built by outline_svg, which escapes every word.
    return mark_safe(drawing)  # nosec B308, B703
