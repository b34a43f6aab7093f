import { readAddress } from "@cimi-gateway/model";
import { type Carried, carriedOf } from "./balancer-beside.js";
import type { Heard, NativeMember, NativeMonitor, NativePool } from "./balancers.js";
import { keyOfTag, metadataOf, tagOf } from "./network-objects.js";

/** On pools: what the policies call the pool, and the port of its members. On members: what they are. */
export const BALANCER_TAGS = { pool: "cimi-pool", to: "cimi-to", member: "cimi-member" } as const;

const OWN: ReadonlySet<string> = new Set(Object.values(BALANCER_TAGS));

/** Those of another tool. */
export const foreignTags = (tags: readonly string[] = []): readonly string[] =>
  tags.filter((tag) => !OWN.has(keyOfTag(tag) ?? ""));

/** A member as it is sent, and compared. */
export type MemberInput = {
  readonly name: string;
  readonly address: string;
  readonly protocol_port: number;
  readonly weight: number;
  readonly backup: boolean;
  readonly admin_state_up: boolean;
  /** Absent: it is reached as the cloud finds it. */
  readonly subnet_id?: string;
  /** Where it is asked how it is, instead of where it serves: another tool said so. */
  readonly monitor_address?: string;
  readonly monitor_port?: number;
  readonly tags: readonly string[];
};

export type MonitorInput = {
  readonly name: string;
  readonly type: string;
  readonly delay: number;
  readonly timeout: number;
  readonly max_retries: number;
  readonly max_retries_down: number;
  readonly url_path?: string;
  readonly expected_codes?: string;
  readonly domain_name?: string;
  /** That which knows hosts. */
  readonly http_version?: number;
};

export type PoolInput = {
  readonly protocol: string;
  readonly lb_algorithm: string;
  readonly session_persistence: { readonly type: string; readonly cookie_name?: string } | null;
  readonly tags: readonly string[];
};

export type ListenerInput = Carried & {
  readonly protocol: string;
  readonly protocol_port: number;
  readonly admin_state_up: boolean;
};

/** A listener with all that is behind it. Each has a pool of its own, as members have the port that it says. */
export type Hearing = {
  readonly name: string;
  readonly listener: ListenerInput;
  readonly pool: PoolInput;
  readonly members: readonly MemberInput[];
  readonly monitor: MonitorInput | null;
};

export const poolTags = (pool: string | undefined, to: number | undefined): readonly string[] => [
  ...(pool === undefined ? [] : [tagOf(BALANCER_TAGS.pool, pool)]),
  ...(to === undefined ? [] : [tagOf(BALANCER_TAGS.to, String(to))]),
];

/** What the policies say of the members of a pool: its name, and their port. */
export function poolWords(pool: NativePool | undefined): { readonly pool?: string; readonly to?: number } {
  const { [BALANCER_TAGS.pool]: name, [BALANCER_TAGS.to]: port } = (pool && metadataOf(pool)) ?? {};
  const to = Number(port);
  return { ...(name !== undefined && { pool: name }), ...(port !== undefined && Number.isInteger(to) && { to }) };
}

export const memberInput = (member: NativeMember): MemberInput => ({
  name: member.name ?? "",
  address: readAddress(member.address),
  protocol_port: member.protocol_port,
  weight: member.weight ?? 1,
  backup: member.backup ?? false,
  admin_state_up: member.admin_state_up ?? true,
  ...(member.subnet_id && { subnet_id: member.subnet_id }),
  ...(member.monitor_address && { monitor_address: member.monitor_address }),
  ...(member.monitor_port && { monitor_port: member.monitor_port }),
  tags: member.tags ?? [],
});

export const monitorInput = (monitor: NativeMonitor): MonitorInput => ({
  name: monitor.name ?? "",
  type: monitor.type,
  delay: monitor.delay,
  timeout: monitor.timeout,
  max_retries: monitor.max_retries,
  max_retries_down: monitor.max_retries_down ?? 3,
  ...(monitor.url_path && { url_path: monitor.url_path }),
  ...(monitor.expected_codes && { expected_codes: monitor.expected_codes }),
  ...(monitor.domain_name && { domain_name: monitor.domain_name, http_version: 1.1 }),
});

/** A listener as it is, in the form in which it would be sent. */
export function hearingOf(name: string, { listener, pool, members, monitor }: Heard): Hearing {
  const { type, cookie_name } = pool?.session_persistence ?? {};
  return {
    name,
    listener: {
      ...carriedOf(listener),
      protocol: listener.protocol,
      protocol_port: listener.protocol_port,
      admin_state_up: listener.admin_state_up ?? true,
    },
    pool: {
      protocol: pool?.protocol ?? listener.protocol,
      lb_algorithm: pool?.lb_algorithm ?? "ROUND_ROBIN",
      session_persistence: type === undefined ? null : { type, ...(cookie_name && { cookie_name }) },
      tags: pool?.tags ?? [],
    },
    members: members.map(memberInput),
    monitor: monitor ? monitorInput(monitor) : null,
  };
}
