import { type Accepted, type Context, gather, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import {
  type PolicyLimits,
  policyFault,
  readAddress,
  type StringMap,
  takenPolicies,
  type Values,
  writePolicies,
} from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { metadataOf } from "./network-objects.js";
import { type Body, put, putTags, tagsWith } from "./network-writes.js";
import { prefixOf } from "./prefixes.js";
import type { Service, ServiceKind, ServiceRequest } from "./service.js";
import { oneSubnet, readSubnets, SUBNETS, type Subnet, subnetPages } from "./subnets.js";
import type { Sent } from "./writes.js";

/** What Neutron tells guests in a subnet (Networking API v2.0, "Subnets"). */
export const DHCP_LIMITS: PolicyLimits<"DHCP"> = {
  dnsServers: { most: 5, each: { address: {} } },
  routers: { most: 1, each: {} },
  route: { each: { destination: {}, via: {} } },
};

/** On a subnet: the CIMI id of its DHCP, where a consumer turned it on. Otherwise it is a part of the subnet, and goes with it. */
const MARK = "cimi-dhcp";

/** DHCP of a subnet that has it on. */
export const dhcp: ServiceKind = {
  type: "DHCP",
  suffix: ".dhcp",
  async *list(cloud, context) {
    for await (const page of subnetPages(cloud, context)) yield page.filter(isOn).map(serviceOf);
  },
  async read(cloud, natives, context) {
    return [...(await readSubnets(cloud, natives, context)).values()].filter(isOn).map(serviceOf);
  },
  create: turnOn,
  async change(cloud, native, policies, context) {
    const before = await context.step("before", { send: async () => optionsOf(await oneSubnet(cloud, native, context)) });
    const wanted = { ...NONE, ...optionsIn(policies) };
    await context.step("options", {
      send: () => put(cloud, context, SUBNETS, native, wanted),
      undo: async () => {
        await put(cloud, context, SUBNETS, native, before);
      },
    });
  },
  delete: (cloud, native, context) =>
    context.step("delete", { send: () => turn(cloud, native, { enable_dhcp: false }, undefined, context) }),
};

const isOn = ({ enable_dhcp }: Subnet): boolean => enable_dhcp === true;

const markIn = (subnet: Subnet): string | undefined => metadataOf(subnet)?.[MARK];

/** PUT of a subnet, and of the mark on it. */
async function turn(cloud: Cloud, id: string, input: Body, mark: string | undefined, context: Context): Promise<Sent> {
  const accepted = await put(cloud, context, SUBNETS, id, input);
  await putTags(cloud, context, SUBNETS, id, tagsWith(await oneSubnet(cloud, id, context), { [MARK]: mark }));
  return accepted;
}

function serviceOf(subnet: Subnet): Service {
  return {
    type: "DHCP",
    id: `${subnet.id}.dhcp`,
    native: subnet.id,
    object: undefined,
    marker: markIn(subnet),
    state: "STARTED",
    network: subnet.network_id,
    policies: policiesOf(subnet),
    segments: [subnet.id],
    isFixed: markIn(subnet) === undefined,
  };
}

type Options = Pick<Subnet, "dns_nameservers" | "gateway_ip" | "host_routes">;

const NONE = { dns_nameservers: [], gateway_ip: null, host_routes: [] };

/** As a step keeps them. */
const optionsOf = ({ dns_nameservers = [], gateway_ip = null, host_routes = [] }: Subnet) => ({
  dns_nameservers: [...dns_nameservers],
  gateway_ip,
  host_routes: host_routes.map(({ destination, nexthop }) => ({ destination, nexthop })),
});

function policiesOf({ dns_nameservers = [], gateway_ip, host_routes = [] }: Subnet): StringMap {
  const routes = host_routes.map(({ destination, nexthop }) => {
    const prefix = prefixOf(destination);
    return [prefix, { destination: prefix, via: readAddress(nexthop) }] as const;
  });
  return writePolicies("DHCP", {
    ...(dns_nameservers.length > 0 && {
      dnsServers: dns_nameservers.map((value) => ({ kind: "address", value: readAddress(value) })),
    }),
    ...(gateway_ip && { routers: [readAddress(gateway_ip)] }),
    ...(routes.length > 0 && { route: Object.fromEntries(routes) }),
  });
}

/** Those that policies name. @throws InvalidValue for what Neutron cannot keep */
function optionsIn(given: StringMap | undefined): Options {
  const { dnsServers, routers, route } = takenPolicies("DHCP", given, DHCP_LIMITS);
  for (const [name, { destination }] of Object.entries(route ?? {}))
    if (name !== destination)
      throw policyFault(`has a name that OpenStack cannot keep; accepted: its destination, route.${destination}`, "route", name);
  return {
    ...(dnsServers && { dns_nameservers: dnsServers.flatMap((server) => (server.kind === "address" ? [server.value] : [])) }),
    ...(routers && { gateway_ip: routers[0] ?? null }),
    ...(route && { host_routes: Object.values(route).map(({ destination, via }) => ({ destination, nexthop: via })) }),
  };
}

/** In the segment of the network that lacks it; what the policies do not name stays as it is. */
async function turnOn(cloud: Cloud, request: ServiceRequest, network: string, context: WriteContext): Promise<Accepted> {
  const { name, description, properties } = request;
  const wanted = optionsIn(request.template.policies);
  const before = await context.step("before", {
    send: async () => {
      const [subnet, ...others] = (await gather(subnetPages(cloud, context, { network_id: network }))).filter(
        (one) => !isOn(one),
      );
      if (subnet && others.length === 0) return { id: subnet.id, options: optionsOf(subnet) };
      throw new ProviderFault(
        "conflict",
        subnet
          ? `${1 + others.length} segments of the network ${network} have no DHCP, and OpenStack has it for each by itself; make it for a network in which one lacks it`
          : `each segment of the network ${network} has DHCP already; change the policies of that`,
      );
    },
  });
  const { id } = before;
  const made = await context.step("create", {
    send: ({ marker }) => turn(cloud, id, { enable_dhcp: true, ...wanted }, marker, context),
    undo: async () => {
      await turn(cloud, id, { enable_dhcp: false, ...before.options }, undefined, context);
    },
  });
  const kept = Object.entries({ name, description, properties }).filter(([, value]) => value !== undefined);
  return { ...made, ...(kept.length > 0 && { overlay: Object.fromEntries(kept) as Values }) };
}
