"""The harness keeps its promises: no other machine is reached, and a test that commits leaves nothing behind."""

import socket
import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from conftest import asks_a_database
from tests import postgres
from tests.network import NetworkRefused


def test_another_machine_is_refused():
    with pytest.raises(NetworkRefused):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_name_of_another_machine_is_refused():
    with pytest.raises(NetworkRefused):
        socket.getaddrinfo("maillon.example", 443)


def test_this_machine_is_reached():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize("time", ["the first time", "the second time"])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_in_the_next(time: str):
    users = get_user_model().objects
    known = users.count()

    thread = threading.Thread(target=commit_a_user)
    thread.start()
    thread.join()

    assert users.filter(email="commise@maillon.example").count() == 1
    assert users.count() == known + 1


def commit_a_user() -> None:
    get_user_model().objects.create(email="commise@maillon.example")
    connection.close()


@pytest.mark.django_db
def test_a_database_engine_is_the_one_that_was_asked_for(settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        version = cursor.fetchone()[0]

    assert version.startswith("PostgreSQL") == settings.DATABASE_URL.startswith("postgres")


def test_a_postgresql_is_found_on_this_machine():
    assert (postgres.binaries() / "initdb").exists()


def test_what_asks_no_database_is_told_from_what_does(request):
    assert not asks_a_database(request.node)


def test_a_test_of_the_database_is_played_on_both(request, db):
    assert asks_a_database(request.node)
