import { nativeId } from "@cimi-gateway/adapter";
import { checkPools, type Inside, type Policies, policyFault, type StringMap, takenPolicies } from "@cimi-gateway/model";
import { checkMonitors, checkPorts } from "./balancer-checks.js";
import { type Hearing, type MonitorInput, poolTags } from "./balancer-hearing.js";
import {
  ALGORITHMS,
  BALANCER_LIMITS,
  CHECKS,
  PERSISTENCE,
  PROTOCOLS,
  type TakenHealth,
  type TakenListener,
  type TakenMember,
} from "./balancer-limits.js";
import { isEthernet, isFloating } from "./endpoints.js";

type Taken = Policies<"Load Balancer">;

/** What a pool hands clients to, by its native id; an address stands for itself. */
export interface WantedMember {
  readonly name: string;
  readonly kind: Inside["kind"];
  readonly id: string;
  readonly port: number;
  readonly weight: number;
  readonly backup: boolean;
  readonly isEnabled: boolean;
}

/** A listener whose members have no addresses yet. */
export interface WantedHearing extends Omit<Hearing, "members"> {
  /** Undefined: that of the service's endpoints. */
  readonly poolName: string | undefined;
  /** Of members that say none. */
  readonly port: number;
  readonly members: readonly WantedMember[];
}

/** @throws InvalidValue for what Octavia has not, before anything is sent */
export function wantedHearings(given: StringMap | undefined): readonly WantedHearing[] {
  const policies = takenPolicies("Load Balancer", given, BALANCER_LIMITS);
  checkPoolNames(policies);
  checkPools(policies, "OpenStack");
  const hearings = Object.entries(policies.listener ?? {}).map(([name, listener]) => wanted(name, listener, policies));
  checkPorts(hearings);
  checkMonitors(hearings);
  return hearings;
}

function wanted(name: string, listener: TakenListener, { member = {}, health = {} }: Taken): WantedHearing {
  checkName("listener", name);
  const { ports, to, pool, algorithm = "round-robin" } = listener;
  const protocol = PROTOCOLS[listener.protocol as keyof typeof PROTOCOLS];
  const port = to ?? ports[0]!.first;
  const check = Object.entries(health).find(([, one]) => one.pool === pool);
  return {
    name,
    poolName: pool,
    port,
    listener: { protocol, protocol_port: ports[0]!.first, admin_state_up: listener.disabled !== true },
    pool: {
      protocol,
      lb_algorithm: ALGORITHMS[algorithm as keyof typeof ALGORITHMS],
      session_persistence: persistenceOf(name, listener),
      tags: poolTags(pool, to),
    },
    members: Object.entries(member).flatMap(([key, one]) => (one.pool === pool ? [memberOf(key, one, port)] : [])),
    monitor: check ? monitorOf(...check) : null,
  };
}

function persistenceOf(name: string, { protocol, persistence, cookie }: TakenListener): Hearing["pool"]["session_persistence"] {
  const refuse = (problem: string) => policyFault(problem, "listener", name);
  if ((persistence === "application-cookie") !== (cookie !== undefined))
    throw refuse("cookie: is named where persistence is application-cookie, and there alone");
  if (persistence === undefined) return null;
  if (persistence !== "source-address" && protocol !== "http")
    throw refuse(`persistence: ${persistence} needs http, which has cookies; accepted for ${protocol}: source-address`);
  return { type: PERSISTENCE[persistence], ...(cookie !== undefined && { cookie_name: cookie }) };
}

function memberOf(name: string, { target, weight = 1, backup, disabled, ...more }: TakenMember, port: number): WantedMember {
  checkName("member", name);
  const id = target.kind === "address" ? target.value : nativeId(target.value);
  if (target.kind === "endpoint" && (isFloating(id) || isEthernet(id)))
    throw policyFault(`${id} has no address in the cloud; accepted: an endpoint in a segment of a network`, "member", name);
  return {
    name,
    kind: target.kind,
    id,
    port: more.port ?? port,
    weight,
    backup: backup === true,
    isEnabled: disabled !== true,
  };
}

/** Octavia wants to be told how often it asks, and how long it waits for an answer: less than until the next question. */
const EVERY = 10;
const TIMEOUT = 5;
const HEALTHY = 2;
const UNHEALTHY = 3;

function monitorOf(name: string, health: TakenHealth): MonitorInput {
  checkName("health", name);
  const { protocol, path = "/", expect = [200], host, every = Math.max(EVERY, (health.timeout ?? 0) + 1) } = health;
  const isHttp = protocol === "http" || protocol === "https";
  if (!isHttp && (health.path ?? health.expect ?? host) !== undefined)
    throw policyFault(`path, host and expect are of http and https; leave them out for ${protocol}`, "health", name);
  return {
    name,
    type: CHECKS[protocol as keyof typeof CHECKS],
    delay: every,
    timeout: health.timeout ?? Math.max(1, Math.min(TIMEOUT, every - 1)),
    max_retries: health.healthy ?? HEALTHY,
    max_retries_down: health.unhealthy ?? UNHEALTHY,
    ...(isHttp && { url_path: path, expected_codes: expect.join(",") }),
    ...(host !== undefined && { domain_name: host, http_version: 1.1 }),
  };
}

const NAME_LENGTH = 80;

/** Names are native names, or stand in tags. */
function checkName(key: string, name: string): void {
  if (name.length <= NAME_LENGTH && !/[\p{Cc}\p{Cs}\u{10000}-\u{10FFFF}]/u.test(name)) return;
  throw policyFault(`OpenStack cannot keep this name; accepted: up to ${NAME_LENGTH} characters without controls`, key, name);
}

function checkPoolNames({ listener = {} }: Taken): void {
  for (const { pool } of Object.values(listener)) if (pool !== undefined) checkName("listener", pool);
}
