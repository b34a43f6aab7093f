import { ProviderFault } from "@cimi-gateway/adapter";
import { type Flow, type Peer, type Policies, prefixContains, readPolicies } from "@cimi-gateway/model";
import type { NetworkService, ProtocolEndpoint } from "./world/network-things.js";
import type { World } from "./world/world.js";

/** What one endpoint sends another, over the Internet Protocol. */
export interface Traffic {
  /** Native ids of endpoints. */
  readonly from: string;
  readonly to: string;
  /** `tcp`, `udp`, `icmp`. */
  readonly protocol: string;
  readonly port?: number;
}

type Rule = NonNullable<Policies<"Firewall">["rule"]>[string];
type Direction = Rule["direction"];

/**
 * Whether traffic would arrive, by what the cloud says of itself (5.16): everything on the way is started and enabled, the segment is one,
 * or a router serves both ends, and no firewall is against it. For tests that ask what a network does.
 *
 * @throws ProviderFault notFound for an endpoint that is not there
 */
export async function reaches(world: World, traffic: Traffic): Promise<boolean> {
  const [from, to] = [await endpointOf(world, traffic.from), await endpointOf(world, traffic.to)];
  if (from.protocol !== to.protocol || !(await isUp(world, from)) || !(await isUp(world, to))) return false;
  const services = (await world.list("networkService", {})).items.filter(({ state }) => state === "started");
  const isOneSegment = from.owner !== undefined && from.owner === to.owner && !(await isIsolated(world, from.owner));
  const routers = services.filter(({ type }) => type === "IP Routing" || type === "Gateway");
  if (!isOneSegment && !routers.some((router) => serves(router, from) && serves(router, to))) return false;
  const firewalls = services.filter(({ type }) => type === "Firewall");
  return passes(firewalls, from, "out", { ...traffic, peer: to }) && passes(firewalls, to, "in", { ...traffic, peer: from });
}

async function endpointOf(world: World, id: string): Promise<ProtocolEndpoint> {
  const [endpoint] = await world.read("protocolEndpoint", [id]);
  if (!endpoint) throw new ProviderFault("notFound", `there is no protocolEndpoint ${id}`);
  return endpoint;
}

/** An endpoint that no interface connects is nobody's. */
async function isUp(world: World, { state, owner, networkInterface }: ProtocolEndpoint): Promise<boolean> {
  if (state !== "enabled" || networkInterface === undefined || owner === undefined) return false;
  const [held] = await world.read("networkInterface", [networkInterface]);
  const [segment] = await world.read("protocolSegment", [owner]);
  const [network] = segment?.owner === undefined ? [] : await world.read("network", [segment.owner]);
  return held?.state === "enabled" && segment?.state === "started" && network?.state === "started";
}

const isIsolated = async (world: World, segment: string): Promise<boolean> =>
  (await world.read("protocolSegment", [segment]))[0]?.isolated ?? true;

const serves = ({ endpoints, segments }: NetworkService, { id, owner = "" }: ProtocolEndpoint): boolean =>
  endpoints.includes(id) || segments.includes(owner);

interface Passing extends Traffic {
  /** The other end. */
  readonly peer: ProtocolEndpoint;
}

/** The rules of all firewalls of an endpoint count together; without a firewall everything passes. */
function passes(firewalls: readonly NetworkService[], end: ProtocolEndpoint, direction: Direction, traffic: Passing): boolean {
  const policies = firewalls.filter((one) => serves(one, end)).map((one) => readPolicies("Firewall", one.policies));
  if (policies.length === 0) return true;
  const matching = policies
    .flatMap(({ rule = {} }) => Object.values(rule))
    .filter((rule) => rule.direction === direction && !rule.disabled && matches(rule, end, traffic));
  const first = Math.min(...matching.map(({ priority = LAST }) => priority));
  const deciding = matching.filter(({ priority = LAST }) => priority === first);
  if (deciding.length > 0) return deciding.every(({ action }) => action === "allow");
  return policies.some(({ default: otherwise = {} }) => (otherwise[direction] ?? OTHERWISE[direction]) === "allow");
}

/** Behind every rule with a priority. */
const LAST = 65_536;

/** What happens to traffic of which no policy says anything. */
const OTHERWISE = { in: "deny", out: "allow" } as const satisfies Record<Direction, string>;

function matches(rule: Rule, end: ProtocolEndpoint, { peer, protocol, port }: Passing): boolean {
  const [source, target] = rule.direction === "in" ? [peer, end] : [end, peer];
  const isMeant = (peers: readonly Peer[] | undefined, endpoint: ProtocolEndpoint): boolean =>
    peers === undefined || peers.some((one) => isPeer(one, endpoint));
  return (
    (rule.over ?? end.protocol) === end.protocol &&
    rule.traffic.some((flow) => isFlow(flow, protocol, port)) &&
    isMeant(rule.from, source) &&
    isMeant(rule.to, target) &&
    isMeant(rule.on, end)
  );
}

const isFlow = ({ protocol: named, ports }: Flow, protocol: string, port: number | undefined): boolean =>
  (named === "any" || named === protocol) &&
  (ports === undefined || (port !== undefined && ports.some(({ first, last }) => first <= port && port <= last)));

/** Prefixes, endpoints and segments; other kinds of peers are nobody here. */
function isPeer(peer: Peer, { id, marker, owner, address }: ProtocolEndpoint): boolean {
  if (peer.kind === "prefix") return prefixContains(peer.value, address);
  if (peer.kind !== "endpoint" && peer.kind !== "segment") return false;
  const named = decodeURIComponent((peer.value.href ?? "").replace(/^.*\//, ""));
  return peer.kind === "endpoint" ? named === id || named === marker : named === owner;
}
