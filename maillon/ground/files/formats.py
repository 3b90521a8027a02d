"""What a file is, from its content: its name and what the browser says of it prove nothing."""

import re
import zipfile
import zlib
from io import BytesIO

from maillon.ground.files.models import File

LARGEST = 20 * 1024 * 1024
# What a spreadsheet may unfold to; an archive that says more, or lies on its sizes, is not read.
LARGEST_UNFOLDED = 300 * 1024 * 1024
MOST_ENTRIES = 5000
PHOTOS = frozenset({File.Type.JPEG})
SHEETS = frozenset({File.Type.CSV, File.Type.XLSX, File.Type.ODS, File.Type.XLS})
PAPERS = frozenset({File.Type.PDF, *PHOTOS})
ANY = PAPERS | SHEETS
# What nobody could read, kept as it came: never opened here, only given back to who may have it.
AS_IT_CAME = frozenset({File.Type.RAW})
EXTENSIONS = {
    File.Type.JPEG: "jpg",
    File.Type.PDF: "pdf",
    File.Type.XLSX: "xlsx",
    File.Type.ODS: "ods",
    File.Type.XLS: "xls",
    File.Type.CSV: "csv",
}
# What the browser offers to choose, for each kind that is kept: photos come in more formats than the one they are kept in.
OFFERED = {
    File.Type.JPEG: "image/jpeg,image/png,image/webp,image/gif",
    File.Type.PDF: "application/pdf,.pdf",
    File.Type.XLSX: ".xlsx",
    File.Type.ODS: ".ods",
    File.Type.XLS: ".xls",
    File.Type.CSV: ".csv,text/csv",
}
_PICTURE = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_APPLE_PHOTO = re.compile(rb"^.{4}ftyp(heic|heix|hevc|mif1|msf1)", re.DOTALL)


class Unusable(Exception):
    """A file that cannot be kept; the message is for the person."""


def type_of(data: bytes) -> File.Type:
    """What these bytes are. Pictures of any readable format count as photos. Raises Unusable."""
    if data.startswith(_PICTURE) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return File.Type.JPEG
    if _APPLE_PHOTO.match(data):
        raise Unusable(
            "Cette photo est au format HEIC des iPhone. Envoyez-la en JPEG : Réglages, Appareil photo, Formats, "
            "« Le plus compatible »."
        )
    if b"%PDF-" in data[:1024]:
        return File.Type.PDF
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return File.Type.XLS
    if _is_text(data):
        return File.Type.CSV
    raise Unusable("Ce fichier n’est ni une photo, ni un PDF, ni un tableau : enregistrez-le dans l’un de ces formats.")


def _archive(data: bytes) -> File.Type:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNFOLDED:
                raise Unusable("Ce fichier, une fois déplié, serait énorme : enregistrez le tableau seul.")
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" in names:
                return File.Type.XLSX
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    if entry.read(100).decode("ascii", "replace").strip() == File.Type.ODS:
                        return File.Type.ODS
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        raise Unusable("Ce fichier est abîmé : il ne s’ouvre pas. Enregistrez-le de nouveau.") from error
    raise Unusable("Cette archive n’est pas un tableau XLSX ou ODS : envoyez le tableau lui-même.")


def _is_text(data: bytes) -> bool:
    """Whether it reads as a table in text: no control byte, and no page or program of the web."""
    start = data[:4096]
    if not start.strip() or re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data):
        return False
    return not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def accepted(accept: frozenset[File.Type]) -> str:
    """The `accept` of a file input, in a stable order."""
    return ",".join(OFFERED[type_] for type_ in File.Type if type_ in accept)
