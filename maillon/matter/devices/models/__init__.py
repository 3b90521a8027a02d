from maillon.matter.devices.models.devices import EXITS, IN_STOCK, MOVES, PROVEN, Device, State
from maillon.matter.devices.models.labels import Label
from maillon.matter.devices.models.media import Medium
from maillon.matter.devices.models.refused import RefusedFile
from maillon.matter.devices.models.reports import MachineReport

__all__ = ["EXITS", "IN_STOCK", "MOVES", "PROVEN", "Device", "Label", "MachineReport", "Medium", "RefusedFile", "State"]
