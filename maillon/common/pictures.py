"""Photos written anew: upright, of a reasonable size, and without anything that the camera noted of place and time."""

from dataclasses import dataclass
from io import BytesIO

READ = ("JPEG", "PNG", "WEBP", "GIF")
# A picture of more pixels is refused before it is unfolded in memory: a phone of today makes 50 million.
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 2000
THUMBNAIL_SIDE = 400
QUALITY = 82


class NotAPicture(Exception):
    """The bytes cannot be read as a photo; the message is for the person."""


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept, in JPEG, with its small copy."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def rewrite(data: bytes) -> Picture:
    """Read a photo and write it again, with its thumbnail. Raises NotAPicture."""
    from PIL import Image, ImageOps

    damaged = "Cette photo est abîmée : elle ne s’ouvre pas. Prenez-la de nouveau."
    too_large = "Cette photo a trop de pixels : prenez-la en qualité normale."
    try:
        with Image.open(BytesIO(data), formats=READ) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture(too_large)
            # A JPEG unfolds at a fraction of its size: a phone's photo then costs a few megabytes instead of 150.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            picture = _on_white(upright)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        content = _jpeg(picture)
        small = picture.copy()
        small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        return Picture(content, _jpeg(small), picture.width, picture.height)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise NotAPicture(too_large) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, ArithmeticError) as error:
        # All that Pillow's readers raise on bytes that were cut or forged.
        raise NotAPicture(damaged) from error


def _on_white(image):
    """Without transparency, as JPEG has none."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        sheet = Image.new("RGB", layered.size, "white")
        sheet.paste(layered, mask=layered.getchannel("A"))
        return sheet
    return image.convert("RGB")


def _jpeg(image) -> bytes:
    # The first JPEG writer would keep the comment and the profile of the source: a bare copy has neither.
    image.info.clear()
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
