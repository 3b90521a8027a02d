"""`files.keep`, `discard`, `served` and the sweep: what is handed in is known by its content, and served by its owner's rules."""

import datetime
import io
import zipfile
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from maillon.common.actors import PLATFORM
from maillon.common.errors import Refused
from maillon.common.models import new_id
from maillon.common.pictures import NotAPicture, rewrite
from maillon.ground.files import actions, formats, jobs, queries, views
from maillon.ground.files.forms import UploadField
from maillon.ground.files.models import File
from maillon.ground.journal.models import Entry
from tests.factories import a_network

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0 if mode == "P" else "teal").save(out, kind, **options)
    return out.getvalue()


def archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def kept(content: bytes, name: str = "essai", **options) -> File:
    return actions.keep(content, name=name, owner=options.pop("owner", None) or a_network(), by=PLATFORM, **options)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_of_any_usual_format_is_kept_as_jpeg_with_its_thumbnail(kind):
    file = kept(photo(kind, (3000, 1500)), "Ma photo.png")

    with default_storage.open(file.path) as stored, Image.open(stored) as shown:
        assert (shown.format, shown.size) == ("JPEG", (2000, 1000))
    with default_storage.open(file.thumbnail_path) as stored, Image.open(stored) as small:
        assert small.size == (400, 200)
    assert (file.name, file.type, file.width, file.height) == ("Ma photo.jpg", File.Type.JPEG, 2000, 1000)


def test_what_the_camera_noted_is_lost_and_the_photo_stands_upright():
    noted = Image.Exif()
    noted[0x0112], noted[0x010F], noted[0x8298] = 6, "Appareil de Zoé", "Zoé"
    noted.get_ifd(0x8825)[1] = "N"
    file = kept(photo(exif=noted.tobytes(), comment=b"chez Zoe"))

    with default_storage.open(file.path) as stored:
        content = stored.read()
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.size == (40, 60)
        assert not shown.getexif()
    assert b"Zo" not in content


def test_transparency_becomes_white():
    picture = rewrite(_clear_png())

    with Image.open(io.BytesIO(picture.content)) as shown:
        assert shown.convert("L").getextrema()[0] > 250


def _clear_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def test_a_photo_of_too_many_pixels_is_never_unfolded():
    with pytest.raises(NotAPicture, match="trop de pixels"):
        rewrite(photo("PNG", (9000, 9000), "1"))


@pytest.mark.parametrize(
    ("content", "type_"),
    [
        (PDF, File.Type.PDF),
        (archive(xl__workbook_dot_xml=b"<a/>"), File.Type.XLSX),
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), File.Type.ODS),
        ("marque;modèle\nLenovo;T480\n".encode("cp1252"), File.Type.CSV),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 classeur", File.Type.XLS),
    ],
    ids=["pdf", "xlsx", "ods", "csv", "xls"],
)
def test_papers_and_tables_are_kept_as_they_are_whatever_their_name(content, type_):
    file = kept(content, "liste.exe")

    with default_storage.open(file.path) as stored:
        assert stored.read() == content
    assert (file.type, file.name) == (type_, f"liste.{formats.EXTENSIONS[type_]}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ni une photo"),
        (b"MZ\x90\x00\x03", "ni une photo"),
        (b"<html><script>alert(1)</script>", "ni une photo"),
        (b"\xef\xbb\xbf\n <svg onload='a()'>", "ni une photo"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (archive(a_dot_txt=b"b"), "n’est pas un tableau"),
        (archive(xl__workbook_dot_xml=b"<a/>")[:40], "abîmé"),
        (photo()[:200], "abîmée"),
        (b"\x89PNG\r\n\x1a\n", "abîmée"),
        (b"%PDF-" + b"0" * formats.LARGEST, "20 Mo"),
    ],
    ids=["empty", "program", "page", "svg", "heic", "archive", "cut-xlsx", "cut-jpeg", "cut-png", "heavy"],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(content, said):
    with pytest.raises(Refused, match=said):
        kept(content)
    assert not File.objects.exists()


def test_an_archive_that_would_unfold_to_gigabytes_is_refused(monkeypatch):
    monkeypatch.setattr(formats, "LARGEST_UNFOLDED", 100_000)

    with pytest.raises(Refused, match="énorme"):
        kept(archive(xl__workbook_dot_xml=b"0" * 200_000))


def test_a_page_may_want_photos_alone():
    with pytest.raises(Refused, match="attendu ici : Photo") as refused:
        kept(PDF, accept=formats.PHOTOS, field="photo")
    assert refused.value.field == "photo"


@given(
    head=st.sampled_from(
        [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"PK\x03\x04", b""]
    ),
    tail=st.binary(max_size=300),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_break_the_door(head, tail):
    with suppress(formats.Unusable, NotAPicture):
        if formats.type_of(head + tail) == File.Type.JPEG:
            rewrite(head + tail)


def test_the_name_stays_in_its_row_alone_and_the_journal_proves_the_file():
    network = a_network()
    file = kept(PDF, "../../Attestation de Zoé\x00.pdf", owner=network, purpose="preuve")

    entry = Entry.objects.get(verb="files.keep")
    assert file.name == "Attestation de Zoé.pdf"
    assert entry.data["digest"] == file.digest
    assert (entry.data["owner"], entry.data["purpose"]) == (str(network.pk), "preuve")
    assert "Zo" not in str(entry.data) + file.path


def test_the_same_message_twice_keeps_one_file():
    network, id = a_network(), new_id()

    assert kept(PDF, owner=network, id=id) == kept(PDF, owner=network, id=id)
    assert File.objects.count() == 1


def test_the_files_of_a_page_are_read_at_once(django_assert_num_queries):
    one, other = a_network(), a_network()
    first, second = kept(PDF, owner=one), kept(photo(), owner=one, purpose="photo")

    with django_assert_num_queries(1):
        assert queries.of_each([one, other]) == {one.pk: [first, second], other.pk: []}
    assert list(queries.of(one, "photo")) == [second]


def test_a_discarded_file_leaves_nothing_but_its_trace(django_capture_on_commit_callbacks):
    network = a_network()
    file = kept(photo(), owner=network)

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(file.pk, owner=a_network(), by=PLATFORM)
    assert default_storage.exists(file.path)
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(file.pk, owner=network, by=PLATFORM)
        actions.discard(file.pk, owner=network, by=PLATFORM)

    assert not default_storage.exists(file.path)
    assert not default_storage.exists(file.thumbnail_path)
    assert Entry.objects.filter(verb="files.discard").count() == 1


def test_an_act_undone_loses_no_file(django_capture_on_commit_callbacks):
    network = a_network()
    file = kept(PDF, owner=network)

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        assert actions.discard_all(network, by=PLATFORM) == 1
        transaction.set_rollback(True)

    assert queries.of(network).get() == file
    assert default_storage.exists(file.path)


def test_pictures_are_shown_and_papers_saved_never_to_the_owner_of_another():
    network, request = a_network(), RequestFactory().get("/")
    picture, paper = kept(photo(size=(900, 900)), owner=network), kept(PDF, "Bon n° 4.pdf", owner=network)

    shown, saved = views.served(request, network, picture.pk), views.served(request, network, paper.pk)
    small = views.served(RequestFactory().get("/?petit"), network, picture.pk)

    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert (saved["Content-Type"], saved["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert saved["Cache-Control"] == "private, no-cache"
    assert small["ETag"] != shown["ETag"]
    again = views.served(RequestFactory().get("/", headers={"if-none-match": shown["ETag"]}), network, picture.pk)
    assert again.status_code == 304
    assert b"".join(saved) == PDF
    assert len(b"".join(small)) < len(b"".join(shown))
    with pytest.raises(Http404):
        views.served(request, a_network(), picture.pk)


def test_bytes_without_a_row_are_swept_once_they_are_old(monkeypatch):
    now = timezone.now()
    folder = f"{int(now.timestamp()) // 60 % 256:02x}"
    if default_storage.exists(folder):
        default_storage.delete(folder)  # What another test left in the memory of this process.
    file = File(
        owner=new_id(), owner_kind="a.b", name="a", type=File.Type.PDF, size_bytes=1, digest="0", path=f"{folder}/ici"
    )
    file.save()
    for name in ("ici", "orpheline", "orpheline.petit"):
        default_storage.save(f"{folder}/{name}", ContentFile(b"0"))

    assert jobs.sweep(now) == 0
    monkeypatch.setattr(InMemoryStorage, "get_modified_time", lambda self, path: now - datetime.timedelta(hours=25))
    assert jobs.sweep(now) == 2
    assert default_storage.exists(file.path)


def test_the_field_reads_several_files_and_says_which_is_too_heavy(monkeypatch):
    field = UploadField(accept=formats.PHOTOS, many=True, most=2)
    one, two = SimpleUploadedFile("a.jpg", b"aa"), SimpleUploadedFile("b.jpg", b"bbb")

    assert field.clean([one, two]) == [(b"aa", "a.jpg"), (b"bbb", "b.jpg")]
    assert UploadField(required=False).clean(None) is None
    assert UploadField(required=False, many=True).clean([]) == []
    with pytest.raises(ValidationError, match="2 fichiers à la fois"):
        field.clean([one, two, one])
    monkeypatch.setattr(formats, "LARGEST", 2)
    with pytest.raises(ValidationError, match=r"b\.jpg dépasse 20 Mo"):
        field.clean([two])
