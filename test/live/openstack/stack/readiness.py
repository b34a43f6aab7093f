"""Whether servers and volumes can be placed."""

from stack.layout import Layout
from stack.processes import until
from stack.rest import Client, Refused
from stack.servers import Servers

PATIENCE = 120
POLL = 0.5
WANTED = {
    "nova-conductor", "nova-scheduler", "nova-compute", "cinder-scheduler", "cinder-volume", "cinder-backup",
    "an inventory of nova-compute", "a cell with nova-compute",
}


def wait_until_ready(servers: Servers) -> None:
    admin = Client(servers.layout, "admin", "admin")

    def ready() -> bool:
        return all(map(servers.answers, servers.interfaces)) and not missing(admin)

    until(ready, PATIENCE, lambda: f"after {PATIENCE} s there is no {', no '.join(sorted(missing(admin)))}", every=POLL)


def missing(admin: Client) -> set[str]:
    return WANTED - reported(admin) - placed(admin)


def reported(admin: Client) -> set[str]:
    """The services that have told Nova and Cinder that they are up."""
    compute = admin.get("nova", "/v2.1/os-services")["services"]
    volume = admin.get("cinder", f"/v3/{admin.project}/os-services")["services"]
    return {service["binary"] for service in (*compute, *volume) if service["state"] == "up"}


def placed(admin: Client) -> set[str]:
    room = "/resource_providers?resources=VCPU:1,MEMORY_MB:1,DISK_GB:1"
    providers = admin.get("placement", room, **{"OpenStack-API-Version": "placement 1.4"})["resource_providers"]
    # Nova lists the hypervisors of hosts that are mapped into a cell.
    try:
        hypervisors = admin.get("nova", "/v2.1/os-hypervisors")["hypervisors"]
    except Refused:
        hypervisors = []
    found = {"an inventory of nova-compute": providers, "a cell with nova-compute": hypervisors}
    return {name for name, items in found.items() if items}


def beats(layout: Layout) -> dict[str, str]:
    """When each service of Nova last reported itself, by its name."""
    services = Client(layout, "admin", "admin").get("nova", "/v2.1/os-services")["services"]
    return {service["binary"]: service["updated_at"] for service in services}
