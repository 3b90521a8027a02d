"""`flush` as the tests need it: Django calls it after each test that commits."""

from django.core.management.commands import flush

from tests import databases


class Command(flush.Command):
    """Give the database back as the migrations left it, instead of emptying every table.

    Emptying would delete the reference data that migrations wrote, and the append-only journal refuses it.
    """

    def handle(self, **options) -> None:
        databases.restore()
