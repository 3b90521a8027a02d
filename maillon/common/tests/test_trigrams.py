"""The index of trigrams: laid where PostgreSQL can, absent elsewhere, and the search the same."""

import pytest
from django.db import connection

from maillon.common import trigrams

pytestmark = pytest.mark.django_db

NAMES = "SELECT indexname FROM pg_indexes WHERE indexname = 'devices_device_search_trigrams'"


def indexes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.postgres
def test_the_search_of_devices_has_its_index_which_can_be_removed_and_laid_again():
    assert indexes()

    with connection.schema_editor() as editor:
        trigrams.lift(editor, "devices_device", "search")
    assert not indexes()

    with connection.schema_editor() as editor:
        trigrams.lay(editor, "devices_device", "search")
    assert indexes()


@pytest.mark.postgres
def test_a_database_that_refuses_the_extension_goes_without_the_index():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE visitor")
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
        cursor.execute("SET LOCAL ROLE visitor")

    with connection.schema_editor() as editor:
        trigrams.lay(editor, "devices_device", "search")

    assert not indexes()
