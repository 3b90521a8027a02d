"""What came against what should have: a company's list of 120 machines, the seals, the mass, and the reasons."""

import csv
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from maillon.common.actors import Bearer
from maillon.common.errors import Forbidden, Refused
from maillon.common.tests.reading import pages
from maillon.desk.jobs import KINDS
from maillon.giving.donations import actions as donations
from maillon.giving.donations.models import Offer
from maillon.giving.donations.policy import FOLLOW
from maillon.giving.donations.tests.test_offer import typed
from maillon.giving.donors.queries import of_lot, space_path
from maillon.giving.receptions import actions, queries
from maillon.giving.receptions.models import ListedUnit, Reception
from maillon.giving.rounds import actions as rounds
from maillon.giving.rounds.actions.driving import Weighed
from maillon.ground.imports.jobs import run
from maillon.ground.imports.models import Import
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure.tasks import certificate_pdf
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Lot
from tests.factories import a_device, a_lot, a_member, an_organisation, category
from tests.machines import nwipe, smartctl
from tests.rounds import a_fleet

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician():
    return a_member(Role.TECHNICIAN, Role.MANAGER)


def machines(count: int) -> str:
    """The inventory of a company: laptops, each with its numbers."""
    lines = [f"Portable;Lenovo;ThinkPad T480;PF{rank:05d}X;INV-{rank:04d};12/03/2019" for rank in range(count)]
    return "\n".join(["Type;Fabricant;Modèle;N° de série;N° d’inventaire;Date d’achat", *lines]) + "\n"


def unit(serial: str, **said) -> devices.Unit:
    return devices.Unit(id=uuid.uuid4(), category=category("laptop"), model="ThinkPad T480", serial=serial, **said)


def a_listed_lot(technician, *, arrived: int = 2) -> Lot:
    """Three laptops listed, two counted and entered."""
    lot = a_lot(technician, counts={"laptop": arrived})
    actions.list_units(
        lot.pk,
        [
            ListedUnit(line=rank, category=category("laptop"), model="T480", serial=f"PF{rank:05d}X")
            for rank in (1, 2, 3)
        ],
        by=technician,
    )
    devices.take_in_many(lot.pk, [unit(f"PF{rank:05d}X") for rank in range(1, arrived + 1)], by=technician)
    return lot


def test_a_company_offers_120_machines_with_their_list_and_reads_which_came(client):
    coordinator = a_member(Role.COORDINATOR, Role.TECHNICIAN)
    network = coordinator.network
    inventory = SimpleUploadedFile("parc.csv", machines(120).encode())
    client.post(f"/r/{network.slug}/donner/", typed(units_laptop="", inventory=inventory))
    offer = Offer.objects.get()
    assert offer.announced.count() == 120
    donations.accept(offer.pk, regime="don_sans_recu", by=coordinator)
    donations.consent(offer.pk, name="Anne Le Goff", capacity="gérante", by=Bearer(purpose=FOLLOW, actor_id=offer.pk))
    client.force_login(coordinator.user)
    received = {
        "id": str(uuid.uuid4()), "weighed": "190", "received_on": str(timezone.localdate()), "units_laptop": "118",
        "site": str(network.head.sites.get().pk),
    }  # fmt: skip
    client.post(f"/dons/{offer.pk}/recevoir/", received)
    lot = Lot.objects.get()
    came = [unit(f"PF{rank:05d}X") for rank in range(110)]
    came += [unit("", asset_tag=f"inv {rank:04d}") for rank in range(110, 115)]
    came += [unit("") for _ in range(2)]
    came += [unit("ZZ99999Z")]
    devices.take_in_many(lot.pk, came, by=coordinator)

    page = client.get(f"/lots/{lot.pk}/reception/").content.decode()
    tally = queries.tally(lot)

    assert (tally.announced, tally.received, tally.missing, tally.unexpected) == (120, 117, 3, 1)
    assert "série PF00119X, inventaire INV-0119" in page
    assert client.post(f"/lots/{lot.pk}/clore/", {"reason": "vite"}).status_code == 200
    refused = client.post(f"/lots/{lot.pk}/reception/conclure/", {"conclude": "1"})
    assert refused.status_code == 200
    assert "4 écarts sont sans motif" in refused.content.decode()
    mine = {tally.gaps[0].name: "Gardée par le service comptable", "rest": "Parties au rebut avant notre passage"}
    client.post(f"/lots/{lot.pk}/reception/conclure/", {"conclude": "1", **mine})
    lot.refresh_from_db()
    assert lot.state == Lot.State.CLOSED
    table = client.get(f"/lots/{lot.pk}/reception/reception.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert [row["Motif"] for row in rows if row["Résultat"] == "Manquant"] == [
        "Gardée par le service comptable",
        "Parties au rebut avant notre passage",
        "Parties au rebut avant notre passage",
    ]
    assert sum(row["Reconnu par"] == "numéro d’inventaire" for row in rows) == 5
    (letter,) = Message.objects.filter(subject=f"Lot {lot.reference} : ce qui est arrivé")
    assert letter.to == "anne@legoff.example"
    assert "117 sont arrivés et 3 manquent" in letter.body
    assert "Gardée par le service comptable" in letter.body
    follow = client.get(space_path(lot.donor)).content.decode()
    mine = client.get(f"{space_path(lot.donor)}lots/{lot.pk}/").content.decode()
    assert lot.reference in follow
    assert "Votre liste, et ce qui est arrivé" in mine
    assert "Gardée par le service comptable" in mine
    assert queries.told(queries.tally(lot)) == (
        "Sur les 120 de votre liste, 117 sont arrivés et 3 manquent ; 1 est arrivé sans y être."
    )


def test_the_balance_waits_until_each_difference_has_its_reason(technician):
    lot = a_listed_lot(technician)
    with pytest.raises(Refused, match="contrôlez sa réception"):
        lots.close(lot, reason="vite", by=technician)
    with pytest.raises(Refused, match="1 écart est sans motif"):
        actions.conclude(lot.pk, by=technician)

    (gap,) = queries.tally(lot).gaps
    closed = actions.conclude(lot.pk, reasons={gap.subject: "Gardé par le donateur"}, by=technician)

    assert closed.state == Lot.State.CLOSED
    assert [one.reason for one in queries.tally(closed).gaps] == ["Gardé par le donateur"]
    assert actions.conclude(lot.pk, by=technician) == closed


def test_a_list_is_handed_in_through_the_imports_and_taken_back_whole(client, technician):
    lot = a_lot(technician, counts={"laptop": 3})
    client.force_login(technician.user)
    sent = {"id": str(uuid.uuid4()), "target": str(lot.pk), "file": SimpleUploadedFile("l.csv", machines(3).encode())}
    client.post("/importer/listes/", sent)
    sheet = Import.objects.get()
    client.post(f"/importer/listes/{sheet.pk}/accepter/")
    run(sheet.pk, KINDS)

    assert queries.tally(lot).missing == 3
    actions.point(lot.pk, "inv-0001", by=technician)
    with pytest.raises(Refused, match="déjà pointées"):
        actions.unlist(ListedUnit.objects.values_list("pk", flat=True), by=technician)
    ListedUnit.objects.update(seen=0)
    assert actions.unlist(ListedUnit.objects.values_list("pk", flat=True), by=technician) == 3


def test_a_number_read_on_a_machine_points_at_its_line_once(technician):
    lot = a_listed_lot(technician)

    assert actions.point(lot.pk, "pf00003x", by=technician).line == 3
    actions.point(lot.pk, "PF00003X", by=technician)

    assert queries.tally(lot).missing == 0
    with pytest.raises(Refused, match="aucune ligne"):
        actions.point(lot.pk, "INCONNU", by=technician)


def test_a_lot_weighed_again_differs_until_it_is_explained(technician):
    lot = a_lot(technician, counts={"laptop": 1}, weighed_g=2000)
    devices.take_in(lot, category("laptop"), mass_g=1900, by=technician)
    actions.weigh(lot.pk, 1950, by=technician)

    (gap,) = queries.tally(lot).gaps
    assert gap.told == "0,05\N{NO-BREAK SPACE}kg de moins qu’au bon"
    actions.explain(lot.pk, {"mass": "Balance du camion"}, by=technician)
    actions.weigh(lot.pk, 1960, by=technician)
    assert not queries.tally(lot).gaps[0].reason, "what explained another mass explains this one no more"


def test_seals_noted_at_the_loading_are_looked_at_on_arrival():
    fleet = a_fleet()
    stop = fleet.sent(1).stops.get()
    workshop = a_member(Role.TECHNICIAN, network=fleet.network, organisation=fleet.depot.organisation)
    done = rounds.collect(
        stop.pk, counts={category("laptop"): 12}, weighings=[Weighed(19_200)], signer="Loïc", on_paper=True,
        seals="SC-1, sc-1 ; SC-2", by=fleet.driver,
    )  # fmt: skip
    lot = done.lot
    assert queries.tally(lot).seals == [("SC-1", ""), ("SC-2", "")]
    devices.take_in_many(lot.pk, [unit("") for _ in range(12)], by=workshop)
    with pytest.raises(Refused, match="SC-1, SC-2"):
        actions.conclude(lot.pk, rest="rien", by=workshop)
    with pytest.raises(Refused, match="n’est pas noté au départ"):
        actions.look_at_seals(lot.pk, {"SC-9": "intact"}, by=workshop)

    actions.look_at_seals(lot.pk, {"SC-1": "intact", "SC-2": "broken"}, by=workshop)

    assert [gap.subject for gap in queries.tally(lot).gaps] == ["seal:SC-2"]
    assert actions.conclude(lot.pk, rest="Rompu par la sangle", by=workshop).state == Lot.State.CLOSED


def test_the_logs_of_a_donor_are_checked_like_ours_and_attached_to_their_disk(client, technician):
    network = technician.network
    logs = [SimpleUploadedFile("a.log", nwipe("SN000001X")), SimpleUploadedFile("b.log", nwipe("SN000002X"))]
    client.post(f"/r/{network.slug}/donner/", typed(units_laptop="3", logs=logs))
    refused = client.post(
        f"/r/{network.slug}/donner/", typed(logs=SimpleUploadedFile("c.log", b"rien"), contact_name="B")
    )
    assert "c.log" in refused.content.decode()
    offer = Offer.objects.get()
    coordinator = a_member(Role.COORDINATOR, Role.TECHNICIAN, network=network)
    donations.accept(offer.pk, regime="don_sans_recu", by=coordinator)
    lot = donations.receive(
        offer.pk, holder=network.head, received_on=timezone.localdate(), weighed_g=4_800,
        counts={category("laptop"): 3}, by=coordinator,
    )  # fmt: skip
    clean, failed, ours = (a_device(coordinator, state=State.TO_ERASE, lot=lot) for _ in range(3))
    for rank, device in enumerate((clean, failed, ours), start=1):
        devices.identify(device.pk, smartctl(f"SN00000{rank}X"), name="smart.json", by=coordinator)
    client.force_login(coordinator.user)
    broken = SimpleUploadedFile("d.log", nwipe("SN000003X", status="-FAILED-"))
    client.post(f"/lots/{lot.pk}/reception/journaux/", {"logs": [broken]})

    states = {device.pk: Device.objects.get(pk=device.pk).state for device in (clean, failed, ours)}
    assert states == {clean.pk: State.ERASED, failed.pk: State.ERASED, ours.pk: State.TO_ERASE}
    assert client.get(f"/lots/{lot.pk}/reception/").content.decode().count("Journal vérifié") == 2
    assert (
        "Effacé par le donateur, journal vérifié" in client.get(f"/appareils/{clean.pk}/effacement/").content.decode()
    )
    certificate = " ".join(" ".join(pages(certificate_pdf(erasure.certify(clean.pk, by=coordinator)))).split())
    assert "le donateur, son journal vérifié par l’atelier" in certificate
    assert actions.take_logs(lot.pk, [], by=coordinator) == []


def test_furniture_is_counted_and_weighed_without_erasure_from_the_offer_to_the_outcome(client, technician):
    network = technician.network
    sent = typed(units_laptop="", units_chair="12", units_cabinet="2", data="removed")
    client.post(f"/r/{network.slug}/donner/", sent)
    offer = Offer.objects.get()
    assert offer.summary == "12 chaises et sièges, 2 armoires et caissons"
    coordinator = a_member(Role.COORDINATOR, Role.TECHNICIAN, network=network)
    donations.accept(offer.pk, regime="don_sans_recu", by=coordinator)
    lot = donations.receive(
        offer.pk, holder=network.head, received_on=timezone.localdate(), weighed_g=185_000,
        counts={category("chair"): 11, category("cabinet"): 2}, by=coordinator,
    )  # fmt: skip
    with pytest.raises(Refused, match="en vrac"):
        devices.take_in(lot, category("chair"), by=technician)
    actions.begin(lot.pk, by=technician)
    (gap,) = queries.tally(lot).gaps
    assert (gap.subject, gap.told) == ("count:chair", "12 annoncés, 11 au bon, 11 entrés")
    closed = actions.conclude(lot.pk, reasons={"count:chair": "Une chaise gardée"}, rest="Palette", by=technician)

    outcome = of_lot(closed)
    assert [(one.category.pk, one.fate, one.units) for one in outcome.loose] == [
        ("chair", "progress", 11),
        ("cabinet", "progress", 2),
    ]
    assert sum(share.mass_g for share in outcome.shares) == 185_000
    assert not lot.devices.exists()


def test_only_those_who_handle_the_lot_check_it_and_a_stranger_sees_nothing(client, technician):
    lot = a_listed_lot(technician)
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    with pytest.raises(Forbidden):
        actions.explain(lot.pk, {}, by=neighbour)
    client.force_login(neighbour.user)
    assert client.get(f"/lots/{lot.pk}/reception/").status_code == 404
    client.force_login(a_member(Role.TECHNICIAN).user)
    assert client.post(f"/lots/{lot.pk}/reception/conclure/").status_code == 404


def test_the_page_of_a_long_list_asks_the_database_no_more(client, technician, django_assert_max_num_queries):
    lot = a_lot(technician, counts={"laptop": 90})
    units = [ListedUnit(line=rank, category=category("laptop"), serial=f"PF{rank:05d}X") for rank in range(90)]
    actions.list_units(lot.pk, units, by=technician)
    devices.take_in_many(lot.pk, [unit(f"PF{rank:05d}X") for rank in range(30)], by=technician)
    client.force_login(technician.user)

    with django_assert_max_num_queries(22):
        page = client.get(f"/lots/{lot.pk}/reception/?ecarts=2&page=2").content.decode()

    assert "41 à 61 sur 61 écarts" in page
    assert Reception.objects.count() == 1
