"""Single services of a running stack, taken away and brought back."""

from stack.layout import Layout
from stack.processes import until
from stack.readiness import beats
from stack.servers import PATIENCE, Servers


def stop(layout: Layout, name: str) -> None:
    """Kills it, as its machine would."""
    servers = Servers(layout)
    servers.processes.stop([servers.service(name).name], 0)


def start(layout: Layout, name: str) -> None:
    """Starts it where it does not run, and waits until it does its work."""
    servers = Servers(layout)
    if servers.processes.running(servers.service(name).name):
        return
    before = beats(layout) if reports(name) else {}
    servers.start([name])
    servers.wait([name])
    if name in before:
        until(lambda: beats(layout)[name] != before[name], PATIENCE, lambda: servers.processes.complaint(name, "does not report itself"))


def reports(name: str) -> bool:
    return name in ("nova-conductor", "nova-scheduler", "nova-compute")
