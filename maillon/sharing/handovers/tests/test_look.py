"""Every page of sharing in a real browser, at the width of a desk and of a phone: no accessibility fault, no sideways scroll."""

import pytest

from maillon.sharing.handovers import actions
from maillon.sharing.needs import actions as needs
from tests.sharing import Stage, stage

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = [1280, 390]


def stories(scene: Stage) -> dict[str, list[tuple[str, str]]]:
    """The pages to look at, by who opens them, each with the name of its picture."""
    waiting, asked = scene.need("laptop", "monitor"), scene.need()
    for _ in range(2):
        scene.device()
    needs.question(asked.pk, text="Peut-elle venir à Pontivy, ou faut-il un lieu plus proche ?", by=scene.coordinator)
    session = scene.session()
    reserved = scene.promised()
    planned = scene.appointment(scene.promised(), session=session, waiver="")
    done = scene.appointment()
    actions.hand_over(done.pk, kind="gift", by=scene.distributor)
    return {
        "prescriber": [
            ("/demandes/nouvelle/", "demande"),
            ("/demandes/nouvelle/?pour=association", "demande-association"),
            ("/demandes/information/", "demande-information"),
            ("/demandes/", "demandes"),
            (f"/demandes/{asked.pk}/", "demande-question"),
            (f"/demandes/{reserved.pk}/", "demande-reservee"),
            (f"/demandes/{reserved.pk}/rendez-vous/", "rendez-vous"),
            (f"/demandes/{reserved.pk}/personne/", "demande-personne"),
            (f"/demandes/{reserved.pk}/seance/", "demande-seance"),
            (f"/remises/{planned.pk}/carte/", "carte"),
            (f"/seances/{session.pk}/", "seance"),
            ("/seances/nouvelle/", "seance-nouvelle"),
        ],
        "coordinator": [
            ("/demandes/", "demandes-reseau"),
            (f"/demandes/{waiting.pk}/", "demande-decider"),
            ("/demandes/attribuer/", "attribuer"),
            ("/seances/", "seances"),
        ],
        "distributor": [
            ("/remises/", "remises"),
            (f"/remises/{planned.pk}/", "remise-preparer"),
            (f"/remises/{done.pk}/", "remise-faite"),
        ],
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_sharing_breaks_a_rule_of_accessibility(open_page, look, axe, width):
    scene = stage()
    for reader, pages in stories(scene).items():
        for address, name in pages:
            page = open_page(address, width=width, user=getattr(scene, reader).user)
            page.wait_for_function("!document.querySelector('[hx-trigger=load]:not(:has(section, h2))')")
            look(page, f"partage-{name}-{width}")
            axe(page)


def test_a_form_with_errors_breaks_none_either(open_page, look, axe):
    scene = stage()
    page = open_page("/demandes/nouvelle/", user=scene.prescriber.user)
    page.get_by_role("button", name="Envoyer la demande").click()
    page.get_by_role("alert").wait_for()

    look(page, "partage-demande-erreurs-1280")
    axe(page)
    assert page.evaluate("document.activeElement.className").startswith("m-errors")


def test_a_refusal_of_price_is_read_beside_the_price(open_page, look, axe):
    scene = stage()
    handover = scene.appointment()
    page = open_page(f"/remises/{handover.pk}/", width=390, user=scene.distributor.user)
    page.get_by_label("Vente solidaire").check()
    page.get_by_role("button", name="Remettre le matériel").click()
    page.get_by_role("alert").wait_for()

    look(page, "partage-remise-refus-390")
    axe(page)
