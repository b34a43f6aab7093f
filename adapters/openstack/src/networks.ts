import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { allPages, isInsideScope, type NetworkObject, type ObjectKind, oneOf, type Query, readBy } from "./network-objects.js";

export const NETWORKS: ObjectKind = { collection: "networks", key: "network", title: "network" };

/** Networking API v2.0, "Networks". */
export interface NeutronNetwork extends NetworkObject {
  readonly status?: string;
  readonly admin_state_up?: boolean;
  readonly shared?: boolean;
  readonly "router:external"?: boolean;
}

export interface Network extends NeutronNetwork {
  /** It belongs to the project. */
  readonly isOwn: boolean;
}

export const isExternal = (native: NeutronNetwork): boolean => native["router:external"] === true;

/** Those of the project, those that others share, and those that lead out of the cloud; the last ones whatever the scope. */
export async function* networkPages(cloud: Cloud, context: Context, query: Query = {}): AsyncGenerator<readonly Network[]> {
  const project = await cloud.client.project(context);
  const isOwn = ({ project_id }: NeutronNetwork) => project === undefined || project_id === project;
  const isShown = (native: NeutronNetwork) =>
    isExternal(native) || ((isOwn(native) || native.shared === true) && isInsideScope(cloud, native));
  for await (const page of allPages<NeutronNetwork>(cloud, NETWORKS, context, query))
    yield page.filter(isShown).map((native) => ({ ...native, isOwn: isOwn(native) }));
}

export const readNetworks = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Network>> =>
  readBy(ids, (id) => networkPages(cloud, context, { id }));

/** @throws ProviderFault notFound */
export const oneNetwork = async (cloud: Cloud, id: string, context: Context): Promise<Network> =>
  oneOf(await readNetworks(cloud, [id], context), id, NETWORKS);
