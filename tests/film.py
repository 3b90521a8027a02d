"""What a camera sees of labels that the project printed, as a film that Chromium takes for its camera."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from django.utils import timezone
from PIL import Image

from maillon.common import pdf
from maillon.common.sheets import ROLLS
from maillon.ground.organisations.models import Network
from maillon.matter.devices import tasks

WIDTH, HEIGHT = 640, 480
CAMERA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


def printed(code: str, prefix: str) -> bytes:
    """The picture of a label as the project prints it."""
    network = Network(short_name="Réseau filmé", prefix=prefix, fictional=True)
    data = tasks.labels_data([(code, "")], network=network, sheet=ROLLS["57x32"], start=1, on=timezone.localdate())
    [page] = pdf.preview("etiquettes.typ", data, ppi=200)
    return page


def filmed(pictures: Iterable[bytes], path: Path, *, rate: int = 8, shown: int = 8, blank: int = 2) -> Path:
    """A .y4m video that shows each label in turn on a bench, with an empty bench between two; in frames, so many a second."""
    bench = Image.new("L", (WIDTH, HEIGHT), 150)
    chroma = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as video:
        video.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for picture in pictures:
            label = Image.open(BytesIO(picture)).convert("L").rotate(4, expand=True, fillcolor=150)
            label.thumbnail((WIDTH - 160, HEIGHT - 120))
            seen = bench.copy()
            seen.paste(label, ((WIDTH - label.width) // 2, (HEIGHT - label.height) // 2))
            for frame in [seen] * shown + [bench] * blank:
                video.write(b"FRAME\n" + frame.tobytes() + chroma)
    return path
