import { type Context, gather, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { addressFamily, policyFault, readAddress } from "@cimi-gateway/model";
import { checkTwins } from "./balancer-checks.js";
import { BALANCER_TAGS, type Hearing, type MemberInput } from "./balancer-hearing.js";
import { targetText } from "./balancer-known.js";
import type { WantedHearing, WantedMember } from "./balancer-policies.js";
import type { Cloud } from "./cloud.js";
import { placeOf } from "./endpoints.js";
import { gatherPortions, tagOf } from "./network-objects.js";
import { type NeutronPort, portPages, readPorts } from "./ports.js";
import type { ServiceRequest } from "./service.js";
import { type NeutronSubnet, subnetPages } from "./subnets.js";

type Place = { readonly address: string; readonly subnet?: string };

/** A listener with the addresses of its members, and the port of those that say none. */
export type Placed = Hearing & { readonly poolName: string | undefined; readonly port: number };

/**
 * Octavia knows addresses alone: the first one of an interface, and of a machine that of its oldest interface. Which they are is decided
 * once.
 */
export async function placed(cloud: Cloud, wanted: readonly WantedHearing[], context: WriteContext): Promise<readonly Placed[]> {
  const members = wanted.flatMap((one) => one.members);
  const isAsked = members.some(({ kind }) => kind === "machine" || kind === "interface");
  const found = isAsked ? await context.step("addresses", { send: () => placesOf(cloud, members, context) }) : {};
  const hearings = wanted.map((one) => ({
    ...one,
    members: one.members.map((member) => inputOf(member, ownPlace(member) ?? found[member.id]!)),
  }));
  for (const one of hearings) checkTwins(one.members);
  return hearings;
}

function inputOf(member: WantedMember, { address, subnet }: Place): MemberInput {
  const { name, port, weight, backup, isEnabled } = member;
  return {
    name,
    address,
    protocol_port: port,
    weight,
    backup,
    admin_state_up: isEnabled,
    ...(subnet !== undefined && { subnet_id: subnet }),
    tags: [tagOf(BALANCER_TAGS.member, targetText(member))],
  };
}

/** A member that is an endpoint of the service. */
export function looseInput(endpoint: string, port: number): MemberInput {
  const { subnet, address } = placeOf(endpoint);
  const plain = { name: "", weight: 1, backup: false, admin_state_up: true, tags: [] };
  return { ...plain, address, protocol_port: port, subnet_id: subnet };
}

function ownPlace({ kind, id }: WantedMember): Place | undefined {
  if (kind === "address") return { address: readAddress(id) };
  return kind === "endpoint" ? placeOf(id) : undefined;
}

/** By the ids of machines and interfaces. @throws InvalidValue for one without an address */
async function placesOf(
  cloud: Cloud,
  members: readonly WantedMember[],
  context: Context,
): Promise<{ readonly [id: string]: Place }> {
  const of = (kind: WantedMember["kind"]): string[] => [
    ...new Set(members.filter((member) => member.kind === kind).map(({ id }) => id)),
  ];
  const [machines, interfaces] = [of("machine"), of("interface")];
  const [held, own] = await Promise.all([
    gatherPortions(machines, (portion) => portPages(cloud, context, { device_id: portion })),
    interfaces.length === 0 ? new Map<string, NeutronPort>() : readPorts(cloud, interfaces, context),
  ]);
  const oldest = held.toSorted((one, other) => ((one.created_at ?? "") < (other.created_at ?? "") ? -1 : 1));
  const place = ({ kind, id, name }: WantedMember): Place => {
    const port = kind === "machine" ? oldest.find(({ device_id }) => device_id === id) : own.get(id);
    const [first] = port?.fixed_ips ?? [];
    if (first) return { address: readAddress(first.ip_address), subnet: first.subnet_id };
    throw policyFault(`${id} has no address; accepted: a machine or an interface that has one`, "member", name);
  };
  const asked = members.filter(({ kind }) => kind === "machine" || kind === "interface");
  return Object.fromEntries(asked.map((member) => [member.id, place(member)]));
}

/**
 * The subnet in which a new load balancer has its address: the one that the request names, else that of its first endpoint in the network,
 * else the first for IPv4. @throws ProviderFault invalid where there is none, or several are named
 */
export async function subnetFor(
  cloud: Cloud,
  network: string,
  { joining = [] }: ServiceRequest,
  placedHearings: readonly Placed[],
  context: Context,
): Promise<string> {
  const own = await gather(subnetPages(cloud, context, { network_id: network }));
  const ids = own.map(({ id }) => id);
  const items = (attribute: string) => joining.filter((one) => one.attribute === attribute).map(({ item }) => item);
  const [named, ...more] = items("segments");
  if (more.length > 0) throw invalid("a load balancer of OpenStack has its address in one segment; name one");
  if (named !== undefined && !ids.includes(named)) throw invalid(`${named} is no segment of the network; name one of it`);
  const near = [
    ...items("endpoints").map((item) => placeOf(item).subnet),
    ...placedHearings.flatMap(({ members }) => members.flatMap(({ subnet_id }) => subnet_id ?? [])),
  ];
  const chosen = named ?? near.find((id) => ids.includes(id)) ?? firstOf(own);
  if (chosen !== undefined) return chosen;
  throw invalid("the network has no segment in which a load balancer could have its address; make one first");
}

const invalid = (message: string): ProviderFault => new ProviderFault("invalid", message);

function firstOf(subnets: readonly NeutronSubnet[]): string | undefined {
  const family = ({ cidr }: NeutronSubnet): number => addressFamily(cidr.slice(0, cidr.indexOf("/"))) ?? 0;
  return subnets.toSorted((one, other) => family(one) - family(other) || (one.id < other.id ? -1 : 1))[0]?.id;
}
