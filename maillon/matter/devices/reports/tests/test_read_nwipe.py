"""nwipe's logs: real ones of version 0.33 made on loop devices, and version 0.42's format."""

from pathlib import Path

import pytest

from maillon.matter.devices import reports
from maillon.matter.devices.reports import Medium, Verdict, nwipe

SAMPLES = Path(__file__).parent / "samples"


def read(name: str) -> reports.Report:
    return reports.read((SAMPLES / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("log", "verdicts"),
    [
        ("nwipe-033-zero.log", [Verdict.ERASED]),
        ("nwipe-033-unverified.log", [Verdict.ERASED]),
        ("nwipe-033-two-masked.log", [Verdict.ERASED, Verdict.ERASED]),
        ("nwipe-033-verify-zero.log", [Verdict.VERIFIED]),
        ("nwipe-033-verify-one-failed.log", [Verdict.FAILED]),
        ("nwipe-033-flush-failed.log", [Verdict.FAILED]),
        ("nwipe-033-aborted.log", [Verdict.ABORTED]),
        ("nwipe-033-killed.log", [Verdict.UNKNOWN]),
        ("nwipe-042-two-disks.log", [Verdict.ABORTED, Verdict.ERASED]),
        ("nwipe-042-nothing.log", []),
    ],
)
def test_the_verdict_comes_from_the_closing_table(log, verdicts):
    report = read(log)

    assert report.kind == "nwipe"
    assert [erasure.verdict for erasure in report.erasures] == verdicts


def test_an_erasure_says_what_was_erased_how_and_when():
    (erasure,) = read("nwipe-033-zero.log").erasures

    assert erasure.disk_model == "Loopback device"
    assert erasure.disk_serial is None
    assert erasure.size_bytes == 25_165_824
    assert erasure.method == "Fill With Zeros"
    assert (erasure.tool, erasure.tool_version) == ("nwipe", "0.33")
    assert (erasure.started_at, erasure.ended_at) == ("2026-02-04T10:07:54", "2026-02-04T10:07:55")
    assert erasure.errors == 0
    assert erasure.read_back is True


def test_flush_errors_are_counted_and_the_line_that_says_success_is_disowned():
    report = read("nwipe-033-flush-failed.log")

    assert report.erasures[0].errors == 2
    assert report.erasures[0].read_back is None
    assert nwipe.FALSE_SUCCESS in report.warnings


def test_an_erasure_without_verification_says_so():
    report = read("nwipe-033-unverified.log")

    assert report.erasures[0].read_back is False
    assert nwipe.NOT_READ_BACK in report.warnings


def test_a_masked_serial_number_asks_for_a_persons_word():
    report = read("nwipe-033-two-masked.log")

    assert [erasure.disk_serial for erasure in report.erasures] == [None, None]
    assert [erasure.size_bytes for erasure in report.erasures] == [25_165_824, 12_582_912]
    assert nwipe.MASKED in report.warnings


def test_a_log_without_any_disk_proves_nothing_and_says_so():
    report = read("nwipe-042-nothing.log")

    assert report.disks == ()
    assert report.warnings == (nwipe.NOTHING_ERASED,)


def test_a_log_that_stops_before_the_closing_table_proves_nothing():
    report = read("nwipe-033-killed.log")

    assert report.erasures[0].ended_at is None
    assert nwipe.UNFINISHED in report.warnings


def test_the_machine_and_every_disk_seen_are_read_when_the_log_has_them():
    report = read("nwipe-042-two-disks.log")

    assert (report.manufacturer, report.product, report.model) == ("LENOVO", "20L6S01T00", "ThinkPad T480")
    assert (report.serial, report.uuid) == ("PF12QW9K", "7c2f0f4c-2c2b-11b2-a85c-8f1a2b3c4d5e")
    assert (report.chassis, report.form_factor) == ("Notebook", "laptop")
    assert [(disk.serial, disk.medium, disk.removable) for disk in report.disks] == [
        ("50026B7684F3A1C2", Medium.SSD, False),
        ("S4ELNF0M512345", Medium.NVME, False),
        ("60A44C413FAEE3B1", Medium.USB, True),
    ]


def test_a_full_percentage_does_not_hide_an_abort_nor_a_disk_that_was_left():
    report = read("nwipe-042-two-disks.log")

    aborted, erased = report.erasures
    assert (aborted.disk_serial, aborted.ended_at) == ("50026B7684F3A1C2", "2026-02-05T11:30:10")
    assert (erased.disk_model, erased.size_bytes) == ("SAMSUNG MZVLB256HBHQ, 000L7", 256_060_514_304)
    assert nwipe.FALSE_FULL in report.warnings
    assert "nwipe a vu 1 disque sans l’effacer." in report.warnings


def test_a_disk_called_erased_at_less_than_its_whole_size_is_not_proved():
    log = (SAMPLES / "nwipe-042-two-disks.log").read_text()
    log = log.replace("256060514304 |           100.00%", "256060514304 |            99.98%")

    report = reports.read(log.encode())

    assert report.erasures[1].verdict is Verdict.UNKNOWN
    assert nwipe.CONTRADICTORY in report.warnings


def test_runs_appended_to_one_file_are_all_read():
    logs = (SAMPLES / "nwipe-033-aborted.log").read_bytes() + (SAMPLES / "nwipe-033-zero.log").read_bytes()

    report = reports.read(logs)

    assert [erasure.verdict for erasure in report.erasures] == [Verdict.ABORTED, Verdict.ERASED]
    assert [erasure.method for erasure in report.erasures] == ["Gutmann Wipe", "Fill With Zeros"]


def test_a_file_with_the_runs_of_two_machines_designates_neither():
    log = (SAMPLES / "nwipe-042-two-disks.log").read_text()
    other = log.replace("PF12QW9K", "PF98ZX7C").replace("7c2f0f4c", "7c2f0f4d")

    report = reports.read((log + other).encode())

    assert report.serial is None
    assert len(report.erasures) == 4
    assert nwipe.SEVERAL_MACHINES in report.warnings


def test_hidden_sectors_are_told():
    log = (SAMPLES / "nwipe-042-two-disks.log").read_text()
    log = log.replace("No hidden sectors on /dev/sda", " *** HIDDEN SECTORS DETECTED ! *** on /dev/sda")

    report = reports.read(log.encode())

    assert nwipe.HIDDEN in report.warnings


def test_the_closing_tables_alone_are_enough():
    log = (SAMPLES / "nwipe-042-two-disks.log").read_text()
    tables = log[log.index("******************************** Error Summary") :]

    report = reports.read(tables.encode())

    assert [(e.verdict, e.disk_serial) for e in report.erasures] == [
        (Verdict.ABORTED, "50026B7684F3A1C2"),
        (Verdict.ERASED, "S4ELNF0M512345"),
    ]
    assert report.erasures[1].method == "DoD Short"
