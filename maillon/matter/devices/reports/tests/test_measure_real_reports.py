"""How much of the field's real reports is read right, format by format and field by field.

The reports are in ``../shared/data``, outside the project, for their licences differ; run with ``-s`` to see the rates
and the misses. Each miss must have its reason here and in ``docs/reports.md``: one that has none fails the test.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from maillon.matter.devices import reports
from maillon.matter.devices.reports import Report, Unreadable, usable_serial

DATA = Path(__file__).parents[6] / "shared" / "data"
FLOOR = 0.99
# What a miss says, and why it is one; the sentences are those of the page that people read.
REASONS = (
    (".yaml", "instantané en YAML écrit à la main pour les tests d’eReuse : aucun outil n’en produit"),
    ("AAAAAAAA", "numéro de série « AAAAAAAA », mis à la main à la place du vrai"),
    ("02:00:00:00:00:00", "adresse MAC d’un téléphone Android donnée pour son numéro de série"),
    ("35319D2D90F1", "tout-en-un dont le programme interne dit « Desktop », sous un nom qui n’en dit pas plus"),
    ("spcardreader", "lecteur de cartes sans carte : il ne contient les données de personne"),
    ("SD Card Reader", "lecteur de cartes sans carte : il ne contient les données de personne"),
    ("asus-e200h", "zone de démarrage de 4 Mo d’une mémoire eMMC : elle ne contient les données de personne"),
)
# Neither reports that a tool prints nor disks that hold data: they are listed, and are not in the rates of all formats.
NOT_ASKED = (".yaml", "spcardreader", "SD Card Reader", "asus-e200h")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real reports are not on this machine ({DATA})")


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(newline="") as handle:
        yield from csv.DictReader(handle)


@cache
def read(path: Path) -> Report | None:
    try:
        return reports.read(path.read_bytes(), path.name)
    except Unreadable:
        return None


def family(kind: str) -> str:
    """The reader's name for a kind of the expected tables, which tell versions apart."""
    for words, name in (
        ("eReuse", "ereuse"),
        ("lshw", "lshw"),
        ("GLPI inventory JSON", "glpi"),
        ("FusionInventory", "fusioninventory"),
        ("system_profiler", "system_profiler"),
        ("systeminfo", "systeminfo"),
        ("powercfg", "powercfg"),
    ):
        if words in kind:
            return name
    return kind


def close(found: int | None, disk: dict) -> bool:
    """Whether a size is that of the table, which may have kept the tool's « MB » of a million bytes or of 1 048 576."""
    if "size_bytes" in disk:
        return found == int(disk["size_bytes"])
    if disk.get("size_mb") is None:
        return True
    return found is not None and any(abs(found - float(disk["size_mb"]) * mega) < 2e6 for mega in (10**6, 1 << 20))


def has_disk(report: Report, disk: dict) -> bool:
    serial = usable_serial(disk.get("serial"))
    return any(
        found.model == disk.get("model") and found.serial == serial and close(found.size_bytes, disk)
        for found in report.disks
    )


def reason(miss: str) -> str | None:
    """Why this is missed."""
    return next((why for sign, why in REASONS if sign in miss), None)


def test_the_reasons_of_the_misses_are_told():
    told = (Path(__file__).parents[5] / "docs" / "reports.md").read_text()

    assert [why for _, why in REASONS if why not in told] == []


class Rates:
    """Right answers over answers expected, by format and field."""

    def __init__(self) -> None:
        self.right: Counter = Counter()
        self.asked: Counter = Counter()
        self.missed: list[str] = []

    def mark(self, name: str, field: str, *, right: bool, where: str) -> None:
        self.asked[name, field] += 1
        self.right[name, field] += right
        if not right:
            self.missed.append(f"{name:<16} {field:<13} {where}")

    def check(self) -> None:
        """Print the rates and the misses, and fail where a rate is under the floor or a miss has no reason."""
        print()  # noqa: T201
        for key in sorted(self.asked):
            print(f"{key[0]:<16} {key[1]:<13} {self.right[key]:>4}/{self.asked[key]:<4} {self.rate(key):7.1%}")  # noqa: T201
        whole = {field: self.overall(field) for field in sorted({field for _, field in self.asked})}
        for field, rate in whole.items():
            print(f"{'every format':<16} {field:<13} {'':>9} {rate:7.1%}")  # noqa: T201
        for miss in self.missed:
            print(f"{miss}\n{'':<30} → {reason(miss)}")  # noqa: T201
        assert self.asked
        assert [miss for miss in self.missed if reason(miss) is None] == []
        assert {field: rate for field, rate in whole.items() if rate < FLOOR} == {}

    def overall(self, field: str) -> float:
        """The rate of a field over every format, of what a tool can be asked."""
        aside = sum(miss.split()[1] == field and any(sign in miss for sign in NOT_ASKED) for miss in self.missed)
        right = sum(count for (_, name), count in self.right.items() if name == field)
        return right / (sum(count for (_, name), count in self.asked.items() if name == field) - aside)

    def rate(self, key: tuple[str, str]) -> float:
        return self.right[key] / self.asked[key]


def test_the_machines_are_read_right():
    rates = Rates()

    for row in rows("inventories/expected_machines.csv"):
        name, path = family(row["kind"]), DATA / "inventories" / row["set"] / row["file"]
        report = read(path)
        rates.mark(name, "read", right=report is not None, where=row["file"])
        if report is None:
            continue
        assert report.kind == name
        for field, expected, found in (
            ("manufacturer", row["manufacturer"], report.manufacturer),
            ("product", row["product"], report.product),
            ("ram", row["ram_total_mib"], str(report.ram_mib)),
            ("chassis", row["chassis_raw"], report.chassis),
        ):
            if expected:
                rates.mark(name, field, right=found == expected, where=f"{row['file']}: {expected} / {found}")
        serial = row["serial"] if row["serial_usable"] == "yes" else None
        rates.mark(name, "serial", right=report.serial == serial, where=f"{row['file']}: {serial} / {report.serial}")
        for disk in json.loads(row["disks"] or "[]"):
            if disk.get("model") or disk.get("serial"):
                field = "disks" if usable_serial(disk.get("serial")) else "disks_no_sn"
                rates.mark(name, field, right=has_disk(report, disk), where=f"{row['file']}: {disk}")

    rates.check()


def test_the_shapes_are_those_that_people_filed_the_reports_under():
    shapes = {
        "Notebook": {"laptop"},
        "Convertible": {"laptop"},
        "Desktop": {"desktop", "all_in_one", "mini", None},
        "All In One": {"all_in_one"},
        "Mini Pc": {"mini"},
        "Stick Pc": {"mini"},
        "Tablet": {"tablet"},
        "Server": {"server", None},
    }
    rates = Rates()

    for row in rows("inventories/expected_machines.csv"):
        report = read(DATA / "inventories" / row["set"] / row["file"])
        if row["path_class"] and report is not None:
            right = report.form_factor in shapes[row["path_class"]]
            rates.mark(
                row["path_class"].replace(" ", ""),
                "shape",
                right=right,
                where=f"{row['set']}/{row['file']}: {report.form_factor}",
            )

    rates.check()


def test_the_disks_are_read_right():
    rates = Rates()

    for row in rows("inventories/expected_disks.csv"):
        report = read(DATA / "inventories" / row["set"] / row["file"])
        serial = usable_serial(row["serial"])
        found = [
            disk
            for disk in (report.disks if report else ())
            if disk.serial == serial
            and str(disk.size_bytes) == row["size_bytes"]
            and (disk.model == row["model"] or row["source"] == "hwinfo")
        ]
        name = {"smartctl -j": "smartctl", "smartctl text": "smartctl_text"}.get(
            row["source"], row["source"].split("_")[0]
        )
        field = "disks" if serial else "disks_no_sn"
        rates.mark(name, field, right=bool(found), where=f"{row['file']}: {row['model']} {row['serial']}")
        if found and row["usb"]:
            rates.mark(name, "removable", right=str(found[0].removable) == row["usb"], where=row["file"])
        if found and row["rotation_rate"]:
            medium = "ssd" if row["rotation_rate"] == "0" else "hdd"
            rates.mark(name, "medium", right=found[0].medium == medium, where=f"{row['file']}: {found[0].medium}")

    rates.check()


def test_the_batteries_are_read_right():
    for row in rows("inventories/expected_batteries.csv"):
        report = read(DATA / "inventories" / row["set"] / row["file"])

        assert report is not None
        assert [(b.model, b.serial, b.design, b.full, b.unit) for b in report.batteries] == (
            [(row["name"], usable_serial(row["serial"]), float(row["design"]), float(row["full"]), row["unit"])]
            if row["design"]
            else []
        )


def test_the_screens_are_read_right():
    rates = Rates()

    for row in rows("inventories/expected_monitors.csv"):
        report = read(DATA / "inventories" / row["set"] / row["file"])
        rates.mark("edid", "read", right=report is not None, where=row["file"])
        (screen,) = report.monitors if report else ()
        for field, expected, found in (
            ("manufacturer", row["manufacturer"], screen.manufacturer),
            ("product_code", row["product_code"], screen.product_code),
            ("year", row["year"], str(screen.year)),
            ("width", row["width_cm"], str(screen.width_cm or 0)),
            ("height", row["height_cm"], str(screen.height_cm or 0)),
        ):
            rates.mark("edid", field, right=found == expected, where=f"{row['file']}: {expected} / {found}")
        # A name or a serial number may run over two descriptors, of which the table kept the last.
        rates.mark(
            "edid", "model", right=(screen.model or "").endswith(row["name"]), where=f"{row['file']}: {screen.model}"
        )
        if usable_serial(row["serial_text"]):
            rates.mark(
                "edid", "serial", right=screen.serial == row["serial_text"], where=f"{row['file']}: {screen.serial}"
            )

    rates.check()


def test_every_verdict_of_nwipe_is_right():
    expected = list(rows("erasure/expected_erasures.csv"))

    for file in {row["file"] for row in expected}:
        report = read(DATA / "erasure" / file)

        assert report is not None
        assert [
            (e.verdict, e.errors, e.tool_version, e.method, e.disk_model, e.disk_serial, report.serial, report.uuid)
            for e in report.erasures
        ] == [
            (
                row["verdict"],
                sum(int(row[name]) for name in ("pass_errors", "verify_errors", "fsync_errors")),
                row["tool_version"],
                row["method"],
                row["disk_model"],
                row["disk_serial"] if row["serial_readable"] == "yes" else None,
                usable_serial(row["machine_serial"]),
                row["machine_uuid"] if usable_serial(row["machine_serial"]) else None,
            )
            for row in expected
            if row["file"] == file
        ]
        for row, erasure in zip((r for r in expected if r["file"] == file), report.erasures, strict=True):
            first, last = (row[name].replace("/", "-").replace(" ", "T") for name in ("log_first", "log_last"))
            assert first <= erasure.started_at <= erasure.ended_at <= last


def test_the_certificates_of_nwipe_agree_with_its_logs():
    found = 0

    for certificate in sorted((DATA / "erasure").rglob("*.pdf")):
        log = read(next(certificate.parent.glob("*.log")))
        pdf = read(certificate)
        found += 1

        assert pdf is not None
        assert log is not None
        assert [(e.verdict, e.disk_serial, e.size_bytes, e.errors, e.method, e.started_at) for e in pdf.erasures] == [
            (e.verdict, e.disk_serial, e.size_bytes, e.errors, e.method, e.started_at) for e in log.erasures
        ]

    assert found


def test_the_machines_that_were_erased_are_read_right_by_every_tool():
    for row in rows("erasure/expected_emulated_machines.csv"):
        folder = DATA / "erasure" / "nwipe-emulated-machines" / row["run"] / row["when"]
        (disk,) = json.loads(row["disks"])
        serial = row["serial"] if row["serial_usable"] == "yes" else None

        agents = ("fusioninventory.xml",) if serial else ()  # the agent drops placeholders by itself
        for tool in ("dmidecode.txt", "lshw.json", "lshw.xml", *agents):
            report = read(folder / tool)
            assert report is not None
            assert (report.manufacturer, report.product, report.serial) == (row["manufacturer"], row["product"], serial)
        for tool in ("smartctl-sda.json", "smartctl-sda.txt"):
            report = read(folder / tool)
            assert report is not None
            assert [(d.model, d.serial, d.size_bytes) for d in report.disks] == [
                (disk["model"], disk["serial"], disk["size_bytes"])
            ]
        for tool in ("dmidecode.txt", "lshw.json", "lshw.xml"):
            assert read(folder / tool).ram_mib == int(row["ram_total_mib"])


def test_the_erasures_of_ereuse_are_read_right():
    for row in rows("inventories/expected_erasures.csv"):
        report = read(DATA / "inventories" / row["set"] / row["file"])
        if report is None:
            assert row["file"].endswith(".yaml")
            continue

        verdict = "erased" if row["status"] == "success" else "unknown"
        assert (
            row["disk_model"],
            usable_serial(row["disk_serial"]),
            row["method"],
            verdict,
            row["start"],
            row["end"],
        ) in [(e.disk_model, e.disk_serial, e.method, e.verdict, e.started_at, e.ended_at) for e in report.erasures]


def test_no_real_report_is_heavy_nor_says_who_used_the_machine():
    people = ("camille", "johan", "mariem", "teclib", "lf014", "macbook-de-teclib", "imac de marie", "xps-glpi", "jdoe")

    for path in sorted((DATA / "inventories").rglob("*")):
        report = read(path) if path.is_file() and path.suffix != ".csv" else None
        if report is None:
            continue
        text = json.dumps(report.as_json(), ensure_ascii=False)

        assert len(text.encode()) < 20_000, path
        assert not [person for person in people if person in text.lower()], path
