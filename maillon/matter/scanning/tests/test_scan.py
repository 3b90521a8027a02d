"""`/scanner/scans/`: one scan of a series, and its answer."""

import uuid

import pytest

from maillon.common.models import new_id
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, Label, State
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Movement, Stock
from maillon.matter.ledger.queries import stock_faults
from maillon.matter.lots import actions as lots
from maillon.matter.scanning.models import Scan
from tests.factories import a_device, a_lot, a_member, an_organisation, category

pytestmark = pytest.mark.django_db
URL = "/scanner/scans/"


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


@pytest.fixture
def shelf(technician):
    [site] = technician.organisation.sites.all()
    zone = ledger.open_location(site, name="Réserve", by=technician)
    return ledger.open_location(site, name="B3", parent=zone, by=technician)


@pytest.fixture
def send(client):
    def sent(card, code, **more):
        body = {"id": str(new_id()), "card": card, "code": code, "at": "2026-03-02T09:00:00Z", **more}
        answer = client.post(URL, body, content_type="application/json")
        return {"status": answer.status_code, **answer.json()}

    return sent


def a_label(by):
    return devices.print_labels(1, by=by)[0].code


def test_a_free_label_becomes_a_device_of_the_lot(send, technician):
    lot = a_lot(technician, counts={"monitor": 2})
    label = a_label(technician)

    answer = send(f"lot.{lot.reference}.monitor", f"https://maillon.example/d/{label}")

    device = Device.objects.get(label=label)
    assert (answer["result"], device.lot, device.category_id) == ("done", lot, "monitor")
    assert answer["sentence"] == f"{label} reçu dans le lot {lot.reference}."
    assert answer["device"]["label"] == label
    assert answer["undo"]


def test_the_same_scan_sent_twice_changes_nothing_and_says_the_same(send, technician):
    lot = a_lot(technician)
    label, id = a_label(technician), str(new_id())

    first = send(f"lot.{lot.reference}.laptop", label, id=id)
    second = send(f"lot.{lot.reference}.laptop", label, id=id)

    assert first == second
    assert Device.objects.count() == Scan.objects.count() == 1


def test_a_label_scanned_twice_is_said_to_be_already_there(send, technician):
    lot = a_lot(technician)
    label = a_label(technician)
    send(f"lot.{lot.reference}.laptop", label)

    answer = send(f"lot.{lot.reference}.laptop", label)

    assert (answer["result"], answer["undo"]) == ("already", None)
    assert Device.objects.count() == 1


def test_a_label_of_another_lot_is_to_be_looked_at(send, technician):
    device = a_device(technician)
    lot = a_lot(technician)

    answer = send(f"lot.{lot.reference}.laptop", device.label)

    assert answer["result"] == "refused"
    assert device.lot.reference in answer["sentence"]


def test_a_device_is_placed_then_already_there(send, technician, shelf):
    device = a_device(technician)
    card = f"lieu.{shelf.code}"

    assert send(card, device.label)["sentence"] == f"{device.label} rangé en B3."
    assert send(card, device.label)["result"] == "already"

    device.refresh_from_db()
    assert (device.location, device.site) == (shelf, shelf.site)


def test_moving_says_where_it_was(send, technician, shelf):
    other = ledger.open_location(shelf.site, name="A1", parent=shelf.parent, by=technician)
    device = a_device(technician)
    send(f"lieu.{shelf.code}", device.label)

    assert "était en B3" in send(f"lieu.{other.code}", device.label)["sentence"]


def test_a_device_may_be_scanned_by_its_serial_number(send, technician, shelf):
    device = a_device(technician)
    Device.objects.filter(pk=device.pk).update(serial="PF1A2B3C")

    assert send(f"lieu.{shelf.code}", "pf1a2b3c")["device"]["label"] == device.label


def test_sorting_in_series_leads_to_erasure(send, technician):
    laptop = a_device(technician)
    screen = a_device(technician, slug="monitor")

    assert "à effacer" in send("effacer", laptop.label)["sentence"]
    assert "sans mémoire" in send("effacer", screen.label)["sentence"]
    assert send("effacer", laptop.label)["result"] == "already"
    assert set(Device.objects.values_list("state", flat=True)) == {State.TO_ERASE, State.ERASED}


@pytest.mark.parametrize(("card", "aside"), [("demanteler", "parts"), ("recycler", "waste")])
def test_what_is_set_aside_says_so_and_keeps_no_promise(send, technician, card, aside):
    received = a_device(technician)
    ready = a_device(technician, state=State.READY)

    assert send(card, received.label)["result"] == "done"
    assert send(card, ready.label)["result"] == "done"
    assert send(card, ready.label)["result"] == "already"

    assert set(Device.objects.values_list("state", "aside")) == {(State.SORTED, aside), (State.IN_REPAIR, aside)}


def test_a_device_set_aside_may_be_kept_for_reuse_after_all(send, technician):
    device = a_device(technician)
    send("demanteler", device.label)

    assert send("effacer", device.label)["result"] == "done"

    device.refresh_from_db()
    assert (device.state, device.aside) == (State.TO_ERASE, "")


def test_what_is_erased_and_checked_is_ready_with_its_grade(send, technician):
    device = a_device(technician, state=State.IN_REPAIR)

    answer = send("pret.fine", device.label)

    device.refresh_from_db()
    assert (answer["result"], device.state) == ("done", State.READY)
    assert f"grade {device.get_grade_display()}" in answer["sentence"]


def test_what_is_not_erased_is_never_ready(send, technician):
    device = a_device(technician, state=State.TO_ERASE)

    answer = send("pret.fine", device.label)

    assert answer["result"] == "refused"
    assert "n’est pas effacé" in answer["sentence"]
    assert Device.objects.get().state == State.TO_ERASE


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zzz", "n’est pas un code d’étiquette"),
        ("\x00\x1d<script>", "n’est pas un code"),
        ("x" * 299, "n’est pas un code"),
    ],
)
def test_an_unknown_code_is_told_from_one_already_scanned(send, technician, code, words):
    answer = send("effacer", code)

    assert answer["result"] == "unknown"
    assert words in answer["sentence"]
    assert answer["device"] is None


def test_a_label_not_yet_used_asks_for_the_card_of_its_lot(send, technician):
    answer = send("effacer", a_label(technician))

    assert answer["result"] == "unknown"
    assert "étiquette neuve" in answer["sentence"]


def test_the_labels_of_others_are_not_ours(send, technician, shelf):
    foreign = a_device(a_member(Role.TECHNICIAN))
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    next_door = a_device(neighbour)

    assert send(f"lieu.{shelf.code}", foreign.label)["result"] == "unknown"
    answer = send(f"lieu.{shelf.code}", next_door.label)

    assert (answer["result"], answer["device"]) == ("refused", None)
    assert not Device.objects.exclude(location=None).exists()


@pytest.mark.parametrize(
    "card",
    ["", "x", "lot.2026-999", "lot.x.laptop", "lieu.TAAAA-2X6-JZX-9", "inventaire.0", "pret", "pret.x", "a" * 90],
)
def test_a_card_that_means_nothing_is_a_sentence(send, technician, card):
    answer = send(card, a_device(technician).label)

    assert answer["result"] == "refused"
    assert answer["sentence"]
    assert Scan.objects.count() == 0


def test_a_body_that_is_no_scan_is_a_sentence(client, technician):
    for body in ("{", "[1]", '{"id": 4, "card": {}, "code": []}'):
        answer = client.post(URL, body, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["sentence"]


def test_those_who_do_not_handle_devices_are_forbidden(client):
    prescriber = a_member(Role.PRESCRIBER)
    client.force_login(prescriber.user)
    technician = a_member(Role.TECHNICIAN, network=prescriber.network)
    device = a_device(technician)

    answer = client.post(
        URL, {"id": str(uuid.uuid4()), "card": "effacer", "code": device.label}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["result"]) == (403, "refused")
    assert client.get("/scanner/serie/effacer/").status_code == 403
    assert Device.objects.get().state == State.RECEIVED


def test_an_identifier_of_someone_else_is_not_answered(send, client, technician):
    device = a_device(technician)
    id = str(new_id())
    send("effacer", device.label, id=id)
    other = a_member(Role.TECHNICIAN, network=technician.network)
    client.force_login(other.user)

    assert send("effacer", device.label, id=id)["status"] == 403


def test_scanning_a_card_in_a_series_arms_it(send, technician, shelf):
    answer = send("effacer", "https://maillon.example/scanner/serie/demanteler/")
    assert (answer["result"], answer["go"]) == ("armed", "/scanner/serie/demanteler/")

    answer = send("effacer", f"https://maillon.example/e/{shelf.code}")
    assert answer["go"] == f"/scanner/serie/lieu.{shelf.code}/"


def test_a_clock_in_the_future_is_not_believed(send, technician):
    device = a_device(technician)

    send("effacer", device.label, at="2999-01-01T00:00:00Z")

    scan = Scan.objects.get()
    assert scan.at <= scan.created_at


def test_an_intake_is_taken_back_by_a_counter_entry(send, client, technician):
    lot = a_lot(technician)
    label = a_label(technician)
    answer = send(f"lot.{lot.reference}.laptop", label)

    undone = client.post(answer["undo"], headers={"Accept": "application/json"})

    assert undone.json()["undone"] is True
    assert not Device.objects.exists()
    assert Label.objects.get(code=label).device is None
    assert list(Movement.objects.filter(target=Account.DEVICES).values_list("units", flat=True)) == [1, -1]
    assert Stock.objects.get(account=Account.DEVICES).units == 0
    assert list(stock_faults()) == []
    assert send(f"lot.{lot.reference}.laptop", label)["result"] == "done"


@pytest.mark.parametrize("card", ["effacer", "demanteler", "pret.fine", "lieu"])
def test_each_act_is_taken_back(send, client, technician, shelf, card):
    device = a_device(technician, state=State.IN_REPAIR if card == "pret.fine" else State.RECEIVED)
    before = Device.objects.values().get()
    answer = send(f"lieu.{shelf.code}" if card == "lieu" else card, device.label)
    assert answer["result"] == "done"

    client.post(answer["undo"])
    client.post(answer["undo"])

    assert Device.objects.values().get() == before
    assert Scan.objects.get().undone_at


def test_what_changed_since_is_not_taken_back(send, client, technician):
    device = a_device(technician)
    answer = send("effacer", device.label)
    devices.attest_no_medium(device.pk, reason="Emplacement vide", by=technician)

    undone = client.post(answer["undo"], headers={"Accept": "application/json"})

    assert undone.status_code == 409
    assert "a changé depuis" in undone.json()["sentence"]
    assert Device.objects.get().state == State.ERASED


def test_an_intake_is_not_taken_back_once_its_balance_is_given(send, client, technician):
    lot = a_lot(technician)
    answer = send(f"lot.{lot.reference}.laptop", a_label(technician))
    lots.close(lot, reason="Palette", by=technician)

    undone = client.post(answer["undo"], headers={"Accept": "application/json"})

    assert "Le bilan du lot" in undone.json()["sentence"]
    assert Device.objects.count() == 1


def test_nobody_takes_back_the_scan_of_another(send, client, technician):
    answer = send("effacer", a_device(technician).label)
    client.force_login(a_member(Role.TECHNICIAN, network=technician.network).user)

    assert client.post(answer["undo"]).status_code == 404


def test_without_javascript_the_page_says_what_was_done(client, technician, shelf):
    device = a_device(technician)
    url = f"/scanner/serie/lieu.{shelf.code}/"
    form = client.get(url).context["form"]
    sent = {"id": form["id"].value(), "card": form["card"].value(), "code": device.label}

    page = client.post(URL, sent, follow=True)
    again = client.post(URL, sent, follow=True)

    assert page.redirect_chain == [(url, 302)]
    for answer in (page, again):
        assert answer.context["series"].done == 1
        assert f"{device.label} rangé en B3" in answer.content.decode()
    undone = client.post(f"/scanner/scans/{Scan.objects.get().pk}/annuler/", follow=True)
    assert undone.context["series"].done == 0
    assert "Annulé" in undone.content.decode()


def test_without_javascript_an_empty_scan_is_said_beside_the_field(client, technician):
    page = client.post(URL, {"id": str(new_id()), "card": "effacer", "code": " "})

    assert "Rien n’a été lu" in page.content.decode()


def test_a_device_that_leaves_the_stock_stands_nowhere(technician, shelf):
    device = a_device(technician)
    devices.place(device.pk, shelf, by=technician)

    devices.recycle(device.pk, reason="Écran cassé", by=technician)

    assert Device.objects.get().location is None


def test_a_scan_asks_a_bounded_number_of_queries(send, technician, shelf, django_assert_max_num_queries):
    lot = a_lot(technician, counts={"laptop": 5, "monitor": 5})
    labels = [label.code for label in devices.print_labels(3, by=technician)]
    send(f"lot.{lot.reference}.laptop", labels[0])
    for label in labels[1:]:
        # PostgreSQL asks one more: the lock on the client-made id.
        with django_assert_max_num_queries(22):
            send(f"lot.{lot.reference}.laptop", label)
    with django_assert_max_num_queries(18):
        send(f"lieu.{shelf.code}", labels[0])


def test_the_category_of_the_lot_is_the_one_counted_most(client, technician):
    lot = a_lot(technician, counts={"laptop": 2, "monitor": 9})

    answer = client.get(f"/scanner/serie/lot.{lot.reference}/")

    assert answer.url == f"/scanner/serie/lot.{lot.reference}.{category('monitor').pk}/"
