"""Whether a serial number or a UUID identifies one machine, or is what the factory left there.

Most reports have none that can be trusted: makers ship boards with « To be filled by O.E.M. », tools mask serials on
request, virtual machines say « 0 ».
"""

import re
import uuid

from maillon.matter.devices.reports.values import clean

SHORTEST_SERIAL = 4


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOT_A_VALUE = _words(
    """
    0 default defaultstring empty fillbyoem invalid na nil no none noasset noassettag noserial noserialnumber
    notapplicable notassigned notavailable notdefined notinstalled notpresent notprovided notset notsettable
    notspecified null oem oemdefault redacted removed sample standard tbd test tobedefined tobefilled
    undefined unknow unknown unspecified hidden masked anonymized anonymised
    """
)
_NOT_A_SERIAL = _NOT_A_VALUE | _words(
    """
    serial systemserial systemsn chassissn oemserial sernum sernum0 sernum1 serno eval evaluation
    bsn12345678901234567 csn12345678901234567 ssn12345678901234567 mb1234567890 nb1234567890 asset1234567890
    a1sernum0 a1sernum1 deadbeef fakeserial insydecorp
    """
)
_NOT_A_NAME = _NOT_A_VALUE | _words(
    """
    systemmanufacturer systemproductname systemname systemversion productname manufacturer oemmanufacturer
    oemproductname oemproduct oemversion type1productconfigid type1family type1sku0 invalidentry
    chassismanufacturer chassisversion chassismanufacture boardmanufacturer boardproductname unknownmanufacturer
    unknownproduct allseries
    """
)
_COUNTS = ("01234567890123456789012345678901", "0123456789abcdef0123456789abcdef", "abcdefghijklmnopqrstuvwxyz")
_MASK = re.compile(r"\*{3}|\?{3}|#{3}|(?:-|_|\.){6}|\[.*(?:redacted|removed|masked).*\]", re.IGNORECASE)
_MAC_ADDRESS = re.compile(r"^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$", re.IGNORECASE)
_FACTORY_UUIDS = frozenset(
    {
        "03000200-0400-0500-0006-000700080009",
        "00020003-0004-0005-0006-000700080009",
        "12345678-1234-5678-90ab-cddeefaabbcc",
        "78563412-3412-7856-90ab-cddeefaabbcc",
        "12345678-1234-1234-1234-123456789abc",
        "11111111-2222-3333-4444-555555555555",
        "00112233-4455-6677-8899-aabbccddeeff",
        "33221100-5544-7766-8899-aabbccddeeff",
        "4c4c4544-0000-2010-8020-80c04f202020",
        "44454c4c-0000-1020-8020-80c04f202020",
    }
)
_FEWEST_DIGITS = 3  # distinct ones, in a UUID that is not filler


def usable_serial(text: object) -> str | None:
    """The serial number, cleaned, when it can identify one thing; None for a placeholder, a mask or a MAC address."""
    serial = clean(text)
    if serial is None or len(serial) < SHORTEST_SERIAL or _MASK.search(serial) or _MAC_ADDRESS.match(serial):
        return None
    letters = re.sub(r"[\W_]", "", serial.casefold())
    if letters in _NOT_A_SERIAL or len(set(letters)) <= 1:
        return None
    if any(letters in count or letters in count[::-1] for count in _COUNTS):
        return None
    if "tobefilled" in letters or "serialnumber" in letters:
        return None
    return serial


def usable_uuid(text: object) -> str | None:
    """The machine's UUID as printed, when it is one and belongs to one machine."""
    printed = clean(text)
    if printed is None:
        return None
    try:
        canonical = str(uuid.UUID(printed))
    except ValueError:
        return None
    if canonical in _FACTORY_UUIDS or len(set(canonical) - {"-"}) < _FEWEST_DIGITS:
        return None
    return printed


def uuid_forms(text: str | None) -> frozenset[str]:
    """A UUID in both byte orders, in lower case: some tools print the first three fields the other way round."""
    if usable_uuid(text) is None:
        return frozenset()
    value = uuid.UUID(text)
    return frozenset({str(value), str(uuid.UUID(bytes=value.bytes_le))})


def is_placeholder(text: object) -> bool:
    """Whether a name or a version is only what the factory left there."""
    name = clean(text)
    if name is None:
        return True
    letters = re.sub(r"[\W_]", "", name.casefold())
    return letters in _NOT_A_NAME or "tobefilled" in letters or (len(set(letters)) <= 1 and not letters.isdecimal())
