"""Tables that the database itself refuses to change: triggers for SQLite and PostgreSQL, laid by migrations."""

from collections.abc import Sequence

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SENTENCE = "Cette table ne se modifie pas : corrigez par une nouvelle écriture."


def lay(editor: BaseDatabaseSchemaEditor, table: str, columns: Sequence[str] = ()) -> None:
    """Refuse DELETE, and UPDATE of `columns` (of any column when none is named), on `table`."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION maillon_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'restrict_violation'; END $$"
        )
        update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
        editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR {update} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION maillon_append_only()"
        )
    else:
        update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
        for name, event in (("update", update), ("delete", "DELETE")):
            editor.execute(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )


def lift(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Remove the triggers that `lay` made."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
    else:
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")


def protect(table: str, columns: Sequence[str] = ()) -> migrations.RunPython:
    """The migration operation that makes `table` append-only; reversible."""
    return migrations.RunPython(
        lambda apps, editor: lay(editor, table, columns), lambda apps, editor: lift(editor, table)
    )


def unprotect(table: str, columns: Sequence[str] = ()) -> migrations.RunPython:
    """Before a migration that remakes `table`, which loses SQLite's triggers; `protect` it again after. Reversible."""
    return migrations.RunPython(
        lambda apps, editor: lift(editor, table), lambda apps, editor: lay(editor, table, columns)
    )
