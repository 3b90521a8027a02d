"""EDID, the block of 128 bytes by which a screen says what it is: as bytes, or in hexadecimal as edid-decode prints it.

After VESA Enhanced EDID 1.4: identity at bytes 8 to 17, size at 21 and 22, four descriptors of 18 bytes from byte 54.
"""

import re

from maillon.matter.devices.reports.identity import usable_serial
from maillon.matter.devices.reports.report import FormFactor, Monitor, Report, Unreadable
from maillon.matter.devices.reports.source import Source

KIND = "edid"

HEADER = b"\x00\xff\xff\xff\xff\xff\xff\x00"
LENGTH = 128
NAME, SERIAL = 0xFC, 0xFF
FILLER = frozenset({0, 1, 0x01010101, 0xFFFFFFFF})  # what factories leave as a serial number
MAKERS = {
    "ACI": "Asus",
    "ACR": "Acer",
    "AOC": "AOC",
    "APP": "Apple",
    "AUS": "Asus",
    "BNQ": "BenQ",
    "CPQ": "Compaq",
    "DEL": "Dell",
    "ENC": "Eizo",
    "FUS": "Fujitsu",
    "GSM": "LG",
    "HPN": "HP",
    "HWP": "HP",
    "IVM": "Iiyama",
    "LEN": "Lenovo",
    "MAX": "Belinea",
    "NEC": "NEC",
    "PHL": "Philips",
    "SAM": "Samsung",
    "SNY": "Sony",
    "VIZ": "Vizio",
    "VSC": "ViewSonic",
}

_HEXADECIMAL = re.compile(r"00[\s:]?(?:ff[\s:]?){6}00(?:[\s:]*[0-9a-f]{2}){120}", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Whether the file holds the eight bytes an EDID starts with."""
    return source.data.startswith(HEADER) or _HEXADECIMAL.search(source.text[:20_000]) is not None


def read(source: Source) -> Report:
    """The screen of an EDID.

    Raises:
        Unreadable: the block is cut.
    """
    block = source.data
    if not block.startswith(HEADER):
        written = _HEXADECIMAL.search(source.text[:20_000])
        block = bytes.fromhex(re.sub(r"[\s:]", "", written[0])) if written else b""
    screen = monitor(block)
    if screen is None:
        raise Unreadable("Ce bloc EDID est incomplet : enregistrez-le à nouveau depuis l’écran.")
    return Report(
        kind=KIND,
        manufacturer=MAKERS.get(screen.manufacturer or "", screen.manufacturer),
        product=screen.model,
        serial=screen.serial,
        form_factor=FormFactor.MONITOR,
        monitors=(screen,),
    )


def monitor(block: bytes) -> Monitor | None:
    """The screen that this block describes; None when it is not a whole EDID."""
    if len(block) < LENGTH or not block.startswith(HEADER):
        return None
    letters = int.from_bytes(block[8:10], "big")
    number = int.from_bytes(block[12:16], "little")
    texts = {NAME: "", SERIAL: ""}
    for at in (54, 72, 90, 108):
        if block[at : at + 3] == b"\x00\x00\x00" and block[at + 3] in texts:  # a long name takes two descriptors
            texts[block[at + 3]] += block[at + 5 : at + 18].split(b"\n")[0].decode("latin-1")
    serial = usable_serial(texts[SERIAL]) or (None if number in FILLER else str(number))
    return Monitor(
        manufacturer="".join(chr(64 + (letters >> shift & 31)) for shift in (10, 5, 0)),
        model=texts[NAME],
        product_code=f"{int.from_bytes(block[10:12], 'little'):04x}",
        serial=serial,
        year=1990 + block[17],
        width_cm=block[21] or None,
        height_cm=block[22] or None,
    )
