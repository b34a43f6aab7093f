"""Servers that would balance for Octavia, in Neutron alone: they have their ports, and nothing passes through them."""

from octavia.common import clients
from octavia.compute.drivers.noop_driver.driver import NoopComputeDriver
from octavia.network.drivers.neutron.allowed_address_pairs import OCTAVIA_OWNER
from oslo_config import cfg


class Attached:
    """As Nova tells of an interface."""

    def __init__(self, port):
        self.net_id = port["network_id"]
        self.port_id = port["id"]
        self.fixed_ips = port["fixed_ips"]


class Balancers(NoopComputeDriver):
    @property
    def neutron(self):
        settings = cfg.CONF.neutron
        return clients.NeutronAuth.get_neutron_client(region=settings.region_name, endpoint_type=settings.endpoint_type)

    def delete(self, compute_id):
        for port in self.neutron.list_ports(device_id=compute_id)["ports"]:
            self.neutron.delete_port(port["id"])

    def attach_network_or_port(self, compute_id, network_id=None, ip_address=None, port_id=None):
        if port_id:
            port = self.neutron.update_port(port_id, {"port": {"device_id": compute_id}})
        else:
            described = {"network_id": network_id, "device_id": compute_id, "device_owner": OCTAVIA_OWNER}
            port = self.neutron.create_port({"port": described})
        return Attached(port["port"])

    def detach_port(self, compute_id, port_id):
        self.neutron.delete_port(port_id)
