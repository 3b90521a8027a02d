"""An index for words found anywhere in a text, on PostgreSQL; SQLite, for small networks, reads the rows."""

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.utils import DatabaseError


def lay(editor: BaseDatabaseSchemaEditor, table: str, column: str) -> None:
    """Index `column` by its trigrams; without the right to add the extension, the search still answers, reading every row."""
    if editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=editor.connection.alias):
            editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return
    editor.execute(
        f"CREATE INDEX {table}_{column}_trigrams ON {table} USING gin ({column} gin_trgm_ops) WITH (fastupdate = off)"
    )


def lift(editor: BaseDatabaseSchemaEditor, table: str, column: str) -> None:
    """Remove the index that `lay` made, if it could."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX IF EXISTS {table}_{column}_trigrams")


def index(table: str, column: str) -> migrations.RunPython:
    """The migration operation that makes `column__contains` quick on `table`; reversible."""
    return migrations.RunPython(
        lambda apps, editor: lay(editor, table, column), lambda apps, editor: lift(editor, table, column)
    )
