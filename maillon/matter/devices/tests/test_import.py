"""Devices come in a spreadsheet: from the file to the lot, and back when it was a mistake."""

import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillon.ground.files import queries as files
from maillon.ground.imports import jobs
from maillon.ground.imports.models import Import, ImportLine, LearntColumn
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.jobs import DEVICES
from maillon.matter.devices.models import Device, Label
from maillon.matter.ledger.models import Account, Movement, Stock
from maillon.matter.ledger.queries import stock_faults
from maillon.matter.lots import actions as lots
from tests.factories import a_lot, a_member, a_network

pytestmark = pytest.mark.django_db
HEADS = "Type;Marque;Modèle;N° de série;Poids;RAM;Batterie"


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


@pytest.fixture
def lot(technician):
    return a_lot(technician, counts={"laptop": 10, "monitor": 4})


def send(client, lot, text, *, name="portables.csv", former=None):
    """Send the file; returns its import, or the page that says why not."""
    data = text if isinstance(text, bytes) else text.encode()
    asked = {"id": str(uuid.uuid4()), "file": SimpleUploadedFile(name, data)}
    if not former:
        asked["target"] = str(lot.pk)
    address = "/importer/appareils/" + (f"?corrige={former.pk}" if former else "")
    answer = client.post(address, asked)
    if answer.status_code != 302:
        return answer
    return Import.objects.get(pk=answer.url.split("/")[3])


def match(client, sheet):
    """Keep the columns as they are proposed."""
    page = client.get(f"/importer/appareils/{sheet.pk}/colonnes/")
    chosen = {name: str(index) for name, index in sheet.columns.items()}
    answer = client.post(f"/importer/appareils/{sheet.pk}/colonnes/", chosen)
    assert page.status_code == 200
    assert answer.url == f"/importer/appareils/{sheet.pk}/verifier/"


def accept(client, sheet):
    client.post(f"/importer/appareils/{sheet.pk}/accepter/")
    jobs.run(sheet.pk, {"appareils": DEVICES})
    sheet.refresh_from_db()
    return sheet


def bring_in(client, lot, text, **more):
    sheet = send(client, lot, text, **more)
    match(client, sheet)
    return accept(client, sheet)


def test_a_file_becomes_devices_by_the_same_rules_as_one_by_one(
    client, technician, lot, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sheet = bring_in(
            client,
            lot,
            f"{HEADS}\nPC portable;Lenovo;ThinkPad T480;PF1ABCDE;1,78 kg;8 Go;83 %\nÉcran;Dell;P2419H;CN0ABC12;;;\n",
        )

    laptop, monitor = Device.objects.order_by("serial").reverse()
    assert (laptop.category_id, laptop.title, laptop.mass_g, laptop.mass_source) == (
        "laptop", "Lenovo ThinkPad T480", 1780, "measured",
    )  # fmt: skip
    assert (laptop.ram_mib, laptop.battery_pct, laptop.state, laptop.holder) == (8192, 83, "received", lot.holder)
    assert (monitor.mass_g, monitor.mass_source) == (monitor.category.default_mass_g, "default")
    assert Label.objects.get(code=laptop.label).device == laptop
    assert Entry.objects.filter(verb="devices.take_in", subject=laptop.pk).get().data["lot"] == lot.reference
    assert Movement.objects.filter(device=laptop.pk, target=Account.DEVICES).get().mass_g == 1780
    assert list(stock_faults()) == []
    lot.refresh_from_db()
    assert lot.state == "sorting"
    assert (sheet.state, sheet.written, sheet.rejected, files.of(sheet).count()) == ("done", 2, 0, 0)
    assert "Voir les appareils" in client.get(f"/importer/appareils/{sheet.pk}/suivre/").content.decode()


def test_nothing_is_written_before_it_is_accepted(client, technician, lot):
    sheet = send(client, lot, f"{HEADS}\nportable;HP;840;5CG1234ABC;;;\n")
    match(client, sheet)
    page = client.get(f"/importer/appareils/{sheet.pk}/verifier/").content.decode()

    assert "1 appareil prêt à être écrit" in page
    assert "5CG1234ABC" in page
    assert not Device.objects.exists()
    client.post(f"/importer/appareils/{sheet.pk}/abandonner/")
    assert Import.objects.get().state == "abandoned"
    assert not Device.objects.exists()


def test_each_wrong_line_says_why_and_the_right_ones_do_not_wait(client, technician, lot):
    known = devices.take_in(lot, lot.counts.get(category="laptop").category, by=technician)
    Device.objects.filter(pk=known.pk).update(serial="PF1ABCDE")
    sheet = send(
        client,
        lot,
        f"{HEADS}\nportable;HP;840;5CG1234ABC;;;\nGrille-pain;;;;;;\n;Dell;;;;;\nportable;;;pf1abcde;;;\n"
        "portable;;;5CG1234ABC;;;\nportable;;;;120 kg;;\nportable;;;;lourd;;\nportable;;;;;beaucoup;\nportable;;;;;;150 %\n",
    )
    match(client, sheet)

    page = client.get(f"/importer/appareils/{sheet.pk}/verifier/")
    said = {line.number: " ".join(line.faults) for line in page.context["checked"].wrong}
    assert "cette catégorie n’est pas connue" in said[3]
    assert said[4] == "Catégorie : rien n’est écrit."
    assert f"déjà en stock, sous l’étiquette {known.label}" in said[5]
    assert said[6] == "Numéro de série : « 5CG1234ABC » est déjà à la ligne 2."
    assert "120" in said[7]
    assert "« lourd »" in said[8]
    assert "« beaucoup »" in said[9]
    assert "150" in said[10]
    assert accept(client, sheet).written == 1
    assert ImportLine.objects.filter(thing=None).count() == 8


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_lines_in_error_come_back_corrected_and_nothing_is_written_twice(client, technician, lot, format):
    first = bring_in(client, lot, f"{HEADS}\nportable;HP;840;;;;\nGrille-pain;Moulinex;;;;;\nécran;=Dell;;;;;\n")
    wrong = client.get(f"/importer/appareils/{first.pk}/a-corriger.{format}")
    data = wrong.content
    if format == "csv":
        text = data.decode("utf-8-sig")
        assert text.splitlines()[0].startswith("Ligne;À corriger;Type;Marque")
        data = text.replace("Grille-pain", "Tablette").encode()
    else:
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert book.active["C2"].value == "Grille-pain"
        book.active["C2"] = "Tablette"
        out = io.BytesIO()
        book.save(out)
        data = out.getvalue()

    second = bring_in(client, lot, data, name=f"corrige.{format}", former=first)

    assert (second.written, second.known, second.rejected) == (1, 0, 0)
    assert sorted(Device.objects.values_list("category", flat=True)) == ["laptop", "monitor", "tablet"]
    whole = bring_in(
        client, lot, f"{HEADS}\nportable;HP;840;;;;\ntablette;;;;;;\nécran;;;;;;\nportable;;;;;;", former=first
    )
    assert (whole.written, whole.known) == (1, 3)
    assert Device.objects.count() == 4


def test_the_same_file_twice_is_one_import(client, technician, lot):
    text = f"{HEADS}\nportable;HP;840;;;;\n"
    first = bring_in(client, lot, text)

    again = send(client, lot, text)

    assert again == first
    assert Device.objects.count() == 1
    client.post(f"/importer/appareils/{first.pk}/accepter/")
    jobs.run(first.pk, {"appareils": DEVICES})
    assert Device.objects.count() == 1


def test_an_import_cut_in_the_middle_goes_on_where_it_was(client, technician, lot, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 3)
    sheet = send(client, lot, "Type;Marque\n" + "portable;HP\n" * 8)
    match(client, sheet)
    client.post(f"/importer/appareils/{sheet.pk}/accepter/")
    write, calls = jobs.actions.write, []

    def killed(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return write(*args, **kwargs)

    with monkeypatch.context() as context:
        context.setattr(jobs.actions, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.run(sheet.pk, {"appareils": DEVICES})
    assert Device.objects.count() == 6
    page = client.get(f"/importer/appareils/{sheet.pk}/suivre/")
    assert page["Refresh"] == "2"
    assert "6 sur 8" in page.content.decode()
    Import.objects.update(moved_at="2026-01-01T00:00Z")
    taken_up = []

    assert jobs.resume(taken_up.append) == 1
    assert jobs.resume(taken_up.append) == 0
    jobs.run(uuid.UUID(taken_up[0]), {"appareils": DEVICES})

    sheet.refresh_from_db()
    assert (Device.objects.count(), sheet.state, sheet.written) == (8, "done", 8)
    assert list(stock_faults()) == []


def test_a_lot_closed_meanwhile_stops_the_import_with_the_reason(client, technician, lot):
    sheet = send(client, lot, "Type\nportable\n")
    match(client, sheet)
    client.post(f"/importer/appareils/{sheet.pk}/accepter/")
    lots.close(lot, reason="rien", by=technician)

    jobs.run(sheet.pk, {"appareils": DEVICES})

    page = client.get(f"/importer/appareils/{sheet.pk}/suivre/").content.decode()
    assert "est rendu" in page
    assert "Reprendre" in page
    assert not Device.objects.exists()


def test_an_error_of_ours_stops_the_import_and_it_can_go_on(client, technician, lot, monkeypatch):
    sheet = send(client, lot, "Type\nportable\n")
    match(client, sheet)
    client.post(f"/importer/appareils/{sheet.pk}/accepter/")
    with monkeypatch.context() as context:
        context.setattr(jobs.queries, "lines", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            jobs.run(sheet.pk, {"appareils": DEVICES})

    assert "Une erreur du site" in client.get(f"/importer/appareils/{sheet.pk}/suivre/").content.decode()
    assert accept(client, sheet).written == 1


def test_an_import_is_undone_as_long_as_nothing_happened(client, technician, lot):
    printed = devices.print_labels(1, by=technician)[0]
    before = list(Stock.objects.filter(account=Account.UNSORTED).values_list("units", "mass_g"))
    sheet = bring_in(client, lot, f"Type;Étiquette;Poids\nportable;{printed.code};1,5\nportable;;\n")
    assert Device.objects.filter(label=printed.code).exists()

    client.post(f"/importer/appareils/{sheet.pk}/annuler/")

    sheet.refresh_from_db()
    assert (sheet.state, Device.objects.count(), Label.objects.filter(device=None).count()) == ("undone", 0, 2)
    assert list(Stock.objects.filter(account=Account.UNSORTED).values_list("units", "mass_g")) == before
    assert list(stock_faults()) == []
    again = bring_in(client, lot, f"Type;Étiquette;Poids\nportable;{printed.code};1,5\nportable;;\n")
    assert (again.pk != sheet.pk, again.written) == (True, 2)


def test_an_import_that_was_worked_on_is_not_undone(client, technician, lot):
    sheet = bring_in(client, lot, "Type\nportable\nportable\n")
    moved = Device.objects.first()
    devices.sort(moved.pk, by=technician)

    page = client.post(f"/importer/appareils/{sheet.pk}/annuler/", follow=True).content.decode()

    assert f"Il est arrivé quelque chose depuis à {moved.label}" in page
    assert Device.objects.count() == 2


def test_a_label_is_refused_unless_it_is_printed_here_and_free(client, technician, lot):
    used = devices.take_in(lot, lot.counts.get(category="laptop").category, by=technician)
    sheet = send(client, lot, f"Type;Étiquette\nportable;{used.label}\nportable;OGO-7F3-K2P-E\nportable;ABC\n")
    match(client, sheet)

    said = [line.faults[0] for line in client.get(f"/importer/appareils/{sheet.pk}/verifier/").context["checked"].wrong]

    assert "est déjà sur un appareil" in said[0]
    assert len(said) == 3


def test_the_columns_matched_by_hand_are_proposed_the_next_time(client, technician, lot):
    sheet = send(client, lot, "Machin;Bidule\nportable;Lenovo\n")
    assert sheet.columns == {}
    page = client.post(f"/importer/appareils/{sheet.pk}/colonnes/", {"category": ""})
    assert "Choisissez la colonne qui dit" in page.content.decode()
    client.post(f"/importer/appareils/{sheet.pk}/colonnes/", {"category": "0", "manufacturer": "1"})

    assert send(client, lot, "Machin;Bidule\nportable;Dell\n").columns == {"category": 0, "manufacturer": 1}
    assert set(LearntColumn.objects.values_list("network", flat=True)) == {technician.network_id}


def test_one_column_is_not_two_things(client, technician, lot):
    sheet = send(client, lot, "Type;Nom\nportable;x\n")

    page = client.post(f"/importer/appareils/{sheet.pk}/colonnes/", {"category": "0", "model": "1", "serial": "1"})

    assert "Cette colonne est choisie deux fois" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("vide.csv", b"", "Ce fichier est vide"),
        ("a.pdf", b"%PDF-1.7 rien", "C’est un PDF, pas un tableau"),
        ("vieux.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "ancien classeur Excel"),
        ("coupe.xlsx", b"PK\x03\x04" + b"abc" * 40, "abîmé ou incomplet"),
        ("gros.csv", b"a;b\n" * 5_100_000, "plus de 20 Mo"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field(client, technician, lot, name, data, said):
    page = send(client, lot, data, name=name)

    assert page.status_code == 422
    assert said in page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert not Import.objects.exists()


def test_another_network_s_import_does_not_exist(client, technician, lot):
    sheet = send(client, lot, "Type\nportable\n")
    client.force_login(a_member(Role.COORDINATOR, network=a_network()).user)

    assert client.get(f"/importer/appareils/{sheet.pk}/verifier/").status_code == 404
    assert client.post(f"/importer/appareils/{sheet.pk}/accepter/").status_code == 404


def test_a_lot_of_another_network_is_no_target(client, technician):
    other = a_lot(a_member(Role.TECHNICIAN))

    page = send(client, other, "Type\nportable\n")

    assert page.status_code == 422


def test_who_may_not_take_in_may_not_import(client):
    client.force_login(a_member(Role.PRESCRIBER).user)

    assert client.get("/importer/appareils/").status_code == 403
    assert client.get("/importer/licornes/").status_code == 404


def test_a_model_to_fill_is_read_back(client, technician, lot):
    data = client.get("/importer/appareils/modele.xlsx").content

    sheet = bring_in(client, lot, data, name="modele.xlsx")

    assert Device.objects.get().title == "Lenovo ThinkPad T480"
    assert sheet.written == 1
