import { type Context, gather } from "@cimi-gateway/adapter";
import type { NativeCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import { isInsideScope, type NetworkObject, type ObjectKind, type Query } from "./network-objects.js";
import { path } from "./paths.js";
import { readMany } from "./reading.js";

export const BALANCERS: ObjectKind = { collection: "loadbalancers", key: "loadbalancer", title: "load balancer" };

interface Reference {
  readonly id: string;
}

/** Load Balancer API v2.0, "Load Balancers". */
export interface NativeBalancer extends NetworkObject {
  readonly provisioning_status?: string;
  readonly admin_state_up?: boolean;
  readonly vip_address?: string;
  readonly vip_subnet_id?: string | null;
  readonly vip_network_id?: string;
  readonly listeners?: readonly Reference[];
  readonly pools?: readonly Reference[];
}

/** "Listeners". */
export interface NativeListener extends NetworkObject {
  readonly protocol: string;
  readonly protocol_port: number;
  readonly admin_state_up?: boolean;
  readonly default_pool_id?: string | null;
  readonly provisioning_status?: string;
  readonly loadbalancers?: readonly Reference[];
  readonly l7policies?: readonly Reference[];
  readonly allowed_cidrs?: readonly string[] | null;
  readonly insert_headers?: Readonly<Record<string, string>> | null;
  readonly connection_limit?: number | null;
  readonly timeout_client_data?: number | null;
  readonly timeout_member_connect?: number | null;
  readonly timeout_member_data?: number | null;
  readonly timeout_tcp_inspect?: number | null;
}

/** "Pools". Of its members a list tells the ids alone. */
export interface NativePool extends NetworkObject {
  readonly protocol: string;
  readonly lb_algorithm: string;
  readonly session_persistence?: { readonly type: string; readonly cookie_name?: string | null } | null;
  readonly healthmonitor_id?: string | null;
  readonly provisioning_status?: string;
  readonly loadbalancers?: readonly Reference[];
  readonly members?: readonly Reference[];
  readonly admin_state_up?: boolean;
  readonly tls_enabled?: boolean;
}

/** "Members". */
export interface NativeMember extends NetworkObject {
  readonly address: string;
  readonly protocol_port: number;
  readonly weight?: number;
  readonly backup?: boolean;
  readonly admin_state_up?: boolean;
  readonly subnet_id?: string | null;
  readonly monitor_address?: string | null;
  readonly monitor_port?: number | null;
}

/** "Health Monitors". */
export interface NativeMonitor extends NetworkObject {
  readonly type: string;
  readonly delay: number;
  readonly timeout: number;
  readonly max_retries: number;
  readonly max_retries_down?: number;
  readonly url_path?: string | null;
  readonly expected_codes?: string | null;
  readonly domain_name?: string | null;
  readonly http_method?: string | null;
  readonly admin_state_up?: boolean;
}

/** A listener with the pool to which it hands its clients. */
export interface Heard {
  readonly listener: NativeListener;
  readonly pool?: NativePool;
  readonly members: readonly NativeMember[];
  readonly monitor?: NativeMonitor;
}

export interface Balancer {
  readonly native: NativeBalancer;
  readonly heard: readonly Heard[];
  /** All listeners and pools in it. */
  readonly parts: readonly (NativeListener | NativePool)[];
}

/** Page by page, whatever the scope. */
export const nativePages = <T>({ client }: Cloud, collection: string, context: Context, query: Query = {}) =>
  client.pages<T>(context, { service: "loadBalancer", path: `/lbaas/${collection}`, query }, collection.replace(/^.*\//, ""));

async function* ownBalancers(cloud: Cloud, context: Context): AsyncGenerator<readonly NativeBalancer[]> {
  const project = await cloud.client.project(context);
  const pages = nativePages<NativeBalancer>(
    cloud,
    "loadbalancers",
    context,
    project === undefined ? {} : { project_id: project },
  );
  for await (const page of pages) yield page.filter((native) => isInsideScope(cloud, native));
}

/** A page of load balancers with all that is in them. */
export async function* balancerPages(cloud: Cloud, context: Context): AsyncGenerator<readonly Balancer[]> {
  for await (const page of ownBalancers(cloud, context)) yield await filled(cloud, page, context);
}

/** Those with these ids; what is missing is absent from the answer. */
export async function readBalancers(cloud: Cloud, ids: readonly string[], context: Context): Promise<readonly Balancer[]> {
  const found = await readMany<NativeBalancer>(ids, {
    idOf: ({ id }) => id,
    one: (id) => nativeBalancer(cloud, id, context),
    list: () => ownBalancers(cloud, context),
  });
  return filled(cloud, [...found.values()], context);
}

/** @throws ProviderFault notFound */
export async function oneBalancer(cloud: Cloud, id: string, context: Context): Promise<Balancer> {
  const [found] = await readBalancers(cloud, [id], context);
  return found ?? missing(id);
}

const missing = (id: string): never => {
  throw gone(BALANCERS.title, id);
};

/** Alone, as far as it is inside the scope; undefined: it does not exist. */
export async function nativeBalancer(cloud: Cloud, id: string, context: Context): Promise<NativeBalancer | undefined> {
  const call: NativeCall = { service: "loadBalancer", path: path`/lbaas/loadbalancers/${id}` };
  const found = (await cloud.client.readIfThere<{ loadbalancer?: NativeBalancer }>(context, call))?.loadbalancer;
  return found && isInsideScope(cloud, found) ? found : undefined;
}

/**
 * Three calls for all of them together, and one for each pool that has members: no other tells more of a member than its id. Where nothing is
 * in them nothing is asked. Administrators would be shown those of all projects.
 */
async function filled(cloud: Cloud, natives: readonly NativeBalancer[], context: Context): Promise<readonly Balancer[]> {
  if (natives.every(({ listeners = [], pools = [] }) => listeners.length + pools.length === 0))
    return natives.map((native) => ({ native, heard: [], parts: [] }));
  const project = await cloud.client.project(context);
  const scope = project === undefined ? {} : { project_id: project };
  const [only, ...others] = natives;
  const within = (key: string): Query => (only && others.length === 0 ? { ...scope, [key]: only.id } : scope);
  const [listeners, pools, monitors] = await Promise.all([
    gather(nativePages<NativeListener>(cloud, "listeners", context, within("load_balancer_id"))),
    gather(nativePages<NativePool>(cloud, "pools", context, within("loadbalancer_id"))),
    gather(nativePages<NativeMonitor>(cloud, "healthmonitors", context, scope)),
  ]);
  const own = new Set(natives.flatMap((native) => native.pools ?? []).map(({ id }) => id));
  const members = await membersOf(
    cloud,
    pools.filter(({ id }) => own.has(id)),
    context,
  );
  const heardBy = (listener: NativeListener): Heard => {
    const pool = pools.find(({ id }) => id === listener.default_pool_id);
    const monitor = monitors.find(({ id }) => id === pool?.healthmonitor_id);
    return { listener, ...(pool && { pool }), members: members.get(pool?.id ?? "") ?? [], ...(monitor && { monitor }) };
  };
  return natives.map((native) => {
    const heard = partsOf(listeners, native.listeners);
    return { native, heard: heard.map(heardBy), parts: [...heard, ...partsOf(pools, native.pools)] };
  });
}

function partsOf<T extends Reference>(all: readonly T[], references: readonly Reference[] = []): readonly T[] {
  const ids = new Set(references.map(({ id }) => id));
  return all.filter(({ id }) => ids.has(id));
}

async function membersOf(
  cloud: Cloud,
  pools: readonly NativePool[],
  context: Context,
): Promise<ReadonlyMap<string, readonly NativeMember[]>> {
  const asked = pools.filter(({ members = [] }) => members.length > 0);
  const found = asked.map(async ({ id }) => {
    const members = gather(nativePages<NativeMember>(cloud, path`pools/${id}/members`, context));
    // The pool may have gone since it was listed.
    return [id, await members.catch((error) => unlessGone(error, []))] as const;
  });
  return new Map(await Promise.all(found));
}
