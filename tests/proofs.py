"""What tests need of erasures that others have to look at."""

from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure.models import Recheck
from tests.machines import nwipe


def drawn(device: Device, *, by: Member) -> Recheck:
    """An erasure that a second person must read again."""
    erasure.set_rules(device.network, recheck_percent=100, manual_entry=True, by=by)
    erasure.add_medium(device.pk, kind="hdd", serial="SN000003X", by=by)
    [made] = erasure.record_log(device.pk, nwipe("SN000003X"), name="nwipe.log", by=by)
    erasure.set_rules(device.network, recheck_percent=0, manual_entry=True, by=by)
    return made.recheck
