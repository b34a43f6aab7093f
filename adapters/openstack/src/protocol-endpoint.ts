import { type ResourceAdapter, reference, resourceAdapter } from "@cimi-gateway/adapter";
import { addressTypeOf, readAddress, readHardwareAddress } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { createEndpoint } from "./endpoint-create.js";
import { deleteEndpoint, updateEndpoint } from "./endpoint-update.js";
import { type Endpoint, endpointId, endpointPages, markOf, readEndpoints, segmentOf } from "./endpoints.js";
import { described } from "./metadata.js";
import { bearerOf, type NetworkObject } from "./network-objects.js";
import { floatingState, interfaceState } from "./network-states.js";
import { markerOf } from "./network-writes.js";
import { isServed } from "./ports.js";
import { instant } from "./times.js";

/** Only floating IPs are objects; what the gateway knows of other endpoints it keeps itself. */
const NOTHING: NetworkObject = { id: "" };
const objectIn = (endpoint: Endpoint): NetworkObject => (endpoint.kind === "floating" ? endpoint.floating : NOTHING);

function markerIn(endpoint: Endpoint): string | undefined {
  if (endpoint.kind === "floating") return markerOf(endpoint.floating);
  return endpoint.kind === "Ethernet" ? undefined : markOf(endpoint);
}

function addressOf(endpoint: Endpoint): string | undefined {
  if (endpoint.kind === "floating") return readAddress(endpoint.floating.floating_ip_address);
  return endpoint.kind === "Ethernet" ? readHardwareAddress(endpoint.port.mac_address!) : endpoint.address;
}

const heldBy = (endpoint: Endpoint): string | undefined =>
  (endpoint.kind === "floating" ? endpoint.floating.port_id : endpoint.port.id) || undefined;

/** An address of a port, its MAC address or a floating IP. Neutron enables and disables ports only. */
export const protocolEndpoint = (cloud: Cloud): ResourceAdapter<"ProtocolEndpoint", unknown> =>
  resourceAdapter<Endpoint>()("ProtocolEndpoint", {
    identify: (endpoint) => ({ id: endpointId(endpoint), marker: markerIn(endpoint) }),
    attributes: {
      ...described((endpoint: Endpoint) => bearerOf(objectIn(endpoint)), cloud.settings),
      created: (endpoint) => instant(objectIn(endpoint).created_at),
      updated: (endpoint) => instant(objectIn(endpoint).updated_at),
      state: (endpoint) => (endpoint.kind === "floating" ? floatingState(endpoint.floating) : interfaceState(endpoint.port)),
      protocol: ({ kind }) => (kind === "floating" ? "IPv4" : kind),
      address: addressOf,
      // Neutron does not tell of addresses who chose them; the gateway keeps it of those that it made.
      origin: ({ kind }) => (kind === "floating" || kind === "Ethernet" ? "DYNAMIC" : undefined),
      interface: (endpoint) => {
        const id = heldBy(endpoint);
        return id === undefined ? undefined : reference("NetworkInterface", id);
      },
      parameters: (endpoint) => (endpoint.kind === "IPv6" ? { addressType: addressTypeOf(endpoint.address) } : undefined),
      segment: (endpoint) => {
        const id = segmentOf(endpoint);
        return id === undefined ? undefined : reference("ProtocolSegment", id);
      },
      nativeId: (endpoint) => (endpoint.kind === "floating" ? endpoint.floating.id : endpoint.port.id),
      location: () => cloud.settings.region,
    },
    capabilities: { DefaultInitialState: "ENABLED", InitialStates: "ENABLED" },
    list: (_query, context) => endpointPages(cloud, context),
    read: (ids, context) => readEndpoints(cloud, ids, context),
    create: (request, context) => createEndpoint(cloud, request, context),
    update: (id, changes, context) => updateEndpoint(cloud, id, changes, context),
    delete: (id, context) => deleteEndpoint(cloud, id, context),
    editable: (endpoint) => endpoint.kind === "floating" || !isServed(endpoint.port),
    deletable: (endpoint) => endpoint.kind === "floating" || (endpoint.kind !== "Ethernet" && !isServed(endpoint.port)),
  });
