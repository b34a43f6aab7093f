import type { DhcpConfiguration, DhcpOptions, Filter, Vpc } from "@aws-sdk/client-ec2";
import { type Accepted, type Context, gather, type WriteContext } from "@cimi-gateway/adapter";
import { type Policies, type PolicyLimits, type StringMap, takenPolicies, writePolicies } from "@cimi-gateway/model";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { firstMarked, markedWith } from "./marked.js";
import { confined, isInside } from "./scope.js";
import type { Service, ServiceKind, ServiceRequest } from "./service.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { oneVpc, vpcPages } from "./vpcs.js";
import { type Sent, sent } from "./writes.js";

/** The options that EC2 takes (EC2 user guide, "DHCP option set concepts"). */
export const DHCP_LIMITS: PolicyLimits<"DHCP"> = {
  domain: {},
  dnsServers: { most: 4, each: { provided: {}, address: {} } },
  ntpServers: { most: 4, each: { address: {} } },
  netbiosServers: { most: 4, each: {} },
  netbiosNode: {},
  ipv6Lease: { minimum: 140, maximum: 2_147_483_647 },
};

/** DHCP options that a network uses. EC2 changes none: another set takes their place. */
export const dhcp: ServiceKind = {
  type: "DHCP",
  prefix: "dopt-",
  async *list(cloud, context) {
    const networks = await gather(vpcPages(cloud, context));
    for await (const page of optionPages(cloud, context)) yield page.map((native) => serviceOf(native, networks));
  },
  async read(cloud, ids, context) {
    const [networks, pages] = await Promise.all([
      Promise.all(portions(ids).map((portion) => gather(vpcPages(cloud, context, [filter("dhcp-options-id", portion)])))),
      Promise.all(portions(ids).map((portion) => gather(optionPages(cloud, context, [filter("dhcp-options-id", portion)])))),
    ]);
    return pages.flat().map((native) => serviceOf(native, networks.flat()));
  },
  create: createOptions,
  delete: deleteOptions,
};

/** Options that several networks use, such as the account's own, belong to none of them. */
function serviceOf({ DhcpOptionsId = "", DhcpConfigurations = [], Tags }: DhcpOptions, networks: readonly Vpc[]): Service {
  const users = networks.filter((vpc) => vpc.DhcpOptionsId === DhcpOptionsId);
  return {
    type: "DHCP",
    id: DhcpOptionsId,
    tags: Tags,
    state: users.length === 0 ? "STOPPED" : "STARTED",
    network: users.length === 1 ? users[0]!.VpcId : undefined,
    policies: policiesOf(DhcpConfigurations),
    isFixed: users.length > 1,
  };
}

const PROVIDED = "AmazonProvidedDNS";

function policiesOf(configurations: readonly DhcpConfiguration[]): StringMap {
  const held = new Map(configurations.map(({ Key, Values = [] }) => [Key, Values.flatMap(({ Value }) => Value || [])] as const));
  const [domain] = held.get("domain-name") ?? [];
  const dns = held.get("domain-name-servers") ?? [];
  const ntp = held.get("ntp-servers") ?? [];
  const netbios = held.get("netbios-name-servers") ?? [];
  const [node] = held.get("netbios-node-type") ?? [];
  const [lease] = held.get("ipv6-address-preferred-lease-time") ?? [];
  return writePolicies("DHCP", {
    ...(domain !== undefined && { domain }),
    ...(dns.length > 0 && { dnsServers: dns.map(serverOf) }),
    ...(ntp.length > 0 && { ntpServers: ntp.map(serverOf) }),
    ...(netbios.length > 0 && { netbiosServers: netbios }),
    ...(node !== undefined && { netbiosNode: Number(node) }),
    ...(lease !== undefined && { ipv6Lease: Number(lease) }),
  });
}

type Server = NonNullable<Policies<"DHCP">["dnsServers"]>[number];

const serverOf = (value: string): Server => (value === PROVIDED ? { kind: "provided" } : { kind: "address", value });

/** Without servers of DNS EC2 gives its own, as it does in its default options. */
function configurationsOf(policies: Policies<"DHCP">): { Key: string; Values: string[] }[] {
  const { domain, dnsServers = [{ kind: "provided" }], ntpServers = [], netbiosServers = [], netbiosNode, ipv6Lease } = policies;
  const all: readonly (readonly [string, readonly string[]])[] = [
    ["domain-name", domain === undefined ? [] : [domain]],
    ["domain-name-servers", dnsServers.map((server) => ("value" in server ? server.value : PROVIDED))],
    ["ntp-servers", ntpServers.flatMap((server) => ("value" in server ? server.value : []))],
    ["netbios-name-servers", netbiosServers],
    ["netbios-node-type", netbiosNode === undefined ? [] : [String(netbiosNode)]],
    ["ipv6-address-preferred-lease-time", ipv6Lease === undefined ? [] : [String(ipv6Lease)]],
  ];
  return all.filter(([, values]) => values.length > 0).map(([Key, values]) => ({ Key, Values: [...values] }));
}

async function* optionPages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly DhcpOptions[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeDhcpOptions({ ...confined(scope, filters), ...page }, sending),
    ({ DhcpOptions }) => DhcpOptions,
  );
  for await (const page of pages) yield page.filter(({ Tags }) => isInside(scope, Tags));
}

/** CreateDhcpOptions has no token: an interrupted one is found by its marker. Then the network uses it instead of what it had. */
async function createOptions(cloud: Cloud, request: ServiceRequest, VpcId: string, context: WriteContext): Promise<Accepted> {
  const { client, settings } = cloud;
  const DhcpConfigurations = configurationsOf(takenPolicies("DHCP", request.template.policies, DHCP_LIMITS));
  const before = await context.step("before", {
    send: async () => (await oneVpc(cloud, VpcId, context)).DhcpOptionsId ?? DEFAULT,
  });
  const made = await context.step("create", {
    send: async ({ marker }) => {
      const tags = newTags(settings, ["dhcp-options"], marker, request);
      const answer = await client.write(context, (ec2, sending) =>
        ec2.createDhcpOptions({ DhcpConfigurations, ...tags }, sending),
      );
      return sent(answer.DhcpOptions?.DhcpOptionsId, answer);
    },
    find: ({ marker }) => firstMarked(optionPages(cloud, context, [markedWith(marker)]), ({ DhcpOptionsId }) => DhcpOptionsId),
    undo: async ({ id }) => {
      await discard(cloud, id, context);
    },
  });
  await context.step("use", {
    send: () => use(cloud, VpcId, made.id, context),
    undo: async () => {
      await use(cloud, VpcId, before, context);
    },
  });
  return { ...made, ...newOverlay(settings, request) };
}

/** EC2's word for none. */
const DEFAULT = "default";

async function use({ client }: Cloud, VpcId: string, DhcpOptionsId: string, context: Context): Promise<Sent> {
  return sent(
    DhcpOptionsId,
    await client.write(context, (ec2, sending) => ec2.associateDhcpOptions({ VpcId, DhcpOptionsId }, sending)),
  );
}

/** The network that uses them gets none instead; EC2 keeps options that are in use. */
async function deleteOptions(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const users = await context.step("users", {
    send: async () => {
      const found = await gather(vpcPages(cloud, context, [filter("dhcp-options-id", [id])]));
      return found.flatMap(({ VpcId }) => VpcId ?? []);
    },
  });
  for (const network of users)
    await context.step(`leave ${network}`, {
      send: () => use(cloud, network, DEFAULT, context),
      undo: async () => {
        await use(cloud, network, id, context);
      },
    });
  return context.step("delete", { send: () => discard(cloud, id, context) });
}

const discard = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.deleteDhcpOptions({ DhcpOptionsId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
