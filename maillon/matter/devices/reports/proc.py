"""``/proc/cpuinfo`` and ``/proc/meminfo``: the processor and the memory as Linux sees them.

The memory seen is under the memory installed: what the graphics and the firmware keep for themselves is not in it.
"""

import re

from maillon.matter.devices.reports.report import Report, Unreadable
from maillon.matter.devices.reports.source import Source, labels
from maillon.matter.devices.reports.values import clean, octets

KIND = "proc"

NOTHING = "Ce fichier ne nomme ni processeur ni mémoire : envoyez plutôt la sortie de « sudo dmidecode »."

_CPU = re.compile(r"^processor\s*:\s*\d+\s*$", re.MULTILINE)
_MEMORY = re.compile(r"^MemTotal:\s+\d+ kB$", re.MULTILINE)


def recognises(source: Source) -> bool:
    """Whether the text is one of these two files, or both."""
    head = source.text[:20_000]
    return _CPU.match(head) is not None or _MEMORY.match(head) is not None


def read(source: Source) -> Report:
    """The machine's processor, its memory, or both.

    Raises:
        Unreadable: the file names neither, as on some processors that are not a computer's.
    """
    found = labels(source.text)
    cpu = clean(found.get("model name")) or clean(found.get("cpu model"))
    memory = (octets(found.get("MemTotal")) or 0) >> 20 or None
    if cpu is None and memory is None:
        raise Unreadable(NOTHING)
    return Report(kind=KIND, cpu=cpu, ram_mib=memory)
