"""An invented laptop, told by fake tools on the PATH, with what is somebody's all around what is hardware."""

import json
from pathlib import Path

PERSONAL = (
    "pc-de-camille",
    "camille",
    "Camille",
    "Livebox-1234",
    "00:1a:2b:3c:4d:5e",
    "192.168.1.17",
    "/home/camille",
    "DOSSIERS PERSO",
    "INVENTAIRE-0042",
    "Écouteurs",
    "1f2e3d4c-5b6a-7988-9a0b-c1d2e3f40516",
)

DMIDECODE = """# dmidecode 3.4
Getting SMBIOS data from sysfs.
SMBIOS 3.0.0 present.

Handle 0x0001, DMI type 1, 27 bytes
System Information
	Manufacturer: LENOVO
	Product Name: 20L6S0AB00
	Version: ThinkPad T480
	Serial Number: PF1SONDE
	UUID: 5a4d5561-0102-4304-8506-0708090a0b0c
	Wake-up Type: Power Switch
	SKU Number: LENOVO_MT_20L6
	Family: ThinkPad T480

Handle 0x0003, DMI type 3, 22 bytes
Chassis Information
	Manufacturer: LENOVO
	Type: Notebook
	Serial Number: PF1SONDE
	Asset Tag: INVENTAIRE-0042

Handle 0x0004, DMI type 4, 48 bytes
Processor Information
	Socket Designation: U3E1
	Type: Central Processor
	Family: Core i5
	Manufacturer: Intel(R) Corporation
	Version: Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz
	Status: Populated, Enabled

Handle 0x000B, DMI type 11, 5 bytes
OEM Strings
	String 1: Camille, bureau 12

Handle 0x0011, DMI type 17, 40 bytes
Memory Device
	Size: 8 GB
	Form Factor: SODIMM
	Locator: ChannelA-DIMM0
	Type: DDR4
	Manufacturer: Samsung
	Serial Number: 12345678

Handle 0x0012, DMI type 17, 40 bytes
Memory Device
	Size: 8 GB
	Form Factor: SODIMM
	Locator: ChannelB-DIMM0
	Type: DDR4
	Manufacturer: Samsung
	Serial Number: 87654321
"""
LSHW = {
    "id": "pc-de-camille",
    "class": "system",
    "product": "20L6S0AB00 (LENOVO_MT_20L6)",
    "vendor": "LENOVO",
    "version": "ThinkPad T480",
    "serial": "PF1SONDE",
    "configuration": {"chassis": "notebook", "family": "ThinkPad T480", "boot": "camille"},
    "children": [
        {
            "id": "core",
            "class": "bus",
            "children": [
                {"id": "memory", "class": "memory", "description": "System Memory", "size": 16 << 30, "units": "bytes"},
                {"id": "cpu", "class": "processor", "product": "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz"},
                {
                    "id": "network",
                    "class": "network",
                    "serial": "00:1a:2b:3c:4d:5e",
                    "configuration": {"ip": "192.168.1.17"},
                },
                {
                    "id": "sata",
                    "class": "storage",
                    "children": [
                        {
                            "id": "disk",
                            "class": "disk",
                            "product": "KINGSTON SA400S37240G",
                            "serial": "50026B7684F3A1C2",
                            "size": 240057409536,
                            "logicalname": ["/dev/sda", "/home/camille"],
                            "capabilities": {"gpt-1.00": "GUID Partition Table"},
                            "children": [
                                {
                                    "id": "volume",
                                    "class": "volume",
                                    "serial": "1f2e3d4c-5b6a-7988-9a0b-c1d2e3f40516",
                                    "configuration": {"label": "DOSSIERS PERSO"},
                                }
                            ],
                        }
                    ],
                },
            ],
        }
    ],
}
LSBLK = {
    "blockdevices": [
        {
            "name": "sda",
            "model": "KINGSTON SA400S37240G",
            "serial": "50026B7684F3A1C2",
            "size": 240057409536,
            "type": "disk",
            "tran": "sata",
            "rota": False,
            "rm": False,
            "label": "DOSSIERS PERSO",
            "mountpoint": "/home/camille",
        },
        {
            "name": "sdb",
            "model": "DataTraveler 3.0",
            "serial": "0B8E680065E9",
            "size": 7866580992,
            "type": "disk",
            "tran": "usb",
            "rota": True,
            "rm": True,
        },
    ]
}
SMARTCTL = {
    "json_format_version": [1, 0],
    "smartctl": {"version": [7, 3], "argv": ["smartctl", "camille"], "exit_status": 0},
    "device": {"name": "/dev/sda", "type": "sat", "protocol": "ATA"},
    "model_name": "KINGSTON SA400S37240G",
    "serial_number": "50026B7684F3A1C2",
    "user_capacity": {"blocks": 468862128, "bytes": 240057409536},
    "rotation_rate": 0,
    "smart_status": {"passed": True},
    "local_time": {"asctime": "camille"},
}
UPOWER = """Device: /org/freedesktop/UPower/devices/battery_BAT0
  native-path:          BAT0
  vendor:               SMP
  model:                01AV489
  serial:               1742
  power supply:         yes
  updated:              camille
  battery
    present:             yes
    energy-full:         19.9 Wh
    energy-full-design:  24 Wh
    capacity:            82.9%
    charge-cycles:       212

Device: /org/freedesktop/UPower/devices/headset_dev_00_1a_2b_3c_4d_5e
  native-path:          /org/bluez/hci0/dev_00:1a:2b:3c:4d:5e
  model:                Écouteurs de Camille
  power supply:         no
  battery
    percentage:          60%
"""


def fake_tools(folder: Path) -> Path:
    """A folder to put first on the PATH, whose tools tell of this laptop."""
    folder.mkdir(parents=True, exist_ok=True)
    battery, headset = (f"Device: {part}" for part in UPOWER.split("Device: ")[1:])
    printed = {"dmidecode": DMIDECODE, "lshw": json.dumps(LSHW), "lsblk": json.dumps(LSBLK), "upower": UPOWER}
    scripts = {name: f"cat '{folder}/{name}.txt'" for name in printed}
    printed |= {"smartctl": json.dumps(SMARTCTL), "battery": battery, "headset": headset}
    scripts["smartctl"] = f"case \"$*\" in */dev/sdb*) exit 1;; *) cat '{folder}/smartctl.txt';; esac"
    paths = "\n".join(part.partition("\n")[0].removeprefix("Device: ") for part in (battery, headset))
    scripts["upower"] = (
        f"case \"$*\" in *dump*) cat '{folder}/upower.txt';; *enumerate*) echo '{paths}';; "
        f"*headset*) cat '{folder}/headset.txt';; *) cat '{folder}/battery.txt';; esac"
    )
    for name, text in printed.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


def bare_root(folder: Path) -> Path:
    """A root whose /proc tells of the same laptop, and whose /sys tells nothing."""
    (folder / "proc").mkdir(parents=True)
    (folder / "proc" / "cpuinfo").write_text(
        "processor\t: 0\nmodel name\t: Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz\nflags\t: camille\n"
    )
    (folder / "proc" / "meminfo").write_text("MemTotal:       16107516 kB\nMemFree: 1 kB\n")
    return folder
