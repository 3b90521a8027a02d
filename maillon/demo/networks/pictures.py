"""Photos for the demonstration, drawn: a machine on a workbench, open, closed, or its scratch. None was taken anywhere."""

import io
from random import Random

WIDTH, HEIGHT = 960, 720
WOOD, WALL = (196, 164, 124), (226, 222, 213)
SHELLS = ((44, 46, 50), (92, 95, 100), (168, 172, 176))


def draw(category: str, view: str, random: Random) -> bytes:
    """A picture in JPEG. `view`: front or mark."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 500, WIDTH, HEIGHT), fill=WOOD)
    for row in range(520, HEIGHT, 44):
        pen.line((0, row, WIDTH, row + random.randint(-4, 4)), fill=(180, 148, 110), width=2)
    shell, glow = random.choice(SHELLS), (20 + random.randrange(40), 90 + random.randrange(60), 120)
    if view == "mark":
        pen.rectangle((120, 90, 840, 640), fill=shell)
        for _ in range(3):
            x, y = random.randint(250, 600), random.randint(180, 520)
            pen.line((x, y, x + random.randint(60, 190), y + random.randint(-40, 60)), fill=(214, 216, 218), width=4)
    elif category == "laptop":
        pen.polygon(((230, 520), (730, 520), (820, 640), (140, 640)), fill=shell)
        for row in range(4):
            pen.line((250 - row * 18, 540 + row * 20, 710 + row * 18, 540 + row * 20), fill=(24, 25, 27), width=10)
        _screen(pen, (230, 180, 730, 520), shell, glow)
    elif category == "desktop":
        pen.rectangle((340, 170, 620, 640), fill=shell)
        pen.rectangle((370, 210, 590, 236), fill=(24, 25, 27))
        pen.ellipse((460, 300, 500, 340), fill=glow)
    else:
        _screen(
            pen, (300, 130, 660, 640) if category in ("tablet", "smartphone") else (190, 150, 770, 520), shell, glow
        )
        if category == "monitor":
            pen.rectangle((440, 520, 520, 610), fill=shell)
            pen.rectangle((340, 600, 620, 626), fill=shell)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _screen(pen, box: tuple[int, int, int, int], shell, glow) -> None:
    left, top, right, bottom = box
    pen.rectangle(box, fill=shell)
    pen.rectangle((left + 18, top + 18, right - 18, bottom - 18), fill=glow)
    pen.rectangle((left + 60, top + 70, left + 150, top + 150), fill=(235, 240, 238))
    pen.rectangle((left + 60, bottom - 60, right - 60, bottom - 44), fill=(12, 40, 46))
