"""Letters that nobody needs: refused by their link, by a mail program, or on a page; the others always leave."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from maillon.common.actors import PLATFORM
from maillon.ground.messages import actions, queries, tasks
from maillon.ground.messages.models import Kind, Message, OptOut
from maillon.ground.organisations.models import Role
from tests.factories import a_member

pytestmark = pytest.mark.django_db
TO = "Nadia@ogo.example"


def written(kind=Kind.DIGEST):
    return actions.write(TO, "Votre semaine", "Bonjour.", kind=kind, by=PLATFORM)


def test_the_link_at_its_foot_refuses_that_kind_and_no_other_and_takes_it_back():
    letter = written()
    address = queries.unsubscribe_url(letter).removeprefix("http://127.0.0.1:8000")
    address = "/" + address.split("/", 3)[3] if address.startswith("http") else address
    assert address in letter.body
    assert TO not in address
    client = Client(enforce_csrf_checks=True)

    assert "Ne plus le recevoir" in client.get(address).content.decode()
    assert not OptOut.objects.exists()
    # As a mail program does, without a page nor a token of ours.
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert written() is None
    assert written(Kind.PLACES) is not None
    assert written("") is not None
    client.post(address, {"again": "1"})
    assert written() is not None


def test_a_link_that_was_altered_changes_nothing():
    letter = written()
    address = reverse("desk:unsubscribe", args=[f"{queries.unsubscribe_url(letter).rstrip('/').rsplit('/', 1)[1]}x"])

    assert Client().post(address).status_code == 404
    assert not OptOut.objects.exists()


def test_a_mail_program_is_told_how_to_refuse_what_is_not_necessary(monkeypatch, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    sent: list[EmailMessage] = []
    monkeypatch.setattr(tasks.EmailBackend, "send_messages", lambda self, mails: sent.extend(mails))

    for letter in (written(), actions.write(TO, "Votre reçu", "Bonjour.", by=PLATFORM)):
        tasks.deliver.func(str(letter.pk))

    optional, necessary = sent
    assert "/courriers/ne-plus-recevoir/" in optional.extra_headers["List-Unsubscribe"]
    assert optional.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert necessary.extra_headers == {}
    assert "Ne plus recevoir" not in necessary.body


def test_each_chooses_what_she_receives():
    member = a_member(Role.MEDIATOR)
    client = Client()
    client.force_login(member.user)
    address = reverse("desk:choose_letters")

    client.post(address, {"kind": [Kind.PLACES]})

    assert set(OptOut.objects.values_list("email", "kind")) == {
        (member.user.email, Kind.DIGEST),
        (member.user.email, Kind.RENEWALS),
    }
    assert client.get(address).content.decode().count(" checked") == 1
    assert Message.objects.count() == 0
