"""The other formats that reports come in: inventories, snapshots, batteries, screens, certificates, Windows and macOS."""

import json
import zlib
from pathlib import Path

import pytest

from maillon.matter.devices import reports
from maillon.matter.devices.reports import Disk, Medium, Unreadable, Verdict, smartctl, upower

SAMPLES = Path(__file__).parent / "samples"


def read(name: str) -> reports.Report:
    return reports.read((SAMPLES / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("name", "kind", "manufacturer", "model", "serial", "form", "ram"),
    [
        ("glpi-inventory.json", "glpi", "Dell Inc.", "XPS 13 9350", "6K0HP72", "laptop", 8192),
        ("fusioninventory.xml", "fusioninventory", "TOSHIBA", "PORTEGE Z30-A", "9E113232I", "laptop", 8192),
        ("ocs.xml", "fusioninventory", "FUJITSU", "LIFEBOOK E744", "YLNR012345", "laptop", 8192),
        ("blancco.xml", "blancco", "Dell Inc.", "Latitude E5530 non-vPro", "7HK2RS1", "laptop", 8192),
        ("ereuse-11.json", "ereuse", "Hewlett-Packard", "HP ProBook 450 G2", "CND4286ZJ9", "laptop", 8192),
        ("ereuse-2022.json", "ereuse", "Dell Inc.", "Latitude E5530 non-vPro", "7HK2RS1", "laptop", 8192),
        ("ereuse-2025.json", "ereuse", "LENOVO", "ThinkPad T480", "PF12QW9K", "laptop", 12288),
        ("inxi.json", "inxi", "LENOVO", "ThinkPad T480", "PF12QW9K", "laptop", 8192),
        ("hwinfo.txt", "hwinfo", "Dell Inc.", "Latitude E5530 non-vPro", "7HK2RS1", "laptop", 8192),
        ("wmi.txt", "wmi", "HP", "HP ProBook 430 G4", "5CG7314HDY", "laptop", 8192),
        ("systeminfo-fr.txt", "systeminfo", "LENOVO", "20L6S01T00", None, None, 8075),
        ("system_profiler.txt", "system_profiler", "Apple", "MacBookAir10,1", "FVFE9ABCDEF1", "laptop", 16384),
        ("system_profiler.plist", "system_profiler", "Apple", "Macmini6,1", "C07ABCDEFGH1", "mini", 4096),
        ("powercfg.xml", "powercfg", "Dell Inc.", "XPS 13 9350", None, "laptop", None),
        ("powercfg.html", "powercfg", None, "HP HP EliteBook 840 G3", None, "laptop", None),
        ("nwipe-system.pdf", "nwipe_pdf", "LENOVO", "ThinkPad T480", "PF12QW9K", "laptop", None),
        ("edid.bin", "edid", "HP", "HP E232", "CN46010QGM", "monitor", None),
        ("edid-decode.txt", "edid", "HP", "HP E232", "CN46010QGM", "monitor", None),
    ],
)
def test_the_machine_is_read(name, kind, manufacturer, model, serial, form, ram):
    report = read(name)

    assert (report.kind, report.manufacturer, report.model) == (kind, manufacturer, model)
    assert (report.serial, report.form_factor, report.ram_mib) == (serial, form, ram)


@pytest.mark.parametrize(
    ("name", "disks"),
    [
        (
            "glpi-inventory.json",
            [
                Disk("PM951 NVMe SAMSUNG 256GB", "S29NNXAH146ABC", 256_060_000_000, Medium.NVME),
                Disk("DataTraveler 2.0", None, 8_004_000_000, Medium.USB, True),
            ],
        ),
        (
            "fusioninventory.xml",
            [
                Disk("TOSHIBATHNSNJ25", None, 250_059_000_000),
                Disk("HDD ST1000DM003", "S4Y15P5F", 1_000_204_140_544),
                Disk("Flash Disk", None, 16_000_000, Medium.USB, True),
            ],
        ),
        ("ocs.xml", [Disk("Samsung SSD 840", "S1DBNSAF812345", 250_059_000_000, Medium.SSD)]),
        (
            "blancco.xml",
            [
                Disk("ST500LT012-1DG14", "S3P9A8ZZ", 500_107_862_016, Medium.HDD),
                Disk("Samsung SSD 850", "S2R5NX0H512345", 250_059_350_016, Medium.SSD),
                Disk("Cruzer Blade", "4C530001", 16_008_609_792, Medium.USB, True),
            ],
        ),
        (
            "ereuse-11.json",
            [
                Disk("ST500LT012-1DG14", "S3P9A8ZZ", 500_107_862_016, Medium.HDD),
                Disk("KINGSTON SV300S3", "50026B775C0ABCDE", 240_056_795_136, Medium.SSD),
            ],
        ),
        (
            "ereuse-2022.json",
            [
                Disk("WDC WD10EZEX-08WN4A0", "WD-WCC6Y1ABCDEF", 1_000_204_886_016, Medium.HDD),
                Disk("SAMSUNG MZVLB256HBHQ-000L7", "S4ELNF0M512345", 256_060_514_304, Medium.NVME),
                Disk("DataTraveler 3.0", "0B8E680065E9", 7_866_580_992, Medium.USB, True),
            ],
        ),
        ("ereuse-2025.json", [Disk("ST500DM002-1BD14", "Z3TABCDE", 500_107_862_016)]),
        (
            "inxi.json",
            [
                Disk("Samsung MZVLW1T0HMLH-000L7", "S35ANX0J401ABC", 1_024_209_543_168, Medium.NVME),
                Disk("Flash Disk", None, 15_998_753_177, Medium.USB, True),
            ],
        ),
        (
            "hwinfo.txt",
            [
                Disk("Flash Disk", "FB08091700013ABC", 1_002_438_656, Medium.USB, True),
                Disk("HTS725050A7", "TF755AWH000L0M", 500_107_862_016),
            ],
        ),
        (
            "wmi.txt",
            [
                Disk("SAMSUNG MZNTY256", "S2ZPNB0J121ABC", 256_052_966_400),
                Disk("Kingston DataTraveler USB Device", None, 7_863_589_888, Medium.USB, True),
                Disk("PC300 NVMe SK hynix 512GB", "ACE4_2E61_9000_78AB.", 512_110_190_592, Medium.NVME),
            ],
        ),
        ("system_profiler.txt", [Disk("APPLE SSD AP0256Q", "0ba0123456789abc", 251_000_193_024, Medium.NVME)]),
        ("system_profiler.plist", [Disk("APPLE HDD HTS545050A7E362", "TNS5193T0ABCDE", 500_107_862_016, Medium.HDD)]),
        (
            "lsblk.json",
            [
                Disk("HGST HTS725050A7", "TF755AWH000L0M", 500_107_862_016, Medium.HDD),
                Disk("DataTraveler 3.0", "60A44C413FAEE3B1", 15_998_753_177, Medium.USB, True),
                Disk("SAMSUNG MZVLB256HBHQ", "S4ELNF0M512345", 256_087_425_024, Medium.NVME),
            ],
        ),
        (
            "smartctl.txt",
            [
                Disk("SAMSUNG SSD PM800 TM 128GB", "DFW1W11002SE002B3ABC", 128_035_676_160, Medium.SSD),
                Disk("SAMSUNG MZVLB256HBHQ-000L7", "S4ELNF0M512345", 256_060_514_304, Medium.NVME),
            ],
        ),
    ],
)
def test_the_disks_are_read(name, disks):
    assert list(read(name).disks) == disks


@pytest.mark.parametrize(
    ("name", "batteries"),
    [
        (
            "glpi-inventory.json",
            [("DELL RWT1R43", "34605", 57.57, 50.57, "Wh", 87.8, None), ("RR03048XL", *[None] * 6)],
        ),
        ("fusioninventory.xml", [("DELL JHXPY53", "3701", 43.7456, None, "Wh", None, None)]),
        ("ereuse-2025.json", [("SMP 01AV424", "1073", 24.0, 20.1, "Wh", 83.8, 738)]),
        ("upower.txt", [("DELL 7XFJJA2", "4448", 48.84, 33.4443, "Wh", 68.5, 212)]),
        (
            "uevent.txt",
            [
                ("DELL HMYXT37", "19075", 5_600_000, 1_997_000, "uAh", 35.7, None),
                ("01AV424", "3137", 24.05, 20.1, "Wh", 83.6, 104),
            ],
        ),
        ("powercfg.xml", [("DELL JHXPY53", "2677", 57.532, 48.807, "Wh", 84.8, None)]),
        ("powercfg.html", [("Primary", "01463 2016/05/20", 46.74, 37.392, "Wh", 80.0, 341)]),
        ("system_profiler.txt", [("bq20z451", "C01437408B3F90MA2", None, 4078.0, "mAh", 87.0, 552)]),
    ],
)
def test_the_health_of_a_battery_comes_from_its_own_gauge(name, batteries):
    assert [
        (b.model, b.serial, b.design, b.full, b.unit, b.health_pct, b.cycles) for b in read(name).batteries
    ] == batteries


def test_a_report_without_a_battery_says_so():
    report = reports.read(b"POWER_SUPPLY_NAME=AC\nPOWER_SUPPLY_TYPE=Mains\n")

    assert (report.batteries, report.warnings) == ((), (upower.NO_BATTERY,))


def test_a_battery_that_says_twice_its_first_capacity_is_not_believed():
    text = (SAMPLES / "upower.txt").read_text().replace("33,4443", "98,4443")

    (battery,) = reports.read(text.encode()).batteries

    assert (battery.full, battery.health_pct) == (98.4443, None)


def test_the_screens_of_an_inventory_are_read_from_their_own_block():
    screens = read("glpi-inventory.json").monitors

    assert [(s.manufacturer, s.model, s.product_code, s.serial, s.year) for s in screens] == [
        ("IVM", "PL2480H", "610b", "11182M5200867", 2015),
        ("HWP", "HP E232", None, "CN46010QGM", None),
    ]


def test_a_screen_says_its_size():
    (screen,) = read("edid.bin").monitors

    assert (screen.product_code, screen.width_cm, screen.height_cm) == ("327a", 51, 29)


def test_a_cut_screen_block_is_refused():
    with pytest.raises(Unreadable, match="EDID est incomplet"):
        reports.read((SAMPLES / "edid.bin").read_bytes()[:100])


def test_the_certificate_of_a_disk_is_read():
    (erasure,) = read("nwipe-disk.pdf").erasures

    assert (erasure.disk_model, erasure.disk_serial) == ("HGST HTS725050A7 (5400)", "TF755AWH000L0M")
    assert (erasure.size_bytes, erasure.method, erasure.tool_version) == (500_107_862_016, "PRNG Stream", "0.42")
    assert (erasure.verdict, erasure.errors, erasure.read_back) == (Verdict.ERASED, 0, True)
    assert (erasure.started_at, erasure.ended_at) == ("2026-02-05T09:30:07", "2026-02-05T11:20:14")


def test_the_certificate_of_a_system_gives_each_disk_its_verdict_and_its_true_serial_number():
    erasures = read("nwipe-system.pdf").erasures

    assert [(e.disk_serial, e.verdict, e.errors, e.read_back) for e in erasures] == [
        ("TF-755AWH", Verdict.ERASED, 0, False),
        ("50026B76", Verdict.FAILED, 3, None),
        ("S4ELNF0M512345", Verdict.ABORTED, 0, None),
    ]


def test_a_pdf_of_another_tool_is_refused():
    with pytest.raises(Unreadable, match="pas un certificat de nwipe"):
        reports.read(b"%PDF-1.7\nBT (Certificat d'effacement) Tj ET\n%%EOF")


def test_the_erasures_of_a_snapshot_are_read():
    erasures = read("ereuse-11.json").erasures

    assert [(e.method, e.verdict, e.errors, e.disk_serial) for e in erasures] == [
        ("EraseSectors", Verdict.ERASED, 0, "S3P9A8ZZ"),
        ("EraseBasic", Verdict.FAILED, 1, "S3P9A8ZZ"),
        ("EraseBasic", Verdict.UNKNOWN, 0, "S3P9A8ZZ"),
    ]
    assert erasures[0].started_at == "2022-01-13T09:34:39.026634+00:00"


def test_a_failing_disk_is_told_in_the_text_of_smartctl_too():
    assert read("smartctl.txt").warnings == (smartctl.FAILING,)


def test_the_inventory_of_a_switch_is_not_that_of_a_computer():
    xml = b"<REQUEST><CONTENT><DEVICE><INFO><TYPE>NETWORKING</TYPE></INFO></DEVICE></CONTENT></REQUEST>"

    with pytest.raises(Unreadable, match="un ordinateur"):
        reports.read(xml)


def test_a_packed_inventory_is_unpacked():
    report = reports.read(zlib.compress((SAMPLES / "fusioninventory.xml").read_bytes()))

    assert report.serial == "9E113232I"


def test_windows_ends_its_lines_three_times():
    text = (SAMPLES / "wmi.txt").read_bytes()[2:].decode("utf-16-le").replace("\r\n", "\r\r\n")

    report = reports.read(b"\xff\xfe" + text.encode("utf-16-le"))

    assert len(report.disks) == 3


def test_hdparm_tells_disks_to_the_byte_and_a_password_on_one():
    report = read("hdparm.txt")

    assert report.disks == (
        Disk("KINGSTON SA400S37240G", "50026B7684F3A1C2", 468_862_128 * 512, Medium.SSD),
        Disk("WDC WD5000LPLX-08ZNTT1", "WD-WX41A8812345", 500_107_862_016 // 10**6 * 10**6, Medium.HDD),
    )
    assert "mot de passe" in report.warnings[0]


def test_a_stick_that_does_not_answer_hdparm_is_no_disk():
    silent = b"\n/dev/sdb:\n\nATA device, with non-removable media\nStandards:\n\tLikely used: 1\n"

    with pytest.raises(Unreadable, match="smartctl"):
        reports.read(silent)


def test_the_files_of_proc_tell_the_processor_and_the_memory_seen():
    report = read("proc.txt")

    assert (report.kind, report.cpu, report.ram_mib) == ("proc", "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", 7677)


def test_a_processor_without_a_name_is_said():
    with pytest.raises(Unreadable, match="dmidecode"):
        reports.read(b"processor\t: 0\ncpu\t\t: 7400, altivec supported\n")


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_a_report_kept_as_json_comes_back_the_same(sample):
    try:
        report = read(sample.name)
    except Unreadable:
        return

    assert reports.Report.from_json(json.loads(json.dumps(report.as_json()))) == report


def test_a_report_of_blancco_proves_no_more_than_it_says():
    report = reports.read((SAMPLES / "blancco.xml").read_bytes())

    assert [(e.verdict, e.disk_serial, e.method, e.errors) for e in report.erasures] == [
        ("erased", "S3P9A8ZZ", "NIST 800-88 Clear", 0),
        ("failed", "S2R5NX0H512345", "HMG Infosec Standard 5, Lower Standard", 12),
        ("aborted", "S2R5NX0H512345", None, 0),
    ]
    assert (report.erasures[0].tool, report.erasures[0].tool_version) == ("Blancco Drive Eraser", "7.5.1")
    assert report.erasures[0].started_at == "2026-03-02T09:12:00+01:00"
    assert "camille" not in str(report.as_json()).lower()


def test_an_export_of_several_machines_is_refused():
    text = (SAMPLES / "blancco.xml").read_text()
    report = text[text.index("<report>") : text.index("</root>")]

    with pytest.raises(Unreadable, match="exportez un rapport par appareil"):
        reports.read(f"<root>{report}{report}</root>".encode())
