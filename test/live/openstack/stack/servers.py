"""Starts servers and waits until they serve."""

import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterable

from stack.layout import ADDRESS, Layout
from stack.processes import Processes, until
from stack.services import Service, environment, interfaces, stores

# Seconds. A busy machine takes a third of them.
PATIENCE = 120
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Servers:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.processes = Processes(layout)
        self.stores = stores(layout)
        self.interfaces = interfaces(layout)
        self.environment = environment(layout)

    def service(self, name: str) -> Service:
        known = {**self.stores, **self.interfaces}
        if name not in known:
            raise SystemExit(f"there is no service {name}; there are {', '.join(known)}")
        return known[name]

    def start(self, names: Iterable[str]) -> None:
        """Starts them without waiting for any."""
        for name in names:
            self.processes.start(name, self.service(name).command, self.environment)

    def wait(self, names: Iterable[str]) -> None:
        """Waits until each answers; those without a port only have to run."""
        for name in names:
            until(lambda: self.answers(name), PATIENCE, lambda: self.processes.complaint(name, f"does not answer after {PATIENCE} s"))

    def answers(self, name: str) -> bool:
        if not self.processes.running(name):
            raise SystemExit(self.processes.complaint(name, "has ended"))
        if name == "mariadb":
            return self.sql("select 1", check=False)
        port = self.service(name).port
        if port is None:
            return True
        return listening(self.layout.ports[port]) and (name not in self.interfaces or speaks(self.layout.url(port)))

    def sql(self, statement: str, check: bool = True) -> bool:
        """Whether the database carried out a statement; with check, the program ends where it did not."""
        command = ["mariadb", "--no-defaults", "-u", "root", "-S", str(self.layout.path("mariadb.socket")), "-e", statement]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if check and done.returncode != 0:
            raise SystemExit(f"MariaDB refused {statement!r}: {done.stderr}")
        return done.returncode == 0


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((ADDRESS, port)) == 0


def speaks(url: str) -> bool:
    """Whether anything at all is answered over HTTP, be it a refusal."""
    try:
        DIRECT.open(url, timeout=10).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
