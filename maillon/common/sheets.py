"""The sheets of labels one buys in France, and the rolls of label printers, measured in millimetres.

Measures are those printed on the makers' packets; a network may bring any other as a `SheetFormat`.
"""

from maillon.common.contracts import SheetFormat


def _sheet(
    columns: int, rows: int, width: float, height: float, gap: float = 0.0, page: tuple[float, float] = (210.0, 297.0)
) -> SheetFormat:
    """An A4 sheet of labels centred on the page, `gap` millimetres between columns."""
    measure = f"{width:g} × {height:g} mm".replace(".", ",")
    return {
        "name": f"{columns * rows} étiquettes de {measure}",
        "page_width_mm": page[0],
        "page_height_mm": page[1],
        "columns": columns,
        "rows": rows,
        "width_mm": width,
        "height_mm": height,
        "left_mm": round((page[0] - columns * width - (columns - 1) * gap) / 2, 2),
        "top_mm": round((page[1] - rows * height) / 2, 2),
        "pitch_x_mm": width + gap,
        "pitch_y_mm": height,
    }


SHEETS: dict[str, SheetFormat] = {
    "21": _sheet(3, 7, 63.5, 38.1, gap=2.54),
    "24": _sheet(3, 8, 63.5, 33.9, gap=2.54),
    "24-70": _sheet(3, 8, 70.0, 37.0),
    "40": _sheet(4, 10, 48.5, 25.4),
    "65": _sheet(5, 13, 38.1, 21.2, gap=2.5),
}
"""A4 sheets by number of labels. « 24-70 » goes to the edge of the page: few printers reach it, prefer « 24 »."""


def single(width_mm: float, height_mm: float) -> SheetFormat:
    """One label a page, for a label printer: the page is the label."""
    shape = _sheet(1, 1, width_mm, height_mm, page=(width_mm, height_mm))
    measure = f"{width_mm:g} × {height_mm:g} mm".replace(".", ",")
    return {**shape, "name": f"étiquette de {measure}"}


ROLLS: dict[str, SheetFormat] = {
    "57x32": single(57.0, 32.0),
    "62x29": single(62.0, 29.0),
    "100x50": single(100.0, 50.0),
    "25x25": single(25.0, 25.0),
}
"""Common rolls of label printers, width × height."""
