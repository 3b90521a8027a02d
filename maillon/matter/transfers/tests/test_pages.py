"""The pages: who sees what, what a bad answer says, how many queries."""

import uuid

from django.test import Client

from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Account
from maillon.matter.scanning import actions as scanning
from maillon.matter.scanning.models import Scan
from maillon.matter.transfers import actions, queries
from maillon.matter.transfers.models import Agreement, Transfer
from tests.factories import a_device, a_lot, a_member, a_network, an_organisation, category


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def read(answer) -> str:
    return answer.content.decode()


def test_a_transfer_is_made_by_scan_sent_received_and_settled(pair):
    lot = a_lot(pair.sender, counts={"laptop": 5, "mouse": 4})
    first, second = (a_device(pair.sender, lot=lot, state=State.READY) for _ in range(2))
    here, there = signed_in(pair.sender), signed_in(pair.receiver)
    made = here.post("/transferts/nouveau/", {"id": uuid.uuid4(), "receiver": pair.adherent.pk, "agreement": "C-12"})
    url, transfer = made.url, Transfer.objects.get()
    for device in (first, second):
        assert scanning.scan(transfer.card_out, device.label, by=pair.sender).result == Scan.Result.DONE
    assert scanning.scan(transfer.card_out, first.label, by=pair.sender).result == Scan.Result.ALREADY
    here.post(f"{url}vrac/", {"accessories_mouse": 3})
    assert "Faire partir" in read(here.get(url))
    assert there.get(url).status_code == 404
    here.post(f"{url}envoyer/", {"agreement": "C-12", "agreed_on": "2026-01-12", "seals": "SC-7"})

    assert "Scanner ce qui arrive" in read(there.get(url))
    assert "Recevoir le transfert de" in read(there.get("/a-faire/"))
    assert there.get(f"/documents/{queries.waybill(transfer).pk}.pdf").content.startswith(b"%PDF")
    assert scanning.scan(transfer.card_in, first.label, by=pair.receiver).sentence.endswith("arrivé.")
    page = read(there.post(f"{url}recevoir/", {f"outcome_{second.pk.hex}": "missing"}))
    assert "dites pourquoi" in page
    bulk = transfer.bulks.get()
    sent = {
        "site": "",
        "seal_0": "intact",
        f"outcome_{first.pk.hex}": "received",
        f"outcome_{second.pk.hex}": "missing",
        f"reason_{second.pk.hex}": "Absent",
        f"units_{bulk.pk}": 3,
    }
    assert there.post(f"{url}recevoir/", sent).status_code == 302
    assert "Manquants à régler" in read(here.get(url))
    said = {f"outcome_{second.pk.hex}": "stayed", f"reason_{second.pk.hex}": "Retrouvé au quai"}
    here.post(f"{url}regler/", said)
    transfer.refresh_from_db()
    assert transfer.state == Transfer.State.CLOSED
    assert Device.objects.get(pk=first.pk).holder == pair.adherent
    assert str(lot.pk) not in read(there.get(f"/appareils/{first.pk}/")), "the lot of the sender is not the receiver's"
    assert "C-12" in read(there.get("/transferts/conventions/"))
    assert Agreement.objects.get().starts_on.isoformat() == "2026-01-12"
    assert "Retrouvé au quai" in here.get(f"{url}transfert.csv").content.decode("utf-8-sig")
    assert here.get(f"{url}transfert.ods").status_code == 200


def test_a_scan_of_the_list_and_of_the_reception_is_taken_back(pair):
    device = a_device(pair.sender)
    transfer = pair.listed()
    scanning.undo(scanning.scan(transfer.card_out, device.label, by=pair.sender).pk, by=pair.sender)
    assert not transfer.items.exists()
    actions.add(transfer.pk, device.pk, by=pair.sender)
    actions.send(transfer.pk, agreement="C", seals="S", by=pair.sender)
    scanned = scanning.scan(transfer.card_in, device.label, by=pair.receiver)
    scanning.undo(scanned.pk, by=pair.receiver)
    assert transfer.items.get().seen_at is None


def test_what_arrives_and_is_not_on_the_waybill_is_a_difference_to_settle(pair):
    device, other = a_device(pair.sender), a_device(pair.sender)
    transfer = pair.sent(device)
    scanned = scanning.scan(transfer.card_in, other.label, by=pair.receiver)
    assert (scanned.result, transfer.items.filter(expected=False).count()) == (Scan.Result.REFUSED, 1)
    assert "2 écarts avec le bon" in read(signed_in(pair.receiver).get(f"/transferts/{transfer.pk}/"))


def test_nobody_else_sees_a_transfer(pair):
    transfer = pair.sent(a_device(pair.sender))
    third = a_member(Role.LOGISTICIAN, network=pair.network, organisation=an_organisation("Tierce"))
    for stranger in (third, a_member(*Role.values, network=a_network())):
        client = signed_in(stranger)
        for path in ("", "transfert.csv"):
            assert client.get(f"/transferts/{transfer.pk}/{path}").status_code == 404
        assert client.post(f"/transferts/{transfer.pk}/recevoir/").status_code == 404


def test_bad_answers_say_what_to_do_and_keep_what_was_typed(pair):
    transfer, client = pair.listed(a_device(pair.sender, state=State.TO_ERASE)), signed_in(pair.sender)
    url = f"/transferts/{transfer.pk}/"
    page = read(client.post(f"{url}envoyer/", {"agreement": "Convention d’été", "seals": ""}))
    assert "contenant scellé" in page
    assert "Convention d’été" in page
    assert "n’est sur aucun appareil" in read(
        client.post(f"{url}ajouter/", {"codes": f"{pair.network.prefix}-AAA-AAA-A"})
    ) or ("étiquette" in read(client.post(f"{url}ajouter/", {"codes": "é" * 50})))
    assert client.post("/transferts/nouveau/", {"receiver": uuid.uuid4()}).status_code == 200
    assert client.get(f"{url}transfert.exe").status_code == 404


def test_the_list_asks_no_more_for_more_transfers(pair, django_assert_max_num_queries):
    client = signed_in(pair.sender)
    for _ in range(3):
        pair.sent(a_device(pair.sender))
    client.get("/transferts/")
    with django_assert_max_num_queries(12):
        client.get("/transferts/")


def test_one_transfer_asks_no_more_for_more_devices(pair, django_assert_max_num_queries):
    lot = a_lot(pair.sender, counts={"laptop": 12, "mouse": 4})
    transfer = pair.listed(*(a_device(pair.sender, lot=lot) for _ in range(8)))
    actions.count(transfer.pk, {(Account.ACCESSORIES, category("mouse")): 2}, by=pair.sender)
    client = signed_in(pair.sender)
    client.get(f"/transferts/{transfer.pk}/")
    with django_assert_max_num_queries(22):
        client.get(f"/transferts/{transfer.pk}/")
