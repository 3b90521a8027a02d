"""Disks move: added by hand, taken out, mounted elsewhere, absent; the gate and the proof follow."""

import pytest

from maillon.common.errors import Forbidden, Refused
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure.queries import certificate_facts
from tests.factories import a_device, a_member, an_organisation
from tests.machines import nwipe, smartctl

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


@pytest.fixture
def device(technician) -> Device:
    return a_device(technician, state=State.TO_ERASE)


def a_disk(device: Device, by, serial: str = "WD5000AA", kind: str = "hdd") -> Medium:
    return erasure.add_medium(device.pk, kind=kind, serial=serial, by=by)


def wiped(device: Device, serial: str, by) -> None:
    erasure.record_log(device.pk, nwipe(serial), name="nwipe.log", by=by)


def state_of(device: Device) -> str:
    return Device.objects.get(pk=device.pk).state


def test_a_disk_added_by_hand_puts_a_clear_device_back_to_erasure(client, technician):
    device = a_device(technician, state=State.READY)

    client.post(
        f"/appareils/{device.pk}/effacement/ajouter/",
        {"id": "0199e0d2-6f7e-7cc0-8a35-0a1b2c3d4e5f", "kind": "ssd", "serial": "S4ELNF0M5", "size_bytes": "256"},
    )

    device = Device.objects.get(pk=device.pk)
    assert (device.state, device.no_medium, device.cleared_at) == (State.TO_ERASE, "", None)
    assert device.media.get().size_bytes == 256_000_000_000


def test_the_same_serial_is_not_added_twice(technician, device):
    a_disk(device, technician)
    other = a_device(technician, state=State.TO_ERASE)

    with pytest.raises(Refused, match="connu dans l’appareil"):
        a_disk(other, technician, "wd5000aa")


def test_an_erased_disk_mounted_elsewhere_keeps_its_proof_and_both_devices_stay_clear(client, technician, device):
    medium = a_disk(device, technician)
    wiped(device, "WD5000AA", technician)
    other = a_device(technician, state=State.ERASED)

    client.post(
        f"/appareils/{device.pk}/effacement/{medium.pk}/deplacer/", {"code": other.label, "reason": "Disque plus grand"}
    )

    medium.refresh_from_db()
    assert (medium.device, medium.origin, medium.state) == (other, device, Medium.State.ERASED)
    assert (state_of(device), state_of(other)) == (State.ERASED, State.ERASED)
    [told] = certificate_facts(device)["media"]
    assert (told["serial"], told["place"]) == ("WD5000AA", "Monté depuis dans un autre appareil")
    assert "monté depuis dans" in client.get(f"/appareils/{device.pk}/effacement/").content.decode()


def test_a_disk_that_is_not_erased_takes_its_data_to_the_other_device(technician, device):
    medium = a_disk(device, technician)
    other = a_device(technician, state=State.READY)

    erasure.move_medium(medium.pk, code=other.label, reason="panne", by=technician)

    assert state_of(other) == State.TO_ERASE
    wiped(other, "WD5000AA", technician)
    assert state_of(other) == State.ERASED


def test_a_report_that_shows_a_known_disk_in_another_machine_moves_it_with_its_proof(technician, device):
    devices.identify(device.pk, smartctl("50026B7684F3A1C2"), name="smart.json", by=technician)
    wiped(device, "50026B7684F3A1C2", technician)
    other = a_device(technician, state=State.TO_ERASE)

    devices.identify(other.pk, smartctl("50026B7684F3A1C2"), name="smart.json", by=technician)

    assert other.media.get().state == Medium.State.ERASED
    assert device.media.count() == 0
    assert Medium.objects.count() == 1


def test_a_disk_taken_out_frees_the_device_and_keeps_its_own_data_in_sight(client, technician, device):
    medium = a_disk(device, technician)

    client.post(f"/appareils/{device.pk}/effacement/{medium.pk}/retirer/", {"reason": "En panne, carton scellé 3"})

    assert state_of(device) == State.ERASED
    page = client.get(f"/appareils/{device.pk}/effacement/").content.decode()
    assert "carton scellé 3" in page
    assert "Établir le certificat" not in page
    with pytest.raises(Refused, match="ni effacé ni détruit"):
        erasure.certify(device.pk, by=technician)

    erasure.destroy(medium.pk, how="shred", reference="bon 12", by=technician)

    assert erasure.certify(device.pk, by=technician).facts["media"][0]["state"] == "destroyed"


def test_a_disk_put_back_is_a_gate_again(client, technician, device):
    medium = a_disk(device, technician)
    erasure.take_out(medium.pk, reason="essai", by=technician)

    client.post(f"/appareils/{device.pk}/effacement/{medium.pk}/remettre/")

    assert state_of(device) == State.TO_ERASE


def test_a_disk_on_the_shelf_is_erased_on_another_machine(technician, device):
    Device.objects.filter(pk=device.pk).update(serial="PF000001")
    medium = a_disk(device, technician)
    erasure.take_out(medium.pk, reason="banc d’effacement", by=technician)
    log = nwipe("WD5000AA").replace(
        b"[2026/02/05 09:30:06]  notice: Program",
        b"[2026/02/05 09:30:05]  notice: system-serial-number = BENCH00042\n[2026/02/05 09:30:06]  notice: Program",
    )

    erasure.record_log(device.pk, log, name="nwipe.log", by=technician)

    assert Medium.objects.get(pk=medium.pk).clear


def test_an_absence_is_attested_then_taken_back(client, technician, device):
    medium = a_disk(device, technician)
    url = f"/appareils/{device.pk}/effacement/{medium.pk}"

    client.post(f"{url}/absent/", {"reason": "Logement vide, machine ouverte"})
    assert (state_of(device), Medium.objects.get(pk=medium.pk).state) == (State.ERASED, Medium.State.ABSENT)

    client.post(f"{url}/retrouve/", {"reason": "Sous le lecteur"})
    assert (state_of(device), Medium.objects.get(pk=medium.pk).state) == (State.TO_ERASE, Medium.State.TO_ERASE)


def test_a_volunteer_does_not_attest(technician, device):
    medium = a_disk(device, technician)
    volunteer = a_member(Role.VOLUNTEER, network=technician.network)

    with pytest.raises(Forbidden):
        erasure.attest_absent(medium.pk, reason="vide", by=volunteer)
    assert erasure.take_out(medium.pk, reason="carton", by=volunteer).removed_at


def test_a_disk_noted_destroyed_by_mistake_is_to_erase_again(client, technician, device):
    medium = a_disk(device, technician)
    erasure.destroy(medium.pk, how="shred", reference="bon 12", by=technician)

    client.post(f"/appareils/{device.pk}/effacement/{medium.pk}/retirer-la-preuve/", {"reason": "Ce n’était pas lui"})

    assert (state_of(device), Medium.objects.get(pk=medium.pk).state) == (State.TO_ERASE, Medium.State.TO_ERASE)
    erasure.destroy(medium.pk, how="shred", reference="bon 12", by=technician)
    assert medium.erasures.count() == 2


@pytest.mark.parametrize("act", ["ajouter/", "{medium}/retirer/", "{medium}/deplacer/", "{medium}/detruire/"])
def test_the_disks_of_a_neighbour_do_not_exist(client, technician, device, act):
    medium = a_disk(device, technician)
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    client.force_login(neighbour.user)

    assert client.post(f"/appareils/{device.pk}/effacement/{act.format(medium=medium.pk)}").status_code == 404


def test_what_a_reason_must_say_is_kept_when_refused(client, technician, device):
    medium = a_disk(device, technician)

    response = client.post(
        f"/appareils/{device.pk}/effacement/{medium.pk}/deplacer/", {"code": "n’importe quoi", "reason": "panne"}
    )

    assert response.context["form"].errors["code"]
    assert response.context["form"]["reason"].value() == "panne"
