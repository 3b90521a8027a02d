"""Machine reports and erasure logs for invented machines, in the words of the real tools."""

import json

GB = 1_000_000_000


def smartctl(
    serial: str, *, model: str = "KINGSTON SA400S37240G", size_bytes: int = 240 * GB, rotation: int = 0
) -> bytes:
    """What `smartctl --json -x` says of one internal disk."""
    said = {
        "json_format_version": [1, 0],
        "smartctl": {"version": [7, 3], "argv": ["smartctl", "-j", "-x", "/dev/sda"], "exit_status": 0},
        "device": {"name": "/dev/sda", "info_name": "/dev/sda [SAT]", "type": "sat", "protocol": "ATA"},
        "model_name": model,
        "serial_number": serial,
        "user_capacity": {"blocks": size_bytes // 512, "bytes": size_bytes},
        "rotation_rate": rotation,
        "smart_status": {"passed": True},
    }
    return json.dumps(said).encode()


def nwipe(
    serial: str,
    *,
    status: str = "Erased",
    model: str = "KINGSTON SA400S37240G",
    size_bytes: int = 240 * GB,
    day: str = "2026/02/05",
) -> bytes:
    """The log of nwipe 0.42 for one disk: `status` is its own word (Erased, -FAILED-, UABORTED)."""
    errors = 3 if status == "-FAILED-" else 0
    mark = "!" if status != "Erased" else " "
    lines = [
        f"[{day} 09:30:00]    info: nwipe 0.42",
        f"[{day} 09:30:02]  notice: Found /dev/sda, ATA-SSD, {model},  {size_bytes // GB} GB, S/N={serial}",
        f"[{day} 09:30:06]  notice: Program options are set as follows...",
        f"[{day} 09:30:06]  notice:   banner       = nwipe 0.42",
        f"[{day} 09:30:06]  notice:   method       = PRNG Stream",
        f"[{day} 09:30:06]  notice:   verify       = 1 (last pass)",
        f"[{day} 09:30:06]  notice: /dev/sda has serial number {serial}",
        f"[{day} 09:30:06]  notice: /dev/sda: Device geometry is as follows...",
        f"[{day} 09:30:06]  notice:   Total device bytes   = {size_bytes}",
        f"[{day} 09:30:07]  notice: Invoking method 'PRNG Stream' on /dev/sda",
        "",
        "******************************** Error Summary *********************************",
        "!   Device | Pass Errors | Verifications Errors | Fdatasync I\\O Errors",
        "-" * 80,
        f"{mark}      sda |{errors:12d} |                    0 |                    0",
        "*" * 80,
        "",
        "******************************* Erasure Summary ********************************",
        "!   Device |      Bytes Erased |      Bytes Total | Percentage Erased",
        "-" * 80,
        f"       sda |{size_bytes:18d} |{size_bytes:17d} |           100.00%",
        "*" * 80,
        "",
        "********************************* Drive Status *********************************",
        "!   Device | Status | Thru-put | HH:MM:SS | Model/Serial Number",
        "-" * 80,
        f"{mark}      sda |{status:>8}|  131 MB/s | 02:00:03 | {model[:17]}/{serial}",
        "-" * 80,
        f"[{day} 11:30:10] Total Throughput  131 MB/s, PRNG Stream, 1R+NB+VL",
        "*" * 80,
        "",
    ]
    return "\n".join(lines).encode()
