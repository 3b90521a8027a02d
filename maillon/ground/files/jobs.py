"""Clock work: bytes that no row names."""

import datetime

from django.core.files.storage import default_storage
from django.utils import timezone

from maillon.ground.files.models import File

FOLDERS = 256


def sweep(now: datetime.datetime | None = None, *, older_than_hours: int = 24) -> int:
    """Remove what no row names (an act that failed after writing, a removal cut short) from one folder; returns how many.

    One folder a minute: each is visited five times a day. Young bytes are left alone: their act may not be over.
    """
    now = now or timezone.now()
    folder = f"{int(now.timestamp()) // 60 % FOLDERS:02x}"
    try:
        found = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return 0
    known = set(File.objects.filter(path__startswith=f"{folder}/").values_list("path", flat=True))
    limit = now - datetime.timedelta(hours=older_than_hours)
    orphans = [path for path in found if path.removesuffix(".petit") not in known]
    old = [path for path in orphans if default_storage.get_modified_time(path) < limit]
    for path in old:
        default_storage.delete(path)
    return len(old)
