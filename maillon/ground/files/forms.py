"""The field that asks for a file."""

from django import forms
from django.core.exceptions import ValidationError

from maillon.ground.files import formats
from maillon.ground.files.models import File


class UploadInput(forms.FileInput):
    """A file to choose; on a phone, a photo to take."""

    def __init__(self, attrs=None, *, many: bool = False):
        self.allow_multiple_selected = many
        super().__init__({**({"multiple": True} if many else {}), **(attrs or {})})


class UploadField(forms.FileField):
    """One file of an accepted kind, cleaned into (content, name); with `many`, the list of them.

    What it is, is checked by `files.keep`, which reads it; too heavy is said here, before anything is read.
    """

    def __init__(
        self, *, accept: frozenset[File.Type] = formats.ANY, many: bool = False, most: int = 10, **kwargs
    ) -> None:
        self.many, self.most = many, most
        kwargs.setdefault("widget", UploadInput({"accept": formats.accepted(accept)}, many=many))
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        given = data if isinstance(data, (list, tuple)) else [data]
        files = [super(UploadField, self).clean(one, initial) for one in given or [None]]
        files = [file for file in files if file]
        if len(files) > self.most:
            raise ValidationError(f"{self.most} fichiers à la fois au plus.", code="many")
        for file in files:
            if file.size > formats.LARGEST:
                raise ValidationError(f"{file.name} dépasse 20 Mo : envoyez un fichier plus léger.", code="large")
        read = [(file.read(), file.name) for file in files]
        if self.many:
            return read
        return read[0] if read else None
