import pytest
from django.urls import reverse

from maillon.common.actors import PUBLIC
from maillon.desk.queries import work
from maillon.giving.donations import actions as donations
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import State
from maillon.matter.refurbishing import actions as refurbishing
from maillon.matter.refurbishing.models import Skill
from maillon.sharing.needs import actions as needs
from tests.factories import PONTIVY, a_device, a_lot, a_member, a_need, a_network, category
from tests.sharing import stage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_home_with_something_to_start_from(client, role):
    client.force_login(a_member(role).user)

    page = client.get(reverse("desk:home"))

    assert page.status_code == 200
    assert "Bonjour Camille" in page.content.decode()


def test_the_coordinator_sees_who_waits_the_oldest_offer_first(client):
    member = a_member(Role.COORDINATOR)
    for name in ("Lycée Anne-Tanguy", "Mairie de Kerlouan"):
        donations.submit(
            member.network,
            lines={category("laptop"): 3},
            by=PUBLIC,
            donor_kind="authority",
            organisation_name=name,
            contact_name="Contact",
            email="c@d.example",
            commune_code=PONTIVY,
        )
    client.force_login(member.user)

    page = client.get(reverse("desk:home")).content.decode()

    assert page.index("Répondre à Lycée Anne-Tanguy") < page.index("Répondre à Mairie de Kerlouan")


def test_the_technician_sees_what_waits_at_the_bench(client):
    member = a_member(Role.TECHNICIAN)
    a_device(member, state=State.TO_ERASE)
    client.force_login(member.user)

    assert "1 appareil à effacer" in client.get(reverse("desk:home")).content.decode()


def test_a_supervisor_is_told_who_says_to_have_learnt_something(client):
    supervisor = a_member(Role.SUPERVISOR)
    employee = a_member(Role.EMPLOYEE, network=supervisor.network)
    refurbishing.claim_skill(Skill.objects.get(pk="erase"), by=employee)
    client.force_login(supervisor.user)

    page = client.get(reverse("desk:home")).content.decode().replace("\xa0", " ")

    assert f"1 savoir-faire à valider : {employee.full_name}" in page
    assert "Effacer un disque et joindre sa preuve" in page


def test_the_supply_is_set_against_the_waiting_requests(client):
    member = a_member(Role.COORDINATOR, Role.PRESCRIBER, Role.TECHNICIAN)
    a_need(member, "laptop")
    a_need(member, "laptop")
    a_device(member, state=State.READY)
    client.force_login(member.user)

    page = client.get(reverse("desk:home")).content.decode()

    assert "Manque 1" in page
    assert "2 demandes attendent, 1 appareil est prêt" in page


def test_a_donor_sees_its_last_gifts_and_a_funder_the_year(client):
    by = a_member(Role.COORDINATOR, Role.TECHNICIAN)
    lot = a_lot(by, counts={"laptop": 3})
    donor = a_member(Role.DONOR, network=by.network, organisation=lot.donor.organisation)
    client.force_login(donor.user)
    seen = client.get(reverse("desk:home")).content.decode()
    client.force_login(a_member(Role.FUNDER, network=by.network).user)
    read = client.get(reverse("desk:home")).content.decode()

    assert f"Lot {lot.reference}" in seen
    assert "3 à étiqueter" in seen
    assert reverse("desk:pitch", args=[by.network.slug]) in seen
    assert reverse("impact:public", args=[by.network.slug]) in read


def test_the_home_costs_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    member = a_member(*Role.values)
    for _ in range(3):
        a_need(member)
        a_device(member, state=State.READY)
    client.force_login(member.user)

    # Nobody holds every role at once; whoever would pays a query for each kind of task, two for some, beside the
    # frame and the supply.
    with django_assert_max_num_queries(len(work.SOURCES) + 16):
        client.get(reverse("desk:home"))


def test_the_home_of_a_technician_costs_few_queries(client, django_assert_max_num_queries):
    member = a_member(Role.TECHNICIAN)
    a_device(member, state=State.READY)
    client.force_login(member.user)

    with django_assert_max_num_queries(13):
        client.get(reverse("desk:home"))


def test_a_server_of_one_network_opens_on_it(client):
    network = a_network(purpose="Le réemploi près de chez vous")

    assert network.name in client.get("/").content.decode()


def test_a_server_of_several_networks_lists_them(client):
    first, second = a_network(), a_network()

    page = client.get("/").content.decode()

    assert first.name in page
    assert second.name in page


def test_the_health_page_answers(client):
    assert client.get("/sante").json() == {"status": "ok"}


def test_a_manager_opens_her_organisation_and_an_administrator_the_network(client):
    manager, administrator = a_member(Role.MANAGER), a_member(Role.ADMINISTRATOR)

    client.force_login(manager.user)
    own = reverse("organisations:detail", args=[manager.organisation_id])
    assert own in client.get(reverse("desk:home")).content.decode()
    assert "Inviter" in client.get(own).content.decode()

    client.force_login(administrator.user)
    doors = [door.title for door in client.get(reverse("desk:home")).context["doors"]]
    assert doors[0] == "Le réseau"


def test_a_distributor_closes_her_own_hand_overs_before_she_allocates_for_the_network():
    scene = stage()
    scene.device()
    handover = scene.appointment()
    scene.need()

    titles = [task.title for task in work.tasks(scene.distributor)]

    own = titles.index(f"Remettre la demande {handover.need.reference}")
    assert own < next(rank for rank, title in enumerate(titles) if "demande attend" in title)


def test_the_public_page_counts_the_requests_that_the_coordinator_is_told_of(client):
    coordinator = a_member(Role.COORDINATOR, Role.PRESCRIBER, network=a_network("ici"))
    a_need(coordinator)
    questioned = a_need(coordinator)
    needs.question(questioned.pk, text="Quel écran ?", by=coordinator)

    answer = client.get("/r/ici/")

    assert answer.context["now"][0] == (1, "demande attend un équipement")


def test_who_may_not_ask_for_equipment_is_told_so_on_the_public_page(client):
    technician = a_member(Role.TECHNICIAN, network=a_network("ici"))
    client.force_login(technician.user)

    page = client.get("/r/ici/").content.decode()

    assert "/demandes/nouvelle/" not in page
    assert "Votre rôle n’en fait pas" in page
