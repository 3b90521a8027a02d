"""Draw the icons of the installed application from the favicon: `.venv/bin/python tools/draw_icons.py`.

A rounded square where the system shows the icon as it is; an edge to edge square, its drawing inside the safe zone
(the middle 80 %), where the system cuts it to a shape of its own.
"""

import re
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

DRAWINGS = Path(__file__).resolve().parent.parent / "maillon" / "static" / "maillon"
# name: side in pixels, whole (cut by the system) or rounded by us.
ICONS = {
    "icon-192": (192, False),
    "icon-512": (512, False),
    "icon-whole-512": (512, True),
    "icon-whole-180": (180, True),
}


def whole(drawing: str) -> str:
    """The same drawing without its rounded corners, and a little smaller."""
    square = drawing.replace(' rx="7"', "")
    smaller = re.sub(r"scale\(\.7\)", "scale(.6)", square)
    assert smaller != drawing, "The favicon is drawn otherwise than this program expects."
    return smaller


def main() -> None:
    favicon = (DRAWINGS / "favicon.svg").read_text()
    (DRAWINGS / "icons").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (side, edge_to_edge) in ICONS.items():
            page = chromium.new_page(viewport={"width": side, "height": side})
            drawing = whole(favicon) if edge_to_edge else favicon
            page.set_content(f"<style>*{{margin:0;width:{side}px;height:{side}px;display:block}}</style>{drawing}")
            page.screenshot(path=DRAWINGS / "icons" / f"{name}.png", omit_background=not edge_to_edge)
            page.close()
        chromium.close()


if __name__ == "__main__":
    main()
