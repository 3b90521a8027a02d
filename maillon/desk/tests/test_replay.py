"""What a browser kept without a network and sends later: answered in a few words, done once, never under another name."""

import datetime
import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillon.common.models import new_id
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Movement
from maillon.matter.lots.models import Lot
from maillon.matter.refurbishing.models import Examination, Installation
from maillon.matter.refurbishing.queries import checks_for
from maillon.matter.scanning.models import Scan
from maillon.matter.scanning.queries import lot_card
from tests.factories import a_device, a_lot, a_member, category

pytestmark = pytest.mark.django_db
MAILLON = Path(__file__).resolve().parents[2]


@pytest.fixture
def technician() -> Member:
    return a_member(Role.TECHNICIAN)


@pytest.fixture
def browser_of(client: Client):
    """`send(member, address, form)`: what the queue sends, and the answer it gets."""

    def send(member: Member, url: str, form: dict, *, mode: str = "later", under: Member | None = None):
        client.force_login(member.user)
        headers = {"X-Maillon-Replay": mode, "X-Maillon-Member": str((under or member).pk)}
        return client.post(url, form, headers=headers)

    return send


def unit(**fields: str) -> dict[str, str]:
    return {"id": str(new_id()), "category": "laptop", "code": "", "mass": "", **fields}


def test_a_device_taken_in_twice_by_the_same_message_is_one_device_and_the_answer_is_the_same(browser_of, technician):
    lot = a_lot(technician)
    url, form = reverse("devices:take_in", args=[lot.pk]), unit()

    answers = [browser_of(technician, url, form).json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0]["outcome"] == "done"
    assert answers[0]["sentences"] == [f"{Device.objects.get().label} : ordinateur portable entré."]
    assert Entry.objects.filter(verb="devices.take_in").count() == 1


def test_a_series_an_installation_and_an_examination_sent_twice_are_done_once(browser_of, technician):
    lot = a_lot(technician)
    series = {"series-id": str(new_id()), "series-category": "laptop", "series-units": "3"}
    device = a_device(technician, state=State.IN_REPAIR, lot=lot)
    before = Device.objects.count()
    installed = {"id": str(new_id()), "system": "Debian 12", "until": ""}
    answers = {f"check_{check.slug}": "good" for check in checks_for(device)}
    examined = {"id": str(new_id()), "cosmetic": "fine", "grade": "", "reason": "", "known_defects": "", **answers}

    for _ in range(2):
        for url, form in (
            (reverse("devices:take_in_series", args=[lot.pk]), series),
            (reverse("refurbishing:install", args=[device.pk]), installed),
            (reverse("refurbishing:panel", args=[device.pk]), examined),
        ):
            assert browser_of(technician, url, form).json()["outcome"] == "done"

    assert Device.objects.count() == before + 3
    assert Installation.objects.filter(system="Debian 12").count() == 1
    assert Examination.objects.filter(device=device).count() == 1


def test_a_form_that_is_refused_says_beside_which_field(browser_of, technician):
    lot = a_lot(technician)
    code = devices.print_labels(1, by=technician)[0].code
    url = reverse("devices:take_in", args=[lot.pk])
    browser_of(technician, url, unit(code=code))

    answer = browser_of(technician, url, unit(code=code))

    assert answer.status_code == 422
    (point,) = answer.json()["points"]
    assert (point["anchor"], point["label"]) == ("id_code", "Étiquette collée dessus")
    assert point["text"].startswith(f"L’étiquette {code} est déjà sur un appareil") or code in point["text"]
    assert Device.objects.count() == 1


@pytest.fixture
def yesterday() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=1, hours=1)


def known_since_monday(lot: Lot, *devices: Device) -> None:
    before = timezone.now() - datetime.timedelta(days=3)
    Lot.objects.filter(pk=lot.pk).update(created_at=before)
    Device.objects.filter(pk__in=[device.pk for device in devices]).update(created_at=before, state_since=before)


def test_what_was_done_yesterday_without_a_network_is_dated_of_yesterday(browser_of, technician, yesterday):
    lot = a_lot(technician)
    tested = a_device(technician, state=State.IN_REPAIR, lot=lot)
    known_since_monday(lot, tested)
    [printed] = devices.print_labels(1, by=technician)
    at = yesterday.isoformat()
    answers = {f"check_{check.slug}": "good" for check in checks_for(tested)}
    examined = {"id": str(new_id()), "at": at, "cosmetic": "fine", **answers}
    scan = {"id": str(new_id()), "at": at, "card": lot_card(lot, category("monitor")), "code": printed.code}

    for url, form in (
        (reverse("devices:take_in", args=[lot.pk]), unit(at=at)),
        (reverse("scanning:scan"), scan),
        (reverse("refurbishing:panel", args=[tested.pk]), examined),
    ):
        browser_of(technician, url, form)

    tested.refresh_from_db()
    entered = Device.objects.exclude(pk=tested.pk)
    assert {(one.created_at, one.state_since) for one in entered} == {(yesterday, yesterday)}
    assert {line.on for line in Movement.objects.filter(device__in=entered)} == {timezone.localdate(yesterday)}
    assert Scan.objects.get().at == yesterday
    assert (tested.state, tested.tested_at, tested.state_since) == (State.READY, yesterday, yesterday)
    assert Examination.objects.get().created_at == yesterday
    assert Entry.objects.filter(verb="devices.take_in", at=yesterday).count() == 2
    # The journal of one thing never goes back: this device's was already at today.
    [last, before] = Entry.objects.about(tested.pk).order_by("-id")[:2]
    assert (last.verb, last.at) == ("refurbishing.examine", before.at)


@pytest.mark.parametrize("days", [-1, 30])
def test_an_hour_to_come_or_too_old_is_not_believed(browser_of, technician, days):
    lot = a_lot(technician)
    known_since_monday(lot)
    at = timezone.now() - datetime.timedelta(days=days)

    browser_of(technician, reverse("devices:take_in", args=[lot.pk]), unit(at=at.isoformat()))

    assert abs(timezone.now() - Device.objects.get().created_at) < datetime.timedelta(minutes=1)


def test_a_late_clock_does_not_put_a_device_before_its_lot(browser_of, technician, yesterday):
    lot = a_lot(technician)

    browser_of(technician, reverse("devices:take_in", args=[lot.pk]), unit(at=yesterday.isoformat()))

    assert Device.objects.get().created_at == Lot.objects.get(pk=lot.pk).created_at


def test_a_test_made_before_a_colleagues_and_sent_after_is_shown_and_undoes_nothing(browser_of, technician, yesterday):
    lot = a_lot(technician)
    device = a_device(technician, state=State.IN_REPAIR, lot=lot)
    known_since_monday(lot, device)
    results = {f"check_{check.slug}": "good" for check in checks_for(device)}
    url = reverse("refurbishing:panel", args=[device.pk])
    colleague = a_member(Role.TECHNICIAN, network=technician.network, organisation=technician.organisation)
    browser_of(colleague, url, {"id": str(new_id()), "cosmetic": "worn", **results})
    late = {"id": str(new_id()), "at": yesterday.isoformat(), "cosmetic": "fine", **results}

    answer = browser_of(technician, url, late).json()

    assert answer["outcome"] == "refused"
    assert "a été testé depuis" in answer["points"][0]["text"]
    assert Examination.objects.get().examiner == colleague
    # Read, and said again now, it holds.
    again = {**late, "id": str(new_id()), "at": timezone.now().isoformat()}
    assert browser_of(technician, url, again).json()["outcome"] == "done"


def test_a_message_is_not_done_under_another_name(browser_of, technician):
    colleague = a_member(Role.TECHNICIAN, network=technician.network)
    lot = a_lot(technician)

    answer = browser_of(colleague, reverse("devices:take_in", args=[lot.pk]), unit(), under=technician)

    assert (answer.status_code, answer.json()["outcome"]) == (401, "elsewhere")
    assert not Device.objects.exists()


def test_a_session_that_ended_is_told_apart_from_a_refusal(client, technician):
    lot = a_lot(technician)
    headers = {"X-Maillon-Replay": "later", "X-Maillon-Member": str(technician.pk)}

    answer = client.post(reverse("devices:take_in", args=[lot.pk]), unit(), headers=headers)

    assert answer.json() == {"outcome": "elsewhere"}


def test_what_is_not_hers_and_what_her_role_forbids_are_refusals(browser_of, technician):
    elsewhere = a_lot(a_member(Role.TECHNICIAN))
    prescriber = a_member(Role.PRESCRIBER, network=technician.network)
    lot = a_lot(technician)

    hidden = browser_of(technician, reverse("devices:take_in", args=[elsewhere.pk]), unit())
    forbidden = browser_of(prescriber, reverse("devices:take_in", args=[lot.pk]), unit())

    assert (hidden.status_code, hidden.json()["outcome"]) == (404, "refused")
    assert "n’existe plus" in hidden.json()["points"][0]["text"]
    assert (forbidden.status_code, forbidden.json()["outcome"]) == (403, "refused")
    assert "rôle" in forbidden.json()["points"][0]["text"]


def test_a_worn_token_is_told_apart_so_that_another_is_asked_for(technician):
    client = Client(enforce_csrf_checks=True)
    client.force_login(technician.user)
    url = reverse("devices:take_in", args=[a_lot(technician).pk])
    headers = {"X-Maillon-Replay": "later", "X-Maillon-Member": str(technician.pk)}

    assert client.post(url, unit(), headers=headers).json() == {"outcome": "expired"}
    token = client.get(reverse("desk:who")).json()["token"]
    assert client.post(url, unit(), headers={**headers, "X-CSRFToken": token}).json()["outcome"] == "done"


def test_a_person_who_waits_is_sent_to_the_page_that_says_it(browser_of, client, technician):
    lot = a_lot(technician)

    answer = browser_of(technician, reverse("devices:take_in", args=[lot.pk]), unit(), mode="now").json()

    assert answer["next"] == reverse("devices:panel_lot", args=[lot.pk]) + "?categorie=laptop"
    assert "ordinateur portable entré" in client.get(answer["next"]).content.decode()


def test_an_answer_given_to_the_queue_is_not_said_again_on_the_next_page(browser_of, client, technician):
    lot = a_lot(technician)

    browser_of(technician, reverse("devices:take_in", args=[lot.pk]), unit())

    assert "entré.</span>" not in client.get(reverse("devices:panel_lot", args=[lot.pk])).content.decode()


def test_the_site_says_who_it_takes_the_browser_for(client, technician):
    assert client.get(reverse("desk:who")).json()["member"] is None
    client.force_login(technician.user)
    answer = client.get(reverse("desk:who"))
    assert answer.json()["member"] == str(technician.pk)
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_worker_names_files_that_exist_and_reaches_every_page(client):
    answer = client.get("/sw.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    told = json.loads(re.search(r"const MAILLON = (\{.*\});", answer.content.decode())[1])
    scripts = re.findall(r'"([^"]+)"', answer.content.decode().splitlines()[1])
    for url in [*told["shell"], *scripts]:
        assert finders.find(url.removeprefix("/static/")), url
    assert all(client.get(told[page]).status_code == 200 for page in ("waiting", "login"))


def test_the_application_can_be_installed(client):
    answer = client.get("/manifest.webmanifest")
    told = answer.json()

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert {icon["sizes"] for icon in told["icons"] if icon["type"] == "image/png"} == {"192x192", "512x512"}
    for icon in told["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


def test_the_page_of_what_waits_names_nobody_to_a_visitor_and_offers_her_pages_to_a_technician(client, technician):
    device = a_device(technician, state=State.IN_REPAIR)
    assert "À emporter" not in client.get("/en-attente/").content.decode()

    client.force_login(technician.user)
    page = client.get("/en-attente/").content.decode()

    assert f'href="{reverse("devices:panel_lot", args=[device.lot_id])}" data-keep' in page
    assert f'href="{reverse("refurbishing:panel", args=[device.pk])}" data-keep' in page


def test_what_to_take_along_costs_the_same_for_one_device_and_for_many(
    client, technician, django_assert_max_num_queries
):
    lot = a_lot(technician)
    for _ in range(3):
        a_device(technician, state=State.IN_REPAIR, lot=lot)
    client.force_login(technician.user)

    with django_assert_max_num_queries(8):
        client.get("/en-attente/")


def test_a_field_page_stays_light(client, technician):
    """Compressed as they travel: 150 kB on the first visit, 30 kB on the next, the worker and what it keeps included."""
    client.force_login(technician.user)
    page = client.get(reverse("devices:panel_lot", args=[a_lot(technician).pk])).content
    files = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:js|css|svg))"', page.decode()))
    for_worker = {"maillon/worker.js", "maillon/waiting.js"}
    assert {"maillon/queue.js", "maillon/offline.js"} <= files

    weights = [len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in files | for_worker]
    waiting = len(gzip.compress(client.get("/en-attente/").content))

    assert len(gzip.compress(page)) < 30_000
    assert sum(weights) + waiting + len(gzip.compress(page)) < 150_000


# What the state of its thing makes single: the second finds it done, and answers the same.
SINGLE_BY_STATE = ("{% url 'rounds:arrive' ", "{% url 'rounds:miss' ", "{% url 'rounds:finish' ")


def test_every_form_that_is_kept_without_a_network_has_an_id_of_its_own():
    """Without it a message sent twice would be done twice."""
    forms = [
        (path.name, form)
        for path in MAILLON.rglob("templates/**/*.html")
        for form in re.findall(r"<form[^>]*\sdata-field[\s=>].*?</form>", path.read_text(), re.DOTALL)
    ]

    assert len(forms) >= 4
    for name, form in forms:
        if any(url in form for url in SINGLE_BY_STATE):
            continue
        assert re.search(r'\{\{ \w+\.id \}\}|name="(\w+-)?id"|\{\{ form \}\}', form), f"{name}: {form[:120]}"
