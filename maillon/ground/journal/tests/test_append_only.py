import pytest
from django.db import DatabaseError, connection, transaction

from maillon.common.actors import PLATFORM
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.journal import jobs
from maillon.ground.journal.models import Entry, Seal
from maillon.ground.journal.queries import alterations, unsealed
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import State
from maillon.matter.erasure import actions as erasure
from maillon.matter.ledger.models import Movement
from tests.factories import a_device, a_member, a_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    network = a_network()
    for rank in range(5):
        journal.record("essai.noter", network, by=PLATFORM, network=network.pk, rank=rank)
    jobs.seal()
    return network


def refused(statement: str, *values) -> bool:
    """Whether the database itself refuses this statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("table", ["journal_entry", "journal_seal"])
def test_the_database_refuses_to_change_or_delete_the_journal(network, table):
    column = "verb" if table == "journal_entry" else "sequence"

    assert refused(f"UPDATE {table} SET {column} = {column}")
    assert refused(f"DELETE FROM {table}")


def test_the_database_refuses_to_change_or_delete_a_movement():
    a_device(a_member(Role.TECHNICIAN))

    assert Movement.objects.exists()
    assert refused("UPDATE ledger_movement SET mass_g = 0")
    assert refused("DELETE FROM ledger_movement")


def test_the_database_refuses_to_renumber_or_delete_a_document():
    member = a_member(Role.TECHNICIAN)
    device = a_device(member, state=State.ERASED)
    erasure.certify(device.pk, by=member)

    assert Document.objects.count() == 1
    assert refused("UPDATE documents_document SET number = 12")
    assert refused("DELETE FROM documents_document")


def test_every_entry_gets_one_seal_in_the_order_of_the_network(network):
    seals = list(Seal.objects.filter(network=network.pk).order_by("sequence"))

    assert [seal.sequence for seal in seals] == list(range(1, len(seals) + 1))
    assert {seal.entry for seal in seals} == set(Entry.objects.filter(network=network.pk).values_list("pk", flat=True))
    assert not unsealed().exists()
    assert list(alterations(network.pk)) == []


def test_sealing_twice_changes_nothing(network):
    before = Seal.objects.count()

    assert jobs.seal() == 0
    assert Seal.objects.count() == before


def tamper(statement: str, *values) -> None:
    """What a superuser of the database could do: lift the triggers, alter, put them back."""
    triggers = (
        [
            "DROP TRIGGER journal_entry_append_only ON journal_entry",
            "DROP TRIGGER journal_seal_append_only ON journal_seal",
        ]
        if connection.vendor == "postgresql"
        else [f"DROP TRIGGER journal_{table}_no_{act}" for table in ("entry", "seal") for act in ("update", "delete")]
    )
    with connection.cursor() as cursor:
        for trigger in triggers:
            cursor.execute(trigger)
        cursor.execute(statement, values)


def test_an_entry_changed_behind_the_journals_back_is_found(network):
    victim = Entry.objects.filter(verb="essai.noter", network=network.pk).order_by("at")[2]

    tamper("UPDATE journal_entry SET verb = 'essai.mentir' WHERE id = %s", stored(victim.pk))

    assert [found.check for found in alterations(network.pk)] == ["seal.hash"]


def test_an_entry_removed_behind_the_journals_back_is_found(network):
    victim = Entry.objects.filter(verb="essai.noter", network=network.pk).order_by("at")[2]

    tamper("DELETE FROM journal_entry WHERE id = %s", stored(victim.pk))

    assert [found.check for found in alterations(network.pk)] == ["seal.entry"]


def test_a_seal_removed_behind_the_journals_back_is_found(network):
    victim = Seal.objects.filter(network=network.pk).order_by("sequence")[2]

    tamper("DELETE FROM journal_seal WHERE id = %s", victim.pk)

    assert "seal.sequence" in [found.check for found in alterations(network.pk)]


def stored(pk):
    """The key as the database holds it."""
    return pk if connection.vendor == "postgresql" else pk.hex
