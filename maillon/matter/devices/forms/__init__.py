"""What is asked of those who take devices in, find them and work on them."""

from maillon.matter.devices.forms.acts import (
    AttestForm,
    FilesForm,
    IdentifyForm,
    LoseForm,
    PlaceForm,
    RecycleForm,
    RelabelForm,
    ReweighForm,
)
from maillon.matter.devices.forms.intake import SeriesForm, UnitForm
from maillon.matter.devices.forms.labels import NewLabelsForm, SheetForm
from maillon.matter.devices.forms.lists import FilterForm
from maillon.matter.devices.forms.photos import PhotosForm

__all__ = [
    "AttestForm",
    "FilesForm",
    "FilterForm",
    "IdentifyForm",
    "LoseForm",
    "NewLabelsForm",
    "PhotosForm",
    "PlaceForm",
    "RecycleForm",
    "RelabelForm",
    "ReweighForm",
    "SeriesForm",
    "SheetForm",
    "UnitForm",
]
