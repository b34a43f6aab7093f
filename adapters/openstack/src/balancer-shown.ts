import { type Context, reference } from "@cimi-gateway/adapter";
import { type Inside, readAddress, type StringMap, writePolicies } from "@cimi-gateway/model";
import { type Known, knownOf, targetIn } from "./balancer-known.js";
import {
  ALGORITHMS,
  CHECKS,
  PERSISTENCE,
  PROTOCOLS,
  type TakenHealth,
  type TakenListener,
  type TakenMember,
  wordFor,
} from "./balancer-limits.js";
import type { Balancer, NativeMember, NativeMonitor } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { balancerState } from "./network-states.js";
import type { Service } from "./service.js";

export const BALANCER_SUFFIX = ".balancer";

/** What load balancers are, with the endpoints and segments that they serve. */
export async function servicesOf(cloud: Cloud, balancers: readonly Balancer[], context: Context): Promise<readonly Service[]> {
  const known = await knownOf(cloud, balancers, context);
  return balancers.map((balancer) => serviceOf(balancer, known.get(balancer)!));
}

function serviceOf({ native, parts }: Balancer, known: readonly Known[]): Service {
  return {
    type: "Load Balancer",
    id: `${native.id}${BALANCER_SUFFIX}`,
    native: native.id,
    object: native,
    state: balancerState(native, parts),
    network: native.vip_network_id,
    policies: policiesOf(known),
    endpoints: [...new Set(known.flatMap(({ loose }) => loose.map(({ id }) => id)))],
    segments: native.vip_subnet_id ? [native.vip_subnet_id] : [],
    address: native.vip_address,
  };
}

function policiesOf(known: readonly Known[]): StringMap {
  const listeners = known.flatMap((one) => listenerOf(one));
  const members = membersOf(known);
  const checks = known.flatMap((one) => healthOf(one));
  return writePolicies("Load Balancer", {
    ...(listeners.length > 0 && { listener: Object.fromEntries(listeners) }),
    ...(members.length > 0 && { member: Object.fromEntries(members) }),
    ...(checks.length > 0 && { health: Object.fromEntries(checks) }),
  });
}

/** What CIMI has no word for is not shown. */
function listenerOf({ name, pool, to, heard }: Known): readonly (readonly [string, TakenListener])[] {
  const { protocol, protocol_port: port, admin_state_up } = heard.listener;
  const word = wordFor(PROTOCOLS, protocol);
  if (word === undefined) return [];
  const algorithm = wordFor(ALGORITHMS, heard.pool?.lb_algorithm ?? ALGORITHMS["round-robin"]);
  const { type, cookie_name: cookie } = heard.pool?.session_persistence ?? {};
  const persistence = wordFor(PERSISTENCE, type ?? "");
  const shown: TakenListener = {
    protocol: word,
    ports: [{ first: port, last: port }],
    ...(to !== undefined && { to }),
    ...(pool !== undefined && { pool }),
    ...(algorithm !== undefined && algorithm !== "round-robin" && { algorithm }),
    ...(persistence && { persistence }),
    ...(persistence === "application-cookie" && cookie && { cookie }),
    ...(admin_state_up === false && { disabled: true }),
  };
  return [[name, shown]];
}

const TYPES = { endpoint: "ProtocolEndpoint", interface: "NetworkInterface", machine: "Machine" } as const;

/**
 * A member gets the clients of every listener with its pool, and its port may be that of one of them: what says its port is right for all. Of
 * entries with one name the last counts.
 */
function membersOf(known: readonly Known[]): readonly (readonly [string, TakenMember])[] {
  const all = known.flatMap((one) => one.members.map((member) => ({ id: member.id, entry: memberOf(member, one) })));
  const saysPort = ({ entry: [, { port }] }: (typeof all)[number]): boolean => port !== undefined;
  const saying = all.filter(saysPort);
  const told = new Set(saying.map(({ id }) => id));
  return [...all.filter((one) => !saysPort(one) && !told.has(one.id)), ...saying].map(({ entry }) => entry);
}

/** One that another tool put there is named by its address. */
function memberOf(member: NativeMember, { pool, to, heard }: Known): readonly [string, TakenMember] {
  const { weight = 1, backup, admin_state_up, protocol_port: port } = member;
  const target = targetIn(member);
  const isOther = port !== (to ?? heard.listener.protocol_port);
  const address = readAddress(member.address);
  const shown: TakenMember = {
    target: insideOf(target ?? { kind: "address", id: address }, address),
    ...(isOther && { port }),
    ...(weight !== 1 && { weight }),
    ...(pool !== undefined && { pool }),
    ...(backup === true && { backup }),
    ...(admin_state_up === false && { disabled: true }),
  };
  return [(target && member.name) || (isOther ? `${address}:${port}` : address), shown];
}

const insideOf = ({ kind, id }: NonNullable<ReturnType<typeof targetIn>>, address: string): Inside =>
  kind === "address" ? { kind, value: address } : { kind, value: reference(TYPES[kind], id) };

function healthOf({ pool, heard: { monitor } }: Known): readonly (readonly [string, TakenHealth])[] {
  const protocol = wordFor(CHECKS, monitor?.type ?? "");
  if (monitor === undefined || protocol === undefined) return [];
  const { name, delay, timeout, max_retries, max_retries_down = 3, url_path, domain_name } = monitor;
  const isHttp = protocol === "http" || protocol === "https";
  const expect = isHttp ? codesIn(monitor) : [];
  const shown: TakenHealth = {
    protocol,
    ...(isHttp && url_path && { path: url_path }),
    ...(isHttp && domain_name && { host: domain_name }),
    ...(expect.length > 0 && { expect }),
    every: delay,
    timeout,
    healthy: max_retries,
    unhealthy: max_retries_down,
    ...(pool !== undefined && { pool }),
  };
  return [[name || pool || "members", shown]];
}

/** `200,204`; ranges, which only other tools write, are told by both of their ends and what is between. */
function codesIn({ expected_codes }: NativeMonitor): number[] {
  return (expected_codes ?? "").split(",").flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split("-").map(Number);
    return Number.isInteger(first) ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [];
  });
}
