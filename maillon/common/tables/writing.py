"""Tables out, as they are written: row by row, so that fifty thousand lines take no more memory than fifty.

CSV as French spreadsheets open it; XLSX (ECMA-376) and ODS (OpenDocument 1.3), with as many sheets as given.
"""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO
from xml.sax.saxutils import escape

from maillon.common.spreadsheets import BYTE_ORDER_MARK, Cell, Sheet, inert, written

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
ROWS_AT_ONCE = 500
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """UTF-8 with its mark, semicolons, decimal commas; some hundred rows at a time."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    out.write(BYTE_ORDER_MARK)
    writer.writerow(heads)
    for count, row in enumerate(rows, 1):
        writer.writerow([written(cell) for cell in row])
        if count % ROWS_AT_ONCE == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def whole(format: str, sheet: Sheet) -> bytes:
    """One table as a file of one of FORMATS, when it is small."""
    if format == "csv":
        return b"".join(csv_lines(sheet.heads, sheet.rows))
    made = io.BytesIO()
    write(made, format, [sheet])
    return made.getvalue()


def xlsx_file(sheets: Sequence[Sheet]) -> bytes:
    """A whole workbook, when it is small."""
    made = io.BytesIO()
    write(made, "xlsx", sheets)
    return made.getvalue()


def write(into: IO[bytes], format: str, sheets: Sequence[Sheet]) -> None:
    """Write the workbook of these sheets (« xlsx » or « ods ») into a file that can be sought."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        (_xlsx if format == "xlsx" else _ods)(archive, sheets)


def _text(value: object) -> str:
    return escape(UNWRITABLE.sub("", str(value)), {'"': "&quot;"})


def _xlsx(archive: zipfile.ZipFile, sheets: Sequence[Sheet]) -> None:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    ranks = range(1, len(sheets) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{rank}.xml" ContentType="{main}.worksheet+xml"/>' for rank in ranks
    )
    archive.writestr(
        "[Content_Types].xml",
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>{parts}'
        f'<Override PartName="/xl/styles.xml" ContentType="{main}.styles+xml"/></Types>',
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    archive.writestr(
        "_rels/.rels",
        f'{DECLARATION}<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
    )
    archive.writestr(
        "xl/_rels/workbook.xml.rels",
        f'{DECLARATION}<Relationships xmlns="{relations}">'
        + "".join(
            f'<Relationship Id="rId{rank}" Type="{office}/worksheet" Target="worksheets/sheet{rank}.xml"/>'
            for rank in ranks
        )
        + f'<Relationship Id="rId{len(sheets) + 1}" Type="{office}/styles" Target="styles.xml"/></Relationships>',
    )
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    archive.writestr(
        "xl/workbook.xml",
        f'{DECLARATION}<workbook xmlns="{spreadsheet}" xmlns:r="{office}"><sheets>'
        + "".join(
            f'<sheet name="{_text(sheet.name[:31])}" sheetId="{rank}" r:id="rId{rank}"/>'
            for rank, sheet in zip(ranks, sheets, strict=True)
        )
        + "</sheets></workbook>",
    )
    # Styles 1, a bold head; 2, a day.
    archive.writestr(
        "xl/styles.xml",
        f'{DECLARATION}<styleSheet xmlns="{spreadsheet}"><fonts count="2"><font/><font><b/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" '
        'builtinId="0"/></cellStyles></styleSheet>',
    )
    for rank, sheet in zip(ranks, sheets, strict=True):
        with archive.open(f"xl/worksheets/sheet{rank}.xml", "w", force_zip64=True) as part:
            part.write(
                f'{DECLARATION}<worksheet xmlns="{spreadsheet}"><sheetViews><sheetView workbookViewId="0"><pane '
                'ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
                "<sheetData>".encode()
            )
            part.write(("<row>" + "".join(_xlsx_cell(head, 1) for head in sheet.heads) + "</row>").encode())
            for some in _pieces(sheet.rows):
                part.write("".join(f"<row>{''.join(map(_xlsx_cell, row))}</row>" for row in some).encode())
            part.write(b"</sheetData></worksheet>")


def _pieces(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    some: list[Sequence[Cell]] = []
    for row in rows:
        some.append(row)
        if len(some) == ROWS_AT_ONCE:
            yield some
            some = []
    yield some


EPOCH = datetime.date(1899, 12, 30)


def _xlsx_cell(cell: Cell, style: int = 0) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, (int, float)):
        return f"<c><v>{cell!r}</v></c>"
    if isinstance(cell, datetime.date):
        return f'<c s="2"><v>{(cell - EPOCH).days}</v></c>'
    look = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{look}><is><t xml:space="preserve">{_text(inert(cell))}</t></is></c>'


def _ods(archive: zipfile.ZipFile, sheets: Sequence[Sheet]) -> None:
    archive.writestr(zipfile.ZipInfo("mimetype"), FORMATS["ods"])
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    archive.writestr(
        "META-INF/manifest.xml",
        f'{DECLARATION}<manifest:manifest xmlns:manifest="{manifest}" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{FORMATS["ods"]}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    with archive.open("content.xml", "w", force_zip64=True) as part:
        part.write(
            f'{DECLARATION}<office:document-content {names} office:version="1.3"><office:automatic-styles>'
            '<number:date-style style:name="N1"><number:day number:style="long"/><number:text>/</number:text>'
            '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
            '</number:date-style><style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>'
            '<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
            "</style:style></office:automatic-styles><office:body><office:spreadsheet>".encode()
        )
        for sheet in sheets:
            part.write(f'<table:table table:name="{_text(sheet.name[:31])}">'.encode())
            part.write(_ods_row(sheet.heads, ' table:style-name="head"').encode())
            for some in _pieces(sheet.rows):
                part.write("".join(map(_ods_row, some)).encode())
            part.write(b"</table:table>")
        part.write(b"</office:spreadsheet></office:body></office:document-content>")


def _ods_row(row: Sequence[Cell], look: str = "") -> str:
    return f"<table:table-row>{''.join(_ods_cell(cell, look) for cell in row)}</table:table-row>"


def _ods_cell(cell: Cell, look: str) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'
    if isinstance(cell, datetime.date):
        return (
            f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{cell.isoformat()}">'
            f"<text:p>{cell:%d/%m/%Y}</text:p></table:table-cell>"
        )
    paragraphs = "".join(f"<text:p>{_text(line)}</text:p>" for line in str(inert(cell)).split("\n"))
    return f'<table:table-cell{look} office:value-type="string">{paragraphs}</table:table-cell>'
