"""The command ``maillon inspect``: its lines, its exit status, and the files it cannot read."""

import dataclasses
import io
import json
import os
import re
import zlib
from pathlib import Path

import pytest

from maillon.matter.devices import reports
from maillon.matter.devices.reports.inspect import main

SAMPLES = Path(__file__).parent / "samples"
REPORT_KEYS = [
    "file",
    "kind",
    "manufacturer",
    "product",
    "version",
    "serial",
    "uuid",
    "chassis",
    "form_factor",
    "cpu",
    "ram_mib",
    "disks",
    "batteries",
    "monitors",
    "erasures",
    "warnings",
]


def run(*arguments: object) -> tuple[int, str]:
    out = io.StringIO()
    status = main([str(argument) for argument in arguments], out=out)
    return status, out.getvalue()


def test_each_file_gives_one_line_of_json_in_the_order_asked():
    files = [SAMPLES / "nwipe-042-two-disks.log", SAMPLES / "lshw-laptop.json"]

    status, text = run(*files, "--json")

    first, second = map(json.loads, text.splitlines())
    assert status == 0
    assert list(first) == list(second) == REPORT_KEYS
    assert [first["file"], second["file"]] == [str(file) for file in files]
    assert (first["kind"], first["serial"], first["form_factor"]) == ("nwipe", "PF12QW9K", "laptop")
    assert first["erasures"][1] == {
        "disk_model": "SAMSUNG MZVLB256HBHQ, 000L7",
        "disk_serial": "S4ELNF0M512345",
        "size_bytes": 256060514304,
        "method": "DoD Short",
        "tool": "nwipe",
        "tool_version": "0.42",
        "verdict": "erased",
        "started_at": "2026-02-05T09:30:07",
        "ended_at": "2026-02-05T11:20:14",
        "errors": 0,
        "read_back": True,
        "hidden": None,
    }
    assert second["disks"][0] == {
        "model": "DataTraveler 3.0",
        "serial": "0B8E680065E9",
        "size_bytes": 7866580992,
        "medium": "usb",
        "removable": True,
    }
    assert second["batteries"] == [
        {
            "model": "DELL HMYXT37",
            "serial": "4A83",
            "design": 62.16,
            "full": None,
            "unit": "Wh",
            "health_pct": None,
            "cycles": None,
        }
    ]


def test_without_json_the_report_is_written_in_french():
    status, text = run(SAMPLES / "nwipe-042-two-disks.log")

    assert status == 0
    assert "  modèle       ThinkPad T480\n" in text
    assert (
        "  effacement   interrompu · KINGSTON SA400S37240G · 50026B7684F3A1C2 · DoD Short · 2026-02-05 11:30:10\n"
        in text
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"\x00" * 4096, "vide"),
        (b" \r\n\t\n", "vide"),
        (bytes(range(256)) * 64, "pas un texte"),
        (b"bonjour\n", "pas un rapport reconnu"),
        (b'{"nom": "Camille"}', "pas un rapport reconnu"),
        (b'{"id": "pc", "class": "system", "children": [', "incomplet"),
        (b'{"smartctl": {"version": [7, 3]}, "model_name": "WD', "incomplet"),
        (b"[" * 100_000, "pas un rapport reconnu|imbriqué|incomplet"),
        (b'{"a":' * 5_000, "imbriqué"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "démesuré"),
        (b"# dmidecode 3.4\n/sys/firmware/dmi/tables/DMI: Permission denied\n", "sudo dmidecode"),
        (b"PK\x03\x04" + b"\x00" * 100, "archive"),
        (b"\x1f\x8b\x08\x00 not gzip", "abîmé"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><list>&b;</list>', "entités"),
        (b"<list><node id='a' class='system'>", "incomplet ou abîmé"),
        (b"\xff\xfe" + "Bonjour".encode("utf-16-le"), "pas un rapport reconnu"),
    ],
)
def test_an_unreadable_file_gets_a_sentence_that_says_what_to_do(tmp_path, content, sentence):
    file = tmp_path / "rapport"
    file.write_bytes(content)

    status, text = run(file, "--json")

    line = json.loads(text)
    assert status == 1
    assert (line["file"], line["kind"]) == (str(file), None)
    assert list(line) == ["file", "kind", "error"]
    assert re.search(sentence, line["error"])
    assert line["error"].endswith(".")


def test_a_missing_file_a_folder_and_a_pipe_are_told_apart(tmp_path):
    os.mkfifo(tmp_path / "tube")

    status, text = run(tmp_path / "absent", tmp_path, tmp_path / "tube", "nul\0le", "--json")

    errors = [json.loads(line)["error"] for line in text.splitlines()]
    assert status == 1
    assert [error.split(" : ")[0] for error in errors] == [
        "Ce fichier n’existe pas",
        "C’est un dossier",
        "Ce n’est pas un fichier ordinaire",
        "Ce fichier ne peut pas être lu",
    ]


def test_an_enormous_file_is_refused_without_being_read_whole(tmp_path):
    file = tmp_path / "image.log"
    with file.open("wb") as handle:
        handle.truncate(200 * 1024 * 1024)

    status, text = run(file, "--json")

    assert status == 1
    assert "dépasse 20 Mo" in json.loads(text)["error"]


def test_a_packed_bomb_is_refused():
    bomb = zlib.compress(b"a" * 40_000_000)

    with pytest.raises(reports.Unreadable, match="dépasse 20 Mo"):
        reports.read(bomb)


def test_the_good_files_are_read_even_when_another_is_bad(tmp_path):
    status, text = run(tmp_path / "absent", SAMPLES / "smartctl-two.json", "--json")

    first, second = map(json.loads, text.splitlines())
    assert status == 1
    assert first["kind"] is None
    assert second["kind"] == "smartctl"


def test_a_file_name_that_is_not_text_is_printed_all_the_same(tmp_path):
    name = os.fsencode(tmp_path) + b"/rapport-\xe9.log"
    with open(name, "wb") as handle:
        handle.write((SAMPLES / "nwipe-033-zero.log").read_bytes())

    status, text = run(os.fsdecode(name), "--json")

    assert status == 0
    assert json.loads(text)["kind"] == "nwipe"


def test_the_command_explains_itself():
    assert run()[0] == 2
    assert run("--jsno", "a")[0] == 2
    status, text = run("--help")
    assert status == 0
    assert text.startswith("Usage : maillon inspect FICHIER…")


def test_a_report_is_small_and_says_nothing_of_the_person():
    for file in SAMPLES.iterdir():
        try:
            text = json.dumps(reports.read(file.read_bytes()).as_json(), ensure_ascii=False)
        except reports.Unreadable:
            continue

        assert len(text.encode()) < 20_000
        for personal in ("camille", "192.168", "60:6c:66", "wlp2s0", "Photos"):
            assert personal not in text.lower(), file.name


def test_a_report_of_three_hundred_disks_is_refused():
    disk = '{"id": "disk:%d", "class": "disk", "product": "ST500DM002", "serial": "Z3TABC%03d", "size": 500107862016}'
    text = "[" + ",".join(disk % (index, index) for index in range(300)) + "]"

    with pytest.raises(reports.Unreadable, match="300 disques"):
        reports.read(text.encode())


def test_the_enumerations_and_the_formats_are_documented():
    documentation = (Path(__file__).parents[5] / "docs" / "api.md").read_text()

    for values in (reports.FormFactor, reports.Medium, reports.CapacityUnit, reports.Verdict):
        assert [value for value in values if f"`{value}`" not in documentation] == []
    assert [reader.KIND for reader in reports.READERS if f"| `{reader.KIND}` |" not in documentation] == []
    for record in (reports.Report, reports.Disk, reports.Battery, reports.Monitor, reports.Erasure):
        fields = [field.name for field in dataclasses.fields(record)]
        assert [field for field in fields if not re.search(rf"`{field}(\[\])?`", documentation)] == []
