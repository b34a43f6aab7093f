"""Binds every port of Neutron at once, and says of routers' ports and floating IPs what the agents would, of which there are none."""

from neutron_lib import constants
from neutron_lib import context as contexts
from neutron_lib.api.definitions import portbindings
from neutron_lib.callbacks import events, registry, resources
from neutron_lib.plugins import constants as plugins
from neutron_lib.plugins import directory
from neutron_lib.plugins.ml2 import api

OF_ROUTERS = (constants.DEVICE_OWNER_ROUTER_INTF, constants.DEVICE_OWNER_ROUTER_GW)
BINDING = {portbindings.CAP_PORT_FILTER: True, portbindings.OVS_HYBRID_PLUG: False}


class Loopback(api.MechanismDriver):
    def initialize(self):
        for event in (events.AFTER_CREATE, events.AFTER_UPDATE):
            registry.subscribe(serve_port, resources.PORT, event)
            registry.subscribe(serve_floating_ip, resources.FLOATING_IP, event)

    @property
    def connectivity(self):
        return portbindings.CONNECTIVITY_L2

    def filter_hosts_with_segment_access(self, context, segments, candidate_hosts, agent_getter):
        return set(candidate_hosts)

    def bind_port(self, context):
        segment = context.segments_to_bind[0]
        context.set_binding(segment[api.ID], portbindings.VIF_TYPE_OVS, BINDING, status=constants.PORT_STATUS_ACTIVE)


def serve_port(_resource, _event, _trigger, payload):
    """A port of a router is in use as soon as there is one."""
    port = payload.latest_state
    if port and port.get("device_owner") in OF_ROUTERS and port["status"] != constants.PORT_STATUS_ACTIVE:
        directory.get_plugin().update_port_status(contexts.get_admin_context(), port["id"], constants.PORT_STATUS_ACTIVE)


def serve_floating_ip(_resource, _event, _trigger, payload):
    """A floating IP serves as long as it has a port."""
    routers = directory.get_plugin(plugins.L3)
    administrator = contexts.get_admin_context()
    address = routers.get_floatingip(administrator, payload.resource_id or payload.latest_state["id"])
    status = constants.FLOATINGIP_STATUS_ACTIVE if address["port_id"] else constants.FLOATINGIP_STATUS_DOWN
    if address["status"] != status:
        routers.update_floatingip_status(administrator, address["id"], status)
