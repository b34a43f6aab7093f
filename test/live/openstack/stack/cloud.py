"""What tests find in the cloud."""

from stack.layout import Layout
from stack.rest import Client

# Name, virtual processors, MiB of memory, GiB of disk.
FLAVORS = (("m1.tiny", 1, 512, 1), ("m1.small", 1, 2048, 20), ("m1.medium", 2, 4096, 40))
IMAGE = "cirros"
# Addresses that are for documentation (RFC 5737), and private ones (RFC 1918).
PUBLIC = {
    "cidr": "203.0.113.0/24", "gateway_ip": "203.0.113.1", "enable_dhcp": False,
    "allocation_pools": [{"start": "203.0.113.10", "end": "203.0.113.250"}],
}
PRIVATE = {"cidr": "10.20.0.0/22", "gateway_ip": "10.20.0.1", "dns_nameservers": ["192.0.2.53"]}


def make_cloud(layout: Layout) -> None:
    admin, demo = Client(layout, "admin", "admin"), Client(layout, "demo", "demo")
    for number, (name, processors, memory, disk) in enumerate(FLAVORS, 1):
        admin.make("nova", "/v2.1/flavors", "flavor", id=str(number), name=name, vcpus=processors, ram=memory, disk=disk)
    storage = {"volume_backend_name": "loopback"}
    admin.make("cinder", f"/v3/{admin.project}/types", "volume_type", name="standard", extra_specs=storage)
    make_image(admin)
    make_networks(admin, demo)


def make_image(admin: Client) -> None:
    described = {"name": IMAGE, "disk_format": "raw", "container_format": "bare", "visibility": "public"}
    image, _headers = admin.exchange("POST", "glance", "/v2/images", described)
    admin.put("glance", f"/v2/images/{image['id']}/file", bytes(512))


def make_networks(admin: Client, demo: Client) -> None:
    """An external network, and a network of demo's with a router into it."""
    outside = {"router:external": True, "provider:network_type": "flat", "provider:physical_network": "outside"}
    public = network(admin, "public", PUBLIC, **outside)
    private = network(demo, "private", PRIVATE)
    gateway = {"network_id": public["network_id"]}
    router = demo.make("neutron", "/v2.0/routers", "router", name="router", external_gateway_info=gateway)
    demo.put("neutron", f"/v2.0/routers/{router['id']}/add_router_interface", {"subnet_id": private["id"]})


def network(client: Client, name: str, subnet: dict, **values):
    """A network with one subnet, which it returns."""
    made = client.make("neutron", "/v2.0/networks", "network", name=name, **values)
    described = {"name": f"{name}-subnet", "network_id": made["id"], "ip_version": 4, **subnet}
    return client.make("neutron", "/v2.0/subnets", "subnet", **described)
