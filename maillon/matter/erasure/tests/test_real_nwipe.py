"""nwipe itself, on a loop device: its own log, from the disk to the certificate."""

import os
import shutil
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, State
from maillon.matter.erasure import actions as erasure
from tests.factories import a_device, a_member

pytestmark = pytest.mark.django_db
SIZE = 4 * 1024 * 1024
OPTIONS = ["--autonuke", "--nowait", "--nogui", "--method=zero", "--noblank", "--verify=last"]


@pytest.fixture
def loop(tmp_path):
    """A disk full of noise, as a block device of its own."""
    if not shutil.which("nwipe") or not shutil.which("losetup"):
        pytest.skip("nwipe ou losetup est absent de cette machine : apt-get install nwipe")
    if os.geteuid() != 0:
        pytest.skip("un périphérique loop demande les droits de root")
    image = tmp_path / "disque.img"
    image.write_bytes(os.urandom(SIZE))
    made = subprocess.run(["losetup", "--find", "--show", image], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"pas de périphérique loop ici : {made.stderr.strip()}")
    device = made.stdout.strip()
    yield image, device
    subprocess.run(["losetup", "--detach", device], check=True)


def test_a_disk_really_wiped_is_attested_and_certified(client, loop, tmp_path):
    image, block = loop
    log = tmp_path / "nwipe.log"
    subprocess.run(
        ["nwipe", *OPTIONS, f"--logfile={log}", block],
        check=True,
        timeout=120,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    assert image.read_bytes() == bytes(SIZE)

    technician = a_member(Role.TECHNICIAN)
    client.force_login(technician.user)
    device = a_device(technician, state=State.TO_ERASE)
    medium = erasure.add_medium(device.pk, kind="hdd", model="Loopback device", size_bytes=SIZE, by=technician)
    file = SimpleUploadedFile("nwipe.log", log.read_bytes())
    response = client.post(f"/appareils/{device.pk}/effacement/", {"files": [file]})

    # A loop device has no serial number: nothing is proven before someone says which disk it was.
    assert "numéros de série" in response.context["form"].errors["files"][0]
    assert Device.objects.get(pk=device.pk).state == State.TO_ERASE
    client.post(
        f"/effacement/journaux/{device.held_logs.get().pk}/attester/",
        {
            "rank": "0",
            "medium": str(medium.pk),
            "statement": "Seul périphérique donné à nwipe sur la ligne de commande.",
        },
    )

    made = medium.erasures.get()
    assert (made.verdict, made.level, made.origin, made.tool) == ("verified", "clear", "matched", "nwipe")
    assert erasure.certify(device.pk, by=technician).facts["media"][0]["statement"].startswith("Seul périphérique")
