"""Field work without a network, in a real Chromium whose network is really cut: nothing lost, nothing done twice."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.lots.models import Donor, Regime
from maillon.matter.refurbishing.models import Examination
from maillon.matter.scanning.queries import lot_card
from tests.factories import a_device, a_donor, a_lot, a_member, category

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def technician():
    return a_member(Role.TECHNICIAN)


@pytest.fixture
def server(live_server) -> Iterator[Callable[[], LiveServer]]:
    """Starts a server of its own; called again, it stops the first and starts another, which remembers nothing."""
    started: list[LiveServer] = []

    def restarted() -> LiveServer:
        for running in started:
            running.stop()
        started[:] = [LiveServer(live_server.thread.host)]
        return started[0]

    yield restarted
    for running in started:
        running.stop()


@pytest.fixture
def lot(technician):
    return a_lot(technician, counts={"monitor": 5})


def intake(lot) -> str:
    return f"/appareils/lot/{lot.pk}/"


def worker_is_ready(page: Page) -> None:
    """The service worker serves this page, and the page is kept for the day."""
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.wait_for_function("async () => (await Queue.pages()).length > 0")


def go_away(page: Page, cable) -> None:
    worker_is_ready(page)
    cable.cut()
    page.context.set_offline(True)


def come_back(page: Page, cable) -> None:
    cable.mend()
    page.context.set_offline(False)


def scan(page: Page, code: str) -> None:
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_a_lot_is_taken_in_without_network_the_tab_closed_the_server_restarted(
    open_page, cable, server, technician, lot, look, axe
):
    cable.plug(server().url)
    labels = [label.code for label in devices.print_labels(3, by=technician)]
    page = open_page(intake(lot), width=390, user=technician.user, through=cable)
    go_away(page, cable)

    scan(page, f"{labels[0][:-1]}{'2' if labels[0][-1] != '2' else '3'}")
    expect(page.get_by_role("alert")).to_contain_text("Ce code a une faute de frappe")
    look(page, "sans-reseau-faute-de-frappe")
    axe(page)
    for label in labels[:2]:
        scan(page, label)
        expect(page.locator("[data-waiting-here]")).to_contain_text(label)
    expect(page.locator("[data-net]")).to_contain_text("2 actions attendent, rien n’est perdu.")
    look(page, "sans-reseau-entree")
    axe(page)

    context = page.context
    page.close()
    page = context.new_page()
    page.goto(intake(lot))
    expect(page.locator("[data-net]")).to_contain_text("2 actions attendent")
    scan(page, labels[2])
    expect(page.locator("[data-net]")).to_contain_text("3 actions attendent")
    page.get_by_role("link", name="Les voir").click()
    expect(page.locator("[data-list=waiting] li")).to_contain_text(labels)
    look(page, "sans-reseau-en-attente")
    axe(page)
    assert not Device.objects.exists()
    sent_at = timezone.now()

    cable.plug(server().url)
    come_back(page, cable)
    expect(page.locator("[data-list=done] li")).to_have_count(3)
    look(page, "sans-reseau-envoye")
    axe(page)
    assert list(Device.objects.order_by("id").values_list("label", flat=True)) == labels
    assert all(device.created_at < sent_at for device in Device.objects.all())


def test_an_answer_lost_on_the_way_is_asked_again_and_nothing_is_done_twice(open_page, cable, technician, lot):
    label = devices.print_labels(1, by=technician)[0].code
    page = open_page(intake(lot), user=technician.user, through=cable)
    worker_is_ready(page)

    cable.cut_at_the_answer_to(f"POST {intake(lot)}entrer/")
    scan(page, label)
    expect(page.locator(".m-toasts")).to_contain_text("Gardé ici")
    assert Device.objects.get().label == label
    cable.mend()
    other = page.context.new_page()
    other.goto("/en-attente/")
    expect(other.locator("[data-list=done] li")).to_contain_text([label])
    assert Device.objects.count() == 1


def test_a_refusal_is_shown_and_the_person_corrects_it(open_page, cable, technician, lot, look, axe):
    taken, free = (label.code for label in devices.print_labels(2, by=technician))
    page = open_page(intake(lot), width=390, user=technician.user, through=cable)
    go_away(page, cable)
    scan(page, taken)
    scan(page, free)
    expect(page.locator("[data-net]")).to_contain_text("2 actions attendent")
    devices.take_in(lot, lot.counts.get().category, code=taken, by=technician)

    come_back(page, cable)
    expect(page.locator("[data-net]")).to_contain_text("1 action demande un regard")
    page.get_by_role("link", name="Les voir").click()
    refused = page.locator("[data-list=refused] li")
    expect(refused).to_contain_text([f"{taken} est déjà sur un appareil"])
    look(page, "sans-reseau-a-revoir")
    axe(page)

    refused.get_by_role("button", name="Mettre de côté").click()
    aside = page.locator("[data-list=aside] li")
    aside.get_by_role("link", name="Modifier").click()
    expect(page.get_by_role("alert")).to_contain_text("déjà sur un appareil")
    page.get_by_label("Étiquette collée dessus").fill(devices.print_labels(1, by=technician)[0].code)
    page.get_by_role("button", name="Entrer, au suivant").click()
    expect(page.locator(".m-count")).to_have_text("3")
    expect(page.locator("[data-net]")).to_be_hidden()
    assert Device.objects.count() == 3


def test_an_examination_waits_and_nobody_else_sends_it(open_page, cable, technician, look, axe):
    device = a_device(technician, state=State.IN_REPAIR, slug="monitor")
    bench = f"/appareils/{device.pk}/etabli/"
    page = open_page(bench, width=390, user=technician.user, through=cable)
    go_away(page, cable)
    page.get_by_role("button", name="Enregistrer l’examen").click()
    expect(page.get_by_role("alert")).to_contain_text("Aspect")
    for choice in page.locator("input[value=good]").all():
        choice.check(force=True)
    page.locator("input[name=cosmetic][value=fine]").check(force=True)
    page.get_by_role("button", name="Enregistrer l’examen").click()
    expect(page.locator(".m-note")).to_contain_text("attend d’être envoyé")
    look(page, "sans-reseau-examen")
    axe(page)

    colleague = a_member(Role.TECHNICIAN, network=technician.network)
    page.context.clear_cookies()
    come_back(page, cable)
    expect(page.locator(".m-toasts")).to_contain_text("Votre session est finie")
    assert not Examination.objects.exists()

    page.get_by_role("link", name="Se reconnecter").click()
    expect(page).to_have_title("Se connecter")
    assert "maillon-day" not in page.evaluate("caches.keys()")
    sign_in(page, colleague)
    expect(page.locator("[data-net]")).to_contain_text("1 action d’une autre personne attend")
    assert not Examination.objects.exists()

    page.get_by_text(colleague.full_name).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/compte/login/?next=/en-attente/")
    sign_in(page, technician)
    expect(page.locator("[data-list=done] li")).to_contain_text(["Prêt, grade"])
    assert Examination.objects.get().examiner == technician


def sign_in(page: Page, member) -> None:
    page.get_by_label("Courriel").fill(member.user.email)
    page.get_by_label("Mot de passe", exact=True).fill("un mot de passe")
    page.get_by_role("button", name="Se connecter").click()


def test_a_series_is_scanned_without_network_taken_back_and_sent_when_it_returns(
    open_page, cable, technician, lot, look
):
    first, wrong, second = (label.code for label in devices.print_labels(3, by=technician))
    card = lot_card(lot, category("monitor"))
    page = open_page(f"/scanner/serie/{card}/", width=390, user=technician.user, through=cable)
    go_away(page, cable)

    scan(page, f"{first[:-1]}{'2' if first[-1] != '2' else '3'}")
    expect(page.locator("[data-flash]")).to_contain_text("Ce code a une faute de frappe")
    for code in (first, wrong):
        scan(page, code)
        expect(page.locator("[data-flash]")).to_contain_text(f"{code} est gardé ici")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-flash]")).to_contain_text("retiré, rien ne partira")
    page.reload()
    scan(page, second)
    expect(page.locator("[data-count]")).to_have_text("2")
    expect(page.locator("[data-net]")).to_contain_text("2 actions attendent")
    look(page, "sans-reseau-serie")

    come_back(page, cable)
    expect(page.locator(".m-toasts")).to_contain_text("2 actions envoyées")
    assert set(Device.objects.values_list("label", flat=True)) == {first, second}


def test_the_name_of_a_private_donor_stays_out_of_the_kept_pages(open_page, cable, technician):
    donor = a_donor(technician.network, kind=Donor.Kind.PERSON)
    lot = a_lot(technician, donor=donor, regime=Regime.PERSON_GIFT)
    card = lot_card(lot, category("laptop"))
    for url in (intake(lot), f"/scanner/serie/{card}/"):
        page = open_page(url, user=technician.user, through=cable)
        expect(page.locator(".m-lead")).to_contain_text(donor.name)
        worker_is_ready(page)

        kept = page.evaluate("async (url) => (await Queue.page(url)).text()", url)

        assert "data-field" in kept
        assert donor.name not in kept


def test_three_tabs_send_each_thing_once(open_page, cable, technician, lot):
    labels = [label.code for label in devices.print_labels(2, by=technician)]
    page = open_page(intake(lot), user=technician.user, through=cable)
    go_away(page, cable)
    for label in labels:
        scan(page, label)
    expect(page.locator("[data-net]")).to_contain_text("2 actions attendent")
    tabs = [page, *(page.context.new_page() for _ in range(2))]
    for tab in tabs[1:]:
        tab.goto(intake(lot))

    come_back(page, cable)

    for tab in tabs:
        expect(tab.locator("[data-net]")).not_to_contain_text("attend")
    assert Device.objects.count() == 2
    assert Entry.objects.filter(verb="devices.take_in").count() == 2


def test_a_device_without_room_says_so_and_keeps_what_is_typed(open_page, cable, technician, lot):
    label = devices.print_labels(1, by=technician)[0].code
    page = open_page("/sante", user=technician.user, through=cable, workers=False)
    room = page.context.new_cdp_session(page)
    room.send("Storage.overrideQuotaForOrigin", {"origin": cable.url, "quotaSize": 1})
    page.goto(intake(lot))
    cable.cut()
    page.context.set_offline(True)

    scan(page, label)

    expect(page.get_by_role("alert")).to_contain_text("plus de place ici")
    expect(page.get_by_label("Étiquette collée dessus")).to_have_value(label)
    expect(page.locator("[data-waiting-here]")).to_be_hidden()
    # With a network, the form leaves as any other.
    come_back(page, cable)
    expect(page.locator("[data-net]")).not_to_contain_text("Hors ligne")
    page.get_by_role("button", name="Entrer, au suivant").click()
    expect(page.locator(".m-count")).to_have_text("1")


def test_a_browser_without_worker_keeps_what_is_done_while_its_page_is_open(open_page, cable, technician, lot):
    label = devices.print_labels(1, by=technician)[0].code
    page = open_page(intake(lot), user=technician.user, through=cable, workers=False)
    cable.cut()
    page.context.set_offline(True)
    scan(page, label)
    expect(page.locator("[data-net]")).to_contain_text("1 action attend")

    come_back(page, cable)

    expect(page.locator(".m-toasts")).to_contain_text("1 action envoyée")
    assert Device.objects.get().label == label
