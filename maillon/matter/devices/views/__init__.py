"""The pages of devices: the list, one device, its acts, the intake of a lot, labels to print."""

from maillon.matter.devices.views.acts import act, find, sort
from maillon.matter.devices.views.intake import panel_lot, take_in, take_in_series
from maillon.matter.devices.views.labels import labels_pdf, new_labels, panel_labels
from maillon.matter.devices.views.lists import detail, list_
from maillon.matter.devices.views.photos import panel_photos, photo, remove_photo
from maillon.matter.devices.views.refused import discard_refused, refused_file

__all__ = [
    "act",
    "detail",
    "discard_refused",
    "find",
    "labels_pdf",
    "list_",
    "new_labels",
    "panel_labels",
    "panel_lot",
    "panel_photos",
    "photo",
    "refused_file",
    "remove_photo",
    "sort",
    "take_in",
    "take_in_series",
]
