import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillon.common import links
from maillon.common.actors import PLATFORM, Bearer
from maillon.common.errors import Forbidden, Refused
from maillon.giving.donors import actions, policy, queries
from maillon.giving.donors.models import ReuseTarget
from maillon.giving.donors.tasks import outcome_pdf
from maillon.ground.documents.models import Document
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.queries import spared
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor, Regime
from maillon.sharing.handovers import actions as handovers
from maillon.sharing.needs import actions as needs
from tests.factories import a_device, a_lot, a_member, a_need, a_network, an_organisation, category

pytestmark = pytest.mark.django_db

ALL = (Role.COORDINATOR, Role.TECHNICIAN, Role.PRESCRIBER, Role.DISTRIBUTOR, Role.SUPERVISOR)
YEAR = timezone.localdate().year


@pytest.fixture
def coordinator():
    return a_member(*ALL)


@pytest.fixture
def town(coordinator):
    return lots.enter_donor(
        coordinator.network,
        name="Ville de Kermeur",
        kind=Donor.Kind.AUTHORITY,
        organisation=an_organisation("Ville de Kermeur", kind="authority"),
        email="mairie@kermeur.example",
        by=PLATFORM,
    )


def given(by, donor, *, laptops=4, **counts):
    return a_lot(by, donor=donor, regime=Regime.AUTHORITY_GIFT, counts={"laptop": laptops, **counts})


def handed_over(by, lot, serial=""):
    """One laptop of the lot, in someone's hands."""
    device = a_device(by, state=State.READY, lot=lot)
    Device.objects.filter(pk=device.pk).update(serial=serial)
    need = a_need(by)
    needs.reserve(need.items.get().pk, device.pk, by=by)
    appointment = handovers.plan(
        need.pk,
        distributor=by.organisation,
        planned_at=timezone.now() + datetime.timedelta(hours=1),
        place="À l’accueil",
        commune_code="56178",
        waiver="Elle sait déjà s’en servir.",
        by=by,
    )
    handovers.hand_over(appointment.pk, kind="gift", by=by)
    return Device.objects.get(pk=device.pk)


def holder(donor):
    return Bearer(purpose=policy.SPACE, actor_id=donor.pk)


def test_the_fates_weigh_together_what_was_weighed(coordinator, town):
    lot = given(coordinator, town, keyboard=3)
    handed_over(coordinator, lot)
    devices.recycle(a_device(coordinator, lot=lot).pk, reason="Irréparable", by=coordinator)
    devices.lose(a_device(coordinator, lot=lot).pk, reason="Introuvable", by=coordinator)

    outcome = queries.of_lot(lot)

    assert {share.fate: share.units for share in outcome.shares} == {
        "reused": 1,
        "recycled": 1,
        "lost": 1,
        "progress": 0,
    }
    assert sum(share.mass_g for share in outcome.shares) == lot.weighed_g == outcome.weighed_g
    assert outcome.to_label == 1


def test_what_came_back_is_reused_no_more(coordinator, town):
    lot = given(coordinator, town)
    device = handed_over(coordinator, lot)
    devices.take_back(device.pk, reason="En panne", by=coordinator)

    (line,) = queries.of_lot(lot).lines

    assert line.fate == "progress"


def test_a_lot_is_told_in_plain_words(coordinator, town):
    lot = given(coordinator, town)
    handed_over(coordinator, lot)
    a_device(coordinator, state=State.READY, lot=lot)

    (told,) = queries.progress([lot])

    assert told.words == "1 réemployé, 1 prêt pour quelqu’un, 2 à étiqueter"


def test_the_rate_waits_for_the_stock_that_the_donor_had(coordinator, town):
    handed_over(coordinator, given(coordinator, town))

    before = queries.evidence(queries.of_year(town, YEAR), YEAR)
    actions.declare_stock(town.pk, YEAR, units=5, old_units=2, secret_units=1, by=holder(town))
    after = queries.evidence(queries.of_year(town, YEAR), YEAR)

    assert before.percent is None
    assert (after.base, after.reused, after.percent, after.reached) == (2, 1, 50.0, True)


def test_equipment_over_ten_years_old_is_set_apart(coordinator, town):
    lot = given(coordinator, town)
    old, fresh = handed_over(coordinator, lot), handed_over(coordinator, lot)
    bought = {old.pk: datetime.date(YEAR - 11, 12, 31), fresh.pk: datetime.date(YEAR - 10, 1, 1)}
    actions.date_devices(town.pk, bought, by=holder(town))

    made = queries.evidence(queries.of_year(town, YEAR), YEAR)

    assert [line.device.pk for line in made.old] == [old.pk]
    assert [line.device.pk for line in made.counted] == [fresh.pk]
    assert made.undated == 0


def test_the_target_is_that_of_the_year():
    assert [ReuseTarget.of(datetime.date(year, 6, 1)).percent for year in (2023, 2024, 2025, 2030)] == [25, 35, 50, 50]
    assert ReuseTarget.of(datetime.date(2022, 12, 31)) is None


def test_a_company_has_no_rate_to_prove(coordinator):
    lot = a_lot(coordinator)

    assert queries.evidence(queries.of_year(lot.donor, YEAR), YEAR) is None
    with pytest.raises(Refused):
        actions.declare_stock(lot.donor.pk, YEAR, units=5, by=holder(lot.donor))


@pytest.mark.parametrize(
    ("said", "field"),
    [({"units": 3, "old_units": 2, "secret_units": 2}, "units"), ({"units": 3, "other_units": 1}, "other_proof")],
)
def test_a_declaration_that_contradicts_itself_is_refused_beside_its_field(town, said, field):
    with pytest.raises(Refused) as refused:
        actions.declare_stock(town.pk, YEAR, by=holder(town), **said)

    assert refused.value.field == field


def test_only_the_donor_speaks_for_itself(coordinator, town):
    other = Bearer(purpose="donations.follow", actor_id=town.pk)

    for somebody in (coordinator, other, a_member(Role.DONOR, network=coordinator.network)):
        with pytest.raises(Forbidden):
            actions.declare_stock(town.pk, YEAR, units=3, by=somebody)


def test_the_same_facts_give_the_same_report_and_new_ones_replace_it(coordinator, town):
    lot = given(coordinator, town)
    first = actions.establish_report(town.pk, year=YEAR, by=holder(town))
    again = actions.establish_report(town.pk, year=YEAR, by=coordinator)
    handed_over(coordinator, lot)
    last = actions.establish_report(town.pk, year=YEAR, by=holder(town))

    assert again == first
    assert last.replaces == first
    assert list(queries.papers(town).filter(kind=Document.Kind.OUTCOME)) == [last]


def test_the_report_prints_every_device_and_the_rate(coordinator, town):
    handed_over(coordinator, given(coordinator, town), serial="SN4242")
    actions.declare_stock(town.pk, YEAR, units=2, by=holder(town))
    made = actions.establish_report(town.pk, year=YEAR, by=holder(town))

    pages = PdfReader(BytesIO(outcome_pdf(made))).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert "Ville de Kermeur" in printed
    assert "SN4242" in printed
    assert "50,0 %" in printed
    assert "est atteint" in printed


def test_the_space_opens_by_its_link_without_an_account(client, coordinator, town):
    lot = given(coordinator, town)
    handed_over(coordinator, lot, serial="SN4242")
    actions.send_link(town.pk, by=coordinator)
    key = links.seal(policy.SPACE, town.pk)

    assert reverse("donors:space", args=["x"])[:-2] in Message.objects.latest("created_at").body
    assert lot.reference in client.get(reverse("donors:space", args=[key])).content.decode()
    assert "SN4242" in client.get(reverse("donors:lot", args=[key, lot.pk])).content.decode()
    assert client.get(reverse("donors:space", args=[key[:-2] + "zz"])).status_code == 404


def test_a_link_opens_no_other_donor(client, coordinator, town):
    other = a_lot(coordinator)
    key = links.seal(policy.SPACE, town.pk)

    assert client.get(reverse("donors:lot", args=[key, other.pk])).status_code == 404


def test_a_donor_signs_in_to_its_own_space_and_not_to_another(client, coordinator, town):
    given(coordinator, town)
    client.force_login(a_member(Role.DONOR, network=coordinator.network, organisation=town.organisation).user)
    stranger = a_lot(coordinator).donor

    assert client.get(reverse("donors:mine"), follow=True).context["donor"] == town
    assert client.get(reverse("donors:space", args=[stranger.pk])).status_code == 403
    assert client.get(reverse("donors:space", args=[a_lot(a_member(network=a_network())).donor.pk])).status_code == 404


def test_a_list_dates_the_devices_that_it_names(client, coordinator, town):
    lot = given(coordinator, town)
    device = handed_over(coordinator, lot, serial="SN-4242")
    key = links.seal(policy.SPACE, town.pk)
    table = BytesIO("Série;Utilisateur;Achat\nsn4242;Le Bihan;14/03/2019\nINCONNU;Autre;01/01/2020\n".encode())
    table.name = "parc.csv"

    answer = client.post(reverse("donors:date_devices", args=[key, YEAR]), {"listed": table})

    assert answer.status_code == 302
    assert device.acquisitions.get().acquired_on == datetime.date(2019, 3, 14)


def test_a_date_after_the_gift_is_said_beside_the_form(client, coordinator, town):
    lot = given(coordinator, town)
    handed_over(coordinator, lot, serial="SN4242")
    key = links.seal(policy.SPACE, town.pk)

    for sent in ({}, {"lot": lot.pk, "acquired_on": (timezone.localdate() + datetime.timedelta(days=9)).isoformat()}):
        answer = client.post(reverse("donors:date_devices", args=[key, YEAR]), sent)
        assert answer.status_code == 200
        assert answer.context["dates_form"].errors


def test_the_report_goes_out_as_tables(client, coordinator, town):
    lot = given(coordinator, town)
    handed_over(coordinator, lot, serial="SN4242")
    key = links.seal(policy.SPACE, town.pk)

    for name, args in (("lot_table", [lot.pk]), ("year_table", [YEAR])):
        csv = client.get(reverse(f"donors:{name}", args=[key, *args, "csv"])).content.decode()
        assert "SN4242" in csv
        assert client.get(reverse(f"donors:{name}", args=[key, *args, "ods"])).content.startswith(b"PK")
        assert client.get(reverse(f"donors:{name}", args=[key, *args, "exe"])).status_code == 404


def test_a_year_reads_as_many_rows_whatever_it_holds(coordinator, town, django_assert_max_num_queries):
    lot = given(coordinator, town, laptops=12)
    for _ in range(8):
        devices.take_in(lot, category("laptop"), by=coordinator)

    # The last one reads the carbon factors of every day.
    with django_assert_max_num_queries(10):
        outcome = queries.of_year(town, YEAR)
        queries.evidence(outcome, YEAR)
        assert len(list(queries.rows(outcome.lines))) == 8


def test_what_reuse_spares_is_told_by_two_methods_with_the_edition_of_the_day(client, coordinator, town):
    lot = given(coordinator, town, laptops=4, printer=1)
    handed_over(coordinator, lot)
    back = handed_over(coordinator, lot)
    devices.take_back(back.pk, reason="En panne", by=coordinator)

    made, by_year = queries.carbon(queries.of_lot(lot))

    assert (made.units, made.central_g, made.low_g, made.high_g) == (1, 182_300, 132_000, 317_000)
    assert (by_year.units, by_year.central_g, by_year.bounded) == (1, 27_000, False)
    assert queries.given(town).carbon[0].central_g == 182_300
    page = client.get(reverse("donors:lot", args=[links.seal(policy.SPACE, town.pk), lot.pk])).content.decode()
    assert "≈\N{NO-BREAK SPACE}180\N{NO-BREAK SPACE}kg, entre 130" in page
    assert "Impact CO2, novembre 2025" in page
    assert "jamais additionnées" in page
    printed = PdfReader(BytesIO(outcome_pdf(actions.establish_report(town.pk, lot_id=lot.pk, by=coordinator))))
    words = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert "180 kg" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "130 kg à 320 kg" in words.replace("\N{NO-BREAK SPACE}", " ")


def test_a_device_handed_over_before_the_new_edition_keeps_the_former_one():
    before, after = datetime.date(2025, 11, 17), datetime.date(2025, 11, 18)

    former, newer = (spared({("laptop", day): 2})[0].central_g for day in (before, after))

    assert (former, newer) == (340_600, 364_600)
    assert spared({("printer", after): 3}) == []
