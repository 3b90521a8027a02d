"""`/appareils/<id>/rapport/`: what a machine says of itself, one or several files at once."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, MachineReport, Medium, State
from maillon.matter.devices.queries import searchable
from tests.factories import a_device, a_member
from tests.machines import smartctl

pytestmark = pytest.mark.django_db
REAL = settings.BASE_DIR.parent / "shared" / "data" / "erasure" / "nwipe-emulated-machines"
real = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/data is not on this machine")


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def attach(client, device: Device, *files: tuple[str, bytes]):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"/appareils/{device.pk}/rapport/", {"files": sent})


def from_folder(folder: Path, *names: str) -> list[tuple[str, bytes]]:
    return [(name, (folder / name).read_bytes()) for name in names]


@real
def test_the_reports_of_a_real_machine_say_what_it_is(client, technician):
    device = a_device(technician)

    response = attach(
        client, device, *from_folder(REAL / "emu-g-nwipe033-ok" / "before", "lshw.json", "smartctl-sda.json")
    )

    assert response.status_code == 302
    device = Device.objects.get(pk=device.pk)
    assert (device.model, device.serial) == ("EMU Laptop 210", "EMUSN00G7007")
    assert device.search == searchable(device)
    medium = device.media.get()
    assert (medium.serial, medium.kind, medium.state) == ("EMU-HDD-G-0007", "hdd", Medium.State.TO_ERASE)


@real
def test_a_stick_plugged_in_is_no_medium_of_the_machine(client, technician):
    device = a_device(technician)

    attach(client, device, *from_folder(REAL / "emu-j-usb-stick-present" / "before", "lsblk.json", "smartctl-sda.json"))

    assert [medium.serial for medium in device.media.all()] == ["EMU-HDD-J-0010"]


@real
def test_a_machine_filled_by_its_maker_has_no_name_and_no_serial(client, technician):
    device = a_device(technician)

    attach(client, device, *from_folder(REAL / "emu-f-no-serial-quiet" / "before", "dmidecode.txt"))

    device = Device.objects.get(pk=device.pk)
    assert (device.manufacturer, device.model, device.serial) == ("", "", "")
    assert device.title == "Ordinateur portable"


@real
def test_a_disk_never_seen_puts_an_erased_device_back_to_erasure(client, technician):
    device = a_device(technician, state=State.READY)

    attach(client, device, *from_folder(REAL / "emu-e-same-machine-new-disk" / "before", "smartctl-sda.json"))

    device = Device.objects.get(pk=device.pk)
    assert (device.state, device.cleared_at) == (State.TO_ERASE, None)


def test_a_destroyed_disk_seen_again_is_to_be_erased(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    attach(client, device, ("smartctl.json", smartctl("S3Z9NB0K123456")))
    device.media.update(state=Medium.State.DESTROYED)

    attach(client, device, ("smartctl-2.json", smartctl("S3Z9NB0K123456") + b"\n"))

    assert device.media.get().state == Medium.State.TO_ERASE


def test_each_file_is_taken_or_refused_by_itself(client, technician):
    device = a_device(technician)

    response = attach(
        client,
        device,
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8),
        ("smartctl.json", smartctl("S3Z9NB0K123456")),
        ("coupe.json", b'{"smartctl": {"version"'),
    )

    errors = response.context["form"].errors["files"]
    assert response.status_code == 200
    assert [error.partition(" : ")[0] for error in errors] == ["photo.jpg", "coupe.json"]
    assert device.media.get().serial == "S3Z9NB0K123456"


def test_the_same_file_twice_changes_nothing(client, technician):
    device = a_device(technician)

    for _ in range(2):
        attach(client, device, ("smartctl.json", smartctl("S3Z9NB0K123456")))

    assert (MachineReport.objects.count(), device.media.count()) == (1, 1)


def test_a_file_too_heavy_is_refused_before_it_is_read(client, technician):
    device = a_device(technician)

    response = attach(client, device, ("disque.img", bytes(20_000_001)))

    assert "disque.img dépasse 20 Mo" in response.context["form"].errors["files"][0]
    assert MachineReport.objects.count() == 0


@pytest.mark.parametrize("files", [[], [("vide.txt", b"")]])
def test_nothing_or_an_empty_file_is_said(client, technician, files):
    response = attach(client, a_device(technician), *files)

    assert response.context["form"].errors["files"]


def test_too_many_files_are_refused(client, technician):
    files = [(f"{rank}.json", smartctl(f"SERIE{rank:04}")) for rank in range(21)]

    response = attach(client, a_device(technician), *files)

    assert "20 fichiers à la fois au plus" in response.context["form"].errors["files"][0]


@real
def test_the_machine_of_another_label_is_named(client, technician):
    first, second = a_device(technician), a_device(technician)
    report = from_folder(REAL / "emu-a-hdd-ok" / "before", "lshw.json")
    attach(client, first, *report)

    response = attach(client, second, *report)

    assert first.label in response.context["form"].errors["files"][0]
    assert Device.objects.get(pk=second.pk).serial == ""


@real
def test_a_machine_seen_again_with_another_disk_says_what_changed_and_who_says_it(client, technician):
    device = a_device(technician)
    attach(client, device, *from_folder(REAL / "emu-a-hdd-ok" / "before", "fusioninventory.xml"))
    attach(client, device, *from_folder(REAL / "emu-e-same-machine-new-disk" / "before", "fusioninventory.xml"))

    page = client.get(f"/appareils/{device.pk}/").content.decode()

    assert "Un disque de plus" in page
    assert "n’y est plus" in page
    assert "dit fusioninventory le" in page
