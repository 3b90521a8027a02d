"""The database of the tests: migrated once into a template, then copied, on SQLite and on PostgreSQL alike.

A test that commits (`transactional_db`, `live_server`) gets its database back from the template when it ends: what
migrations wrote stays, and triggers that refuse a deletion are not in the way.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
# What cannot change the schema nor the rows that a migration writes.
NOT_SCHEMA = {"tests", "templates", "static", "templatetags", "management", "__pycache__"}
NOT_SCHEMA_FILES = {"actions", "admin", "api", "forms", "jobs", "policy", "queries", "tasks", "urls", "views"}


def fingerprint() -> str:
    """What the template was made from: every migration, and every file that a migration of ours may read."""
    migrations = {
        Path(__import__(module.__module__, fromlist=["_"]).__file__)
        for module in MigrationLoader(None).disk_migrations.values()
    }
    ours = {
        path
        for path in (ROOT / "maillon").rglob("*")
        if path.is_file()
        and not NOT_SCHEMA.intersection(path.relative_to(ROOT).parts)
        and path.stem not in NOT_SCHEMA_FILES
    }
    digest = hashlib.sha256()
    for path in sorted(migrations | ours):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold every other worker of this checkout out."""
    with (settings.VAR_DIR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(name: str) -> None:
    use(name)
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    connection.close()


def use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


class SQLiteTemplate:
    """A file beside the test databases, kept from one run to the next."""

    def __init__(self, test_name: str):
        self.test_name = test_name
        self.path = settings.VAR_DIR / f"template-{fingerprint()}.sqlite3"

    def prepare(self) -> None:
        if self.path.exists():
            return
        for old in settings.VAR_DIR.glob("template-*.sqlite3*"):
            old.unlink()
        building = self.path.with_suffix(".building")
        building.unlink(missing_ok=True)
        migrate(str(building))
        building.rename(self.path)

    def create(self) -> None:
        self.drop()
        self.restore()

    def restore(self) -> None:
        source, target = sqlite3.connect(self.path), sqlite3.connect(self.test_name, timeout=20)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()

    def drop(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(self.test_name + suffix).unlink(missing_ok=True)


class PostgresTemplate:
    """A database of the same server: PostgreSQL copies one in a few milliseconds."""

    def __init__(self, test_name: str):
        self.test_name = test_name
        self.prefix = "maillon_template_"
        self.name = self.prefix + fingerprint()

    def execute(self, statement: str, *parameters: str) -> list[tuple]:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def prepare(self) -> None:
        known = self.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", self.prefix + "%")
        if (self.name,) in known:
            return
        for (old,) in known:
            self.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        building = f"{self.prefix}building"
        self.execute(f'CREATE DATABASE "{building}"')
        migrate(building)
        self.execute(f'ALTER DATABASE "{building}" RENAME TO "{self.name}"')

    def create(self) -> None:
        self.drop()
        self.execute(f'CREATE DATABASE "{self.test_name}" TEMPLATE "{self.name}"')

    def restore(self) -> None:
        self.create()

    def drop(self) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{self.test_name}" WITH (FORCE)')


def template() -> SQLiteTemplate | PostgresTemplate:
    """The template of the engine in use, for the database that the tests of this worker write in."""
    name = settings.DATABASES["default"]["TEST"]["NAME"] or f"test_{settings.DATABASES['default']['NAME']}"
    return SQLiteTemplate(name) if connection.vendor == "sqlite" else PostgresTemplate(name)


_current: SQLiteTemplate | PostgresTemplate | None = None


def restore() -> None:
    """Put the database of the tests back as the migrations left it."""
    if _current is None:
        raise RuntimeError("restore() needs the database of the tests: ask for the `db` fixture.")
    connection.close()
    _current.restore()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings) -> Iterator[None]:
    """Replace pytest-django's: the same promise, from a template."""
    global _current
    real_name = settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        _current = template()
        with one_at_a_time():
            _current.prepare()
            _current.create()
        use(_current.test_name)
    yield
    with django_db_blocker.unblock():
        use(real_name)
        _current.drop()
        _current = None
