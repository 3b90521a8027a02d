"""``maillon inspect --bundle FOLDER``: a folder of raw outputs, read as one machine."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from maillon.matter.devices.reports import usable_serial
from maillon.matter.devices.reports.inspect import main

SAMPLES = Path(__file__).parent / "samples"
REAL = Path(__file__).parents[6] / "shared" / "data" / "erasure"
real = pytest.mark.skipif(not REAL.is_dir(), reason=f"the real reports are not on this machine ({REAL})")


def run(*arguments: object) -> tuple[int, str]:
    out = io.StringIO()
    status = main([str(argument) for argument in arguments], out=out)
    return status, out.getvalue()


def look(folder: Path) -> dict:
    status, text = run("--bundle", folder, "--json")
    (line,) = text.splitlines()
    assert status == 0
    return json.loads(line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("lshw-laptop.json", "upower.txt", "smartctl-two.json"):
        shutil.copy(SAMPLES / name, tmp_path)
    return tmp_path


def test_a_folder_is_one_machine(folder):
    found = look(folder)

    assert found["kind"] == "bundle"
    assert found["serial"] == json.loads(run(SAMPLES / "lshw-laptop.json", "--json")[1])["serial"]
    assert len(found["disks"]) >= 3
    assert found["batteries"][0]["health_pct"] is not None
    assert [source["kind"] for source in found["sources"]] == ["lshw", "smartctl", "upower"]


def test_what_is_no_report_is_named_with_its_reason(folder):
    (folder / "exit.txt").write_text("0\n")
    (folder / "lspci.txt").write_text("00:00.0 Host bridge [0600]: Intel Corporation [8086:29c0]\n")
    (folder / ".cache").write_text("hidden")
    (folder / "link").symlink_to("/etc/passwd")

    found = look(folder)

    errors = {source["file"]: source["error"] for source in found["sources"] if source["error"]}
    assert set(errors) == {"exit.txt", "lspci.txt"}
    assert "cartes" in errors["lspci.txt"]


def test_files_of_subfolders_belong_to_the_same_machine(folder):
    (folder / "effacement").mkdir()
    shutil.copy(SAMPLES / "nwipe-042-two-disks.log", folder / "effacement")

    found = look(folder)

    assert "effacement/nwipe-042-two-disks.log" in [source["file"] for source in found["sources"]]
    assert len(found["erasures"]) == 2


def test_disagreements_are_written_in_french_with_their_reason(folder):
    (folder / "meminfo").write_text("MemTotal:        3911716 kB\n")

    status, text = run("--bundle", folder)

    assert status == 0
    assert "désaccord    mémoire (Mio) : " in text
    assert "meminfo : proc" in text


@pytest.mark.parametrize("make", [lambda path: path / "absent", lambda path: path])
def test_a_folder_without_a_report_is_said(tmp_path, make):
    (tmp_path / "notes.txt").write_text("rien")

    status, text = run("--bundle", make(tmp_path), "--json")

    assert status == 1
    assert json.loads(text)["kind"] is None
    assert "dossier" in json.loads(text)["error"]


def test_a_folder_of_a_whole_workshop_is_refused(tmp_path):
    for rank in range(301):
        (tmp_path / f"{rank}.txt").write_text("x")

    status, text = run("--bundle", tmp_path)

    assert status == 1
    assert "plus de 300 fichiers" in text


def test_a_folder_given_without_the_option_says_which_to_add(folder):
    assert "--bundle" in run(folder)[1]


@real
def test_every_emulated_machine_is_read_right_from_its_folder():
    with (REAL / "expected_emulated_machines.csv").open(newline="") as handle:
        for row in csv.DictReader(handle):
            found = look(REAL / "nwipe-emulated-machines" / row["run"] / row["when"])
            own = [disk for disk in found["disks"] if not disk["removable"]]
            expected = json.loads(row["disks"])

            assert (found["manufacturer"], found["product"]) == (row["manufacturer"], row["product"])
            assert found["serial"] == (row["serial"] if row["serial_usable"] == "yes" else None)
            assert found["chassis"] == row["chassis_raw"]
            assert found["cpu"] == row["cpu"]
            assert found["ram_mib"] == int(row["ram_total_mib"])
            assert [(d["model"], d["serial"], d["size_bytes"]) for d in own] == [
                (disk["model"], usable_serial(disk["serial"]), disk["size_bytes"]) for disk in expected
            ]
            assert {conflict["field"] for conflict in found["conflicts"]} <= {"cpu", "ram_mib", "disks"}


@real
def test_a_machine_before_and_after_its_erasure_is_one_machine_with_its_proof():
    found = look(REAL / "nwipe-emulated-machines" / "emu-a-hdd-ok")

    assert [disk["serial"] for disk in found["disks"]] == ["EMU-HDD-WX81A0001"]
    assert [erasure["verdict"] for erasure in found["erasures"]] == ["erased"]


@real
def test_the_technicians_stick_is_not_a_disk_of_the_machine():
    found = look(REAL / "nwipe-emulated-machines" / "emu-j-usb-stick-present" / "before")

    assert [(disk["model"], disk["removable"]) for disk in found["disks"]] == [
        ("EMU HDD 32M", False),
        ("QEMU HARDDISK", True),
    ]
