import { type ResourceAdapter, reference, resourceAdapter } from "@cimi-gateway/adapter";
import { addressTypeOf, readHardwareAddress, type StringMap } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { holderOf } from "./elastic-addresses.js";
import { createEndpoint } from "./endpoint-create.js";
import { deleteEndpoint, updateEndpoint } from "./endpoint-update.js";
import { type Ec2Endpoint, endpointId, endpointPages, isPrimary, readEndpoints, segmentOf } from "./endpoints.js";
import { isServed } from "./interfaces.js";
import { interfaceState } from "./states.js";
import { described, markerIn, RESERVED, type Tags, tagIn } from "./tags.js";

/** Only Elastic IP addresses bear tags; what other endpoints are called is kept by the gateway. */
const tagsOf = (endpoint: Ec2Endpoint): Tags => (endpoint.kind === "elastic" ? endpoint.address.Tags : undefined);

function markerOf(endpoint: Ec2Endpoint): string | undefined {
  if (endpoint.kind === "elastic") return markerIn(endpoint.address.Tags);
  if (endpoint.kind === "Ethernet" || !isPrimary(endpoint)) return undefined;
  return tagIn(endpoint.held.TagSet, RESERVED.primary) || undefined;
}

function addressOf(endpoint: Ec2Endpoint): string | undefined {
  if (endpoint.kind === "elastic") return endpoint.address.PublicIp;
  return endpoint.kind === "Ethernet" ? readHardwareAddress(endpoint.held.MacAddress!) : endpoint.address;
}

function heldBy(endpoint: Ec2Endpoint): string | undefined {
  return endpoint.kind === "elastic" ? holderOf(endpoint.address) : endpoint.held.NetworkInterfaceId;
}

/** Tables 38 and 39. */
function parametersOf(endpoint: Ec2Endpoint): StringMap | undefined {
  if (endpoint.kind === "IPv6") return { addressType: addressTypeOf(endpoint.address) };
  if (endpoint.kind !== "IPv4") return undefined;
  const found = endpoint.held.PrivateIpAddresses?.find(({ PrivateIpAddress }) => PrivateIpAddress === endpoint.address);
  return found?.PrivateDnsName ? { hostname: found.PrivateDnsName } : undefined;
}

function stateOf(endpoint: Ec2Endpoint) {
  return endpoint.kind === "elastic" ? "ENABLED" : interfaceState(endpoint.held);
}

/** Whether it can go without its interface. */
function isRemovable(endpoint: Ec2Endpoint): boolean {
  if (endpoint.kind === "elastic") return endpoint.address.ServiceManaged === undefined;
  return endpoint.kind !== "Ethernet" && !isPrimary(endpoint) && !isServed(endpoint.held);
}

/** A private address, a MAC address or an Elastic IP address. EC2 neither enables nor disables one. */
export const protocolEndpoint = (cloud: Cloud): ResourceAdapter<"ProtocolEndpoint", unknown> =>
  resourceAdapter<Ec2Endpoint>()("ProtocolEndpoint", {
    identify: (endpoint) => ({ id: endpointId(endpoint), marker: markerOf(endpoint) }),
    attributes: {
      ...described(tagsOf, cloud.settings),
      state: stateOf,
      protocol: ({ kind }) => (kind === "elastic" ? "IPv4" : kind),
      address: addressOf,
      // EC2 does not tell of private addresses who chose them; the gateway keeps it of those that it made.
      origin: ({ kind }) => (kind === "elastic" || kind === "Ethernet" ? "DYNAMIC" : undefined),
      interface: (endpoint) => {
        const id = heldBy(endpoint);
        return id === undefined ? undefined : reference("NetworkInterface", id);
      },
      parameters: parametersOf,
      segment: (endpoint) => {
        const id = segmentOf(endpoint);
        return id === undefined ? undefined : reference("ProtocolSegment", id);
      },
      nativeId: (endpoint) => (endpoint.kind === "elastic" ? endpoint.address.AllocationId : endpoint.held.NetworkInterfaceId),
      location: (endpoint) => (endpoint.kind === "elastic" ? cloud.settings.region : endpoint.held.AvailabilityZone),
    },
    capabilities: { DefaultInitialState: "ENABLED", InitialStates: "ENABLED" },
    list: (_query, context) => endpointPages(cloud, context),
    read: (ids, context) => readEndpoints(cloud, ids, context),
    create: (request, context) => createEndpoint(cloud, request, context),
    update: (id, changes, context) => updateEndpoint(cloud, id, changes, context),
    delete: (id, context) => deleteEndpoint(cloud, id, context),
    editable: (endpoint) => endpoint.kind === "elastic" || !isServed(endpoint.held),
    deletable: isRemovable,
  });
