"""Each correction is asked, shown, then done; the anomalies lead to the page that mends them."""

import pytest
from django.urls import reverse

from maillon.common.actors import PLATFORM
from maillon.ground.journal import jobs as journal
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import OrganisationRole, Role
from maillon.matter.corrections import queries
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.ledger.models import Movement
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Lot
from maillon.telling.impact.queries import faults
from tests.factories import a_device, a_donor, a_lot, a_member, a_network, an_organisation, category

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(client):
    member = a_member(Role.SUPERVISOR)
    client.force_login(member.user)
    return member


def plain(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'")


def page(name: str, thing) -> str:
    return reverse(f"corrections:{name}", args=[thing.pk])


def test_a_correction_is_shown_before_it_is_done(client, supervisor):
    lot = a_lot(supervisor, counts={"laptop": 3}, weighed_g=6_000)
    url, asked = page("correct_lot", lot), {"weighed": "7,5", "units_laptop": "4", "reason": "balance mal tarée"}
    held = Movement.objects.count()

    shown = client.post(url, {**asked, "step": "look"})

    assert "Ce qui changera" in plain(shown)
    assert "6 kg" in plain(shown)
    assert "7,5 kg" in plain(shown)
    assert Movement.objects.count() == held
    lot.refresh_from_db()
    assert lot.weighed_g == 6_000

    done = client.post(url, {**asked, "step": "do"}, follow=True)

    assert f"Le lot {lot.reference} est corrigé." in plain(done)
    lot.refresh_from_db()
    assert (lot.weighed_g, lot.counts.get().counted) == (7_500, 4)


def test_the_same_button_twice_is_told_that_nothing_changed(client, supervisor):
    lot = a_lot(supervisor, counts={"laptop": 3}, weighed_g=6_000)
    asked = {"weighed": "7,5", "units_laptop": "4", "reason": "balance", "step": "do"}
    client.post(page("correct_lot", lot), asked)

    again = client.post(page("correct_lot", lot), asked)

    assert "Rien n’a changé" in plain(again)
    assert Movement.objects.filter(lot=lot.pk).count() == 2


def test_a_reason_is_asked_and_what_was_typed_is_kept(client, supervisor):
    lot = a_lot(supervisor)

    answer = client.post(page("correct_lot", lot), {"weighed": "7,5", "reason": "", "step": "do"})

    assert "Dites pourquoi" in plain(answer)
    assert 'value="7,5"' in plain(answer)


def test_a_closed_lot_is_reopened_from_its_page(client, supervisor):
    lot = a_lot(supervisor)
    lots.close(lot, reason="vide", by=supervisor)
    offered = client.get(reverse("lots:detail", args=[lot.pk]))
    assert page("panel_lot", lot) in plain(offered)
    assert page("reopen_lot", lot) in plain(client.get(page("panel_lot", lot)))

    shown = client.post(page("reopen_lot", lot), {"reason": "carton oublié"})
    assert "Bilan rendu" in plain(shown)
    answer = client.post(page("reopen_lot", lot), {"reason": "carton oublié", "step": "do"}, follow=True)

    assert "est rouvert" in plain(answer)
    assert Lot.objects.get(pk=lot.pk).state != Lot.State.CLOSED


def test_a_lot_is_split_and_merged_back_by_its_pages(client, supervisor):
    lot = a_lot(supervisor, counts={"laptop": 3}, weighed_g=6_000)
    device = devices.take_in(lot, category("laptop"), by=supervisor)
    form = client.get(page("split_lot", lot)).context["form"]
    asked = {
        "id": str(form["id"].value()),
        "weighed": "2,5",
        "units_laptop": "1",
        "devices": [str(device.pk)],
        "reason": "deux donateurs",
    }

    assert "Ce qui changera" in plain(client.post(page("split_lot", lot), asked))
    assert Lot.objects.count() == 1
    client.post(page("split_lot", lot), {**asked, "step": "do"})
    part = Lot.objects.exclude(pk=lot.pk).get()
    assert Device.objects.get(pk=device.pk).lot == part

    client.post(page("merge_lots", part), {"into": str(lot.pk), "reason": "un seul", "step": "do"})

    lot.refresh_from_db()
    assert (lot.weighed_g, Device.objects.get(pk=device.pk).lot) == (6_000, lot)
    assert "a été réuni au" in plain(client.get(reverse("lots:detail", args=[part.pk])))
    journal.seal()
    assert [fault.message for fault in faults()] == []


def test_the_last_act_is_named_shown_and_undone(client, supervisor):
    device = a_device(supervisor)
    devices.recycle(device.pk, reason="cassé", by=supervisor)
    opened = client.get(page("undo", device))
    assert "l’envoi au recyclage" in plain(opened)
    asked = {"entry": str(opened.context["form"]["entry"].value()), "reason": "mauvais appareil"}

    shown = client.post(page("undo", device), asked)
    assert "Recyclé" in plain(shown)
    client.post(page("undo", device), {**asked, "step": "do"})

    assert Device.objects.get(pk=device.pk).state == State.RECEIVED
    late = client.post(page("undo", device), {**asked, "step": "do"})
    assert late.status_code == 200


def test_an_act_that_is_undone_elsewhere_says_where(client, supervisor):
    device = a_device(supervisor, state=State.ERASED)
    erasure.certify(device.pk, by=supervisor)

    assert "révoquez-le depuis la liste des certificats" in plain(client.get(page("undo", device)))


def test_an_entry_taken_back_leads_to_the_lot(client, supervisor):
    device = a_device(supervisor)

    assert "reste à entrer" in plain(client.post(page("undo", device), {"reason": "mauvais lot"}))
    answer = client.post(page("undo", device), {"reason": "mauvais lot", "step": "do"})

    assert answer.url == reverse("lots:detail", args=[device.lot_id])


def test_one_machine_under_two_labels_is_found_and_mended(client, supervisor):
    pair = [a_device(supervisor) for _ in range(2)]
    Device.objects.filter(pk__in=[device.pk for device in pair]).update(serial="7HK2RS1", manufacturer="Dell")
    listed = client.get(reverse("corrections:list"))
    link = next(one.url for one in queries.anomalies(supervisor))
    assert "Une machine sous deux étiquettes" in plain(listed)

    opened = client.get(link)
    assert pair[1].label in plain(opened)
    asked = {"code": pair[1].label, "reason": "deux étiquettes dessus"}
    assert "Ce qui changera" in plain(client.post(link, asked))
    client.post(link, {**asked, "step": "do"})

    assert Device.objects.filter(lot__holder=supervisor.organisation).count() == 1
    assert "Aucune anomalie" in plain(client.get(reverse("corrections:list")))


def test_a_wrong_label_is_said_beside_its_field(client, supervisor):
    device = a_device(supervisor)

    answer = client.post(page("merge_devices", device), {"code": "n’importe quoi", "reason": "essai"})

    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]


def test_the_coordinator_merges_organisations_from_the_list(client):
    coordinator = a_member(Role.COORDINATOR)
    client.force_login(coordinator.user)
    pair = [an_organisation(name) for name in ("Emmaüs Vannes", "emmaus vannes")]
    for organisation in pair:
        organisations.affiliate(coordinator.network, organisation, roles=[OrganisationRole.DONOR], by=PLATFORM)
    (found,) = queries.anomalies(coordinator)

    asked = {"other": str(pair[1].pk), "reason": "entrée deux fois"}
    assert "Ce qui changera" in plain(client.post(found.url, asked))
    client.post(found.url, {**asked, "step": "do"})

    pair[1].refresh_from_db()
    assert pair[1].merged_into == pair[0]
    assert queries.anomalies(coordinator) == []


def test_a_lot_that_weighs_less_than_its_devices_is_told(client, supervisor):
    lot = a_lot(supervisor, counts={"laptop": 1}, weighed_g=1_500)
    devices.take_in(lot, category("laptop"), mass_g=2_500, by=supervisor)

    answer = plain(client.get(reverse("corrections:list")))

    assert "1 kg de plus que lui" in answer
    assert page("correct_lot", lot) in answer


def test_nobody_of_elsewhere_sees_what_is_to_correct(client, supervisor):
    lot, device = a_lot(supervisor), a_device(supervisor)
    for other in (
        a_member(*Role.values, network=a_network()),
        a_member(Role.SUPERVISOR, network=supervisor.network, organisation=an_organisation("Voisine")),
    ):
        client.force_login(other.user)
        for url in (page("correct_lot", lot), page("undo", device), page("panel_lot", lot)):
            assert client.get(url).status_code == 404


def test_the_list_takes_few_queries_whatever_it_finds(client, supervisor, django_assert_max_num_queries):
    coordinator = a_member(Role.COORDINATOR, Role.SUPERVISOR, network=supervisor.network)
    client.force_login(coordinator.user)
    for _ in range(4):
        lot = a_lot(supervisor, counts={"laptop": 1}, weighed_g=1_500, donor=a_donor(supervisor.network))
        devices.take_in(lot, category("laptop"), mass_g=2_500, by=supervisor)
        devices.take_in(lot, category("laptop"), mass_g=2_500, by=supervisor)

    with django_assert_max_num_queries(22):
        assert len(client.get(reverse("corrections:list")).context["groups"]) == 2
