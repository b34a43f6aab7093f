"""The database of a new stack: made once for the installed versions, kept in .cache, and copied from then on."""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack.identity import make_identity
from stack.layout import CACHE, HERE, PASSWORD, Layout
from stack.servers import Servers
from stack.services import PYTHON
from stack.versions import packages

# The longest first, as they are filled two or more at a time.
SCHEMAS = ("nova", "neutron", "octavia", "cinder", "keystone", "glance", "placement")
DATABASES = ("nova_api", "nova_cell0", *SCHEMAS)
PATIENCE = 300
PREFIX = "database-"


def make_database(servers: Servers) -> None:
    """Leaves MariaDB running, with every schema, the users and the projects in it."""
    target = servers.layout.path("mariadb")
    with locked():
        kept = CACHE / f"{PREFIX}{fingerprint()}"
        if not kept.exists():
            fill(servers)
            servers.processes.stop(["mariadb"], PATIENCE)
            keep(target, kept)
        else:
            copy(kept, target)
    servers.start(["mariadb"])
    servers.wait(["mariadb"])


def fill(servers: Servers) -> None:
    layout = servers.layout
    initialise(layout)
    servers.start(["mariadb", "memcached"])
    servers.wait(["mariadb", "memcached"])
    servers.sql("".join(f"create database {name} character set utf8mb3;" for name in DATABASES))
    servers.processes.run({f"schema-{name}": program(layout, name) for name in SCHEMAS}, servers.environment, PATIENCE)
    secret = {"OS_BOOTSTRAP_PASSWORD": PASSWORD}
    servers.processes.run({"administrator": program(layout, "administrator")}, {**servers.environment, **secret}, PATIENCE)
    servers.start(["keystone"])
    servers.wait(["keystone"])
    make_identity(layout)
    servers.processes.stop(["keystone"], 10)


def program(layout: Layout, task: str) -> list[str]:
    service = "keystone" if task == "administrator" else task
    return [PYTHON, str(HERE / "programs/schema.py"), task, str(layout.configuration(service))]


def initialise(layout: Layout) -> None:
    command = [
        "mariadb-install-db", f"--defaults-file={layout.configuration('mariadb')}",
        "--auth-root-authentication-method=normal", "--skip-test-db",
    ]
    with open(layout.path("logs/mariadb-install.log"), "wb") as log:
        subprocess.run(command, check=True, stdout=log, stderr=log)


def fingerprint() -> str:
    """Of the packages, and of all that says what is put into the database."""
    sources = sorted(path for folder in ("configuration", "programs", "stack") for path in (HERE / folder).rglob("*.*"))
    digest = hashlib.sha256(repr(packages()).encode())
    for path in sources:
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def keep(made: Path, kept: Path) -> None:
    """Puts a copy into the cache, in place of those of other versions; it is there whole or not at all."""
    for old in CACHE.glob(f"{PREFIX}*"):
        shutil.rmtree(old)
    partial = CACHE / "partial"
    shutil.rmtree(partial, ignore_errors=True)
    copy(made, partial)
    partial.rename(kept)


def copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "--archive", "--reflink=auto", str(source), str(target)], check=True)


@contextmanager
def locked() -> Iterator[None]:
    """Stacks that are started at the same time make one database, not one each."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
