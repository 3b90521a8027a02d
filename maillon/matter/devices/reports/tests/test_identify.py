"""Serial numbers and UUIDs: those that identify a machine, and those that thousands of machines share."""

import pytest

from maillon.matter.devices.reports import Report, usable_serial, usable_uuid, uuid_forms


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   ",
        "0",
        "00000000",
        "0000000000000000000000",
        "To be filled by O.E.M.",
        "To Be Filled By O.E.M.",
        "TO BE FILLED BY O.E.M",
        "Default string",
        "None",
        "N/A",
        "n.a.",
        "Not Specified",
        "Not Applicable",
        "Not Available",
        "Unknown",
        "unknow",
        "System Serial Number",
        "Chassis Serial Number",
        "Base Board Serial Number",
        "Serial Number",
        "OEM",
        "INVALID",
        "Empty",
        "[Empty]",
        "REDACTED",
        "123456789",
        "0123456789",
        "1234567890",
        "12345678",
        "987654321",
        "0123456789ABCDEF",
        "abcdefgh",
        "SSN12345678901234567",
        "BSN12345678901234567",
        "MB-1234567890",
        "XXXXXXXXXXXXXXXXXXXX",
        "XXXX-XXXX-XXXX",
        "????????????????????",
        "********************",
        "PF0***5N",
        "--",
        "------------",
        "..............",
        "AAAAAAAA",
        "FFFFFFFF",
        "d1s",
        "1.0",
        "02:00:00:00:00:00",
        "64-51-06-b0-0a-f4",
        "\x00\x00\x00\x00",
        "\ufffd\ufffd\ufffd",
        12,
        True,
        ["PF0QMY5N"],
    ],
)
def test_a_placeholder_is_not_a_serial_number(text):
    assert usable_serial(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "PF0QMY5N",
        "5CQ6VY1",
        "CZC0408YP6",
        "C02NG5A5FY11",
        "0169622",
        "S35ANX0J401001",
        "WD-WCC2E7NV4C7U",
        "50026B7783D25098",
        "899801162008011514251721",
        "EMU-HDD-WX81A0001",
        "VMware-56 4d bf 23 01 aa 4e 9f-c3 92 24 bd 7b 66 16 68",
        "3135-4298-3414-7021-8716-7514-85",
        "ACE4_2E61_9000_7804.",
        "SN 123456789ABC",
        "0E62",
        "48368130c2f8",
    ],
)
def test_a_real_serial_number_is_kept_as_it_is(text):
    assert usable_serial(text) == text


def test_a_serial_number_is_cleaned_of_its_padding():
    assert usable_serial("  WD-WCC2E7NV4C7U \t\x00") == "WD-WCC2E7NV4C7U"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Not Settable",
        "Not Present",
        "--",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "03000200-0400-0500-0006-000700080009",
        "00020003-0004-0005-0006-000700080009",
        "12345678-1234-5678-90ab-cddeefaabbcc",
    ],
)
def test_a_factory_uuid_is_not_a_uuid(text):
    assert usable_uuid(text) is None


def test_a_uuid_is_found_whatever_the_byte_order_and_the_case():
    dmidecode, old_lshw = "4c4c4544-0043-5110-8036-b5c04f565931", "44454C4C-4300-1051-8036-B5C04F565931"

    assert uuid_forms(dmidecode) == uuid_forms(old_lshw)
    assert uuid_forms("Not Settable") == frozenset()


def test_no_reader_can_let_a_placeholder_through():
    report = Report(kind="lshw", serial="Default string", uuid="Not Settable", version="System Version")

    assert (report.serial, report.uuid, report.version) == (None, None, None)


@pytest.mark.parametrize(
    ("manufacturer", "product", "version", "maker", "model"),
    [
        ("LENOVO", "20L6S01T00", "ThinkPad T480", "LENOVO", "ThinkPad T480"),
        ("LENOVO", "IdeaCentre B320", "Lenovo", "LENOVO", "IdeaCentre B320"),
        ("LENOVO", "9644W8N", None, "LENOVO", "9644W8N"),
        ("Dell Inc.", "Latitude E7240", "00", "Dell Inc.", "Latitude E7240"),
        ("Dell Inc.", "Latitude E5530 non-vPro (Latitude E5530)", "01", "Dell Inc.", "Latitude E5530 non-vPro"),
        ("System manufacturer", "System Product Name", "System Version", None, None),
        ("To Be Filled By O.E.M.", "To Be Filled By O.E.M.", None, None, None),
    ],
)
def test_the_name_to_show_is_the_one_people_know(manufacturer, product, version, maker, model):
    report = Report(kind="dmidecode", manufacturer=manufacturer, product=product, version=version)

    assert (report.maker, report.model) == (maker, model)
    assert (report.manufacturer, report.product) == (manufacturer, product)
