"""The pages of what arrived: the list, one report, the panel beside a device, the tokens."""

import re

import pytest

from maillon.common import tokens
from maillon.common.actors import PLATFORM
from maillon.common.models import new_id
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Role, SiteToken
from maillon.matter.arrivals import actions
from maillon.matter.arrivals.models import Arrival
from maillon.matter.devices.models import Device
from maillon.matter.devices.reports import Report
from tests.factories import a_device, a_member

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/scanner/?q=x"}


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


@pytest.fixture
def bench(technician):
    site = technician.organisation.sites.get()
    return organisations.issue_token(site, network=technician.network, name="Banc", by=PLATFORM)[0]


def arrived(bench, count: int = 1) -> list[Arrival]:
    return [
        actions.receive(
            Report("glpi", manufacturer="LENOVO", product="ThinkPad T480", serial=f"PF12QW{rank}K", ram_mib=8192),
            by=bench,
        )
        for rank in range(count)
    ]


def test_what_waits_is_listed_with_its_reference(client, bench):
    (arrival,) = arrived(bench)

    page = client.get("/arrivees/").content.decode()

    assert arrival.reference in page
    assert "LENOVO ThinkPad T480" in page


def test_an_empty_list_says_how_to_fill_it(client, technician):
    assert "/arrivees/agents/" in client.get("/arrivees/").content.decode()


def test_the_list_has_pages_and_a_constant_number_of_queries(client, bench, django_assert_max_num_queries):
    arrived(bench, 60)

    with django_assert_max_num_queries(6):
        first = client.get("/arrivees/")
    second = client.get("/arrivees/?page=2")

    assert len(first.context["page"]) == 50
    assert len(second.context["page"]) == 10


def test_the_reference_typed_anyhow_leads_to_the_report(client, bench):
    (arrival,) = arrived(bench)

    page = client.get(f"/arrivees/{arrival.reference.lower().replace('-', '')}/")

    assert page.context["arrival"] == arrival


def test_a_report_is_joined_by_scanning_the_label(client, technician, bench):
    device, (arrival,) = a_device(technician), arrived(bench)

    answer = client.post(f"/arrivees/{arrival.reference}/", {"code": f"http://testserver/d/{device.label}"})

    assert answer.headers["Location"] == f"/appareils/{device.pk}/"
    assert Device.objects.get(pk=device.pk).serial == "PF12QW0K"


@pytest.mark.parametrize("code", ["", "ABC-222-222-2", "rien"])
def test_a_wrong_label_is_said_beside_its_field_and_kept(client, bench, code):
    (arrival,) = arrived(bench)

    page = client.post(f"/arrivees/{arrival.reference}/", {"code": code})

    assert page.status_code == 200
    assert page.context["form"].errors["code"]
    assert page.context["form"]["code"].value() == code


def test_another_network_sees_nothing_of_it(client, bench):
    (arrival,) = arrived(bench)
    client.force_login(a_member(Role.TECHNICIAN, Role.COORDINATOR).user)

    assert client.get(f"/arrivees/{arrival.reference}/").status_code == 404
    assert client.post(f"/arrivees/{arrival.pk}/ecarter/").status_code == 404
    assert arrival.reference not in client.get("/arrivees/").content.decode()


def test_the_panel_offers_to_join_in_one_tap_and_comes_back(client, technician, bench):
    device = a_device(technician)
    first, _ = arrived(bench, 2)

    panel = client.get(f"/arrivees/attente/?appareil={device.pk}", **HTMX).content.decode()
    answer = client.post(f"/arrivees/{first.pk}/joindre/{device.pk}/", {"next": "/scanner/?q=x"})

    assert "2 rapports reçus attendent un appareil" in panel
    assert panel.count("C’est lui") == 2
    assert 'value="/scanner/?q=x"' in panel
    assert answer.headers["Location"] == "/scanner/?q=x"
    assert Device.objects.get(pk=device.pk).serial == first.serial


def test_nothing_waiting_is_an_empty_panel(client, technician):
    device = a_device(technician)

    assert client.get(f"/arrivees/attente/?appareil={device.pk}", **HTMX).content.strip() == b""


def test_the_panel_is_a_page_without_javascript(client, technician):
    assert client.get("/arrivees/attente/").headers["Location"] == "/arrivees/"


def test_the_panel_of_a_device_of_nobody_is_404(client, technician):
    assert client.get(f"/arrivees/attente/?appareil={new_id()}", **HTMX).status_code == 404
    assert client.get("/arrivees/attente/?appareil=x", **HTMX).status_code == 404


def test_a_tap_that_is_refused_says_why(client, technician, bench):
    device, (arrival,) = a_device(technician), arrived(bench)
    Device.objects.filter(pk=device.pk).update(serial="AUTRE-1234")

    page = client.post(f"/arrivees/{arrival.pk}/joindre/{device.pk}/", {"next": "//evil.example/"}, follow=True)

    assert page.redirect_chain == [("/arrivees/", 302)]
    assert "autre machine" in page.content.decode()


def test_a_report_is_set_aside_and_put_back(client, bench):
    (arrival,) = arrived(bench)

    client.post(f"/arrivees/{arrival.pk}/ecarter/")
    assert client.get("/arrivees/?etat=dismissed").context["page"].object_list[0] == arrival
    client.post(f"/arrivees/{arrival.pk}/remettre/")

    assert Arrival.objects.waiting().get() == arrival


def test_a_manager_makes_a_token_shown_once(client):
    manager = a_member(Role.MANAGER)
    client.force_login(manager.user)
    form = {"id": new_id(), "site": manager.organisation.sites.get().pk, "name": "Clé du samedi"}

    page = client.post("/arrivees/agents/", form)
    again = client.post("/arrivees/agents/", form, follow=True).content.decode()

    secret = re.search(r"data-secret>([^<]+)<", page.content.decode())[1]
    assert tokens.plausible(secret)
    assert SiteToken.objects.get().digest == tokens.digest(secret)
    assert secret not in again
    assert "déjà créé" in again
    assert secret not in client.get("/arrivees/agents/").content.decode()


def test_a_token_without_a_name_is_asked_for_one(client):
    manager = a_member(Role.MANAGER)
    client.force_login(manager.user)

    page = client.post("/arrivees/agents/", {"id": new_id(), "site": manager.organisation.sites.get().pk, "name": ""})

    assert page.context["form"].errors["name"]
    assert not SiteToken.objects.exists()


def test_a_technician_sees_the_tokens_and_makes_none(client, bench):
    page = client.get("/arrivees/agents/").content.decode()

    assert bench.hint in page
    assert "Demandez-le à qui gère votre organisation" in page
    assert client.post(f"/arrivees/agents/{bench.pk}/revoquer/").status_code == 403


def test_a_manager_revokes_a_token(client, bench):
    client.force_login(a_member(Role.MANAGER, network=bench.network).user)

    client.post(f"/arrivees/agents/{bench.pk}/revoquer/")

    assert SiteToken.objects.in_force().count() == 0


def test_whoever_has_nothing_to_do_with_machines_is_told_so(client, bench):
    client.force_login(a_member(Role.PRESCRIBER, network=bench.network).user)

    assert client.get("/arrivees/").status_code == 403
