"""A driver's day on a phone: the round is opened at the depot, then driven without any network."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from maillon.giving.rounds.models import Round, Stop
from maillon.ground.documents.models import Document
from maillon.ground.messages.models import Message
from maillon.matter.lots.models import Lot
from tests.rounds import a_fleet, collected

pytestmark = pytest.mark.django_db(transaction=True)

STOPS = 12


def sign(page: Page) -> None:
    """A stroke of the finger across the box."""
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 30, steps=4)
    page.mouse.up()


def load(page: Page, kilos: str) -> None:
    """Weigh, have it signed, leave."""
    page.get_by_label("Brut").first.fill(kilos)
    page.get_by_label("Contenant", exact=True).first.select_option(label="Rolls, 22,0 kg")
    page.get_by_label("Qui remet le matériel ?").fill("Loïc Hamon, gardien")
    sign(page)
    page.get_by_role("button", name="C’est chargé").click()


def test_twelve_stops_are_driven_with_the_network_cut_and_arrive_once_each(open_page, cable, look, axe):
    fleet = a_fleet()
    round_ = fleet.sent(STOPS)
    page = open_page(reverse("rounds:mine"), width=390, user=fleet.driver.user, through=cable)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    expect(page.get_by_text(f"{STOPS + 1} pages s’ouvrent sans réseau")).to_be_visible()
    look(page, "tournee-chauffeur")
    axe(page)
    cable.cut()
    page.context.set_offline(True)

    page.get_by_role("link", name="Ouvrir l’arrêt").click()
    expect(page.get_by_text("Arrêt 1 sur 12")).to_be_visible()
    page.get_by_role("button", name="Je suis arrivé").click()
    expect(page.get_by_text("Gardé ici")).to_be_visible()
    for number in range(1, STOPS + 1):
        expect(page.get_by_text(f"Arrêt {number} sur 12")).to_be_visible()
        if number == 2:
            page.get_by_role("button", name="Ordinateurs portables : un de moins").click()
            sign(page)
            look(page, "arret-hors-ligne")
            axe(page)
            page.get_by_role("button", name="Effacer").click()
        load(page, "41,2")
        expect(page.get_by_text("Gardé ici")).to_be_visible()
        if number < STOPS:
            page.locator("a", has_text="Arrêt suivant").click()
    assert not Lot.objects.exists()

    cable.mend()
    page.context.set_offline(False)
    for _ in range(300):
        if not page.evaluate("async () => (await Queue.all()).some((one) => one.state === 'waiting')"):
            break
        page.wait_for_timeout(100)

    stops = list(round_.stops.order_by("rank"))
    assert [stop.state for stop in stops] == [Stop.State.DONE] * STOPS
    assert [stop.ended_at for stop in stops] == sorted(stop.ended_at for stop in stops)
    assert Lot.objects.count() == Document.objects.filter(kind=Document.Kind.PICKUP).count() == STOPS
    assert {lot.weighed_g for lot in Lot.objects.all()} == {19_200}
    assert stops[1].lot.counts.get().counted == 11
    assert Message.objects.filter(subject__contains="a été enlevé").count() == STOPS
    page.goto(reverse("rounds:mine"))
    page.get_by_role("button", name="C’est déchargé, terminer").click()
    expect(page.get_by_text("Tournée terminée")).to_be_visible()
    assert Round.objects.get().state == Round.State.DONE


def test_the_planner_moves_a_stop_with_the_keyboard_and_sees_its_cost_first(open_page, look, axe):
    fleet = a_fleet()
    round_ = fleet.planned(5)
    driven = fleet.sent(1, vehicle=fleet.van("Master"))
    collected(driven.stops.get(), by=fleet.driver)
    third = round_.stops.get(rank=3).offer
    page = open_page(reverse("rounds:detail", args=[round_.pk]), user=fleet.coordinator.user)
    axe(page)
    page.get_by_role("link", name=third.donor_name, exact=True).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("heading", name=f"Déplacer {third.donor_name}")).to_be_visible()
    expect(page.get_by_text("retour à")).to_be_visible()
    look(page, "tournee-deplacer")
    axe(page)
    page.get_by_role("button", name="Placer au rang 2").click()
    expect(page.get_by_text(f"C’est changé pour {third.donor_name}")).to_be_visible()
    assert round_.stops.get(rank=2).offer == third
    page.get_by_role("button", name="Défaire le dernier changement").click()
    expect(page.get_by_text("L’ordre d’avant est revenu")).to_be_visible()
    assert round_.stops.get(rank=3).offer == third
    page.goto(reverse("rounds:detail", args=[driven.pk]))
    done = page.locator("svg[aria-label^='Carte'] text[fill='#ffffff']")
    expect(done).to_have_css("fill", "rgb(255, 255, 255)")
