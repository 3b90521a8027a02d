"""dmidecode, lshw and smartctl: what they say of a machine and of its disks."""

from pathlib import Path

import pytest

from maillon.matter.devices import reports
from maillon.matter.devices.reports import Disk, FormFactor, Medium, Unreadable, smartctl
from maillon.matter.devices.reports.form import VIRTUAL_WARNING, form_factor

SAMPLES = Path(__file__).parent / "samples"


def read(name: str) -> reports.Report:
    return reports.read((SAMPLES / name).read_bytes(), name)


def test_dmidecode_gives_the_machine_and_its_memory():
    report = read("dmidecode-thinkpad.txt")

    assert report.kind == "dmidecode"
    assert (report.manufacturer, report.product, report.version) == ("LENOVO", "20L6S01T00", "ThinkPad T480")
    assert (report.serial, report.uuid) == ("PF12QW9K", "7c2f0f4c-2c2b-11b2-a85c-8f1a2b3c4d5e")
    assert (report.chassis, report.form_factor) == ("Notebook", FormFactor.LAPTOP)
    assert report.cpu == "Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz"
    assert report.ram_mib == 12 * 1024


def test_dmidecode_gives_a_batterys_first_capacity_but_never_its_health():
    (battery,) = read("dmidecode-thinkpad.txt").batteries

    assert (battery.model, battery.serial) == ("01AV424", "0C41")
    assert (battery.design, battery.unit) == (24.05, "Wh")
    assert (battery.full, battery.health_pct) == (None, None)


def test_a_capacity_in_milliampere_hours_under_another_name_is_dropped():
    text = (SAMPLES / "dmidecode-thinkpad.txt").read_text().replace("24050 mWh", "4400 mWh")

    (battery,) = reports.read(text.encode()).batteries

    assert (battery.design, battery.unit) == (None, None)


def test_dmidecode_of_windows_is_indented_with_spaces():
    report = read("dmidecode-windows-spaces.txt")

    assert (report.product, report.serial) == ("HP Compaq 8000 Elite SFF PC", "CZC0123ABC")
    assert (report.version, report.cpu, report.ram_mib) == (None, "Intel Core 2 Duo", 2048)
    assert report.form_factor is FormFactor.DESKTOP


def test_dmidecode_of_2002_puts_the_type_on_its_own_line():
    report = read("dmidecode-2002.txt")

    assert (report.manufacturer, report.product, report.serial) == ("IBM", "-[84803AX]-", "KBKGW40")
    assert (report.chassis, report.ram_mib) == ("Mini Tower", 384)


def test_a_fragment_of_dmidecode_gives_what_it_has():
    text = (SAMPLES / "dmidecode-thinkpad.txt").read_text()
    fragment = text[text.index("Handle 0x0002") : text.index("Handle 0x0005")]

    report = reports.read(fragment.encode())

    assert (report.manufacturer, report.ram_mib) == (None, 12 * 1024)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_the_encoding_of_the_file_does_not_matter(encoding):
    text = (SAMPLES / "dmidecode-thinkpad.txt").read_text().replace("ThinkPad T480", "Modèle T480")

    report = reports.read(text.replace("\n", "\r\n").encode(encoding))

    assert (report.version, report.ram_mib) == ("Modèle T480", 12 * 1024)


def test_lshw_gives_the_machine_its_memory_and_its_battery():
    report = read("lshw-laptop.json")

    assert report.kind == "lshw"
    assert (report.manufacturer, report.serial, report.version) == ("Dell Inc.", "7HK2RS1", "01")
    assert report.product == "Latitude E5530 non-vPro (Latitude E5530 non-vPro)"
    assert report.model == "Latitude E5530 non-vPro"
    assert (report.chassis, report.form_factor) == ("laptop", FormFactor.LAPTOP)
    assert (report.cpu, report.ram_mib) == ("Intel(R) Core(TM) i5-3340M CPU @ 2.70GHz", 8192)
    assert [(battery.model, battery.design) for battery in report.batteries] == [("DELL HMYXT37", 62.16)]


def test_lshw_tells_the_machines_disks_from_the_technicians_stick_and_the_drive_for_discs():
    report = read("lshw-laptop.json")

    assert list(report.disks) == [
        Disk("DataTraveler 3.0", "0B8E680065E9", 7_866_580_992, Medium.USB, True),
        Disk("SAMSUNG MZVLB256HBHQ-000L7", "S4ELNF0M512345", 256_060_514_304, Medium.NVME, False),
        Disk("HGST HTS725050A7", "TF755AWH000L0M", 500_107_862_016, Medium.HDD, False),
        Disk("DF4032", "0x1d3a5c72", 31_268_536_320, Medium.EMMC, False),
    ]


def test_lshw_is_read_as_a_list_and_after_a_warning_of_the_shell():
    text = (SAMPLES / "lshw-laptop.json").read_text()

    report = reports.read(f"WARNING: you should run this program as super-user.\n[\n{text}]\n".encode())

    assert report.serial == "7HK2RS1"


def test_the_classes_of_lshw_put_end_to_end_are_read_with_or_without_commas():
    memory = '{"id": "memory", "class": "memory", "description": "System Memory", "size": 4294967296}'
    disk = '{"id": "disk", "class": "disk", "product": "ST500DM002", "serial": "Z3TABCDE", "size": 500107862016}'

    for text in (f"{memory}\n{disk}\n", f"{memory},\n{disk},\n", f"[{memory},\n{disk}]", f"[{memory}]\n[{disk}]\n"):
        report = reports.read(text.encode())

        assert report.ram_mib == 4096
        assert [found.serial for found in report.disks] == ["Z3TABCDE"]


def test_the_tree_that_lshw_prints_without_its_brackets_is_mended():
    report = read("lshw-unbracketed.json")

    assert (report.model, report.serial, report.chassis) == ("OptiPlex 3010", "5XK2TS1", "desktop")
    assert (report.cpu, report.ram_mib) == ("Intel(R) Core(TM) i3-3220 CPU @ 3.30GHz", 4096)
    assert [(disk.model, disk.serial, disk.size_bytes) for disk in report.disks] == [
        ("ST500DM002-1BD14", "Z3TABCDE", 500_107_862_016)
    ]


@pytest.mark.parametrize("name", ["lshw-laptop.json", "lshw-unbracketed.json", "smartctl-two.json"])
def test_a_report_cut_in_the_middle_never_passes_for_a_smaller_machine(name):
    data = (SAMPLES / name).read_bytes()

    for part in (3, 2, 1.3):
        with pytest.raises(Unreadable, match="incomplet"):
            reports.read(data[: int(len(data) / part)])


def test_lshw_in_xml_is_read_like_the_other():
    xml = """<?xml version="1.0" standalone="yes" ?>
    <list><node id="pc-de-camille" class="system"><description>Notebook</description><product>2347GF8 (LENOVO_MT)</product>
    <vendor>LENOVO</vendor><version>ThinkPad T430</version><serial>PB4F20N</serial>
    <configuration><setting id="chassis" value="notebook"/></configuration>
    <node id="core" class="bus"><node id="memory" class="memory"><description>M\xe9moire Syst\xe8me</description>
    <size units="bytes">8589934592</size></node>
    <node id="disk" class="disk"><product>THNSNC12</product><serial>81PS10ECTMAZ</serial><size>128035676160</size>
    <logicalname>/dev/sda</logicalname></node></node></node></list>"""

    report = reports.read(xml.encode("latin-1"))

    assert (report.kind, report.model, report.serial) == ("lshw", "ThinkPad T430", "PB4F20N")
    assert (report.form_factor, report.ram_mib) == (FormFactor.LAPTOP, 8192)
    assert [disk.size_bytes for disk in report.disks] == [128_035_676_160]


def test_smartctl_gives_each_disk_and_warns_of_the_one_that_is_failing():
    report = read("smartctl-two.json")

    assert list(report.disks) == [
        Disk("WDC WD10EZEX-08WN4A0", "WD-WCC6Y1ABCDEF", 1_000_204_886_016, Medium.HDD, False),
        Disk("SAMSUNG MZVLB256HBHQ-000L7", "S4ELNF0M512345", 256_060_514_304, Medium.NVME, False),
    ]
    assert report.warnings == (smartctl.FAILING,)


def test_a_disk_seen_through_a_usb_bridge_is_not_the_machines():
    text = (SAMPLES / "smartctl-two.json").read_text().replace('"sat"', '"usbjmicron"')

    report = reports.read(text.encode())

    assert (report.disks[0].removable, report.disks[0].medium) == (True, Medium.HDD)


def test_a_disk_that_smartctl_could_not_open_is_refused_with_what_to_run():
    with pytest.raises(Unreadable, match="sudo smartctl --json"):
        read("smartctl-refused.json")


def test_a_virtual_machine_is_told():
    text = (SAMPLES / "dmidecode-thinkpad.txt").read_text().replace("LENOVO", "innotek GmbH")

    report = reports.read(text.encode())

    assert report.form_factor is FormFactor.OTHER
    assert VIRTUAL_WARNING in report.warnings


@pytest.mark.parametrize(
    ("chassis", "name", "form"),
    [
        ("Notebook", "Latitude 5490", "laptop"),
        ("Convertible", "Latitude 3190 2-in-1", "laptop"),
        ("Laptop", "iMac17,1", "all_in_one"),
        ("Desktop", "HP EliteOne 800 G3", "all_in_one"),
        ("Laptop", "Surface Go 2", "tablet"),
        ("Notebook", "ThinkPad X201 Tablet", "laptop"),
        ("Detachable", "i1025P", "tablet"),
        ("Desktop", "Macmini3,1", "mini"),
        ("Stick PC", "Access4", "mini"),
        ("Rack Mount Chassis", "PowerEdge R620", "server"),
        ("Space-saving", "OptiPlex 3010", "desktop"),
        ("Other", "Thing", None),
        (None, "MacBookAir10,1", "laptop"),
        ("Other", "Latitude D610", "laptop"),
        ("Unknown", "ESPRIMO Mobile V5535", "laptop"),
        (None, "ThinkPad Helix 2nd", "tablet"),
        (None, "EMU Desktop 100", "desktop"),
        (None, None, None),
    ],
)
def test_the_shape_is_told_by_the_chassis_and_by_the_name(chassis, name, form):
    assert form_factor(chassis, "Maker", name) == form
