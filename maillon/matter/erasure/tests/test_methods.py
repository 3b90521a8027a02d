"""What is claimed comes from the dated table: never more than what was done."""

import datetime

import pytest

from maillon.common.errors import Forbidden, Refused
from maillon.ground.organisations.models import Role
from maillon.matter.devices import reports
from maillon.matter.devices.models import Medium, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure import queries
from maillon.matter.erasure.models import Method, Technique
from tests.factories import a_device, a_member
from tests.machines import nwipe

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)
SAID = {
    "tool": "nvme-cli",
    "tool_version": "2.4",
    "command": "nvme sanitize -a 4 /dev/nvme0",
    "statement": "Numéro relu sur l’étiquette du disque.",
    "read_back": False,
}


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def a_disk(by, kind: str, serial: str = "WD5000AA") -> Medium:
    return erasure.add_medium(a_device(by, state=State.TO_ERASE).pk, kind=kind, serial=serial, by=by)


@pytest.mark.parametrize("kind", Medium.Kind.values)
def test_an_overwrite_is_never_a_purge(technician, kind):
    medium = a_disk(technician, kind)

    [made] = erasure.record_log(medium.device_id, nwipe("WD5000AA"), name="nwipe.log", by=technician)

    assert made.level == "clear"
    assert "n’est pas une purge" in made.caution


def test_no_line_of_the_table_calls_an_overwrite_a_purge():
    assert not Method.objects.filter(technique=Technique.OVERWRITE, level="purge").exists()
    assert not Method.objects.exclude(level="destroy").filter(technique__in=("shred", "crush", "melt")).exists()


@pytest.mark.parametrize(
    ("kind", "technique", "level"),
    [
        ("nvme", "sanitize_crypto", "purge"),
        ("nvme", "format_user", "clear"),
        ("ssd", "sanitize_block", "purge"),
        ("ssd", "secure_erase", "clear"),
        ("hdd", "secure_erase_plus", "purge"),
        ("emmc", "reset_encrypted", "purge"),
    ],
)
def test_an_attested_command_claims_what_the_table_gives(client, technician, kind, technique, level):
    medium = a_disk(technician, kind)

    response = client.post(
        f"/appareils/{medium.device_id}/effacement/{medium.pk}/attester/",
        {**SAID, "id": "0199e0d2-6f7e-7cc0-8a35-0a1b2c3d4e5f", "technique": technique},
    )

    assert response.status_code == 302
    made = medium.erasures.get()
    assert (made.level, made.origin, made.operator) == (level, "manual", technician)
    assert Medium.objects.get(pk=medium.pk).clear


@pytest.mark.parametrize(
    ("kind", "technique"), [("hdd", "sanitize_block"), ("unknown", "crypto_erase"), ("ssd", "reset")]
)
def test_what_the_table_does_not_know_claims_nothing(technician, kind, technique):
    medium = a_disk(technician, kind)

    with pytest.raises(Refused, match="ne prouve rien"):
        erasure.record_manual(medium.pk, technique=technique, by=technician, **SAID)
    assert not Medium.objects.get(pk=medium.pk).clear


def test_the_network_may_ask_for_a_log(client, technician):
    medium = a_disk(technician, "nvme")
    coordinator = a_member(Role.COORDINATOR, network=technician.network)
    client.force_login(coordinator.user)
    assert client.post("/effacement/regles/", {"recheck_percent": "0"}).status_code == 302

    with pytest.raises(Refused, match="Votre réseau ne prend que"):
        erasure.record_manual(medium.pk, technique="sanitize_crypto", by=technician, **SAID)


def test_a_volunteer_does_not_attest_an_erasure(technician):
    medium = a_disk(technician, "nvme")

    with pytest.raises(Forbidden):
        erasure.record_manual(
            medium.pk, technique="sanitize_crypto", by=a_member(Role.VOLUNTEER, network=technician.network), **SAID
        )


@pytest.mark.parametrize("how", ["drill", "degauss"])
def test_drilling_and_degaussing_destroy_nothing(technician, how):
    medium = a_disk(technician, "hdd")

    with pytest.raises(Refused, match="n’est pas une destruction"):
        erasure.destroy(medium.pk, how=how, reference="bon", by=technician)


def test_the_table_is_dated():
    before, after = datetime.date(2025, 9, 25), datetime.date(2025, 9, 26)

    assert queries.method("hdd", "degauss", before).level == "destroy"
    assert queries.method("hdd", "degauss", after) is None


@pytest.mark.parametrize(
    ("words", "technique"),
    [
        ("Fill With Zeros", "overwrite"),
        ("DoD 5220.22-M Short", "overwrite"),
        ("Sanitize Crypto Erase", "sanitize_crypto"),
        ("ATA Sanitize Block Erase", "sanitize_block"),
        ("Secure Erase Enhanced", "secure_erase_plus"),
        ("NVMe Format (User Data Erase)", "format_user"),
        ("réinitialisation d’usine, mémoire chiffrée", "reset_encrypted"),
        (None, "overwrite"),
    ],
)
def test_a_tool_s_own_words_name_the_technique(words, technique):
    assert queries.technique_of(reports.Erasure(method=words)) == technique


def test_the_table_is_shown(client, technician):
    page = client.get("/effacement/methodes/").content.decode()

    assert "SANITIZE, changement de clé" in page
    assert "IEEE 2883-2022" in page
