import { type Context, gather, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";

/** Compute API, "Server groups": servers that are to run on one host, or on different ones. */
interface ServerGroup {
  readonly id: string;
  readonly name?: string;
  /** `affinity`, `anti-affinity`, or the soft form of either. Since 2.64. */
  readonly policy?: string;
  /** The ids of servers. */
  readonly members?: readonly string[];
}

const groupsIn = ({ client }: Cloud, context: Context): Promise<ServerGroup[]> =>
  gather(client.pages<ServerGroup>(context, { service: "compute", path: "/os-server-groups" }, "server_groups"));

/** The group of each server that is in one, in one call for all. */
export async function groupsByServer(cloud: Cloud, context: Context): Promise<ReadonlyMap<string, string>> {
  const groups = await groupsIn(cloud, context);
  return new Map(groups.flatMap(({ id, members = [] }) => members.map((server) => [server, id] as const)));
}

/**
 * The id of the group of that id or name.
 * @throws ProviderFault invalid that names the groups there are
 */
export async function groupCalled(cloud: Cloud, wanted: string, context: Context): Promise<string> {
  const groups = await groupsIn(cloud, context);
  if (groups.some(({ id }) => id === wanted)) return wanted;
  const [found, ...more] = groups.filter(({ name }) => name === wanted);
  if (found && more.length === 0) return found.id;
  const problem = found ? `${more.length + 1} server groups are called` : "there is no server group";
  throw new ProviderFault("invalid", `${problem} ${JSON.stringify(wanted)}; ${offer(found ? [found, ...more] : groups)}`);
}

/** How many groups an error message names. */
const OFFERED = 10;

function offer(groups: readonly ServerGroup[]): string {
  if (groups.length === 0) return "this project has none: leave serverGroup out";
  const shown = groups.slice(0, OFFERED).map(({ id, name, policy }) => `${name} (${policy}, ${id})`);
  return `accepted: ${shown.join(", ")}${groups.length > OFFERED ? " and others" : ""}`;
}
