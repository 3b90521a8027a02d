"""The identity of a helped person through the whole chain: every page, mail, log, journal entry, address and cookie.

The one place where it may be: the pages of those whom the policies let read it.
"""

import logging

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Member, Role
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need
from maillon.sharing.people.models import Draft, Person
from tests.factories import a_member
from tests.sharing import (
    FIRST_NAME,
    LAST_NAME,
    Stage,
    in_days,
    person_form,
    read,
    signed_in,
    stage,
    typed,
)

pytestmark = pytest.mark.django_db
SECRETS = (FIRST_NAME, LAST_NAME, "1990-05-17")


@pytest.fixture
def told(caplog) -> pytest.LogCaptureFixture:
    """Everything that is logged, down to the queries of the database's own logger left out."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="django.db.backends")
    return caplog


class Watched:
    """A browser that remembers each address it went to."""

    def __init__(self, member: Member, addresses: list[str]):
        self.client: Client = signed_in(member)
        self.addresses = addresses

    def get(self, address: str):
        return self._seen(self.client.get(address))

    def post(self, address: str, data: dict):
        return self._seen(self.client.post(address, data))

    def _seen(self, answer):
        assert answer.status_code in (200, 302), answer
        self.addresses.append(answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"])
        self.addresses.append(answer.headers.get("Location", ""))
        return answer

    @property
    def cookies(self) -> str:
        return " ".join(f"{name}={cookie.value}" for name, cookie in self.client.cookies.items())


def chain(scene: Stage, addresses: list[str]) -> tuple[HandOver, list[Watched]]:
    """From the request to the return, through the pages, each in its role."""
    prescriber, coordinator = Watched(scene.prescriber, addresses), Watched(scene.coordinator, addresses)
    distributor, mediator = Watched(scene.distributor, addresses), Watched(scene.mediator, addresses)
    scene.device()
    scene.session()
    prescriber.post("/demandes/nouvelle/", person_form(usage="occasionnel", commune="Trifouilly"))
    need = Need.objects.get(
        pk=prescriber.post("/demandes/nouvelle/", person_form(usage="occasionnel")).url.split("/")[2]
    )
    page = f"/demandes/{need.pk}/"
    coordinator.post(f"{page}demander/", {"exchange": "Quel jour ?"})
    prescriber.post(f"{page}repondre/", {"answer": f"Mme {LAST_NAME} préfère mardi"})
    prescriber.post(f"{page}repondre/", {"answer": "Le mardi."})
    share = coordinator.get("/demandes/attribuer/").context["share"]
    coordinator.post("/demandes/attribuer/", {"pair": share.pairs})
    choices = prescriber.get(f"{page}rendez-vous/").context["form"].fields["session"].choices
    appointment = {"id": "019a0000-0000-7000-8000-000000000004", "planned_at": typed(in_days(3)), "place": "Mairie"}
    appointment |= {"distributor": str(scene.distributor.organisation_id), "session": choices[0][0], "waiver": ""}
    prescriber.post(f"{page}rendez-vous/", appointment)
    handover = HandOver.objects.get()
    desk = f"/remises/{handover.pk}/"
    for reader in (prescriber, coordinator, distributor):
        for address in (page, desk, f"{desk}carte/", "/demandes/", "/remises/", f"{page}rendez-vous/"):
            reader.get(address)
    distributor.post(f"{desk}remettre/", {"kind": "loan"})
    distributor.post(f"{desk}remettre/", {"kind": "gift"})
    for reader in (prescriber, coordinator, distributor):
        reader.get(f"{desk}attestation.pdf")
    distributor.post(f"{desk}retour/", {"device": str(handover.items.get().device_id), "reason": "Panne."})
    prescriber.post(f"{page}personne/", {"last_name": LAST_NAME, "first_name": FIRST_NAME, "born_on": "1990-05-17"})
    session = handover.enrolment.session
    mediator.get(f"/seances/{session.pk}/")
    mediator.get(f"/seances/{session.pk}/feuille/")
    return handover, [prescriber, coordinator, distributor, mediator]


def test_her_identity_is_in_no_address_log_journal_mail_nor_cookie(told):
    scene, addresses = stage(), []

    _, browsers = chain(scene, addresses)

    journal = " ".join(f"{entry.verb} {entry.data}" for entry in Entry.objects.all())
    mails = " ".join(f"{mail.subject} {mail.body}" for mail in Message.objects.all())
    cookies = " ".join(browser.cookies for browser in browsers)
    assert "handovers.hand_over" in journal, "the chain must have gone to its end"
    assert mails.count("Demande B-") >= 5
    for secret in SECRETS:
        assert secret not in journal
        assert secret not in mails
        assert secret not in " ".join(addresses)
        assert secret not in told.text
        assert secret not in cookies


def test_the_database_holds_it_sealed_and_in_no_other_column():
    """Every text of every table, whatever model someone adds: only sealed columns may hold it."""
    scene = stage()
    chain(scene, [])
    signed_in(scene.prescriber).post(
        "/demandes/nouvelle/brouillon/", person_form(id="019a0000-0000-7000-8000-00000000000a")
    )
    assert Draft.objects.exists()

    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            content = " ".join(text_of(value) for row in cursor.fetchall() for value in row)
            for secret in (FIRST_NAME, LAST_NAME):
                assert secret not in content, model._meta.label


def text_of(value: object) -> str:
    """A value as whoever stole the file would read it."""
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def pages(handover: HandOver) -> list[str]:
    need, session = handover.need_id, handover.enrolment.session_id
    desk = f"/remises/{handover.pk}/"
    return [
        "/demandes/",
        "/demandes/?state=toutes",
        f"/demandes/{need}/",
        f"/demandes/{need}/remise/",
        "/demandes/attribuer/",
        "/remises/",
        "/remises/?when=faites",
        desk,
        f"{desk}carte/",
        f"/seances/{session}/",
        f"/seances/{session}/feuille/",
        "/a-faire/",
    ]


def test_no_role_of_another_organisation_reads_it_on_any_page():
    scene = stage()
    handover, _ = chain(scene, [])
    combined = [[Role.COORDINATOR, Role.ADMINISTRATOR], [Role.COORDINATOR, Role.TECHNICIAN]]

    for roles in [[role] for role in Role.values] + combined:
        client = signed_in(a_member(*roles, network=scene.network))
        for address in pages(handover):
            html = read(client.get(address, follow=True))
            assert LAST_NAME not in html, (roles, address)
            assert FIRST_NAME not in html, (roles, address)


def test_her_prescriber_and_the_desk_do_read_it():
    """Or the tests above would prove nothing."""
    scene = stage()
    handover, _ = chain(scene, [])

    for member in (scene.prescriber, scene.distributor):
        html = read(signed_in(member).get(f"/remises/{handover.pk}/"))
        assert f"{FIRST_NAME} {LAST_NAME}" in html
    assert LAST_NAME in read(signed_in(scene.prescriber).get("/demandes/?state=toutes"))


def test_the_confirmations_shown_at_the_top_name_nobody():
    """They travel in a cookie."""
    scene = stage()
    client = signed_in(scene.prescriber)

    client.post("/demandes/nouvelle/", person_form())

    assert LAST_NAME not in " ".join(cookie.value for cookie in client.cookies.values())
    assert Need.objects.get().asked_on == timezone.localdate()
    assert Person.objects.get().told["last_name"] == LAST_NAME


def test_a_page_that_shows_a_name_is_kept_by_no_cache():
    scene = stage()
    handover, _ = chain(scene, [])
    client = signed_in(scene.prescriber)

    for address in ("/demandes/", f"/demandes/{handover.need_id}/", "/remises/", f"/remises/{handover.pk}/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address
