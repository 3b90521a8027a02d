import socketserver
import threading

import pytest

from maillon.common.actors import PLATFORM
from maillon.ground.messages import actions, jobs, tasks
from maillon.ground.messages.models import Message

pytestmark = pytest.mark.django_db


class Smtp(socketserver.StreamRequestHandler):
    """The least that a mail server says, and what it was given."""

    def handle(self):
        self.wfile.write(b"220 essai\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                while (text := self.rfile.readline()) != b".\r\n":
                    self.server.received.append(text.decode())
            if word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def smtp(settings):
    """A mail server on this machine, and the setting that names it."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp) as server:
        server.received = []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.SMTP_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
        thread.join()


def a_message():
    return actions.write("nadia@ogo.example", "Une offre attend", "Bonjour,\n\nÉtudiez-la.", by=PLATFORM)


def test_a_message_leaves_by_the_mail_server(smtp):
    message = a_message()

    tasks.deliver.func(str(message.pk))

    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert any("nadia@ogo.example" in line for line in smtp.received)


def test_a_message_sent_is_not_sent_again(smtp):
    message = a_message()
    tasks.deliver.func(str(message.pk))
    smtp.received.clear()

    tasks.deliver.func(str(message.pk))

    assert smtp.received == []


def test_a_silent_server_is_tried_five_times_then_told(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    message = a_message()

    states = [tasks.deliver.func(str(message.pk)) for _ in range(5)]

    message.refresh_from_db()
    assert states == [Message.State.WAITING] * 4 + [Message.State.FAILED]
    assert message.attempts == 5
    assert message.last_error


def test_the_clock_takes_up_what_did_not_leave(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    message = a_message()
    Message.objects.filter(pk=message.pk).update(created_at="2026-01-01T00:00:00Z")

    assert jobs.retry() == 1
