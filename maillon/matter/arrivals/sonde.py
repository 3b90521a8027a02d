#!/usr/bin/env python3
"""Maillon's probe: what a Linux machine is, for the workshop that refurbishes it.

One file, Python 3.8 and its standard library only, so that any live Linux can run it:

    sudo python3 sonde.py

It asks the tools that are there (dmidecode, lshw, lsblk, smartctl, upower) and the kernel, keeps what describes the
hardware, drops everything else before anything leaves (users, host name, addresses, networks, software, volumes), shows
the result, and sends it to the site, or writes it beside itself when there is no network.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import json
import os
import re
import shutil
import subprocess  # nosec B404
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path
from typing import Any, Iterable, Iterator  # noqa: UP035

# Filled in by the site that serves this file.
SITE = ""
TOKEN = ""

FORMAT = "1"
TOOL_DIRECTORIES = ("/usr/sbin", "/sbin", "/usr/local/sbin")
PATIENCE = 90  # seconds for one tool
ANSWER_PATIENCE = 30
LARGEST_OUTPUT = 4_000_000
REFERENCE_BITS = 35
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# Of what the firmware says: the system, the board, the chassis, the processors, the memory, the batteries.
STRUCTURES = frozenset({1, 2, 3, 4, 6, 16, 17, 22})
NOT_OF_THE_HARDWARE = re.compile(r"^\s*(Asset Tag|Description|Contact|Location|Contained Object)\b")
CLASSES = frozenset({"system", "bus", "bridge", "memory", "processor", "storage", "disk", "power"})
NODE_WORDS = ("class", "description", "product", "vendor", "version", "serial", "size", "capacity", "units", "businfo")
SYSTEM_WORDS = ("chassis", "family", "uuid")
DISK_WORDS = ("name", "model", "serial", "size", "type", "tran", "rota", "rm", "vendor")
SMART_WORDS = (
    "json_format_version",
    "device",
    "model_name",
    "scsi_vendor",
    "scsi_product",
    "scsi_model_name",
    "serial_number",
    "user_capacity",
    "nvme_total_capacity",
    "rotation_rate",
    "trim",
    "smart_status",
    "power_on_time",
)
BATTERY_LINES = re.compile(
    r"^\s*(native-path|vendor|model|serial|power supply|battery|energy|energy-full|energy-full-design|charge-cycles|"
    r"capacity|technology)\b"
)
BATTERY_FACTS = re.compile(
    r"^POWER_SUPPLY_(NAME|TYPE|SCOPE|TECHNOLOGY|CYCLE_COUNT|(?:ENERGY|CHARGE)_FULL(?:_DESIGN)?|MODEL_NAME|MANUFACTURER|"
    r"SERIAL_NUMBER)="
)
FIRMWARE_FILES = (
    "sys_vendor",
    "product_name",
    "product_version",
    "product_serial",
    "product_uuid",
    "chassis_type",
)
NOT_DISKS = ("loop", "ram", "zram", "sr", "fd", "dm-", "md", "nbd")


def say(text: str = "") -> None:
    """One line on the screen, whatever letters it can show."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()


def run(*command: str) -> str:
    """What a tool prints; nothing when it is not there, refuses, or takes too long."""
    path = os.pathsep.join([os.environ.get("PATH", ""), *TOOL_DIRECTORIES])
    program = shutil.which(command[0], path=path)
    if program is None:
        return ""
    try:
        done = subprocess.run(  # nosec B603
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            env={**os.environ, "LC_ALL": "C", "PATH": path},
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout[:LARGEST_OUTPUT].decode("utf-8", "replace")


def read(path: Path) -> str:
    """The text of one of the kernel's files; nothing when it may not be read."""
    try:
        return path.read_bytes()[:LARGEST_OUTPUT].decode("utf-8", "replace").strip()
    except OSError:
        return ""


def values(text: str) -> Any:
    """What a tool printed as JSON; nothing when it is not."""
    try:
        return json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        return None


def kept(words: Iterable[str], source: Any) -> dict[str, Any]:
    """Only these words of a dictionary."""
    return {word: source[word] for word in words if word in source} if isinstance(source, dict) else {}


def dmidecode() -> str:
    """The structures that describe the hardware: no inventory number, no text that a maker or an owner added."""
    text = run("dmidecode")
    parts = re.split(r"(?m)^(?=Handle 0x)", text)
    clean = []
    for part in parts[1:]:
        found = re.match(r"Handle 0x[0-9A-Fa-f]+, DMI type (\d+),", part)
        if found and int(found[1]) in STRUCTURES:
            clean.append("\n".join(line for line in part.splitlines() if not NOT_OF_THE_HARDWARE.match(line)))
    return "\n".join(["# dmidecode", *clean]) + "\n" if clean else ""


def lshw() -> Any:
    """The tree of the hardware, without host name, network cards, volumes nor places where they are mounted."""
    found = values(run("lshw", "-json", "-quiet"))
    roots = found if isinstance(found, list) else [found]
    trees = [tree for tree in map(lshw_node, roots) if tree]
    if trees:
        trees[0]["id"] = "computer"
    return trees[0] if len(trees) == 1 else trees


def lshw_node(node: Any) -> dict[str, Any] | None:
    """One node and its children; None when nothing of it is of use."""
    if not isinstance(node, dict) or node.get("class") not in CLASSES | {"generic", "nvme"}:
        return None
    clean = kept(NODE_WORDS, node)
    clean["id"] = (
        re.sub(r"[^a-z0-9:]", "", str(node.get("id", "")).lower()) if node["class"] != "system" else "computer"
    )
    names = node.get("logicalname", [])
    names = [name for name in (names if isinstance(names, list) else [names]) if str(name).startswith("/dev/")]
    if names:
        clean["logicalname"] = names
    if isinstance(node.get("capabilities"), dict):
        clean["capabilities"] = {str(name): True for name in node["capabilities"]}
    if node["class"] == "system":
        clean["configuration"] = kept(SYSTEM_WORDS, node.get("configuration"))
    children = [child for child in map(lshw_node, node.get("children") or []) if child]
    if children:
        clean["children"] = children
    return clean


def lsblk(root: Path) -> Any:
    """The disks, without their volumes; from the kernel's own files where there is no lsblk."""
    found = values(run("lsblk", "-J", "-b", "-d", "-o", "NAME,MODEL,SERIAL,SIZE,TYPE,TRAN,ROTA,RM,VENDOR"))
    listed = found.get("blockdevices") if isinstance(found, dict) else None
    disks = [kept(DISK_WORDS, disk) for disk in listed or [] if isinstance(disk, dict)] or list(sysfs_disks(root))
    disks = [disk for disk in disks if not str(disk.get("name", "")).startswith(NOT_DISKS)]
    return {"blockdevices": disks} if disks else None


def sysfs_disks(root: Path) -> Iterator[dict[str, Any]]:
    """The disks as the kernel lists them."""
    blocks = root / "sys" / "block"
    for block in sorted(blocks.iterdir()) if blocks.is_dir() else ():
        sectors = read(block / "size")
        if block.name.startswith(NOT_DISKS) or not sectors.isdigit() or int(sectors) == 0:
            continue
        usb = "/usb" in os.path.realpath(str(block))
        yield {
            "name": block.name,
            "model": read(block / "device" / "model") or None,
            "serial": read(block / "device" / "serial") or None,
            "size": int(sectors) * 512,
            "type": "disk",
            "tran": "usb" if usb else "nvme" if block.name.startswith("nvme") else None,
            "rota": read(block / "queue" / "rotational") == "1",
            "rm": read(block / "removable") == "1",
        }


def smartctl(disks: Any) -> list[dict[str, Any]]:
    """What each disk says of itself."""
    said = []
    for disk in (disks or {}).get("blockdevices", []):
        found = values(run("smartctl", "--json", "-i", "-H", "-A", "/dev/" + str(disk.get("name", "")).lstrip("/")))
        clean = kept(SMART_WORDS, found)
        if clean.get("model_name") or clean.get("serial_number") or clean.get("scsi_model_name"):
            clean["smartctl"] = kept(("version", "exit_status"), found.get("smartctl"))
            said.append(clean)
    return said


def upower() -> str:
    """The machine's batteries by their gauges; those of mice, earphones and telephones are somebody's."""
    own = []
    for part in re.split(r"(?m)^(?=Device: )", run("upower", "--dump")):
        if re.search(r"(?m)^\s+power supply:\s+yes", part) and re.search(r"(?m)^\s+battery$", part):
            own.append("\n".join(line for line in part.splitlines() if BATTERY_LINES.match(line)))
    return "\n\n".join(own) + "\n" if own else ""


def power_supply(root: Path) -> str:
    """The machine's batteries as the kernel sees them."""
    own = []
    folder = root / "sys" / "class" / "power_supply"
    for supply in sorted(folder.iterdir()) if folder.is_dir() else ():
        facts = [line for line in read(supply / "uevent").splitlines() if BATTERY_FACTS.match(line)]
        if "POWER_SUPPLY_TYPE=Battery" in facts and "POWER_SUPPLY_SCOPE=Device" not in facts:
            own.append("\n".join(sorted(facts, key=lambda line: not line.startswith("POWER_SUPPLY_NAME="))))
    return "\n".join(own) + "\n" if own else ""


def cpuinfo(root: Path) -> str:
    """The name of the first processor."""
    found = re.search(r"(?m)^model name\s*:.*$", read(root / "proc" / "cpuinfo"))
    return f"processor\t: 0\n{found[0]}\n" if found else ""


def meminfo(root: Path) -> str:
    """The memory that the system sees."""
    found = re.search(r"(?m)^MemTotal:.*$", read(root / "proc" / "meminfo"))
    return found[0] + "\n" if found else ""


def gather(root: Path) -> dict[str, Any]:
    """Everything that can be learnt here; what says nothing is left out."""
    disks = lsblk(root)
    firmware = root / "sys" / "class" / "dmi" / "id"
    found = {
        "dmi": {name: said for name in FIRMWARE_FILES for said in [read(firmware / name)] if said},
        "dmidecode": dmidecode(),
        "lshw": lshw(),
        "lsblk": disks,
        "smartctl": smartctl(disks),
        "upower": upower(),
        "power_supply": power_supply(root),
        "cpuinfo": cpuinfo(root),
        "meminfo": meminfo(root),
    }
    return {name: said for name, said in found.items() if said}


def firmware_words(outputs: dict[str, Any]) -> dict[str, str]:
    """The maker, the model, the version and the serial number, from the firmware."""
    text = re.search(r"(?ms)DMI type 1,.*?(?=^Handle |\Z)", outputs.get("dmidecode", ""))
    said = dict(
        re.findall(r"(?m)^\s+(Manufacturer|Product Name|Version|Serial Number): *(.*?) *$", text[0] if text else "")
    )
    dmi = outputs.get("dmi", {})
    found = outputs.get("lshw")
    tree = found if isinstance(found, dict) else {}
    return {
        name: next((str(word) for word in words if word), "")
        for name, words in {
            "maker": (said.get("Manufacturer"), dmi.get("sys_vendor"), tree.get("vendor")),
            "model": (said.get("Product Name"), dmi.get("product_name"), tree.get("product")),
            "version": (said.get("Version"), dmi.get("product_version"), tree.get("version")),
            "serial": (said.get("Serial Number"), dmi.get("product_serial"), tree.get("serial")),
        }.items()
    }


def memory_gib(outputs: dict[str, Any]) -> int:
    """The memory installed, else the one that the system sees, rounded to what is sold."""
    units = {"MB": 1, "GB": 1024, "TB": 1024 * 1024}
    modules = re.findall(r"(?m)^\s+Size: (\d+) (MB|GB|TB)$", outputs.get("dmidecode", ""))
    mebi = sum(int(size) * units[unit] for size, unit in modules)
    if not mebi:
        seen = re.search(r"(\d+) kB", outputs.get("meminfo", ""))
        mebi = int(seen[1]) // 1024 if seen else 0
    return round(mebi / 1024) or int(mebi > 0)


def batteries_told(outputs: dict[str, Any]) -> list[str]:
    """« 82 % de sa capacité », for each battery whose gauge can be read."""
    facts = dict(re.findall(r"(?m)^POWER_SUPPLY_(\w+)=(\d+)$", outputs.get("power_supply", "")))
    for kind in ("ENERGY", "CHARGE"):
        full, design = int(facts.get(kind + "_FULL", 0)), int(facts.get(kind + "_FULL_DESIGN", 0))
        if full and design:
            return [f"{round(100 * full / design)} % de sa capacité"]
    told = re.search(r"(?m)^\s+capacity:\s+([\d.,]+)%", outputs.get("upower", ""))
    return [f"{round(float(told[1].replace(',', '.')))} % de sa capacité"] if told else []


def disks_told(outputs: dict[str, Any]) -> Iterator[str]:
    """Each disk with its size and serial number; a stick is said to be one."""
    for disk in outputs.get("lsblk", {}).get("blockdevices", []):
        size = int(disk.get("size") or 0) if str(disk.get("size") or "0").isdigit() else 0
        words = [str(disk.get("model") or "disque").strip(), f"{round(size / 10**9)} Go" if size else ""]
        words += [f"n° {disk['serial']}" if disk.get("serial") else ""]
        plugged = disk.get("tran") == "usb"
        yield " · ".join(filter(None, words)) + (" (branché, ce n’est pas un disque de la machine)" if plugged else "")


def show(outputs: dict[str, Any], reference: str) -> None:
    """The machine in a few lines."""
    words = firmware_words(outputs)
    lenovo = words["maker"].upper() == "LENOVO" and re.search("[A-Za-z]{3}", words["version"])
    gib = memory_gib(outputs)
    processor = (
        re.search(r":\s*(.*)$", outputs.get("cpuinfo", "").strip().splitlines()[-1]) if "cpuinfo" in outputs else None
    )
    rows = [
        ("Machine", f"{words['maker']} {words['version'] if lenovo else words['model']}".strip()),
        ("Série", words["serial"]),
        ("Processeur", processor[1] if processor else ""),
        ("Mémoire", f"{gib} Go" if gib else ""),
        *(("Disque", disk) for disk in disks_told(outputs)),
        *(("Batterie", battery) for battery in batteries_told(outputs)),
        ("Référence", reference),
    ]
    say()
    for label, value in rows:
        if value:
            say(f"  {label:<11} {value}")
    say()


# The QR code that opens the report on a telephone: byte mode, level L, versions 1 to 5 (ISO/IEC 18004).
QR_DATA = (19, 34, 55, 80, 108)  # bytes of data, by version
QR_CHECK = (7, 10, 15, 20, 26)  # bytes of correction
QR_FORMAT = (0x77C4, 0x72F3, 0x7DAA, 0x789D, 0x662F, 0x6318, 0x6C41, 0x6976)  # level L, by mask


def qr(text: str) -> list[list[bool]] | None:
    """The modules of a QR code, True for dark; None for a text too long for the screen."""
    data = text.encode()
    version = next((rank for rank, room in enumerate(QR_DATA) if len(data) + 2 <= room), None)
    if version is None:
        return None
    bits = f"0100{len(data):08b}" + "".join(f"{byte:08b}" for byte in data) + "0000"
    room = QR_DATA[version]
    codewords = [int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8)][:room]
    codewords += [(0xEC, 0x11)[rank % 2] for rank in range(room - len(codewords))]
    stream = "".join(f"{byte:08b}" for byte in codewords + qr_check(codewords, QR_CHECK[version])) + "0" * 7
    return min((qr_modules(version + 1, stream, mask) for mask in range(8)), key=qr_penalty)


def qr_check(data: list[int], count: int) -> list[int]:
    """The Reed-Solomon bytes, in the field of 256 elements of polynomial 0x11D."""
    power = [1]
    for _ in range(254):
        power.append(power[-1] << 1 ^ (0x11D if power[-1] & 0x80 else 0))
    log = {value: rank for rank, value in enumerate(power)}

    def times(one: int, other: int) -> int:
        return power[(log[one] + log[other]) % 255] if one and other else 0

    generator = [1]
    for rank in range(count):
        generator = [
            high ^ times(low, power[rank])
            for high, low in zip(generator + [0], [0] + generator)  # noqa: B905, RUF005
        ]
    rest = [0] * count
    for byte in data:
        factor = byte ^ rest[0]
        rest = [old ^ times(factor, term) for old, term in zip(rest[1:] + [0], generator[1:])]  # noqa: B905, RUF005
    return rest


def qr_modules(version: int, stream: str, mask: int) -> list[list[bool]]:
    """The square: finders, timing, alignment and format, then the data in its zigzag."""
    size = 17 + 4 * version
    cells: list[list[bool | None]] = [[None] * size for _ in range(size)]

    def square(row: int, column: int, reach: int) -> None:
        for y in range(-reach, reach + 1):
            for x in range(-reach, reach + 1):
                if 0 <= row + y < size and 0 <= column + x < size:
                    ring = max(abs(x), abs(y))
                    cells[row + y][column + x] = ring not in (2, 4) if reach == 4 else ring != 1

    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        square(row, column, 4)
    if version > 1:
        square(size - 7, size - 7, 2)
    for at in range(8, size - 8):
        cells[6][at] = cells[at][6] = at % 2 == 0
    down = [0, 1, 2, 3, 4, 5, 7, 8, *range(size - 7, size)]
    across = [*range(size - 1, size - 9, -1), 7, 5, 4, 3, 2, 1, 0]
    for rank, (row, column) in enumerate(zip(down, across)):  # noqa: B905
        cells[row][8] = cells[8][column] = bool(QR_FORMAT[mask] >> rank & 1)
    cells[size - 8][8] = True

    waiting = iter(stream)
    right = size - 1
    upwards = True
    while right > 0:
        if right == 6:
            right -= 1
        for row in range(size - 1, -1, -1) if upwards else range(size):
            for column in (right, right - 1):
                if cells[row][column] is None:
                    dark = next(waiting, "0") == "1"
                    cells[row][column] = dark ^ qr_masked(mask, row, column)
        right, upwards = right - 2, not upwards
    return [[bool(cell) for cell in row] for row in cells]


def qr_masked(mask: int, row: int, column: int) -> bool:
    product = row * column
    return (
        (row + column) % 2,
        row % 2,
        column % 3,
        (row + column) % 3,
        (row // 2 + column // 3) % 2,
        product % 2 + product % 3,
        (product % 2 + product % 3) % 2,
        ((row + column) % 2 + product % 3) % 2,
    )[mask] == 0


def qr_penalty(cells: list[list[bool]]) -> int:
    """How hard the square is to read: long runs, plain blocks, too much of one colour."""
    found = 0
    for line in [*cells, *map(list, zip(*cells))]:  # noqa: B905
        for run_of in re.findall(r"1{5,}|0{5,}", "".join("01"[cell] for cell in line)):
            found += len(run_of) - 2
    for above, below in zip(cells, cells[1:]):  # noqa: B905, RUF007
        found += sum(
            3 for at in range(len(above) - 1) if len({above[at], above[at + 1], below[at], below[at + 1]}) == 1
        )
    dark = 100 * sum(map(sum, cells)) // len(cells) ** 2
    return found + abs(dark - 50) // 5 * 10


def draw(text: str) -> None:
    """The QR code on a terminal that can show it, two rows of modules a line."""
    cells = qr(text)
    if cells is None or not sys.stdout.isatty() or "utf" not in (sys.stdout.encoding or "").lower():
        return
    wide = len(cells) + 4
    rows = [[False] * wide] * 2 + [[False, False, *row, False, False] for row in cells] + [[False] * wide] * 3
    for above, below in zip(rows[::2], rows[1::2]):  # noqa: B905
        line = "".join(" ▄▀█"[2 * top + bottom] for top, bottom in zip(above, below))  # noqa: B905
        say(f"\033[30;107m{line}\033[0m")
    say()


def reference_of(made: uuid.UUID) -> str:
    """The short name to read aloud: « K7M2-QF4 ». The site finds the same one."""
    number = made.int & (1 << REFERENCE_BITS) - 1
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(REFERENCE_BITS - 5, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def note_of(outputs: dict[str, Any], label: str) -> dict[str, Any]:
    """What leaves: the outputs, the identifier that makes sending twice harmless, the label that was scanned."""
    now = datetime.datetime.now(datetime.timezone.utc)  # noqa: UP017
    return {
        "sonde": FORMAT,
        "id": str(uuid.uuid4()),
        "label": label,
        "made_at": now.isoformat(timespec="seconds"),
        "outputs": outputs,
    }


class NotSent(Exception):
    """The site could not be reached, or refuses; the message is shown."""


def send(data: bytes, site: str, token: str) -> dict[str, Any]:
    """Post to the site; its answer."""
    request = urllib.request.Request(
        site.rstrip("/") + "/inventory",
        data=data,
        headers={
            "Content-Type": "application/json",
            "Authorization": "Basic " + base64.b64encode(f"sonde:{token}".encode()).decode(),
            "User-Agent": "Maillon-sonde/" + FORMAT,
        },
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_PATIENCE) as answer:  # nosec B310
            return values(answer.read(100_000).decode("utf-8", "replace")) or {}
    except urllib.error.HTTPError as error:
        told = values(error.read(100_000).decode("utf-8", "replace"))
        sentence = told.get("message") if isinstance(told, dict) else None
        raise NotSent(sentence or f"Le site répond « {error.code} ».") from error
    except (OSError, ValueError) as error:
        raise NotSent("Le site n’a pas pu être joint : pas de réseau, ou l’adresse est fausse.") from error


def save(data: bytes, reference: str, folder: str | None) -> Path | None:
    """Write the note beside the probe (on its stick), else where one is, else in the temporary folder."""
    here = Path(__file__).resolve().parent if "__file__" in globals() else Path.cwd()
    for place in [Path(folder)] if folder else [here, Path.cwd(), Path(tempfile.gettempdir())]:
        path = place / f"sonde-{reference}.json"
        try:
            with open(path, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())  # a stick is pulled out at once
        except OSError:
            continue
        return path
    return None


def hand(data: bytes, reference: str, asked: argparse.Namespace) -> int:
    """Send the note, or write it; the exit status."""
    if asked.site and asked.jeton and not asked.sans_envoi:
        try:
            answer = send(data, asked.site, asked.jeton)
        except NotSent as problem:
            say(f"Non envoyé. {problem}")
        else:
            say(str(answer.get("message") or "Envoyé."))
            if answer.get("device") is None and answer.get("url"):
                say(f"Ouvrez {answer['url']}, ou scannez ce code :")
                say()
                draw(str(answer["url"]))
            return 0
    elif not asked.sans_envoi:
        say("Non envoyé : il manque l’adresse du site (--site) ou son jeton (--jeton).")
    path = save(data, reference, asked.dossier)
    if path is None:
        say("Le résultat n’a pu être écrit nulle part : indiquez un dossier avec --dossier.")
        return 1
    say(f"Écrit dans {path}")
    say("Joignez ce fichier à l’appareil sur le site, ou envoyez-le plus tard : sonde.py --envoyer FICHIER")
    return 0


def send_later(asked: argparse.Namespace) -> int:
    """Send the notes that were written without a network; each is harmless to send twice."""
    failed = 0
    for name in asked.envoyer:
        try:
            answer = send(Path(name).read_bytes(), asked.site, asked.jeton)
        except (NotSent, OSError) as problem:
            failed += 1
            say(f"{name} : {problem}")
        else:
            say(f"{name} : {answer.get('message') or 'envoyé.'}")
    return 1 if failed else 0


def ask_label() -> str:
    """The label of the device, scanned or typed, when somebody is there to do it."""
    if not (sys.stdin and sys.stdin.isatty()):
        return ""
    try:
        return input("Étiquette de l’appareil (scannez-la ou tapez-la ; Entrée pour passer) : ").strip()[:200]
    except (EOFError, KeyboardInterrupt):
        return ""


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="sonde.py", description="Dit ce qu’est cette machine, et l’envoie à l’atelier."
    )
    parser.add_argument("--site", default=SITE, help="l’adresse du site")
    parser.add_argument("--jeton", default=TOKEN, help="le jeton de votre site")
    parser.add_argument("--etiquette", help="l’étiquette collée sur l’appareil")
    parser.add_argument("--dossier", help="où écrire le résultat quand il n’est pas envoyé")
    parser.add_argument("--sans-envoi", action="store_true", help="écrit le résultat sans l’envoyer")
    parser.add_argument("--envoyer", nargs="+", metavar="FICHIER", help="envoie des résultats écrits plus tôt")
    parser.add_argument("--racine", default="/", type=Path, help="lit /sys et /proc sous ce dossier")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """Gather, show, send; 0 when the note was sent or written."""
    asked = arguments(words)
    if asked.envoyer:
        return send_later(asked)
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        say("Sans « sudo », le numéro de série et l’état des disques ne sont pas lus : sudo python3 sonde.py")
    label = ask_label() if asked.etiquette is None else asked.etiquette
    say("Lecture de la machine…")
    outputs = gather(asked.racine)
    if not outputs:
        say("Rien n’a pu être lu sur cette machine : relancez avec « sudo python3 sonde.py ».")
        return 1
    note = note_of(outputs, label)
    reference = reference_of(uuid.UUID(note["id"]))
    show(outputs, reference)
    return hand(json.dumps(note, ensure_ascii=False).encode("utf-8", "replace"), reference, asked)


if __name__ == "__main__":
    sys.exit(main())
