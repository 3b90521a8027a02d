"""What a file tells of erasures, or why it tells nothing."""

from maillon.common.errors import Refused
from maillon.matter.devices import reports


def read_log(data: bytes, name: str) -> reports.Report:
    """What this file tells. Raises Refused when no reader knows it."""
    try:
        return reports.read(data, name)
    except reports.Unreadable as error:
        raise Refused(str(error), field="log") from error


def check_donor_log(data: bytes, name: str) -> reports.Report:
    """What this log tells. Raises Refused with a sentence that says what to hand in instead."""
    try:
        report = read_log(data, name)
    except Refused as refused:
        raise Refused(f"{name} : {refused.sentence}", field="logs") from refused
    if not report.erasures:
        raise Refused(f"{name} ne raconte aucun effacement : joignez le journal de nwipe.", field="logs")
    if not any(told.disk_serial for told in report.erasures):
        raise Refused(
            f"{name} cache les numéros de série des disques : il ne prouve rien. Relancez nwipe sans l’option -q.",
            field="logs",
        )
    return report
