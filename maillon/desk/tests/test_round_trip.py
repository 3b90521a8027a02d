"""What is taken out comes back in; and the other things that a spreadsheet brings."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillon.common import tables
from maillon.desk.jobs import KINDS, resume_imports, write_import
from maillon.ground.imports import jobs
from maillon.ground.imports.models import Import
from maillon.ground.organisations.models import Affiliation, Organisation, Role
from maillon.matter.devices.models import Device
from maillon.matter.ledger.queries import stock_faults
from maillon.matter.lots.models import Donor, Lot
from maillon.telling.impact.queries import faults
from tests.factories import PONTIVY, a_device, a_donor, a_lot, a_member, a_network

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"


@pytest.fixture
def coordinator(client):
    member = a_member(Role.COORDINATOR)
    client.force_login(member.user)
    return member


def bring_in(client, kind: str, text: str | bytes, *, target: object = None, leave: tuple[str, ...] = ()) -> Import:
    """Send, match as proposed but for the columns to leave, accept, write."""
    data = text if isinstance(text, bytes) else text.encode()
    asked = {"id": str(uuid.uuid4()), "file": SimpleUploadedFile("tableau.csv", data), "target": str(target or "")}
    sheet = Import.objects.get(pk=client.post(f"/importer/{kind}/", asked).url.split("/")[3])
    chosen = {name: str(index) for name, index in sheet.columns.items() if name not in leave}
    answer = client.post(f"/importer/{kind}/{sheet.pk}/colonnes/", chosen)
    assert answer.status_code == 302, answer.content.decode()
    client.post(f"/importer/{kind}/{sheet.pk}/accepter/")
    write_import.call(str(sheet.pk))
    sheet.refresh_from_db()
    return sheet


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_devices_taken_out_come_back_the_same_in_another_network(client, coordinator, format):
    for slug, facts in {
        "laptop": {"manufacturer": "Lenovo", "model": "ThinkPad T480", "serial": "PF1ABCDE", "ram_mib": 8192, "mass_g": 1780,
                   "mass_source": "measured", "cpu": "Core i5-8350U", "battery_pct": 83, "screen": "14 pouces"},
        "monitor": {"manufacturer": "=Éizo", "serial": "0012345", "known_defects": "pied ; cassé\n« un peu »"},
    }.items():  # fmt: skip
        Device.objects.filter(pk=a_device(coordinator, slug=slug).pk).update(**facts)
    data = b"".join(client.get(f"/exporter/appareils.{format}").streaming_content)
    elsewhere = a_member(Role.TECHNICIAN, network=a_network())
    lot = a_lot(elsewhere)
    client.force_login(elsewhere.user)

    sheet = bring_in(client, "appareils", data, target=lot.pk, leave=("label",))

    assert (sheet.written, sheet.rejected) == (2, 0)
    names = ("category", "manufacturer", "model", "serial", "ram_mib", "mass_g", "cpu", "battery_pct", "screen")
    before, after = (
        set(Device.objects.filter(network=member.network).values_list(*names)) for member in (coordinator, elsewhere)
    )
    assert before == after
    assert Device.objects.get(network=elsewhere.network, category="monitor").known_defects.startswith("pied ; cassé")
    assert [fault for fault in faults() if fault.network == elsewhere.network_id] == []


def test_organisations_enter_the_network_once(client, coordinator):
    text = (
        "Structure;SIRET;Statut juridique;Ville;Rôles;Adhésion\n"
        f"Médiathèque;{SIRET};Association;Pontivy (56300);accompagnant, distributeur;01/01/2026\n"
        "Sans siret;;Mairie;Loudéac (22600);;\n"
        "Mauvais;73282932000075;Association;Pontivy;;\nSans ville;;Association;Atlantide;;\nBizarre;;Licorne;Pontivy;;\n"
    )

    sheet = bring_in(client, "organisations", text)

    assert (sheet.written, sheet.rejected) == (2, 3)
    made = Organisation.objects.get(siret=SIRET)
    assert made.affiliations.get().roles == ["accompagnant", "distributeur"]
    assert made.memberships.get().starts_on.year == 2026
    again = bring_in(client, "organisations", f"Nom;SIRET;Nature;Commune\nAutre nom;{SIRET};Association;Pontivy\n")
    assert (again.written, again.rejected) == (0, 1)
    client.post(f"/importer/organisations/{sheet.pk}/annuler/")
    assert not Organisation.objects.filter(siret=SIRET).exists()
    assert Affiliation.objects.filter(network=coordinator.network).count() == 1


def test_an_organisation_that_gave_since_is_not_undone(client, coordinator):
    sheet = bring_in(client, "organisations", f"Nom;SIRET;Nature;Commune\nSNCF;{SIRET};Entreprise;Pontivy (56300)\n")
    bring_in(client, "donateurs", f"Nom;SIRET;Nature;Commune\nSNCF;{SIRET};Entreprise;Pontivy (56300)\n")

    page = client.post(f"/importer/organisations/{sheet.pk}/annuler/", follow=True).content.decode()

    assert "Il est arrivé quelque chose depuis à SNCF" in page
    assert Organisation.objects.filter(siret=SIRET).exists()


def test_donors_come_with_their_organisation_and_leave_when_undone(client, coordinator):
    text = (
        "Donateur;Type;N° SIRET;CP;Ville;Mail;Tél\n"
        f"Transports;SARL;{SIRET};56300;PONTIVY;don@transports.example;261910012\n"
        "Awa D.;Particulier;;;Pontivy;;\nAwa D.;Particulier;;;Pontivy;;\nX;Particulier;;;Pontivy;pas une adresse;\n"
    )

    sheet = bring_in(client, "donateurs", text)

    assert (sheet.written, sheet.rejected) == (2, 2)
    donor = Donor.objects.get(kind="company")
    assert (donor.organisation.siret, donor.email, donor.phone, donor.commune_code) == (
        SIRET, "don@transports.example", "+33261910012", PONTIVY,
    )  # fmt: skip
    client.post(f"/importer/donateurs/{sheet.pk}/annuler/")
    assert not Donor.objects.exists()


def test_past_lots_are_received_at_their_date_and_not_undone(client, coordinator):
    donor = a_donor(coordinator.network)
    site = coordinator.organisation.sites.get()
    text = (
        "Date;Donateur;Poids total;PC portables;Écrans;Type de don\n"
        f"31/01/2025;{donor.name};25,5 kg;10;2;avec reçu fiscal\n46053;{donor.name};16;10;;\n"
        f"01/02/2025;Inconnu;10;1;;\n01/02/2025;{donor.name};10;;;\n01/02/2099;{donor.name};10;1;;\n"
        f"01/02/2025;{donor.name};10 kg;1000;;\n"
    )

    sheet = bring_in(client, "lots", text, target=site.pk)

    assert (sheet.written, sheet.rejected) == (2, 4)
    first = Lot.objects.get(received_on="2025-01-31")
    assert (first.weighed_g, first.site, first.donor) == (25_500, site, donor)
    assert dict(first.counts.values_list("category", "counted")) == {"laptop": 10, "monitor": 2}
    assert list(stock_faults()) == []
    page = client.post(f"/importer/lots/{sheet.pk}/annuler/", follow=True).content.decode()
    assert "n’a pas de trou" in page
    assert Lot.objects.filter(pk=first.pk).exists()


def test_a_refused_lot_says_why_on_its_line(client, coordinator):
    donor = a_donor(coordinator.network)
    text = f"Date;Donateur;Masse;Portables\n01/02/2025;{donor.name};10 kg;1000\n"

    sheet = bring_in(client, "lots", text, target=coordinator.organisation.sites.get().pk)

    assert "ne pèsent pas" in sheet.results.get().why
    assert not Lot.objects.exists()


def test_the_clock_takes_up_and_forgets(client, coordinator):
    sheet = bring_in(client, "organisations", "Nom;Nature;Commune\nA;Licorne;Pontivy\n")
    Import.objects.update(accepted_at="2026-01-01T00:00Z")

    assert resume_imports() == 1
    assert sheet.results.count() == 0
    assert resume_imports() == 0


def test_every_kind_says_what_its_columns_are():
    for kind in KINDS.values():
        fields = kind.fields()
        names = [field.name for field in fields]
        assert len(set(names)) == len(names)
        columns = [tables.Column(index, field.label, ()) for index, field in enumerate(fields)]
        assert tables.propose(columns, fields) == {name: index for index, name in enumerate(names)}
    assert jobs.AT_ONCE <= 1000


def test_a_spreadsheet_left_on_the_way_waits_for_whoever_sent_it(client, coordinator):
    data = b"Nom;Nature;Commune\nA;Association;Pontivy\n"
    asked = {"id": str(uuid.uuid4()), "file": SimpleUploadedFile("structures.csv", data)}
    client.post("/importer/organisations/", asked)

    page = client.get("/a-faire/").content.decode()

    assert "Vérifier structures.csv" in page
    client.force_login(a_member(Role.COORDINATOR, network=coordinator.network).user)
    assert "structures.csv" not in client.get("/a-faire/").content.decode()
