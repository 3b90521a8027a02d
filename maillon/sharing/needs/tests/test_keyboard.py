"""A request made in a real browser, without the mouse."""

import pytest

from maillon.sharing.needs.models import Need
from maillon.sharing.people.queries import draft_of
from tests.sharing import FIRST_NAME, LAST_NAME, signed_in, stage

pytestmark = pytest.mark.django_db(transaction=True)


def go_to(page, name: str) -> None:
    """Press Tab until this field, or one of this group, has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_a_request_takes_the_keyboard_alone_and_no_address_names_the_person(open_page):
    scene = stage()
    scene.device()
    scene.session()
    page = open_page("/demandes/nouvelle/", user=scene.prescriber.user)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for name, text in (("last_name", LAST_NAME), ("first_name", FIRST_NAME), ("commune", "Pontivy (56300)")):
        go_to(page, name)
        page.keyboard.type(text)
    go_to(page, "usage")
    with page.expect_response(lambda answer: "/quand/" in answer.url):
        page.keyboard.press("ArrowLeft")
    page.get_by_text("moins d’une semaine").first.wait_for()
    go_to(page, "helper")
    page.keyboard.press("Space")
    for name in ("eligible", "informed"):
        go_to(page, name)
        page.keyboard.press("Space")
    page.locator("[data-saved]", has_text="Gardé à").wait_for()
    assert draft_of(scene.prescriber).content["last_name"] == [LAST_NAME]
    page.keyboard.press("Enter")
    page.wait_for_url("**/demandes/*-*/")

    need = Need.objects.get()
    assert page.get_by_text(f"{FIRST_NAME} {LAST_NAME}").is_visible()
    assert (need.usage, need.accompaniment) == ("occasionnel", "Un atelier collectif")
    assert draft_of(scene.prescriber) is None
    assert any("/quand/?" in address for address in asked)
    assert not any(LAST_NAME in address or "Z%C3%A9phyrin" in address for address in asked)


def test_the_list_of_communes_helps_while_one_types(open_page):
    scene = stage()
    page = open_page("/demandes/nouvelle/", user=scene.prescriber.user)

    with page.expect_response("**/communes?q=Pont"):
        page.get_by_label("Sa commune").press_sequentially("Pont")

    page.wait_for_function("document.querySelector('#id_commune').list.options.length > 3")


def test_without_javascript_the_same_page_makes_the_same_request():
    """The browser sends the form as it is; a commune typed by its name alone is understood."""
    scene = stage()
    client = signed_in(scene.prescriber)
    form = client.get("/demandes/nouvelle/").context["form"]
    typed = {name: form[name].value() for name in ("id", "person_id", "usage", "items")}

    client.post(
        "/demandes/nouvelle/",
        {**typed, "reference": "B-214", "commune": "pontivy", "helper": "own", "eligible": "on", "informed": "on"},
    )

    assert Need.objects.get().commune_code == "56178"
