"""The yearly activity report."""

from typing import Literal, Required, TypedDict

from maillon.common.contracts.parts import Document


class Foreword(TypedDict, total=False):
    """A few words at the head of the report."""

    title: str | None
    paragraphs: Required[list[str]]
    signatory: str | None


class KeyFigure(TypedDict, total=False):
    """A figure to remember."""

    value: Required[float]
    label: Required[str]
    decimals: int
    unit: str | None
    before: str | None
    """« 34,2 t en 2024 »."""


class ChainStep(TypedDict, total=False):
    """One step of the chain, from offer to use."""

    label: Required[str]
    value: Required[int]
    unit: str | None
    note: str | None


class Place(TypedDict):
    """A commune on the map; `x` and `y` projected, from 0 to 1 in width; at least five."""

    x: float
    y: float
    value: int


class DotMap(TypedDict, total=False):
    """A map of dots, without tiles."""

    background: list[tuple[float, float]]
    """The communes of the territory, projected like the places."""
    places: Required[list[Place]]
    caption: str | None
    source: str | None


class ReportMember(TypedDict, total=False):
    """What a member did in the year."""

    name: Required[str]
    lots: Required[int]
    mass_g: Required[int]
    handed_over: Required[int]
    commune: str | None
    people: int | None


class FlowNode(TypedDict):
    """A box of the flow diagram; columns from 0, left to right."""

    id: str
    label: str
    column: int
    tone: Literal["green", "mid", "ink", "amber", "red"]


class FlowLink(TypedDict):
    """A mass that goes from a node to another."""

    source: str
    target: str
    mass_g: int


class MassOutcome(TypedDict):
    """What became of a part of the mass."""

    label: str
    mass_g: int


class MassFlow(TypedDict, total=False):
    """The mass balance. The unexplained difference is worked out and printed."""

    incoming_g: Required[int]
    outcomes: Required[list[MassOutcome]]
    incoming_label: str | None
    nodes: list[FlowNode]
    links: list[FlowLink]


class Month(TypedDict):
    """`month` from 1 to 12."""

    month: int
    mass_g: int
    handed_over: int


class CategoryCount(TypedDict):
    """Devices handed over in a category."""

    label: str
    count: int


class Share(TypedDict):
    """People of a group; zero, or at least five."""

    label: str
    people: int


class Profile(TypedDict):
    """One question on the people equipped."""

    label: str
    shares: list[Share]


class Audience(TypedDict):
    """Who the people equipped are."""

    answers: int
    total: int
    groups: list[Profile]


class FollowUp(TypedDict):
    """What people answered some months after the hand-over."""

    months: int
    answer_percent: float
    still_used_percent: float


class Testimony(TypedDict):
    """A sentence somebody let us print."""

    text: str
    who: str


class Funder(TypedDict, total=False):
    """A funder's envelope."""

    name: Required[str]
    granted_cents: Required[int]
    used_cents: Required[int]
    purpose: str | None


class Method(TypedDict):
    """Avoided emissions by one method, in kilograms of CO2e, with its uncertainty."""

    label: str
    low_kg: float
    central_kg: float
    high_kg: float
    explanation: str
    source: str


class Deduction(TypedDict):
    """What the network itself emitted."""

    kg: float
    text: str


class Equivalence(TypedDict):
    """An image of the first method's central value."""

    value: int
    text: str
    factor: str


class Factor(TypedDict, total=False):
    """The emission factors of a category; None where none is published."""

    category: Required[str]
    manufacture_kg: float | None
    use_year_kg: float | None


class Indicator(TypedDict):
    """An indicator and its definition; `value` as printed, with its unit."""

    code: str
    label: str
    definition: str
    value: str


class Frozen(TypedDict):
    """The day the report was frozen, and the digest of the records behind it."""

    frozen_on: str
    sha256: str


class ActivityReport(Document, total=False):
    """`rapport.typ`. A section absent from the data is not printed.

    Refuses a place or a profile of fewer than five.
    """

    year: Required[int]
    tagline: str | None
    foreword: Foreword | None
    key_figures: list[KeyFigure]
    chain: list[ChainStep]
    map: DotMap | None
    members: list[ReportMember]
    people_total: int | None
    """Distinct people, all members together."""
    mass_flow: MassFlow | None
    months: list[Month]
    categories: list[CategoryCount]
    audience: Audience | None
    follow_up: list[FollowUp]
    testimonies: list[Testimony]
    funders: list[Funder]
    methods: list[Method]
    deduction: Deduction | None
    equivalence: Equivalence | None
    factors: list[Factor]
    indicators: list[Indicator]
    frozen: Frozen | None
