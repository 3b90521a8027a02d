"""QR codes: an SVG for a page, a matrix for a printed document.

Never a Micro QR code, which phones do not read. The error correction is fixed (« M » by default) so that a text
always gives the same picture. An address in capitals takes fewer modules than one in small letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import segno

Correction = Literal["L", "M", "Q", "H"]
# Every reader undoes every mask. Paper deserves the best of the eight, a lit screen not the three quarters of the time
# that comparing them takes.
SCREEN_MASK = 4


def svg(text: str, *, title: str = "", error: Correction = "M") -> str:
    """An inline `<svg>` of the QR code of `text`, quiet zone included, for a page.

    `title` is its text equivalent (default: the text itself). There is no width and no style in it: the page's own
    stylesheet sizes it through the class `m-qr`, so it passes a strict content security policy.
    """
    code = _code(text, error, mask=SCREEN_MASK)
    drawn = code.svg_inline(
        omitsize=True, dark="#000", light="#fff", svgclass="m-qr", lineclass=None, title=title or text
    )
    return drawn.replace("<svg ", '<svg role="img" ', 1)


def matrix(text: str, *, error: Correction = "M") -> list[str]:
    """The modules of the QR code of `text`, one string of « 0 » and « 1 » a row, without quiet zone.

    This is the form that the printed documents draw (`maillon.common.contracts`).
    """
    return ["".join("1" if module else "0" for module in row) for row in _code(text, error).matrix]


def _code(text: str, error: Correction, *, mask: int | None = None) -> segno.QRCode:
    import segno

    return segno.make(text, error=error, mask=mask, micro=False, boost_error=False)
