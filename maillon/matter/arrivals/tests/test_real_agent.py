"""Debian's `fusioninventory-agent` against the live server: PROLOG, then its compressed inventory."""

import json
import socket

import pytest

from maillon.common.actors import PLATFORM
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Role
from maillon.matter.arrivals.models import Arrival
from maillon.matter.arrivals.tests.agents import MISSING, agent_path, run_agent
from maillon.matter.arrivals.tests.machine import PERSONAL, fake_tools
from maillon.matter.devices.models import Device
from tests.factories import a_device, a_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def technician():
    return a_member(Role.TECHNICIAN)


@pytest.fixture
def inventory(live_server, tmp_path):
    """Run the agent once, on the invented laptop, and give its log: `inventory(secret, *options)`."""
    if agent_path() is None:
        pytest.skip(MISSING)
    tools = fake_tools(tmp_path / "bin")

    def run(secret: str, *options: str, address: str = "/inventory") -> str:
        login = ["--user", "maillon", "--password", secret] if secret else []
        return run_agent(tmp_path, tools, "--server", f"{live_server.url}{address}", *login, *options)

    return run


def token(technician):
    site = technician.organisation.sites.get()
    return organisations.issue_token(site, network=technician.network, name="Agents", by=PLATFORM)[1]


def test_a_real_agent_sends_the_laptop_it_runs_on(inventory, technician):
    log = inventory(token(technician))

    arrival = Arrival.objects.get()
    assert (arrival.kind, arrival.serial, arrival.title) == ("fusioninventory", "PF1SONDE", "LENOVO ThinkPad T480"), log
    assert arrival.report.ram_mib == 16384
    assert arrival.state == Arrival.State.WAITING
    kept = json.dumps(arrival.facts).lower()
    assert not [said for said in (*PERSONAL, socket.gethostname(), "127.0.0.1", "root") if said.lower() in kept]
    assert "[error]" not in log


def test_the_tag_of_a_real_agent_is_the_label_of_its_device(inventory, technician):
    device = a_device(technician)

    log = inventory(token(technician), "--tag", device.label)

    assert Arrival.objects.get().device == device, log
    assert Device.objects.get(pk=device.pk).serial == "PF1SONDE"


def test_a_real_agent_that_comes_again_is_the_same_arrival(inventory, technician):
    secret = token(technician)

    inventory(secret)
    inventory("", "--no-compression", address=f"/inventory/{secret}")

    assert Arrival.objects.get().serial == "PF1SONDE"


def test_a_real_agent_with_a_wrong_token_leaves_nothing(inventory, technician):
    log = inventory("2222-2222-2222-2222-2222")

    assert "wrong credentials" in log
    assert not Arrival.objects.exists()
