"""Single services of a running stack, taken away and brought back."""

import subprocess

from stack.layout import ADDRESS, HERE, Layout
from stack.processes import until
from stack.readiness import beats
from stack.servers import PATIENCE, Servers
from stack.services import PYTHON

# The queues by which services are asked to do something.
QUEUES = {
    "nova-conductor": "conductor",
    "nova-scheduler": "scheduler",
    "nova-compute": "compute.loopback",
    "cinder-scheduler": "cinder-scheduler",
    "cinder-volume": "cinder-volume.loopback@loopback",
}


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
    if name == "rabbitmq":
        wait_for_clients(servers)
    if name in before:
        until(lambda: beats(layout)[name] != before[name], PATIENCE, lambda: servers.processes.complaint(name, "does not report itself"))


def wait_for_clients(servers: Servers) -> None:
    """Waits until those that run have noticed the restart."""
    queues = [queue for service, queue in QUEUES.items() if servers.processes.running(service)]
    address = f"{ADDRESS}:{servers.layout.ports['rabbitmq']}"
    program = [PYTHON, "-B", str(HERE / "programs/consumers.py"), str(PATIENCE), address, *queues]
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL)


def reports(name: str) -> bool:
    return name in ("nova-conductor", "nova-scheduler", "nova-compute")
