"""`/inventory`: every agent in its own protocol, and nobody without a token."""

import base64
import gzip
import json
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from maillon.common.actors import PLATFORM
from maillon.ground.journal.models import Entry
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Role
from maillon.matter.arrivals.models import Arrival
from maillon.matter.devices import reports
from tests.factories import a_device, a_member
from tests.machines import smartctl

pytestmark = pytest.mark.django_db
SAMPLES = Path(reports.__file__).parent / "tests" / "samples"
GLPI = json.loads((SAMPLES / "glpi-inventory.json").read_text())
OCS = (SAMPLES / "fusioninventory.xml").read_bytes()
PROLOG = b"<?xml version='1.0'?><REQUEST><DEVICEID>pc-2026-01-01</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>"
AGENT = {"HTTP_GLPI_AGENT_ID": "b0f5b8a0-1d3c-4e44-9f2e-3c1f2f6a7b8c"}


@pytest.fixture
def technician():
    return a_member(Role.TECHNICIAN)


@pytest.fixture
def issued(technician):
    site = technician.organisation.sites.get()
    return organisations.issue_token(site, network=technician.network, name="Agents", by=PLATFORM)


@pytest.fixture
def post(client, issued):
    """Post these bytes with the site's token, as its password: `post(data, **headers)`."""

    def send(data: bytes, address: str = "/inventory", **headers: str):
        login = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(f"maillon:{issued[1]}".encode()).decode()}
        return client.post(address, data, content_type="application/x-any", **{**login, **headers})

    return send


def as_json(data: object) -> bytes:
    return json.dumps(data).encode()


@pytest.mark.parametrize("pack", [bytes, zlib.compress, gzip.compress], ids=["plain", "zlib", "gzip"])
def test_a_prolog_is_answered_as_it_was_packed(post, pack):
    answer = post(pack(PROLOG))

    unpack = {bytes: bytes, zlib.compress: zlib.decompress, gzip.compress: gzip.decompress}[pack]
    reply = ElementTree.fromstring(unpack(answer.content))
    assert answer.status_code == 200
    assert (reply.tag, reply.findtext("RESPONSE"), reply.findtext("PROLOG_FREQ")) == ("REPLY", "SEND", "24")
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("pack", [bytes, zlib.compress, gzip.compress], ids=["plain", "zlib", "gzip"])
def test_an_xml_inventory_is_kept_and_acknowledged(post, pack):
    answer = post(pack(OCS))

    assert answer.status_code == 200
    assert b"REPLY" in answer.content or pack is not bytes
    assert (Arrival.objects.get().kind, Arrival.objects.get().serial) == ("fusioninventory", "9E113232I")


def test_glpi_agent_is_told_to_come_by_contact_then_what_not_to_gather(post):
    prolog = post(zlib.compress(PROLOG), **AGENT).json()
    contact = post(zlib.compress(as_json({"action": "contact", "deviceid": "pc", "enabled-tasks": ["inventory"]})))

    told = contact.json()
    assert (prolog["status"], contact["Content-Type"]) == ("pending", "application/json")
    assert (told["status"], told["tasks"]["inventory"]["server"]) == ("ok", "glpi")
    assert {"software", "user", "local_user", "network", "process"} <= set(
        told["tasks"]["inventory"]["no-category"].split(",")
    )
    assert int(told["expiration"]) > 0


def test_an_inventory_of_glpi_agent_is_kept(post):
    answer = post(zlib.compress(as_json({**GLPI, "action": "inventory"})), **AGENT)

    assert answer.json()["status"] == "ok"
    assert (Arrival.objects.get().kind, Arrival.objects.get().serial) == ("glpi", "6K0HP72")


def test_another_task_is_refused_in_the_language_of_the_agent(post):
    spoken = post(as_json({"action": "netdiscovery", "deviceid": "pc"}))
    written = post(b"<REQUEST><DEVICEID>pc</DEVICEID><QUERY>NETDISCOVERY</QUERY></REQUEST>")

    assert (spoken.status_code, spoken.json()["status"]) == (400, "error")
    assert (written.status_code, ElementTree.fromstring(written.content)[0].tag) == (400, "ERROR")


def test_a_plain_report_may_be_posted_by_hand(post):
    answer = post(smartctl("S3Z9NB0K123456"))

    told = answer.json()
    assert Arrival.objects.get().reference == told["reference"]
    assert told["url"].endswith(f"/arrivees/{told['reference']}/")
    assert told["device"] is None


@pytest.mark.parametrize(
    "present",
    [
        lambda secret: ({"HTTP_AUTHORIZATION": f"Bearer {secret}"}, "/inventory"),
        lambda secret: (
            {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(f"{secret}:".encode()).decode()},
            "/inventory",
        ),
        lambda secret: ({}, f"/inventory?jeton={secret}"),
        lambda secret: ({}, f"/inventory/{secret.lower()}"),
        lambda secret: ({"HTTP_AUTHORIZATION": f"Bearer {secret}"}, "/inventory/"),
    ],
    ids=["bearer", "user", "parameter", "path", "slash"],
)
def test_the_token_goes_where_the_agent_can_put_it(client, issued, present):
    headers, address = present(issued[1])

    answer = client.post(address, PROLOG, content_type="application/xml", **headers)

    assert answer.status_code == 200


@pytest.mark.parametrize("given", ["", "Basic !!!", "Basic w6k=", "Bearer 2222-2222-2222-2222-2222", "Digest x"])
def test_nothing_is_read_without_a_token(client, issued, given):
    answer = client.post(
        "/inventory", b"\x78\x9c not even zlib", content_type="application/x-any", HTTP_AUTHORIZATION=given
    )

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Basic realm="Maillon"'
    assert answer.json()["status"] == "error"


def test_a_revoked_token_is_refused(client, issued, post):
    organisations.revoke_token(issued[0].pk, by=PLATFORM)

    assert post(OCS).status_code == 401


def test_the_day_of_its_last_use_is_remembered(issued, post):
    post(OCS)

    issued[0].refresh_from_db()
    assert issued[0].last_used_on is not None


BOMB = zlib.compress(bytes(30_000_000))


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (BOMB, 413, "20 Mo"),
        (gzip.compress(bytes(30_000_000)), 413, "20 Mo"),
        (b"x" * 20_000_001, 413, "20 Mo"),
        (zlib.compress(OCS)[:200], 400, "abîmé"),
        (b"", 400, "vide"),
        (b"bonjour", 400, "pas un rapport"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><REQUEST>&b;</REQUEST>', 400, "entités"),
        (b"<REQUEST><CONTENT>", 400, "abîmé"),
        (b'{"deviceid": "pc", "content": {"network_device": {}}}', 400, "équipement de réseau"),
        (b"[" * 100_000, 400, ""),
    ],
    ids=["zlib bomb", "gzip bomb", "large", "cut", "empty", "text", "entities", "xml", "switch", "deep"],
)
def test_bad_input_is_answered_with_a_sentence_and_leaves_nothing(post, data, status, sentence):
    answer = post(data)

    assert answer.status_code == status
    assert sentence in answer.json()["message"]
    assert not Arrival.objects.exists()


def test_an_unreadable_xml_inventory_is_refused_in_xml(post):
    answer = post(b"<REQUEST><QUERY>INVENTORY</QUERY><CONTENT><SOFTWARES/></CONTENT></REQUEST>")

    assert answer.status_code == 400
    assert ElementTree.fromstring(answer.content).tag == "REPLY"


def test_an_agent_that_comes_every_day_is_one_arrival(post):
    for memory in (8192, 8192, 16384):
        content = {**GLPI["content"], "memories": [{"capacity": memory}]}
        post(as_json({**GLPI, "content": content}))

    assert Arrival.objects.get().report.ram_mib == 16384
    assert Entry.objects.filter(verb="arrivals.receive").count() == 1


def test_the_tag_that_is_a_label_names_the_device(technician, post):
    device = a_device(technician)

    told = post(as_json({**GLPI, "tag": device.label})).json()

    assert told["device"] == device.label


def test_a_tag_that_is_no_label_changes_nothing(post):
    told = post(as_json({**GLPI, "tag": "bureau 12"})).json()

    assert told["device"] is None
    assert Arrival.objects.get().trouble == ""


def test_no_name_of_a_person_or_of_a_machine_is_kept(post):
    told = as_json({**GLPI, "deviceid": "pc-de-camille-2026-01-01-00-00-00"})

    post(told)

    kept = json.dumps(Arrival.objects.values().get(), default=str).lower()
    assert "camille" not in kept


def test_an_address_opened_by_a_person_says_what_it_is_for(client):
    page = client.get("/inventory")

    assert page.status_code == 200
    assert "/sonde.py" in page.content.decode()


def test_an_answer_takes_few_queries(post, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        post(OCS)
