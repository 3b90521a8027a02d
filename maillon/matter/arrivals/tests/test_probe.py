"""`sonde.py`, run for real: what it gathers, what it drops, where it sends or writes it."""

import ast
import importlib.util
import json
import os
import pty
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from maillon.common import tokens
from maillon.common.actors import PLATFORM
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Role
from maillon.matter.arrivals.models import Arrival, reference_of
from maillon.matter.arrivals.tests.machine import PERSONAL, bare_root, fake_tools
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device
from tests.factories import a_device, a_member

PROBE = Path(__file__).resolve().parents[1] / "sonde.py"
NOWHERE = "http://127.0.0.1:9"  # the discard port: nothing answers


@pytest.fixture
def stick(tmp_path) -> Path:
    """The stick of a technician: the probe, and nothing else."""
    folder = tmp_path / "cle"
    folder.mkdir()
    (folder / "sonde.py").write_bytes(PROBE.read_bytes())
    return folder


@pytest.fixture
def probe(stick, tmp_path):
    """Run the probe of the stick on the invented laptop: `probe(*options)` gives (exit status, screen)."""
    tools, root = fake_tools(tmp_path / "bin"), bare_root(tmp_path / "racine")

    def run(*options: str) -> tuple[int, str]:
        environment = {"PATH": f"{tools}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        command = [sys.executable, str(stick / "sonde.py"), "--racine", str(root), *options]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout

    return run


def written(stick: Path) -> bytes:
    (note,) = stick.glob("sonde-*.json")
    return note.read_bytes()


def test_the_probe_reads_the_whole_laptop(probe, stick):
    status, screen = probe("--sans-envoi")

    report = reports.read(written(stick))
    assert status == 0
    assert (report.kind, report.maker, report.model, report.serial) == ("sonde", "LENOVO", "ThinkPad T480", "PF1SONDE")
    assert (report.ram_mib, report.form_factor) == (16384, reports.FormFactor.LAPTOP)
    assert [(disk.serial, disk.medium, disk.removable) for disk in report.disks] == [
        ("50026B7684F3A1C2", reports.Medium.SSD, False),
        ("0B8E680065E9", reports.Medium.USB, True),
    ]
    assert report.batteries[0].health_pct == pytest.approx(82.9)
    for told in (
        "LENOVO ThinkPad T480",
        "PF1SONDE",
        "16 Go",
        "240 Go",
        "83 % de sa capacité",
        "ce n’est pas un disque",
    ):
        assert told in screen


def test_nothing_personal_leaves_the_machine(probe, stick):
    probe("--sans-envoi")

    note = written(stick).decode()
    assert not [said for said in PERSONAL if said.lower() in note.lower()]


def test_the_probe_runs_on_this_very_machine(stick):
    done = subprocess.run(
        [sys.executable, str(stick / "sonde.py"), "--sans-envoi"], capture_output=True, text=True, timeout=300
    )

    assert done.returncode == 0, done.stderr
    assert reports.read(written(stick)).kind == "sonde"


def test_without_any_tool_the_kernel_alone_is_read(stick, tmp_path):
    root = bare_root(tmp_path / "racine")
    for name, said in {
        "sys_vendor": "LENOVO",
        "product_name": "20L6S0AB00",
        "product_version": "ThinkPad T480",
    }.items():
        place = root / "sys" / "class" / "dmi" / "id"
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(f"{said}\n")
    disk = root / "sys" / "block" / "sda"
    (disk / "device").mkdir(parents=True)
    (disk / "size").write_text("468862128\n")
    (disk / "device" / "model").write_text("KINGSTON SA400S3\n")
    battery = root / "sys" / "class" / "power_supply" / "BAT0"
    battery.mkdir(parents=True)
    facts = "TYPE=Battery NAME=BAT0 ENERGY_FULL_DESIGN=24000000 ENERGY_FULL=19900000 SERIAL_NUMBER=1742 STATUS=Full"
    (battery / "uevent").write_text("".join(f"POWER_SUPPLY_{fact}\n" for fact in facts.split()))
    mouse = root / "sys" / "class" / "power_supply" / "hidpp_battery_0"
    mouse.mkdir()
    (mouse / "uevent").write_text(
        "POWER_SUPPLY_NAME=hidpp\nPOWER_SUPPLY_TYPE=Battery\nPOWER_SUPPLY_SCOPE=Device\nPOWER_SUPPLY_MODEL_NAME=Camille\n"
    )

    command = [sys.executable, "-c", BARE.format(probe=str(stick / "sonde.py"), root=str(root), folder=str(stick))]
    done = subprocess.run(command, env={"PATH": ""}, capture_output=True, text=True, timeout=60)

    report = reports.read(written(stick))
    assert done.returncode == 0, done.stderr
    assert (report.model, report.ram_mib) == ("ThinkPad T480", 15729)
    assert [(disk.model, disk.size_bytes) for disk in report.disks] == [("KINGSTON SA400S3", 468862128 * 512)]
    assert [battery.health_pct for battery in report.batteries] == [82.9]
    assert b"Camille" not in written(stick)


BARE = """
import runpy, sys
sys.argv = ["sonde.py", "--racine", {root!r}, "--sans-envoi", "--dossier", {folder!r}]
import shutil
shutil.which = lambda *asked, **options: None
runpy.run_path({probe!r}, run_name="__main__")
"""


def test_a_machine_that_says_nothing_is_said(stick, tmp_path):
    empty = tmp_path / "vide"
    empty.mkdir()
    command = [sys.executable, "-c", BARE.format(probe=str(stick / "sonde.py"), root=str(empty), folder=str(stick))]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert "sudo python3 sonde.py" in done.stdout


def test_without_network_the_result_is_on_the_stick(probe, stick):
    status, screen = probe("--site", NOWHERE, "--jeton", tokens.new())

    reference = reference_of(uuid.UUID(json.loads(written(stick))["id"]))
    assert status == 0
    assert "Non envoyé. Le site n’a pas pu être joint" in screen
    assert reference in screen
    assert [path.name for path in stick.glob("*.json")] == [f"sonde-{reference}.json"]


def test_without_a_token_the_result_is_on_the_stick(probe, stick):
    status, screen = probe("--site", NOWHERE)

    assert status == 0
    assert "--jeton" in screen
    assert written(stick)


@pytest.mark.parametrize(
    "text", ["https://maillon.example/arrivees/K7M2-QF4/", "x" * 17, "é" * 26, "y" * 78, "z" * 106]
)
def test_the_code_on_the_screen_is_read_by_a_camera(text):
    zxingcpp, numpy = pytest.importorskip("zxingcpp"), pytest.importorskip("numpy")
    cells = numpy.pad(numpy.array(loaded().qr(text)), 4)

    picture = numpy.where(numpy.kron(cells, numpy.ones((6, 6))), 0, 255).astype(numpy.uint8)

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [text]


def test_a_text_too_long_for_the_screen_has_no_code():
    assert loaded().qr("x" * 107) is None


def loaded():
    spec = importlib.util.spec_from_file_location("sonde", PROBE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_probe_needs_nothing_newer_than_python_3_8_and_nothing_to_install():
    tree = ast.parse(PROBE.read_text(), feature_version=(3, 8))

    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_a_damaged_note_of_the_probe_is_a_sentence():
    with pytest.raises(reports.Unreadable, match="relancez-la"):
        reports.read(b'{"sonde": "1", "outputs": {"lshw": {"id": []}, "dmidecode": 3, "lsblk": [[]], "dmi": "x"}}')


@pytest.fixture
def technician(db):
    return a_member(Role.TECHNICIAN)


def token(technician) -> str:
    site = technician.organisation.sites.get()
    return organisations.issue_token(site, network=technician.network, name="Clé", by=PLATFORM)[1]


@pytest.mark.django_db(transaction=True)
def test_the_probe_sends_and_shows_the_same_reference(live_server, probe, stick, technician):
    status, screen = probe("--site", live_server.url, "--jeton", token(technician))

    arrival = Arrival.objects.get()
    assert status == 0
    assert (arrival.kind, arrival.serial, arrival.state) == ("sonde", "PF1SONDE", Arrival.State.WAITING)
    assert screen.count(arrival.reference) >= 2
    assert f"/arrivees/{arrival.reference}/" in screen
    assert not list(stick.glob("*.json"))


@pytest.mark.django_db(transaction=True)
def test_a_label_scanned_at_the_machine_attaches_the_report(live_server, probe, technician):
    device = a_device(technician)

    _, screen = probe("--site", live_server.url, "--jeton", token(technician), "--etiquette", device.label.lower())

    assert f"Joint à l’appareil {device.label}." in screen
    assert Device.objects.get(pk=device.pk).serial == "PF1SONDE"


@pytest.mark.django_db(transaction=True)
def test_what_was_written_on_the_stick_is_sent_later_and_only_once(live_server, probe, stick, technician):
    secret = token(technician)
    probe("--sans-envoi")
    (note,) = stick.glob("sonde-*.json")

    for _ in range(2):
        status, screen = probe("--site", live_server.url, "--jeton", secret, "--envoyer", str(note))

    assert status == 0
    assert Arrival.objects.get().reference in screen
    assert probe("--site", NOWHERE, "--jeton", secret, "--envoyer", str(note))[0] == 1


@pytest.mark.django_db(transaction=True)
def test_a_refused_probe_says_why_and_keeps_the_result(live_server, probe, stick):
    status, screen = probe("--site", live_server.url, "--jeton", tokens.new())

    assert status == 0
    assert "Non envoyé. Le jeton du site manque ou n’est plus valable" in screen
    assert written(stick)


@pytest.mark.django_db(transaction=True)
def test_on_a_terminal_the_probe_asks_for_the_label_and_draws_the_code(live_server, stick, tmp_path, technician):
    tools, root = fake_tools(tmp_path / "bin"), bare_root(tmp_path / "racine")
    command = [sys.executable, str(stick / "sonde.py"), "--racine", str(root)]
    command += ["--site", live_server.url, "--jeton", token(technician)]
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.write(ours, b"\n")

    screen = _read_all(ours)

    assert process.wait(timeout=60) == 0
    assert "Étiquette de l’appareil" in screen
    assert "▀" in screen
    assert Arrival.objects.get().reference in screen


def _read_all(terminal: int) -> str:
    said = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        said += part
    os.close(terminal)
    return said.decode("utf-8", "replace")


@pytest.mark.django_db
def test_the_site_serves_the_probe_that_knows_it(client, settings):
    served = client.get("/sonde.py")

    assert served.status_code == 200
    assert "attachment" in served["Content-Disposition"]
    assert f'\nSITE = "{settings.BASE_URL}"\n' in served.content.decode()
    assert '\nTOKEN = ""\n' in served.content.decode()
    compile(served.content, "sonde.py", "exec")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ['"+evil+"', "7K3F", '7K3F-7K3F-7K3F-7K3F-7K3F";import os'])
def test_only_a_token_is_written_into_the_probe(client, typed):
    served = client.post("/sonde.py", {"jeton": typed}).content.decode()

    assert '\nTOKEN = ""\n' in served


@pytest.mark.django_db
def test_the_page_of_tokens_gives_a_probe_that_knows_its_token(client):
    secret = tokens.new()

    served = client.post("/sonde.py", {"jeton": secret.lower()}).content.decode()

    assert f'\nTOKEN = "{secret}"\n' in served
