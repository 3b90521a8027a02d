"""Photos of a device."""

from django import forms

from maillon.common.forms import Form
from maillon.ground.files import formats
from maillon.ground.files.forms import UploadField
from maillon.matter.devices.queries.photos import FOR_US, SHOWN


class PhotosForm(Form):
    """One or several photos, and who may see them."""

    photos = UploadField(
        label="Photos",
        accept=formats.PHOTOS,
        many=True,
        help_text="L’appareil entier, ouvert, puis ses marques. Ni visage, ni papier, ni écran avec un nom.",
    )
    caption = forms.CharField(label="Ce qu’elles montrent", max_length=120, required=False)
    purpose = forms.ChoiceField(
        label="Qui les voit",
        choices=[(SHOWN, "Tout le monde, quand il est prêt"), (FOR_US, "L’atelier seul")],
        initial=SHOWN,
        widget=forms.RadioSelect,
    )
